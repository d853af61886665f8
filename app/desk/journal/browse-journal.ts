import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Schema } from '../../store/index.ts';

/** What to look for; what is left out does not narrow. */
export const JournalFilter = z.object({
  /** Who did it: a worker's id, or `node`. */
  actor: z.string().max(64).optional(),
  /** To what: a kind and an id, such as `file 0b7e…`, with all that is part of it. */
  thing: z.string().max(200).optional(),
  action: z.string().max(64).optional(),
  /** A day (UTC), like 2026-11-22. */
  day: z.iso.date().optional(),
});
export type JournalFilter = z.infer<typeof JournalFilter>;

/** An entry as the auditor sees it: who, what, to what, when (UTC, microseconds). Never content. */
export type JournalLine = { number: number; at: string; actor: string; action: string; thing: string };

/** Up to fifty entries, the newest first, and where the next page begins; undefined on the last. */
export type JournalPage = { lines: JournalLine[]; next: string | undefined };

const pageLength = 50;

/**
 * One page of the chain of this transaction. `from` is the `next` of the page before; anything else begins with the
 * newest. Ordered by time, then by number, so that a clock that was set back shows as what it is.
 */
export async function browseJournal(
  transaction: Kysely<Schema>,
  filter: JournalFilter,
  from?: string,
): Promise<JournalPage> {
  const conditions = [sql`true`];
  if (filter.actor !== undefined) conditions.push(sql`actor = ${filter.actor}`);
  if (filter.action !== undefined) conditions.push(sql`action = ${filter.action}`);
  // All that is part of a thing begins with its words and a space; "!" is the sign after it.
  if (filter.thing !== undefined)
    conditions.push(
      sql`(thing COLLATE "C" = ${filter.thing} OR (thing COLLATE "C" >= ${`${filter.thing} `} AND thing COLLATE "C" < ${`${filter.thing}!`}))`,
    );
  if (filter.day !== undefined)
    conditions.push(
      sql`at >= (${filter.day}::date)::timestamp AT TIME ZONE 'UTC' AND at < (${filter.day}::date + 1)::timestamp AT TIME ZONE 'UTC'`,
    );
  const cursor = readCursor(from);
  if (cursor) conditions.push(sql`(at, number) < (${cursor.at}::timestamptz, ${cursor.number}::bigint)`);
  const { rows } = await sql<JournalLine>`
    SELECT number::float8 AS number, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, actor, action, thing
    FROM clew.journal_entry WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY journal_entry.at DESC, journal_entry.number DESC LIMIT ${pageLength + 1}
  `.execute(transaction);
  const lines = rows.slice(0, pageLength);
  const last = lines.at(-1);
  return { lines, next: rows.length > pageLength && last ? `${last.number}_${last.at}` : undefined };
}

function readCursor(text: string | undefined): { at: string; number: string } | undefined {
  const [, number, at] = /^(\d{1,15})_(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)$/.exec(text ?? '') ?? [];
  return number !== undefined && at !== undefined ? { number, at } : undefined;
}
