import {
  checkShareSet,
  joinShares,
  lockSecrets,
  openEnvelope,
  openShare,
  type SecretBundle,
  type Share,
  type ShareSet,
  unlockSecrets,
} from '@clew/seal';
import { sql } from 'kysely';
import { type Door, openDoor } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import type { Desk } from '../desk.ts';
import { openKeyring } from '../keys/keyring.ts';
import { secretsContext } from '../sign-in/prove-worker.ts';
import { arrangementOf, forgetRecovery, prepareRecovery } from './arrange-recovery.ts';
import { findRequest, forgetRequests, type RecoveryRequest } from './ask-recovery.ts';
import { contextOfKept, contextOfSet, readSet } from './custody.ts';

type Transaction = Parameters<Parameters<Door['write']>[1]>[0];

/** What whoever comes back chose: a new passphrase, made a key, and the secret of a new second factor. */
type NewSignIn = { kdf: string; salt: string; key: Uint8Array; codeSecret: string };

/** Why nobody came back. `waiting`: not enough custodians have given their share, or nobody has this name. */
type NotRecovered = 'no-request' | 'waiting';

/**
 * Brings a worker back whose custodians have given enough shares: their own keys, under the new passphrase and second factor.
 * All their sessions end, every request in their name is gone, and what opens their keys is split anew among the same custodians, so that
 * what was passed on is good for nothing more.
 */
export async function finishRecovery(
  desk: Desk,
  ticket: string,
  next: NewSignIn,
): Promise<{ ok: true; workerId: string } | { ok: false; why: NotRecovered }> {
  const request = await findRequest(desk, ticket);
  if (!request) return { ok: false, why: 'no-request' };
  const { agencyId } = request;
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'recovery' });
  const kept = await readKept(door, request);
  const joined = kept && (await joinGifts(door, request, kept));
  if (!kept || !joined) return { ok: false, why: 'waiting' };
  const { secrets, set } = joined;
  const { worker_id: workerId } = kept;
  const own = openDoor(desk.database, { kind: 'worker', agencyId, workerId });
  const keyring = await openKeyring({ door: own, agencyId, workerId, secrets });
  if (!keyring) return { ok: false, why: 'waiting' };
  const again = await prepareRecovery(desk, keyring, arrangementOf(set));
  const secret_box = lockSecrets({
    key: next.key,
    random: desk.random,
    context: secretsContext({ agency_id: agencyId, worker_id: workerId }),
    secrets: { ...secrets, code: next.codeSecret },
  });
  const back = { secret_box, kdf: next.kdf, salt: next.salt, session_epoch: sql<number>`session_epoch + 1` };
  const deed = { action: 'recovery.ask', thing: `worker ${workerId}` };
  const put = await attempt<'no-request'>((undo) =>
    own.write(deed, async (transaction) => {
      // Of two who send one ticket, and of this and a change of keys, the second finds that it is over.
      const replaced = await transaction
        .updateTable('clew.worker')
        .set(back)
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .where('standing', '=', 'in')
        .where('verify_key', '=', kept.verify_key)
        .executeTakeFirst();
      const stands = await transaction
        .selectFrom('clew.recovery_request')
        .select('request_id')
        .where('agency_id', '=', agencyId)
        .where('request_id', '=', request.requestId)
        .executeTakeFirst();
      if (replaced.numUpdatedRows !== 1n || !stands) undo('no-request');
      await forgetAsked(transaction, { agencyId, workerId, nameHash: request.nameHash });
      // A custodian may have left meanwhile: then nothing is arranged, and the worker is told to choose anew.
      if (again.ok) await again.insert(transaction);
    }),
  );
  return put.ok ? { ok: true, workerId } : put;
}

/** What was arranged and asked in a worker's name is over, with all that was given for it. */
async function forgetAsked(
  transaction: Transaction,
  { agencyId, workerId, nameHash }: { agencyId: string; workerId: string; nameHash: Buffer },
): Promise<void> {
  await transaction
    .deleteFrom('clew.shut_worker')
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .execute();
  const asked = await transaction
    .selectFrom('clew.recovery_request')
    .select('request_id')
    .where('agency_id', '=', agencyId)
    .where('name_hash', '=', nameHash)
    .execute();
  await forgetRequests(
    transaction,
    agencyId,
    asked.map(({ request_id }) => request_id),
  );
  await forgetRecovery(transaction, { agencyId, workerId });
}

/** How many custodians have given for a ticket's request; undefined if there is no such request. */
export async function countGifts(desk: Desk, ticket: string): Promise<number | undefined> {
  const request = await findRequest(desk, ticket);
  if (!request) return undefined;
  const { agencyId } = request;
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'recovery' });
  return (await readGifts(door, request)).length;
}

type Kept = { worker_id: string; verify_key: string; box: string };

async function readKept(door: Door, { agencyId, nameHash }: RecoveryRequest): Promise<Kept | undefined> {
  return door.read((transaction) =>
    transaction
      .selectFrom('clew.worker as w')
      .innerJoin('clew.recovery_set as s', (join) =>
        join.onRef('s.agency_id', '=', 'w.agency_id').onRef('s.worker_id', '=', 'w.worker_id'),
      )
      .select(['w.worker_id', 'w.verify_key', 's.box'])
      .where('w.agency_id', '=', agencyId)
      .where('w.name_hash', '=', nameHash)
      .where('w.standing', '=', 'in')
      .executeTakeFirst(),
  );
}

async function readGifts(door: Door, { agencyId, requestId }: RecoveryRequest) {
  return door.read((transaction) =>
    transaction
      .selectFrom('clew.recovery_gift')
      .select(['number', 'share', 'custody'])
      .where('agency_id', '=', agencyId)
      .where('request_id', '=', requestId)
      .orderBy('number')
      .execute(),
  );
}

/** The private keys, if the shares that were given are enough of the set that this worker arranged. */
async function joinGifts(
  door: Door,
  request: RecoveryRequest,
  { worker_id: workerId, verify_key: verifyKey, box }: Kept,
): Promise<{ secrets: SecretBundle; set: ShareSet } | undefined> {
  const { agencyId, identity } = request;
  const worker = { agencyId, workerId };
  let set: ShareSet | undefined;
  const shares: Share[] = [];
  for (const gift of await readGifts(door, request)) {
    const own = await openGiftedSet(gift.custody, identity);
    // Gifts of an arrangement that was replaced meanwhile do not join with those of the new one.
    if (!own || own.context !== contextOfSet(worker) || !checkShareSet({ set: own, verifyKey })) continue;
    const opened = await openShare({ set: own, number: gift.number, sealed: gift.share, identity });
    if (!opened.ok) continue;
    if (set?.setId !== own.setId) shares.length = 0;
    set = own;
    shares.push(opened.share);
  }
  const joined = set && (await joinShares({ set, shares }));
  if (!set || !joined?.ok) return undefined;
  const unlocked = unlockSecrets({ key: joined.secret, context: contextOfKept(worker, set.setId), box });
  return unlocked.ok ? { secrets: unlocked.secrets, set } : undefined;
}

async function openGiftedSet(custody: string, identity: string): Promise<ShareSet | undefined> {
  const envelope = Uint8Array.from(Buffer.from(custody, 'base64url'));
  const opened = await openEnvelope({ envelope, identities: [identity] });
  return opened.ok ? readSet(new TextDecoder().decode(opened.content)) : undefined;
}
