import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/** How many jobs of a kind are in a state, and how old the oldest is. Nothing of what they are about. */
export type JobCount = {
  kind: string;
  state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  count: number;
  /** Waiting and not yet begun an hour after they were due, or running for longer than an hour. */
  stuck: number;
  /** When the oldest was due, or began, or ended. */
  oldest: Date;
  /** Why the last of them did not end well, where one did not. */
  why: string | undefined;
};

/** The jobs that whoever asks may see, by kind and state: an agency its own, the node all. */
export async function countJobs(transaction: Kysely<Schema>, now: Date): Promise<JobCount[]> {
  const before = new Date(now.getTime() - STUCK_MS);
  const { rows } = await sql<Omit<JobCount, 'why'> & { why: string | null }>`
    SELECT data ->> 'kind' AS kind, said AS state, count(*)::float8 AS count,
      (count(*) FILTER (WHERE said IN ('waiting', 'running') AND moment < ${before}))::float8 AS stuck, min(moment) AS oldest,
      (array_agg(output ->> 'code' ORDER BY moment DESC) FILTER (WHERE output ->> 'code' IS NOT NULL))[1] AS why
    FROM clew_queue.job, LATERAL (SELECT
      CASE state WHEN 'created' THEN 'waiting' WHEN 'retry' THEN 'waiting' WHEN 'active' THEN 'running'
        WHEN 'completed' THEN 'done' ELSE state::text END AS said,
      CASE WHEN state < 'active' THEN start_after WHEN state = 'active' THEN started_on ELSE completed_on END AS moment
    ) AS told
    GROUP BY 1, 2 ORDER BY 1, 2
  `.execute(transaction);
  return rows.map(({ why, ...row }) => ({ ...row, why: why ?? undefined }));
}

const STUCK_MS = 3_600_000;
