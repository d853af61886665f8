import { bearsRosterKey, signRosterEntry } from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { resealInvitation } from '../agency/invite-worker.ts';
import type { Desk } from '../desk.ts';
import { type Granter, givenOf, NO_DEPUTY, signRight, signRightAsAgency } from '../keys/rights.ts';
import { checkRow, type EntryRow, entryOfRow, type Pins } from '../keys/roster.ts';
import {
  idOfEntry,
  idOfRight,
  type MemberRow,
  type RoleRow,
  readEntriesOfNow,
  readGiven,
} from './doubtful-rights.ts';
import { secretOf } from './renew-roster.ts';

/**
 * Every table that holds a signature by the roster key, and what becomes of it when that key is another. A test holds this list
 * against the database's own catalogue.
 */
export const ROSTER_SIGNED = {
  'clew.roster_entry': 'signed anew',
  'clew.worker_role': 'signed anew',
  'clew.team_member': 'signed anew',
  'clew.key_change': 'to be confirmed again',
  'clew.roster_renewal': 'the renewals themselves',
} as const;

/** What it takes to sign anew. `granter.rosterKey` is the new key; `keep` names the doubtful rights that stay. */
export type SigningAnew = {
  desk: Desk;
  /** As they were until now. */
  pins: Pins;
  before: Uint8Array;
  granter: Granter;
  rosterVerifyKey: string;
  keep: ReadonlySet<string>;
};

/**
 * Signs with the new roster key, in the administrator's own name, all that the key before signed and that counts. Keys that are
 * nobody's any more are retired. A right that was given with such keys goes, unless it is kept. What counted for nothing goes on
 * counting for nothing. Call it with the agency's row locked. Returns the administrators who remain.
 */
export async function signAllAnew(transaction: Transaction<Schema>, given: SigningAnew): Promise<string[]> {
  const { pins } = given;
  const { agencyId } = pins;
  const { rows, isOfNow } = await readEntriesOfNow(transaction, agencyId);
  const { roles, members } = await readGiven(transaction, pins);
  // All that is checked is checked before the first is written: each rests on others.
  const entries = await entriesToSign(transaction, pins, { rows, isOfNow });
  for (const row of entries) await signEntry(transaction, given, { row, isOfNow });
  const stays = (row: RoleRow | MemberRow) =>
    isOfNow(idOfEntry(row.given_by, row.given_entry)) || given.keep.has(idOfRight(givenOf(row)));
  for (const row of roles) await signRole(transaction, given, { row, stays: stays(row) });
  for (const row of members) await signMember(transaction, given, { row, stays: stays(row), isOfNow });
  await transaction
    .updateTable('clew.key_change')
    .set({ roster_signature: null, confirmed_by: null, confirmed_entry: null, confirmed_signature: null })
    .where('agency_id', '=', agencyId)
    .execute();
  await sealInvitations(transaction, given);
  await transaction
    .updateTable('clew.agency')
    .set({ roster_key: given.rosterVerifyKey })
    .where('agency_id', '=', agencyId)
    .execute();
  return roles.filter((row) => row.role === 'administrator' && stays(row)).map(({ worker_id }) => worker_id);
}

type Entries = { rows: readonly EntryRow[]; isOfNow: (id: string) => boolean };

/** Entries that hold, and those that somebody of today prepared and nobody has confirmed yet. */
async function entriesToSign(
  transaction: Transaction<Schema>,
  pins: Pins,
  { rows, isOfNow }: Entries,
): Promise<EntryRow[]> {
  const found: EntryRow[] = [];
  for (const row of rows) {
    const read = entryOfRow(row);
    const waits = row.confirmed_by === null && row.kind === 'admitted';
    const isPrepared = waits && isOfNow(idOfEntry(row.prepared_by, row.prepared_entry));
    if (isPrepared && read ? bearsRosterKey({ pins, ...read }) : await checkRow(transaction, pins, row))
      found.push(row);
  }
  return found;
}

async function signEntry(
  transaction: Transaction<Schema>,
  { granter }: SigningAnew,
  { row, isOfNow }: { row: EntryRow } & Pick<Entries, 'isOfNow'>,
): Promise<void> {
  const read = entryOfRow(row);
  if (!read) return;
  const retired = !isOfNow(idOfEntry(row.worker_id, row.number));
  const entry = { ...read.entry, isRetired: retired };
  await transaction
    .updateTable('clew.roster_entry')
    .set({ retired, roster_signature: signRosterEntry({ rosterKey: secretOf(granter.rosterKey), entry }) })
    .where('agency_id', '=', row.agency_id)
    .where('worker_id', '=', row.worker_id)
    .where('number', '=', row.number)
    .execute();
}

/** Nobody signs their own role: of the administrator's own the second person did, and it stays theirs. */
async function signRole(
  transaction: Transaction<Schema>,
  { granter }: SigningAnew,
  { row, stays }: { row: RoleRow; stays: boolean },
): Promise<void> {
  const { agencyId, workerId } = granter.me;
  const given = givenOf(row);
  const isOwn = row.worker_id === workerId;
  const at = { agency_id: agencyId, worker_id: row.worker_id, role: row.role };
  if (stays)
    await transaction
      .updateTable('clew.worker_role')
      .set(isOwn ? signRightAsAgency(granter.rosterKey, agencyId, given) : signRight(granter, given))
      .where((eb) => eb.and(at))
      .execute();
  else
    await transaction
      .deleteFrom('clew.worker_role')
      .where((eb) => eb.and(at))
      .execute();
}

/** A deputy whom keys named that are nobody's any more is named again by whoever may. */
async function signMember(
  transaction: Transaction<Schema>,
  { granter }: SigningAnew,
  { row, stays, isOfNow }: { row: MemberRow; stays: boolean } & Pick<Entries, 'isOfNow'>,
): Promise<void> {
  const at = { agency_id: row.agency_id, worker_id: row.worker_id, team_id: row.team_id };
  const isNamed = row.deputy_for === null || isOfNow(idOfEntry(row.deputy_by, row.deputy_entry));
  if (stays)
    await transaction
      .updateTable('clew.team_member')
      .set({ ...signRight(granter, givenOf(row)), ...(isNamed ? {} : NO_DEPUTY) })
      .where((eb) => eb.and(at))
      .execute();
  else
    await transaction
      .deleteFrom('clew.team_member')
      .where((eb) => eb.and(at))
      .execute();
}

/** What administrators keep of an invitation lies under a key that is made of the roster key. */
async function sealInvitations(
  transaction: Transaction<Schema>,
  { desk, before, granter, rosterVerifyKey }: SigningAnew,
): Promise<void> {
  const { agencyId } = granter.me;
  const rows = await transaction
    .selectFrom('clew.invitation')
    .select(['agency_id', 'invitation_id', 'offer', 'held'])
    .where('agency_id', '=', agencyId)
    .execute();
  for (const row of rows) {
    const sealed = resealInvitation(desk, { before, after: granter.rosterKey, rosterVerifyKey }, row);
    if (sealed)
      await transaction
        .updateTable('clew.invitation')
        .set(sealed)
        .where('agency_id', '=', agencyId)
        .where('invitation_id', '=', row.invitation_id)
        .execute();
  }
}
