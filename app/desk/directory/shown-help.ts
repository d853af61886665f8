import { sql } from 'kysely';
import type { Desk } from '../desk.ts';
import { Listing } from './listing.ts';

/** What the public is shown of a service, and on which day somebody said last that it is right. */
export type ShownHelp = { listing: Listing; confirmedOn: string };

/**
 * All help that the public is shown now, of every agency on the node, without a word of which. What is over, doubted or out of sight
 * is not there: the database leaves it out. Throws what the database throws.
 */
export async function readShownHelp({ database, now }: Pick<Desk, 'database' | 'now'>): Promise<ShownHelp[]> {
  const { rows } = await sql<{ shown: string; confirmed_at: Date }>`
    SELECT shown, confirmed_at FROM clew.directory_shown(${now()})`.execute(database);
  return rows.flatMap(({ shown, confirmed_at: at }) => {
    const listing = Listing.safeParse(JSON.parse(shown));
    return listing.success ? [{ listing: listing.data, confirmedOn: at.toISOString().slice(0, 10) }] : [];
  });
}
