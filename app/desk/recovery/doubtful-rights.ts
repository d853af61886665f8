import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { type LineHead, type LineRow, type Reading, readLines } from '../keys/line.ts';
import { rightsLine, type SaidRights, sayRights } from '../keys/rights.ts';
import type { EntryRow, Pins } from '../keys/roster.ts';

/** One role, or one place in a team. */
export type Given = { workerId: string } & ({ role: string } | { teamId: string });

/** A right that rests on keys which are nobody's any more, or perhaps somebody else's. */
export type DoubtfulRight = { id: string; given: Given; givenBy: string };

/** A worker's line that is whole: its statements, what it says now, and which of that is doubtful. */
export type WholeLine = {
  workerId: string;
  rows: readonly LineRow[];
  now: SaidRights;
  head: LineHead;
  doubtful: readonly DoubtfulRight[];
};

/** A right by one word, as a form sends it. */
function idOfRight(given: Given): string {
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

/** The lines of an agency's workers that hold by what this worker pinned. What else stands there is left out. */
export async function readWholeLines(transaction: Transaction<Schema>, pins: Pins): Promise<WholeLine[]> {
  const { agencyId } = pins;
  const reading = { transaction, pins };
  const { isOfNow } = await readEntriesOfNow(transaction, agencyId);
  const lines = await readLines(reading, rightsLine(reading));
  const all = await transaction
    .selectFrom('clew.statement')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where('kind', '=', 'worker')
    .orderBy('thing')
    .orderBy('number')
    .execute();
  const found: WholeLine[] = [];
  for (const [workerId, line] of lines) {
    if (line.state === 'broken') continue;
    const rows = all.filter(({ thing }) => thing === workerId);
    const doubtful = [...(await rowsOfRights(reading, rows))].flatMap(([id, { given, row }]) => {
      const givenBy = staleSigner(row, isOfNow);
      return givenBy === undefined ? [] : [{ id, given, givenBy }];
    });
    found.push({ workerId, rows, now: line.value, head: line.head, doubtful });
  }
  return found;
}

/**
 * The rights of an agency that were given with keys which are nobody's any more: of who left, changed since, withdrawn. When the
 * roster key is made anew an administrator says which of them stay.
 */
export async function readDoubtful(transaction: Transaction<Schema>, pins: Pins): Promise<DoubtfulRight[]> {
  return (await readWholeLines(transaction, pins)).flatMap(({ doubtful }) => doubtful);
}

type Resting = ReadonlyMap<string, { given: Given; row: LineRow }>;

/** On which statement each right rests: on the one that added it, or on a later one that changed nothing and so kept it. */
async function rowsOfRights(reading: Reading, rows: readonly LineRow[]): Promise<Resting> {
  const { add } = rightsLine(reading);
  let before: SaidRights | undefined;
  let resting: Resting = new Map();
  for (const row of rows) {
    const { thing, number, said, first_by: first, second_by } = row;
    const second = second_by === null ? {} : { second: second_by };
    const after: SaidRights = await add(before, { thing, number, said, first, ...second, isRetired: false });
    const isKept = before !== undefined && said === sayRights(before);
    resting = new Map(
      givenIn(thing, after).map((given) => {
        const id = idOfRight(given);
        return [id, (isKept ? undefined : resting.get(id)) ?? { given, row }];
      }),
    );
    before = after;
  }
  return resting;
}

function givenIn(workerId: string, { roles, teams }: SaidRights): Given[] {
  return [...roles.map((role) => ({ workerId, role })), ...teams.map((teamId) => ({ workerId, teamId }))];
}

/** Who signed a statement with keys that are nobody's any more; undefined if nobody did. */
function staleSigner(row: LineRow, isOfNow: (id: string) => boolean): string | undefined {
  if (!isOfNow(idOfEntry(row.first_by, row.first_entry))) return row.first_by;
  if (row.second_by === null || isOfNow(idOfEntry(row.second_by, row.second_entry))) return undefined;
  return row.second_by;
}
