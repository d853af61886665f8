import { type Kysely, sql } from 'kysely';
import { connect } from './connect.ts';
import { storeFaultOf } from './fault.ts';
import type { Schema } from './schema.ts';

/**
 * That the clock of the machine was moved: when, by the clock as it then was, and by how much, forward positive. With `offMs`, that the
 * node was off for so long by the clock; `movedMs` is then 0 where the machine shows that it was.
 */
export type ClockJump = { at: Date; movedMs: number; offMs?: number | undefined };

/** Both clocks of the machine at one moment: the wall's, and since when the machine runs, within one run of it. */
export type ClockBeat = { at: Date; runningMs: number; boot: string };

/** So long people are told of it, and nothing falls due by it: time enough to set a clock that is wrong. */
const HELD_MS = 24 * 3_600_000;

/**
 * Notes a jump, as the owner of the tables, for every page and for what falls due. If the clock was set back, sessions that bear times
 * to come are given those that were meant, so that none outlives its limit; and whoever gave a code of a time to come, or guessed
 * wrong then, is not kept out until that time. Throws StoreFault.
 */
export async function noteClockJump(adminUrl: string, { at, movedMs, offMs }: ClockJump): Promise<void> {
  const database = connect({ url: adminUrl, most: 1 });
  try {
    await database.transaction().execute(async (transaction) => {
      const until = new Date(at.getTime() + HELD_MS);
      await sql`DELETE FROM clew.clock_jump WHERE held_until < ${at}`.execute(transaction);
      // What was noted by a clock that ran ahead must not be held for longer than what set it right.
      await sql`UPDATE clew.clock_jump SET held_until = least(held_until, ${until}::timestamptz)`.execute(
        transaction,
      );
      await sql`INSERT INTO clew.clock_jump (at, moved_ms, held_until, off_ms)
        VALUES (${at}, ${movedMs}, ${until}, ${offMs ?? null})
        ON CONFLICT (at) DO UPDATE SET moved_ms = clock_jump.moved_ms + excluded.moved_ms
        WHERE clock_jump.moved_ms + excluded.moved_ms <> 0 OR clock_jump.off_ms IS NOT NULL`.execute(
        transaction,
      );
      if (movedMs < 0) await setBack(transaction, { at, backMs: -movedMs });
    });
  } catch (error) {
    throw storeFaultOf(error) ?? error;
  } finally {
    await database.destroy();
  }
}

/** The half minutes by which codes are counted (RFC 6238). */
const STEP_MS = 30_000;

async function setBack(
  transaction: Kysely<Schema>,
  { at, backMs }: { at: Date; backMs: number },
): Promise<void> {
  const meant = (column: 'made_at' | 'seen_at') => sql`CASE WHEN ${sql.ref(column)} > ${at}
    THEN least(${at}::timestamptz, ${sql.ref(column)} - make_interval(secs => ${backMs / 1000})) ELSE ${sql.ref(column)} END`;
  await sql`UPDATE clew.session SET made_at = ${meant('made_at')}, seen_at = ${meant('seen_at')}
    WHERE made_at > ${at} OR seen_at > ${at}`.execute(transaction);
  const step = Math.floor(at.getTime() / STEP_MS);
  await sql`UPDATE clew.worker SET code_step = ${step} WHERE code_step > ${step + 1}`.execute(transaction);
  await sql`UPDATE clew.guess SET since = ${at} WHERE since > ${at}`.execute(transaction);
}

/**
 * Now, for whatever falls due by itself: without what the clock was moved forward within the last day and not set back since. Whoever
 * is waiting for a day that has not come is not overtaken by a clock that is wrong.
 */
export async function readDueNow(database: Kysely<Schema>, now: Date): Promise<Date> {
  const { rows } = await sql<{ ahead: string }>`
    SELECT coalesce(sum(moved_ms), 0) AS ahead FROM clew.clock_jump WHERE held_until > ${now}`.execute(
    database,
  );
  return new Date(now.getTime() - Math.max(0, Number(rows[0]?.ahead ?? 0)));
}

/** When the node last wrote anything down, and when it last looked at the clocks, as far as the owner may read it. Throws StoreFault. */
export async function readLastMoment(
  adminUrl: string,
): Promise<{ written: Date | undefined; beat: ClockBeat | undefined }> {
  return asOwner(adminUrl, async (database) => {
    const { rows } = await sql<{ at: Date | null }>`
      SELECT max(e.at) AS at FROM clew.journal_head h JOIN clew.journal_entry e USING (chain, number)`.execute(
      database,
    );
    const beat = await database.selectFrom('clew.clock_beat').selectAll().executeTakeFirst();
    return {
      written: rows[0]?.at ?? undefined,
      beat: beat && { at: beat.at, runningMs: Number(beat.running_ms), boot: beat.boot },
    };
  });
}

/** Writes down what both clocks say, in place of what they said before. Throws StoreFault. */
export async function writeBeat(adminUrl: string, { at, runningMs, boot }: ClockBeat): Promise<void> {
  const running_ms = Math.round(runningMs);
  await asOwner(adminUrl, (database) =>
    database
      .insertInto('clew.clock_beat')
      .values({ only_one: true, at, running_ms, boot })
      .onConflict((conflict) => conflict.column('only_one').doUpdateSet({ at, running_ms, boot }))
      .execute(),
  );
}

/** What is noted of the clock and still told at this moment, the newest first. Throws StoreFault. */
export async function readClockJumps(database: Kysely<Schema>, now: Date): Promise<ClockJump[]> {
  const rows = await database
    .selectFrom('clew.clock_jump')
    .select(['at', 'moved_ms', 'off_ms'])
    .where('held_until', '>', now)
    .orderBy('at', 'desc')
    .execute();
  return rows.map(({ at, moved_ms, off_ms }) => ({
    ...{ at, movedMs: Number(moved_ms) },
    offMs: off_ms === null ? undefined : Number(off_ms),
  }));
}

async function asOwner<T>(adminUrl: string, work: (database: Kysely<Schema>) => Promise<T>): Promise<T> {
  const database = connect({ url: adminUrl, most: 1 });
  try {
    return await work(database);
  } catch (error) {
    throw storeFaultOf(error) ?? error;
  } finally {
    await database.destroy();
  }
}
