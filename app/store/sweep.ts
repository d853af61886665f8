import { sql } from 'kysely';
import { readDueNow } from './clock-jump.ts';
import { connect } from './connect.ts';
import { storeFaultOf } from './fault.ts';

/**
 * Clears away, in all agencies, what is over: ways to a provider and back, answered questions to passkeys, wrong attempts that no
 * longer count, sessions that nobody came back to for a week, what programs were answered, a day later,
 * and populations whose time is over or that did not arrive whole. All or nothing. Throws StoreFault.
 */
export async function sweepExpired(adminUrl: string, now: Date): Promise<void> {
  const database = connect({ url: adminUrl, most: 1 });
  try {
    await database.transaction().execute(async (transaction) => {
      const due = await readDueNow(transaction, now);
      const before = (ms: number) => new Date(due.getTime() - ms);
      await sql`DELETE FROM clew.provider_attempt WHERE expires_at < ${due}`.execute(transaction);
      await sql`DELETE FROM clew.passkey_challenge WHERE used_at < ${before(CHALLENGES_MS)}`.execute(
        transaction,
      );
      await sql`DELETE FROM clew.guess WHERE since < ${before(GUESSES_MS)}`.execute(transaction);
      await sql`DELETE FROM clew.session WHERE seen_at < ${before(SESSIONS_MS)}`.execute(transaction);
      await sql`DELETE FROM clew.population WHERE expires_at < ${due} OR (NOT whole AND made_at < ${before(ARRIVAL_MS)})`.execute(
        transaction,
      );
      await sql`DELETE FROM clew.api_answer WHERE at < ${before(ANSWERS_MS)}`.execute(transaction);
    });
  } catch (error) {
    throw storeFaultOf(error) ?? error;
  } finally {
    await database.destroy();
  }
}

const HOUR_MS = 3_600_000;
/** A page that asks for a passkey lies open for an hour; so long again its answer must be known as used. */
const CHALLENGES_MS = 2 * HOUR_MS;
const GUESSES_MS = HOUR_MS;
/** For as long what is typed into an old page can be sealed to its worker. */
const SESSIONS_MS = 7 * 24 * HOUR_MS;
/** So long what was done for an `Idempotency-Key` is not done again. */
const ANSWERS_MS = 24 * HOUR_MS;
/** A file that is still on its way after so long was given up, or the process that took it was killed. */
const ARRIVAL_MS = HOUR_MS;
