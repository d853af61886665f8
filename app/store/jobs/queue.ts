import { CompiledQuery, type Kysely, sql, type Transaction } from 'kysely';
import PgBoss from 'pg-boss';
import type { Database } from '../connect.ts';
import { type Door, openDoor } from '../door.ts';
import type { Schema } from '../schema.ts';
import { JOB_LINES, type Job, type JobFailure, type JobLine, LINE_OF } from './kinds.ts';
import { QUEUE_SCHEMA } from './make-queue.ts';

/** A job that was taken out of its line, as it was found; `carried` is not trusted to be one of ours. */
export type TakenJob = { id: string; line: JobLine; agencyId: string; carried: unknown; attempt: number };

/** The queue as the one process sees it that works it off. All methods throw StoreFault for what the database did. */
export type Queue = {
  /** The next job that is due, whose turn it is, of none of the agencies that are left out; undefined if there is none. */
  take(line: JobLine, without?: readonly string[]): Promise<TakenJob | undefined>;
  done(job: TakenJob): Promise<void>;
  /** It is tried again, ever later, until it was tried sixteen times. */
  failed(job: TakenJob, why: JobFailure): Promise<void>;
  /** Puts back what a process held that was killed. Only for who knows that no such process lives. */
  takeBack(): Promise<number>;
  /** Removes what ended more than a week before `now`. */
  tidy(now: Date): Promise<void>;
};

/** Several at once: the library takes them, and declares it without what is given beside. */
type FailAll = (line: string, ids: string[], why: object, how: { db: PgBoss.Db }) => Promise<void>;
type Boss = Pick<PgBoss, 'insert' | 'complete' | 'deleteJob'> & { fail: FailAll };
type Rows = Kysely<Schema> | Transaction<Schema>;

const boss = openBoss();

/** The library, asked for its statements alone: it has no connection, no timer and no rights but those of the transaction given. */
function openBoss(): Boss {
  const nowhere = { executeSql: () => Promise.reject(new Error('No transaction was given.')) };
  const made = new PgBoss({
    db: nowhere,
    schema: QUEUE_SCHEMA,
    migrate: false,
    supervise: false,
    schedule: false,
  });
  return made as unknown as Boss;
}

function within(rows: Rows): { db: PgBoss.Db } {
  return {
    db: {
      executeSql: async (text, values) => {
        const { rows: found } = await rows.executeQuery(CompiledQuery.raw(text, values));
        return { rows: found };
      },
    },
  };
}

/** When a job is due. It is also its place in the line, as far as its agency has not asked for much. */
type Due = { due: Date };

/**
 * Puts jobs of one agency into their line, in the transaction of that agency's door: they are there if what called for them
 * is. Of the same job one waits at most. No agency starves another: each has a place in the line for every second, so that
 * what one asks for at once stands behind what others ask for meanwhile, and nothing stands there for ever (virtual clock: L. Zhang,
 * ACM TOCS 9(2), 1991).
 */
export async function sendJobs(
  transaction: Transaction<Schema>,
  jobs: readonly Job[],
  { due }: Due,
): Promise<void> {
  const places = new Map<string, number>();
  const rows = [];
  for (const job of jobs) {
    const line = LINE_OF[job.kind];
    const key = `${line} ${job.agencyId}`;
    const place = places.get(key) ?? (await readPlace(transaction, { line, agencyId: job.agencyId, due }));
    places.set(key, place + 1);
    rows.push({
      name: line,
      data: job,
      priority: -place,
      startAfter: due.toISOString(),
      singletonKey: Object.values(job).join(' '),
    });
  }
  // The library declares a moment as a Date, and reads it as text.
  await boss.insert(rows as unknown as PgBoss.JobInsert[], within(transaction));
}

const FIRST_SECOND = Date.UTC(2026, 0, 1) / 1000;

/** The place of the next job of an agency: the second in which it is due, or the one after its last that is due by then. */
async function readPlace(
  transaction: Transaction<Schema>,
  { line, agencyId, due }: { line: JobLine; agencyId: string; due: Date },
): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    SELECT max(-priority) AS last FROM clew_queue.job
    WHERE name = ${line} AND state < 'active' AND data ->> 'agencyId' = ${agencyId} AND start_after <= ${due}
  `.execute(transaction);
  const second = Math.max(0, Math.floor(due.getTime() / 1000) - FIRST_SECOND);
  return Math.max(second, (rows[0]?.last ?? -1) + 1);
}

/** Opens the queue for the process that works it off, as the node. Nothing is read yet. */
export function openQueue(database: Database, nodeId: string): Queue {
  const door = openDoor(database, { kind: 'node', nodeId });
  return {
    take: (line, without = []) => door.tally((transaction) => takeNext(transaction, line, without)),
    done: ({ line, id }) =>
      door.tally(async (transaction) => {
        await boss.complete(line, id, {}, within(transaction));
      }),
    failed: ({ line, id }, code) =>
      door.tally(async (transaction) => {
        await boss.fail(line, [id], { code }, within(transaction));
      }),
    takeBack: () => takeBack(door),
    tidy: (now) => tidy(door, now),
  };
}

type TakenRow = { id: string; agencyId: string; carried: unknown; retryCount: number };

/** What the library's own taking does for one job (`fetchNextJob`), which cannot leave out whose jobs are under way. */
async function takeNext(
  transaction: Transaction<Schema>,
  line: JobLine,
  without: readonly string[],
): Promise<TakenJob | undefined> {
  const { rows } = await sql<TakenRow>`
    UPDATE clew_queue.job SET state = 'active', started_on = now(),
      retry_count = CASE WHEN started_on IS NULL THEN retry_count ELSE retry_count + 1 END
    WHERE name = ${line} AND id = (
      SELECT id FROM clew_queue.job
      WHERE name = ${line} AND state < 'active' AND start_after < now()
        AND (data ->> 'agencyId') <> ALL (${[...without]}::text[])
      ORDER BY priority DESC, created_on, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, data ->> 'agencyId' AS "agencyId", data AS carried, retry_count AS "retryCount"
  `.execute(transaction);
  const [row] = rows;
  if (!row) return undefined;
  const { retryCount, ...job } = row;
  return { ...job, line, attempt: retryCount + 1 };
}

async function takeBack(door: Door): Promise<number> {
  return door.tally(async (transaction) => {
    let count = 0;
    for (const line of JOB_LINES) {
      const { rows } = await sql<{ id: string }>`
        SELECT id FROM clew_queue.job WHERE name = ${line} AND state = 'active'`.execute(transaction);
      if (rows.length > 0)
        await boss.fail(
          line,
          rows.map(({ id }) => id),
          { code: 'lost' satisfies JobFailure },
          within(transaction),
        );
      count += rows.length;
    }
    return count;
  });
}

const KEPT_MS = 7 * 24 * 3_600_000;
const MOST_TIDIED = 1_000;

async function tidy(door: Door, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_MS);
  await door.tally(async (transaction) => {
    for (const line of JOB_LINES) {
      const { rows } = await sql<{ id: string }>`
        SELECT id FROM clew_queue.job WHERE name = ${line} AND state > 'active' AND completed_on < ${before}
        LIMIT ${MOST_TIDIED}`.execute(transaction);
      if (rows.length > 0)
        await boss.deleteJob(
          line,
          rows.map(({ id }) => id),
          within(transaction),
        );
    }
  });
}
