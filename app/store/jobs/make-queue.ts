import { type Kysely, sql, type Transaction } from 'kysely';
import PgBoss from 'pg-boss';
import { StoreFault } from '../fault.ts';
import type { Schema } from '../schema.ts';
import { JOB_LINES } from './kinds.ts';

/** The schema in which the queue's library keeps its tables. */
export const QUEUE_SCHEMA = 'clew_queue';

/** The form of its tables that the library of this version works with. */
const FORM = 24;

/** Attempts before a job is given up; the pauses between them double from a second on, about a day and a half in all. */
const ATTEMPTS = 16;

/**
 * Makes the tables of the queue, or brings them to the form that the library needs: as their owner, in the transaction
 * given, whose lock keeps two starts apart. Grants come last, once row-level security is forced: the application never
 * sees an open table. Throws `store.newer-database` where a newer Clew has been.
 */
export async function makeQueue(transaction: Transaction<Schema>): Promise<void> {
  const form = await readForm(transaction);
  if (form !== undefined && form > FORM)
    throw new StoreFault(
      'store.newer-database',
      'The queue of this database was used by a newer Clew. Install that version or a later one; going back is restoring a backup.',
    );
  if (form !== FORM) await sql.raw(plansFrom(form)).execute(transaction);
  if (form === undefined) await sql.raw(WALLS).execute(transaction);
  if (await makeLines(transaction)) await sql.raw(FORCED).execute(transaction);
}

/** What makes the tables, or brings them on. The library begins and ends a transaction around it; here it is part of ours. */
function plansFrom(form: number | undefined): string {
  const plans =
    form === undefined
      ? PgBoss.getConstructionPlans(QUEUE_SCHEMA)
      : // The library declares the form as text, and adds to it as to a number.
        PgBoss.getMigrationPlans(QUEUE_SCHEMA, form as unknown as string);
  return plans.trim().slice('BEGIN;'.length, -'COMMIT;'.length);
}

/** Makes the lines that are not there yet. Returns whether there were any. */
async function makeLines(transaction: Transaction<Schema>): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM clew_queue.queue`.execute(transaction);
  const missing = JOB_LINES.filter((line) => !rows.some(({ name }) => name === line));
  const options = { policy: 'short', retryLimit: ATTEMPTS, retryDelay: 1, retryBackoff: true };
  for (const line of missing)
    await sql`SELECT clew_queue.create_queue(${line}, ${JSON.stringify(options)}::json)`.execute(transaction);
  return missing.length > 0;
}

async function readForm(database: Kysely<Schema>): Promise<number | undefined> {
  const { rows } = await sql<{ found: string | null }>`
    SELECT to_regclass('clew_queue.version')::text AS found`.execute(database);
  if (!rows[0]?.found) return undefined;
  const read = await sql<{ version: number }>`SELECT version FROM clew_queue.version`.execute(database);
  return read.rows[0]?.version;
}

/** Row-level security on every table of the queue, the parts that its lines are among them. */
const FORCED = `
  DO $$ DECLARE found regclass; BEGIN
    FOR found IN SELECT oid::regclass FROM pg_class WHERE relnamespace = 'clew_queue'::regnamespace AND relkind IN ('r', 'p') LOOP
      EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', found);
      EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', found);
    END LOOP;
  END $$;
`;

/**
 * An agency has its own jobs, the node has all: it takes them in turn. Whose a job is stands in what it carries. Nobody reaches
 * round the table into one of its parts, and what the library keeps beside is not for the application.
 */
const WALLS = `
  CREATE POLICY job_own ON clew_queue.job
    USING ((data ->> 'agencyId')::uuid = NULLIF(current_setting('clew.chain', true), '')::uuid);
  CREATE POLICY job_node ON clew_queue.job
    USING ((SELECT node_id FROM clew.node) = NULLIF(current_setting('clew.chain', true), '')::uuid);
  CREATE POLICY queue_read ON clew_queue.queue FOR SELECT USING (true);
  CREATE POLICY queue_owner ON clew_queue.queue TO CURRENT_USER USING (true) WITH CHECK (true);
  CREATE POLICY version_owner ON clew_queue.version TO CURRENT_USER USING (true) WITH CHECK (true);
  CREATE POLICY version_read ON clew_queue.version FOR SELECT USING (true);
  COMMENT ON TABLE clew_queue.job IS 'What is done later. Made by the library pg-boss.';
  COMMENT ON COLUMN clew_queue.job.data IS 'What is done, whose it is and what it is done to, by ids alone.';
  COMMENT ON COLUMN clew_queue.job.output IS 'Why the last attempt did not end well, as a word of a closed list.';
  REVOKE ALL ON ALL FUNCTIONS IN SCHEMA clew_queue FROM PUBLIC;
  GRANT USAGE ON SCHEMA clew_queue TO clew_app;
  GRANT SELECT ON clew_queue.queue, clew_queue.version TO clew_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON clew_queue.job TO clew_app;
`;
