import { sql } from 'kysely';
import type { Door } from '../../store/index.ts';

/** How many wrong attempts there are in an hour, for a name, and apart from that for each browser that knows it. */
export const GUESSES_AN_HOUR = 10;
const HOUR_MS = 3_600_000;

type Budget = { agencyId: string; budget: Buffer };

/**
 * Takes one attempt from a budget before it is made, so that many at once cannot take more than there are. Returns
 * undefined if there was one, else when there will be.
 */
export async function spendGuess(
  door: Door,
  { agencyId, budget }: Budget,
  now: Date,
): Promise<Date | undefined> {
  const fresh = new Date(now.getTime() - HOUR_MS);
  const row = await door.tally(async (transaction) => {
    await sql`SELECT clew.forget_guesses(${new Date(now.getTime() - HOUR_MS)})`.execute(transaction);
    return transaction
      .insertInto('clew.guess')
      .values({ agency_id: agencyId, budget, spent: 1, since: now })
      .onConflict((conflict) =>
        conflict.columns(['agency_id', 'budget']).doUpdateSet({
          spent: sql`CASE WHEN clew.guess.since <= ${fresh} THEN 1 ELSE clew.guess.spent + 1 END`,
          since: sql`CASE WHEN clew.guess.since <= ${fresh} THEN ${now} ELSE clew.guess.since END`,
        }),
      )
      .returning(['spent', 'since'])
      .executeTakeFirstOrThrow();
  });
  return row.spent <= GUESSES_AN_HOUR ? undefined : new Date(row.since.getTime() + HOUR_MS);
}
