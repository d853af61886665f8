import { sql } from 'kysely';

/** How many rows are looked at for one page, and how many of them are shown. */
const LOOKED_AT = 100;
const SHOWN = 20;

/** What stands in a list of what waits: when it was made, and its id. */
export type Placed = { at: Date; proposal_id: string };

/** One page of what waits, the longest waiting first, and where the next begins; undefined at the end. */
export type WaitingPage<Found> = { found: readonly Found[]; next: string | undefined };

/**
 * Pages through rows that a worker may or may not see, the oldest first, so that nothing which was asked is pushed out by what
 * others ask. `read` gives rows behind a place; `open` what of a row is shown, or undefined. `after` is a place that was given as
 * `next`; what is none begins at the beginning.
 */
export async function pageThrough<Row extends Placed, Found>(
  after: string | undefined,
  read: (place: Placed | undefined, limit: number) => Promise<Row[]>,
  open: (row: Row) => Promise<Found | undefined>,
): Promise<WaitingPage<Found>> {
  const rows = await read(readPlace(after), LOOKED_AT);
  const found: Found[] = [];
  for (const [index, row] of rows.entries()) {
    const opened = await open(row);
    if (opened !== undefined) found.push(opened);
    const isLast = index === rows.length - 1;
    if (found.length === SHOWN && !isLast) return { found, next: writePlace(row) };
    if (isLast && rows.length === LOOKED_AT) return { found, next: writePlace(row) };
  }
  return { found, next: undefined };
}

/** The condition that a row stands behind a place; all rows do without one. To the millisecond, as places are written. */
export function isBehind(place: Placed | undefined) {
  if (place === undefined) return sql<boolean>`true`;
  return sql<boolean>`(date_trunc('milliseconds', at), proposal_id) > (${place.at}, ${place.proposal_id}::uuid)`;
}

/** The order in which places follow one another. */
export const BY_AGE = sql`date_trunc('milliseconds', at), proposal_id`;

function writePlace({ at, proposal_id }: Placed): string {
  return `${at.getTime()}.${proposal_id}`;
}

const PLACE = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function readPlace(after: string | undefined): Placed | undefined {
  const [, at, proposal_id] = PLACE.exec(after ?? '') ?? [];
  return at && proposal_id ? { at: new Date(Number(at)), proposal_id } : undefined;
}
