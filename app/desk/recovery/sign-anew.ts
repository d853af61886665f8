import { randomUUID } from 'node:crypto';
import { bearsRosterKey, prepareRosterEntry, signRosterEntry } from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { resealInvitation } from '../agency/invite-worker.ts';
import { type PreparedRights, readProposedRights } from '../agency/prepared-workers.ts';
import type { Desk } from '../desk.ts';
import type { Keyring } from '../keys/keyring.ts';
import { firstStatement, type LineHead, writeStatement } from '../keys/line.ts';
import { type Granter, type SaidRights, signRights } from '../keys/rights.ts';
import { checkRow, type EntryRow, entryOfRow } from '../keys/roster.ts';
import { signAsAgency } from '../keys/statement.ts';
import { makeProposal } from '../proposals/propose.ts';
import {
  type Given,
  idOfEntry,
  readEntriesOfNow,
  readWholeLines,
  type WholeLine,
} from './doubtful-rights.ts';
import { secretOf } from './renew-roster.ts';

/**
 * Every table that holds a signature by the roster key, and what becomes of it when that key is another. A test holds this list
 * against the database's own catalogue.
 */
export const ROSTER_SIGNED = {
  'clew.roster_entry': 'signed anew',
  'clew.statement': 'signed anew',
  'clew.key_change': 'to be confirmed again',
  'clew.roster_renewal': 'the renewals themselves',
} as const;

/** What it takes to sign anew. `granter.rosterKey` is the new key; `keep` names the doubtful rights that stay. */
type SigningAnew = {
  desk: Desk;
  /** With the pins as they were until now. The agency's keys were opened with it before. */
  keys: Keyring;
  before: Uint8Array;
  granter: Granter;
  rosterVerifyKey: string;
  keep: ReadonlySet<string>;
};

/** Whether a doubtful right stays only by being kept. Of their own roles nobody is asked: the second person saw these. */
export function isAsked({ me }: Pick<Keyring, 'me'>, given: Given): boolean {
  return 'teamId' in given || given.workerId !== me.workerId;
}

/**
 * Signs with the new roster key all that the key before signed and that counts: entries, and each statement of roles and teams
 * in its place. Keys that are nobody's any more are retired. A right that was given with such keys is taken away by a further
 * statement, unless it is kept. Who waits to be let in is prepared anew, in the administrator's own name. What counted for
 * nothing goes on counting for nothing. Call it with the agency's row locked. Returns the administrators who remain.
 */
export async function signAllAnew(transaction: Transaction<Schema>, given: SigningAnew): Promise<string[]> {
  const { pins } = given.keys;
  const { agencyId } = pins;
  const { rows, isOfNow } = await readEntriesOfNow(transaction, agencyId);
  // All that is checked is checked before the first is written: each rests on others.
  const lines = await readWholeLines(transaction, pins);
  const entries = await entriesToSign(transaction, given, { rows, isOfNow });
  for (const { row, rights } of entries)
    if (rights) await prepareAnew(transaction, given, { row, rights });
    else await signEntry(transaction, given, { row, isOfNow });
  for (const line of lines) await signLine(transaction, given, line);
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
  const remaining: string[] = [];
  for (const line of lines) {
    const { roles } = await settleDoubts(transaction, given, line);
    if (roles.includes('administrator')) remaining.push(line.workerId);
  }
  return remaining;
}

type Entries = { rows: readonly EntryRow[]; isOfNow: (id: string) => boolean };
type ToSign = { row: EntryRow; rights?: PreparedRights | undefined };

/** Entries that hold, and those that somebody of today prepared, with roles, and nobody has confirmed yet. */
async function entriesToSign(
  transaction: Transaction<Schema>,
  { keys }: SigningAnew,
  { rows, isOfNow }: Entries,
): Promise<ToSign[]> {
  const { pins } = keys;
  const found: ToSign[] = [];
  for (const row of rows) {
    const read = entryOfRow(row);
    const waits = row.confirmed_by === null && row.kind === 'admitted';
    if (waits && read && isOfNow(idOfEntry(row.prepared_by, row.prepared_entry))) {
      const rights = await readProposedRights(transaction, keys, row);
      if (rights && bearsRosterKey({ pins, ...read })) found.push({ row, rights });
    } else if (await checkRow(transaction, pins, row)) found.push({ row });
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

/** Who waits for a second person: the entry and the roles are signed by whoever signs anew, as they were prepared. */
async function prepareAnew(
  transaction: Transaction<Schema>,
  { desk, keys, granter }: SigningAnew,
  { row, rights }: { row: EntryRow; rights: PreparedRights },
): Promise<void> {
  const read = entryOfRow(row);
  const { me, signingKey } = granter;
  const { change, reason } = rights;
  const first = signRights(granter, { workerId: row.worker_id, rights: change });
  const asked = { proposalId: randomUUID(), proposed: { kind: 'rights', change }, reason, first } as const;
  const proposal = await makeProposal({ desk, keys }, asked);
  if (!read || !proposal) return;
  const entry = { ...read.entry, preparedBy: { workerId: me.workerId, number: me.number } };
  await transaction
    .updateTable('clew.roster_entry')
    .set({
      ...{ prepared_by: me.workerId, prepared_entry: me.number },
      prepared_signature: prepareRosterEntry({ signingKey, entry }),
      roster_signature: signRosterEntry({ rosterKey: secretOf(granter.rosterKey), entry }),
    })
    .where('agency_id', '=', row.agency_id)
    .where('worker_id', '=', row.worker_id)
    .where('number', '=', row.number)
    .where('confirmed_by', 'is', null)
    .execute();
  await transaction.insertInto('clew.proposal').values(proposal).execute();
}

/** Every statement of a line in its place: who said it, and what, stays as it is. */
async function signLine(
  transaction: Transaction<Schema>,
  { granter }: SigningAnew,
  { rows }: WholeLine,
): Promise<void> {
  for (const row of rows)
    await transaction
      .updateTable('clew.statement')
      .set({
        roster_signature: signAsAgency(granter.rosterKey, {
          ...{ agencyId: row.agency_id, statement: firstStatement(row) },
        }),
      })
      .where('agency_id', '=', row.agency_id)
      .where('kind', '=', row.kind)
      .where('thing', '=', row.thing)
      .where('number', '=', row.number)
      .execute();
}

/** Takes away what is doubtful and not kept, and says once more what is: it rests on keys of today then. Returns what stays. */
async function settleDoubts(
  transaction: Transaction<Schema>,
  { desk, keys, granter, keep }: SigningAnew,
  { workerId, now, head, doubtful }: WholeLine,
): Promise<SaidRights> {
  const asked = doubtful.filter(({ given }) => isAsked(keys, given));
  if (asked.length === 0) return now;
  const gone = asked.filter(({ id }) => !keep.has(id)).map(({ given }) => given);
  const rights = {
    roles: now.roles.filter((role) => !gone.some((given) => 'role' in given && given.role === role)),
    teams: now.teams.filter((teamId) => !gone.some((given) => 'teamId' in given && given.teamId === teamId)),
  };
  const about = { agencyId: keys.pins.agencyId, at: desk.now() };
  const say = (after: LineHead) =>
    writeStatement(transaction, about, signRights(granter, { workerId, head: after, rights }));
  const narrowed = gone.length > 0 ? await say(head) : head;
  if (gone.length < asked.length) await say(narrowed);
  return rights;
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
