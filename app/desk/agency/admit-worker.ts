import { randomUUID } from 'node:crypto';
import {
  checkOwnKeys,
  checkRosterEntry,
  prepareRosterEntry,
  type RosterEntry,
  type RosterKind,
  readFounding,
  signRosterEntry,
  writeFounding,
} from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import type { Desk } from '../desk.ts';
import { readOwnRoles } from '../keys/agency-rules.ts';
import { isRosterNow } from '../keys/follow-roster.ts';
import type { OpenKey } from '../keys/keyring.ts';
import { writeStatement } from '../keys/line.ts';
import { openGenerations } from '../keys/renewal.ts';
import { type Granter, signRights } from '../keys/rights.ts';
import { foundingNow, rowOfEntry } from '../keys/roster.ts';
import { isClash } from '../policy/index.ts';
import { makeProposal } from '../proposals/propose.ts';
import { type Entering, giveEntryKeys, putIn } from './enter-worker.ts';
import { type Administrator, type Held, openHeld } from './invite-worker.ts';
import { type Answer, openAnswer } from './join-agency.ts';
import { AGENCY_KEY, ROSTER_KEY, sealName } from './profiles.ts';

/**
 * Why nobody was prepared. `gone`: nobody waits there, or the keys in the database are not those that were sealed with the
 * link; `clash`: their roles join what must not be joined; `founding`: they were told of another beginning of the agency than
 * this worker knows, as by an invitation that is older than the first colleague.
 */
export type NotAdmitted = 'no-key' | 'gone' | 'clash' | 'founding';
type Admitting = { ok: true; done: 'in' | 'prepared' } | { ok: false; why: NotAdmitted };

/**
 * Prepares who joined by an invitation: signs their keys with the roster key and the administrator's own, and names their
 * roles and teams. They are let in once somebody else confirms it (`confirmWorker`). Only the founder's first colleague is in
 * at once: there is nobody else to confirm it.
 */
export async function admitWorker(
  desk: Desk,
  { door, keyring }: Administrator,
  invitationId: string,
): Promise<Admitting> {
  const roster = await keyring.open(ROSTER_KEY);
  const agencyKeys = await openGenerations(keyring, AGENCY_KEY);
  const [agencyKey] = agencyKeys;
  if (!roster || !agencyKey) return { ok: false, why: 'no-key' };
  const { agencyId, workerId: me } = keyring.me;
  const found = await readWaiting({ door, keyring }, roster.key, invitationId);
  if (!found) return { ok: false, why: 'gone' };
  const { workerId, answer, held } = found;
  const judged = await door.read((transaction) => judge(transaction, { door, keyring }, found));
  if (typeof judged === 'string') return { ok: false, why: judged };
  const { entry, own } = judged;
  const rosterKey = `ed25519-secret:${Buffer.from(roster.key).toString('base64url')}`;
  const signatures = {
    own,
    prepared: prepareRosterEntry({ signingKey: keyring.signingKey, entry }),
    roster: signRosterEntry({ rosterKey, entry }),
  };
  const { pins } = keyring;
  const checked = checkRosterEntry({ pins, entry, signatures, signers: { prepared: keyring.me } });
  const keys: (OpenKey & { keyId: string })[] = agencyKeys.map((key) => ({ keyId: AGENCY_KEY, ...key }));
  if (held.roles.includes('administrator')) keys.push({ keyId: ROSTER_KEY, ...roster });
  const wraps = checked.ok ? await giveEntryKeys(keyring, checked.worker, keys) : undefined;
  const profile = sealName(desk, agencyKey, { agencyId, table: 'worker', id: workerId }, answer.name);
  const granter: Granter = { me: keyring.me, signingKey: keyring.signingKey, rosterKey: roster.key };
  const first = signRights(granter, { workerId, rights: held });
  // What the founder's first colleague is given stands at once; what others are given is signed by whoever confirms them, too.
  const change = { workerId, roles: held.roles, teams: held.teams };
  const asked = { proposalId: randomUUID(), proposed: { kind: 'rights', change }, reason: '' } as const;
  const proposal = wraps ? undefined : await makeProposal({ desk, keys: keyring }, { ...asked, first });
  const put = await attempt<'gone'>((undo) =>
    door.write({ action: 'worker.admit', thing: `worker ${workerId}` }, async (transaction) => {
      if (!(await isRosterNow(transaction, pins))) undo('gone');
      const { numUpdatedRows } = await transaction
        .updateTable('clew.worker')
        .set({ profile })
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .where('standing', '=', 'invited')
        .executeTakeFirst();
      if (numUpdatedRows !== 1n || (await isPrepared(transaction, agencyId, workerId))) undo('gone');
      await transaction.insertInto('clew.roster_entry').values(rowOfEntry(entry, signatures)).execute();
      if (proposal) await transaction.insertInto('clew.proposal').values(proposal).execute();
      const entering: Entering = { agencyId, workerId, givenBy: me };
      if (wraps && !(await putIn(transaction, entering, wraps))) undo('gone');
      if (wraps) await writeStatement(transaction, { agencyId, at: desk.now() }, first);
    }),
  );
  return put.ok ? { ok: true, done: wraps ? 'in' : 'prepared' } : put;
}

type Found = { workerId: string; answer: Answer; held: Held };

/** The entry of who waits, with the newcomer's own signature; or why there is none. */
async function judge(
  transaction: Transaction<Schema>,
  { keyring }: Administrator,
  { workerId, answer, held }: Found,
): Promise<{ entry: RosterEntry; own: string } | NotAdmitted> {
  const { agencyId, workerId: me, number } = keyring.me;
  if (isClash(held.roles, await readOwnRoles(transaction, keyring.pins))) return 'clash';
  const founding = readFounding(answer.founding);
  if (!founding) return 'founding';
  const { recipient, verifyKey, ownSignature: own } = answer;
  const keys = { agencyId, workerId, number: 1, recipient, verifyKey, founding };
  if (!checkOwnKeys({ keys, signature: own })) return 'gone';
  const known = await foundingNow(transaction, keyring.pins);
  const kind: RosterKind = known.second ? 'admitted' : 'second';
  const second = known.second ?? { workerId, verifyKey };
  if (writeFounding({ ...known, second }) !== answer.founding) return 'founding';
  // Nobody but the founder lets in alone; whoever else finds no second has a roster that is not whole.
  if (kind === 'second' && me !== known.founder.workerId) return 'founding';
  return { entry: { ...keys, kind, preparedBy: { workerId: me, number } }, own };
}

async function isPrepared(
  transaction: Transaction<Schema>,
  agencyId: string,
  workerId: string,
): Promise<boolean> {
  const row = await transaction
    .selectFrom('clew.roster_entry')
    .select('number')
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .executeTakeFirst();
  return row !== undefined;
}

async function readWaiting(
  { door, keyring }: Administrator,
  rosterKey: Uint8Array,
  invitationId: string,
): Promise<Found | undefined> {
  const { agencyId } = keyring.me;
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.invitation as i')
      .innerJoin('clew.worker as w', (join) =>
        join.onRef('w.agency_id', '=', 'i.agency_id').onRef('w.worker_id', '=', 'i.worker_id'),
      )
      .select(['i.held', 'w.worker_id', 'w.profile', 'w.recipient', 'w.verify_key'])
      .where('i.agency_id', '=', agencyId)
      .where('i.invitation_id', '=', invitationId)
      .where('w.standing', '=', 'invited')
      .executeTakeFirst(),
  );
  const held = row && openHeld(rosterKey, { agencyId, invitationId }, row.held);
  if (!row || !held) return undefined;
  const { worker_id: workerId } = row;
  const answer = openAnswer(Buffer.from(held.secret, 'base64url'), { agencyId, workerId }, row.profile);
  const isTheirs = answer?.recipient === row.recipient && answer.verifyKey === row.verify_key;
  return isTheirs ? { workerId, answer, held } : undefined;
}
