import type { Selectable, Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { type Given, givenOf, isGiven } from '../keys/rights.ts';
import type { EntryRow, Pins } from '../keys/roster.ts';

/** Rows by which somebody has a role, or a place in a team. */
export type RoleRow = Selectable<Schema['clew.worker_role']>;
export type MemberRow = Selectable<Schema['clew.team_member']>;

/** A right that rests on keys which are nobody's any more, or perhaps somebody else's. */
export type DoubtfulRight = { id: string; given: Given; givenBy: string };

/** A right by one word, as a form sends it. */
export function idOfRight(given: Given): string {
  return 'role' in given ? `role:${given.workerId}:${given.role}` : `team:${given.workerId}:${given.teamId}`;
}

/** An entry by one word. */
export function idOfEntry(workerId: string | null, number: number | null): string {
  return `${workerId} ${number}`;
}

/**
 * Which entries are somebody's keys of today: the newest of who has not left and whose keys nobody withdrew. Whoever has the
 * private keys of another one may be anybody.
 */
export async function readEntriesOfNow(
  transaction: Transaction<Schema>,
  agencyId: string,
): Promise<{ rows: EntryRow[]; isOfNow: (id: string) => boolean }> {
  const rows = await transaction
    .selectFrom('clew.roster_entry')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .orderBy('worker_id')
    .orderBy('number')
    .execute();
  const workers = await transaction
    .selectFrom('clew.worker as w')
    .leftJoin('clew.withdrawn_key as d', (join) =>
      join.onRef('d.agency_id', '=', 'w.agency_id').onRef('d.recipient', '=', 'w.recipient'),
    )
    .select(['w.worker_id', 'w.standing', 'd.recipient as withdrawn'])
    .where('w.agency_id', '=', agencyId)
    .execute();
  const sound = new Set(
    workers
      .filter(({ standing, withdrawn }) => standing !== 'left' && withdrawn === null)
      .map(({ worker_id }) => worker_id),
  );
  const newest = new Map(rows.map(({ worker_id, number }) => [worker_id, number]));
  const ofNow = new Set(
    [...newest].filter(([id]) => sound.has(id)).map(([id, number]) => idOfEntry(id, number)),
  );
  return { rows, isOfNow: (id) => ofNow.has(id) };
}

/** The rows of roles and teams of an agency that count by what this worker pinned. What else stands there is left out. */
export async function readGiven(
  transaction: Transaction<Schema>,
  pins: Pins,
): Promise<{ roles: RoleRow[]; members: MemberRow[] }> {
  const { agencyId } = pins;
  const roles: RoleRow[] = [];
  const members: MemberRow[] = [];
  for (const row of await transaction
    .selectFrom('clew.worker_role')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .orderBy('worker_id')
    .orderBy('role')
    .execute())
    if (await isGiven(transaction, pins, givenOf(row), row)) roles.push(row);
  for (const row of await transaction
    .selectFrom('clew.team_member')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .orderBy('worker_id')
    .orderBy('team_id')
    .execute())
    if (await isGiven(transaction, pins, givenOf(row), row)) members.push(row);
  return { roles, members };
}

/**
 * The rights of an agency that were given with keys which are nobody's any more: of who left, changed since, withdrawn. When the
 * roster key is made anew an administrator says which of them stay.
 */
export async function readDoubtful(transaction: Transaction<Schema>, pins: Pins): Promise<DoubtfulRight[]> {
  const { isOfNow } = await readEntriesOfNow(transaction, pins.agencyId);
  const { roles, members } = await readGiven(transaction, pins);
  return [...roles, ...members]
    .filter((row) => !isOfNow(idOfEntry(row.given_by, row.given_entry)))
    .map((row) => ({ id: idOfRight(givenOf(row)), given: givenOf(row), givenBy: row.given_by ?? '' }));
}
