import { sql } from 'kysely';
import type { Database } from '../connect.ts';

/**
 * Does `work` while nobody else does it on this database: waits for its turn, and holds it by a lock that the server takes
 * away from a process that was killed. The signal that `work` is given comes when the caller's does, and when the lock is
 * lost. Throws what `work` threw, and what the database did.
 */
export async function asOnlyRunner(
  database: Database,
  { signal, pause }: { signal: AbortSignal; pause: () => Promise<void> },
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  await database.connection().execute(async (connection) => {
    const take = sql<{ got: boolean }>`SELECT pg_try_advisory_lock(hashtextextended('clew.jobs', 0)) AS got`;
    while (!signal.aborted && !(await take.execute(connection)).rows[0]?.got) await pause();
    const own = new AbortController();
    const working = work(AbortSignal.any([signal, own.signal])).finally(() => own.abort());
    // What it threw is thrown below; until then it is nobody's.
    working.catch(() => undefined);
    try {
      while (!own.signal.aborted && !signal.aborted) {
        await pause();
        await sql`SELECT 1`.execute(connection);
      }
    } finally {
      own.abort();
      await working;
    }
    await sql`SELECT pg_advisory_unlock(hashtextextended('clew.jobs', 0))`.execute(connection);
  });
}
