import { checkShareSet, fingerprintOf, openShare, sealEnvelope, sealShare } from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { AtDesk } from './arrange-recovery.ts';
import { openCustody, writeSet } from './custody.ts';
import { digitsOf } from './digits.ts';

/**
 * Why nothing was given: no request has this fingerprint, no share of that worker is held here, it is not sound, or the custodian did
 * not confirm the body that the worker wrote they answer to.
 */
export type NotGiven = 'no-request' | 'no-share' | 'unsound' | 'body';

/**
 * Whose request has the fingerprint that a custodian heard and typed, if they hold a share of that worker. The custodian is
 * shown the worker's name before anything is given: it has to be the person they are speaking with; and the body which that worker
 * wrote the custodian answers to. From then on the request is not pushed out by others.
 */
export async function findAsked(
  desk: Desk,
  at: AtDesk,
  typed: string,
): Promise<{ ok: true; workerId: string; body: string } | { ok: false; why: NotGiven }> {
  const found = await findHeld(desk, at, typed);
  if (!found.ok) return found;
  const body = await bodyWritten(at.keyring, found.held);
  if (body === undefined) return { ok: false, why: 'unsound' };
  const { agencyId } = at.keyring.me;
  const requestId = found.request.request_id;
  await at.door.tally((transaction) => noteSeen(transaction, { agencyId, requestId, at: desk.now() }));
  return { ok: true, workerId: found.held.worker_id, body };
}

/**
 * A custodian who confirms the body that they answer to passes their share of this worker to whoever asked with this fingerprint. There is no list to choose from: a
 * request that somebody else made in her name has another fingerprint. The share is opened for this one moment and sealed to
 * the request's key.
 */
export async function giveShare(
  desk: Desk,
  { door, keyring }: AtDesk,
  asked: { typed: string; workerId: string; body: string },
): Promise<{ ok: true } | { ok: false; why: NotGiven }> {
  const { agencyId, workerId: custodianId } = keyring.me;
  const found = await findHeld(desk, { door, keyring }, asked.typed);
  if (!found.ok) return found;
  const { worker_id: workerId, number, sealed, ...row } = found.held;
  if (workerId !== asked.workerId) return { ok: false, why: 'no-share' };
  // Else one body could bring somebody back by what a worker wrote about it.
  if (asked.body !== (await bodyWritten(keyring, found.held))) return { ok: false, why: 'body' };
  const set = await openCustody(keyring, { agencyId, workerId }, row);
  const owner = await keyring.colleague(workerId);
  if (!set || !owner || !checkShareSet({ set, verifyKey: owner.verifyKey }))
    return { ok: false, why: 'unsound' };
  const opened = await openShare({ set, number, sealed, identity: keyring.identity });
  if (!opened.ok) return { ok: false, why: 'unsound' };
  const { recipient, request_id } = found.request;
  const share = await sealShare({ set, share: opened.share, recipient });
  const content = new TextEncoder().encode(writeSet(set));
  const custody = Buffer.from(await sealEnvelope({ content, recipients: [recipient] })).toString('base64url');
  await door.write({ action: 'recovery.give', thing: `worker ${workerId}` }, async (transaction) => {
    await noteSeen(transaction, { agencyId, requestId: request_id, at: desk.now() });
    await transaction
      .insertInto('clew.recovery_gift')
      .values({ agency_id: agencyId, request_id, number, given_by: custodianId, share, custody })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
  return { ok: true };
}

async function noteSeen(
  transaction: Transaction<Schema>,
  { agencyId, requestId, at }: { agencyId: string; requestId: string; at: Date },
): Promise<void> {
  await transaction
    .updateTable('clew.recovery_request')
    .set({ seen_at: at })
    .where('agency_id', '=', agencyId)
    .where('request_id', '=', requestId)
    .execute();
}

/** Which body a worker wrote that this custodian answers to; undefined if what stands there does not open. */
async function bodyWritten(keyring: Keyring, { worker_id, ...row }: Held): Promise<string | undefined> {
  const { agencyId, workerId: custodianId } = keyring.me;
  const set = await openCustody(keyring, { agencyId, workerId: worker_id }, row);
  return set?.holders.find((holder) => holder.custodianId === custodianId)?.body;
}

type Held = { worker_id: string; custody: string; generation: number; number: number; sealed: string };
type Request = { request_id: string; recipient: string; name_hash: Buffer };

async function findHeld(
  desk: Desk,
  { door, keyring }: AtDesk,
  typed: string,
): Promise<{ ok: true; request: Request; held: Held } | { ok: false; why: NotGiven }> {
  const { agencyId, workerId: custodianId } = keyring.me;
  const request = await findByFingerprint(desk, { door, keyring }, typed);
  if (!request) return { ok: false, why: 'no-request' };
  const held = await door.read((transaction) =>
    transaction
      .selectFrom('clew.worker as w')
      .innerJoin('clew.recovery_set as s', (join) =>
        join.onRef('s.agency_id', '=', 'w.agency_id').onRef('s.worker_id', '=', 'w.worker_id'),
      )
      .innerJoin('clew.recovery_share as h', (join) =>
        join.onRef('h.agency_id', '=', 'w.agency_id').onRef('h.worker_id', '=', 'w.worker_id'),
      )
      .select(['w.worker_id', 's.custody', 's.generation', 'h.number', 'h.sealed'])
      .where('w.agency_id', '=', agencyId)
      .where('w.name_hash', '=', request.name_hash)
      .where('w.standing', '=', 'in')
      .where('h.custodian_id', '=', custodianId)
      .executeTakeFirst(),
  );
  return held ? { ok: true, request, held } : { ok: false, why: 'no-share' };
}

async function findByFingerprint(desk: Desk, { door, keyring }: AtDesk, typed: string) {
  const digits = digitsOf(typed);
  if (digits.length !== 30) return undefined;
  const found = await door.read((transaction) =>
    transaction
      .selectFrom('clew.recovery_request')
      .select(['request_id', 'recipient', 'name_hash'])
      .where('agency_id', '=', keyring.me.agencyId)
      .where('digits', '=', digits)
      .where('expires_at', '>', desk.now())
      .execute(),
  );
  // The column only leads to it: who can write to the database can put these digits beside a key of their own.
  return found.find(({ recipient }) => digitsOf(fingerprintOf(recipient)) === digits);
}
