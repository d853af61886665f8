import { type Kysely, sql } from 'kysely';
import { StoreFault } from './fault.ts';
import type { Schema } from './schema.ts';

/** Functions that run as their owner. A new one is added here, with why it must; else start refuses the database. */
const ownersFunctions = [
  // Numbers, dates and hashes an entry itself, so that nobody can forge one.
  'journal_append',
  // Joins the heads of all agencies, and gives away only a hash of them.
  'anchor_heads',
  // At sign-in nobody's agency is known yet: one exact code, one id, no list.
  'agency_by_code',
  // The one-time link of the start line belongs to no agency yet.
  'opening_stands',
  'open_agency',
  // A name that nobody has is worked at as one that somebody has, in whichever agency.
  'kdf_like',
  // Old guesses are forgotten in all agencies at once.
  'forget_guesses',
  // Requests for the way back are kept within one count for all agencies.
  'forget_requests',
  // What is written into a file the application may not delete but here, which looks for two people itself.
  'erase_file',
  // The node sends alarms for all agencies: which have a channel, for its own chain alone.
  'agencies_with_channel',
  // The same for the addresses of programs.
  'agencies_with_webhook',
  // The public reads what every agency shows of services, and of no agency; a partner has a link alone.
  'directory_shown',
  'directory_by_link',
] as const;

/** Policies that let the application's role see more than its own agency. A new one is added here, with the reason. */
const openPolicies: readonly string[] = [
  // What kind of node this is; it is of no agency.
  'node.node_read',
  // The row is made by the owner; the application has no grant to.
  'node.node_make',
  // The node takes jobs in turn, and is the one that no agency's transaction says it is.
  'job.job_node',
  // That the machine's clock was moved; it is of no agency.
  'clock_jump.clock_jump_read',
  // The names of the lines, and the form of the queue's tables: no rows of anybody.
  'queue.queue_read',
  'version.version_read',
];

/** Where a node keeps rows: its own tables, and those of the queue. */
const SCHEMAS = ['clew', 'clew_queue'];

/** Tables of the migrations themselves: names and times. The application's role has no grant on them. */
const migrationTables = ['migration', 'migration_lock'] as const;

/** Whose a job of the queue is stands in what it carries. */
const own =
  /\((?:agency_id|chain|\(\(data ->> 'agencyId'::text\)\)::uuid) = (?:\( SELECT )?\(?NULLIF\(current_setting\('clew\.chain'::text, true\), ''::text\)\)?::uuid(?: AS "?nullif"?\))?\)/
    .source;

/**
 * `agency_id` or `chain` compared with the chain of the transaction, as PostgreSQL writes it back, alone or first of
 * what AND joins. PostgreSQL puts brackets around the whole: two at the start are those of the AND, and of nothing wider.
 */
const ownAgencyAlone = new RegExp(`^(?:${own}|\\(${own} AND .*\\))$`, 's');

/**
 * Every way in which a schema of the node would show one agency the rows, counts or existence of another, in words, in order:
 * a table without forced row-level security; a policy for this role that looks at more than the agency of the
 * transaction; a view that reads as its owner; what row-level security does not reach; a sequence, which counts for all
 * agencies together; a function that runs as its owner and is not on the closed list or looks for names elsewhere than
 * in pg_catalog. Empty if there is none. Asked as the role that serves.
 */
export async function findOpenTables(database: Kysely<Schema>): Promise<string[]> {
  const [relations, functions, policies] = [
    await readRelations(database),
    await readFunctions(database),
    await readPolicies(database),
  ];
  return [...relations, ...functions, ...policies].toSorted();
}

/** Refuses a database in which one agency could see that another exists. Throws `store.unsafe-tables`, naming each place. */
export async function refuseOpenTables(database: Kysely<Schema>): Promise<void> {
  const found = await findOpenTables(database);
  if (found.length === 0) return;
  throw new StoreFault(
    'store.unsafe-tables',
    `This database could show one agency what is another's: ${found.join('; ')}. Clew does not serve from it. Take away what was added by hand, or start with the Clew that migrated it.`,
  );
}

async function readRelations(database: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ found: string }>`
    SELECT CASE
      WHEN c.relkind = 'v' THEN 'view ' || c.relname || ' reads as its owner (security_invoker is off)'
      WHEN c.relkind = 'S' THEN 'sequence ' || c.relname || ' counts for all agencies together'
      WHEN c.relkind IN ('r', 'p') THEN 'table ' || c.relname || ' has no forced row-level security'
      ELSE c.relname || ' is a materialized view or foreign table, which row-level security does not reach'
    END AS found
    FROM pg_class c WHERE c.relnamespace = ANY (${SCHEMAS}::text[]::regnamespace[]) AND CASE
      WHEN c.relkind IN ('r', 'p') THEN NOT (c.relrowsecurity AND c.relforcerowsecurity) AND c.relname <> ALL (${[...migrationTables]})
      WHEN c.relkind = 'v' THEN NOT EXISTS (
        SELECT 1 FROM pg_options_to_table(c.reloptions) o WHERE o.option_name = 'security_invoker' AND o.option_value::boolean)
      ELSE c.relkind IN ('m', 'f', 'S')
    END
  `.execute(database);
  return rows.map((row) => row.found);
}

async function readFunctions(database: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ found: string }>`
    SELECT 'function ' || p.proname || CASE WHEN p.proname = ANY (${[...ownersFunctions]})
      THEN ' runs as its owner and looks for names where others can put them'
      ELSE ' runs as its owner and is not on the list of those that may' END AS found
    FROM pg_proc p WHERE p.pronamespace = ANY (${SCHEMAS}::text[]::regnamespace[]) AND p.prosecdef
      AND NOT (p.proname = ANY (${[...ownersFunctions]}) AND coalesce(p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false))
  `.execute(database);
  return rows.map((row) => row.found);
}

type Policy = { name: string; using: string | null; check: string | null };

/** Permissive policies add up: one that is too wide opens its table, whatever the others say. */
async function readPolicies(database: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<Policy>`
    SELECT c.relname || '.' || p.polname AS name, pg_get_expr(p.polqual, p.polrelid) AS using,
      pg_get_expr(p.polwithcheck, p.polrelid) AS check
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
    WHERE c.relnamespace = ANY (${SCHEMAS}::text[]::regnamespace[]) AND p.polpermissive AND (p.polroles = '{0}'
      OR EXISTS (SELECT 1 FROM unnest(p.polroles) AS given(role) WHERE pg_has_role(current_user, given.role, 'MEMBER')))
  `.execute(database);
  const wide = rows.filter(({ name, using, check }) => {
    const expressions = [using, check].filter((text) => text !== null);
    return !openPolicies.includes(name) && !expressions.every((text) => ownAgencyAlone.test(text));
  });
  return wide.map(({ name }) => `policy ${name} looks at more than the agency that asks`);
}
