import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Kysely,
  type Migration,
  type MigrationResultSet,
  Migrator,
  sql,
  type Transaction,
} from 'kysely';
import { connect } from './connect.ts';
import { demoMismatch, halfRestored, StoreFault, storeFaultOf } from './fault.ts';
import { makeQueue } from './jobs/make-queue.ts';
import {
  asMigration,
  type RowMigration,
  readRowMigration,
  runRowMigration,
  type TellRows,
} from './row-migration.ts';
import type { Schema } from './schema.ts';

/** What the schema says of itself while a backup is loaded into it. */
export const RESTORING = 'A backup is restored into it, and it is not whole yet.';

const ownMigrations = join(import.meta.dirname, 'migrations');

type MigrateOptions = {
  /** Connection under a role that may create schemas and roles. */
  adminUrl: string;
  /** The role of the application, which the migrations' grants are passed on to. */
  appRole: string;
  /** Whether this is a demo: a demo opens only a database made as one, and nothing else does. */
  demo: boolean;
  /** Folder of the numbered SQL files, if not Clew's own. */
  folder?: string;
  /** Told after each step of a migration that changes very many rows. */
  onRows?: TellRows;
};

/**
 * Brings the database to the newest numbered migration and returns the names applied. All that are pending run in one
 * transaction: if one fails, none of them has happened, and what it threw is thrown. Only one that changes very many rows
 * (`.rows.sql`) takes steps, after all before it, and what is killed or fails there goes on from there the next time. The schema, the group role and the
 * revokes before them, and the node's row, the queue and the grant after them, are steps of their own that every start repeats.
 * Two starts at once wait for each other. Throws `store.newer-database` where a newer Clew has been, and
 * `store.half-restored` where a restore was killed, `store.demo-mismatch` where a demo would open real data or the other way round, and `store.older-agencies` where nobody could
 * come in afterwards.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const database = connect({ url: options.adminUrl, most: 2 });
  try {
    await refuseOtherKind(database, options.demo);
    await refuseHalfRestored(database);
    await refuseOlderAgencies(database, options.demo);
    await prepare(database);
    const applied = await applyAll(database, options);
    await makeNode(database, options.demo);
    await underLock(database, makeQueue);
    await grantRole(database, options.appRole);
    return applied;
  } catch (error) {
    throw storeFaultOf(error) ?? error;
  } finally {
    await database.destroy();
  }
}

/** Applies what is pending, in order, stopping before each that takes steps. Returns the names. */
async function applyAll(
  database: Kysely<Schema>,
  { folder = ownMigrations, onRows = () => undefined }: MigrateOptions,
): Promise<string[]> {
  const migrator = migratorOf(database, folder);
  const applied: string[] = [];
  const take = ({ error, results }: MigrationResultSet) => {
    if (error) throw migrationFault(error);
    applied.push(...(results ?? []).filter(({ status }) => status === 'Success').map((r) => r.migrationName));
  };
  const files = await readFiles(folder);
  for (const [at, { rows }] of files.entries()) {
    if (!rows || (await isDone(database, rows.name))) continue;
    const before = files[at - 1];
    if (before) take(await migrator.migrateTo(before.name));
    await runRowMigration(database, rows, onRows);
    take(await migrator.migrateTo(rows.name));
  }
  take(await migrator.migrateToLatest());
  return applied;
}

async function isDone(database: Kysely<Schema>, name: string): Promise<boolean> {
  const { rows } = await sql<{ found: string | null }>`
    SELECT to_regclass('clew.migration')::text AS found`.execute(database);
  if (!rows[0]?.found) return false;
  return (await sql`SELECT 1 FROM clew.migration WHERE name = ${name}`.execute(database)).rows.length > 0;
}

/**
 * Makes the tables of an empty database as they were after the migration of this name, without a node and without a login.
 * For restoring what was kept then. Throws what a migration threw.
 */
export async function migrateTo(adminUrl: string, name: string): Promise<void> {
  const database = connect({ url: adminUrl, most: 2 });
  try {
    await prepare(database);
    const { error } = await migratorOf(database, ownMigrations).migrateTo(name);
    if (error) throw migrationFault(error);
  } finally {
    await database.destroy();
  }
}

/** The names of Clew's own migrations, in order. */
export async function migrationNames(): Promise<string[]> {
  return Object.keys(await readMigrations(ownMigrations));
}

function migratorOf(database: Kysely<Schema>, folder: string): Migrator {
  return new Migrator({
    db: database,
    provider: { getMigrations: () => readMigrations(folder) },
    migrationTableSchema: 'clew',
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  });
}

type MigrationFile = { name: string; migration: Migration; rows?: RowMigration };

/** The numbered SQL files of the folder, in order. */
async function readFiles(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (file) => {
      const name = file.replace(/\.sql$/, '');
      const text = await readFile(join(folder, file), 'utf8');
      if (file.endsWith('.rows.sql')) {
        const rows = readRowMigration(name, text);
        return { name, migration: asMigration(rows), rows };
      }
      const up = async (db: Kysely<unknown>) => {
        await sql.raw(text).execute(db);
      };
      return { name, migration: { up } };
    }),
  );
}

async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  return Object.fromEntries((await readFiles(folder)).map(({ name, migration }) => [name, migration]));
}

/**
 * The schema and the group role that grants name. Roles belong to the whole server, so another database may have
 * made it.
 */
async function prepare(database: Kysely<Schema>): Promise<void> {
  await underLock(database, async (transaction) => {
    await sql
      .raw(`
        DO $$ BEGIN
          CREATE ROLE clew_app NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END $$;
        CREATE SCHEMA IF NOT EXISTS clew;
        GRANT USAGE ON SCHEMA clew TO clew_app;
        REVOKE ALL ON SCHEMA public FROM PUBLIC;
      `)
      .execute(transaction);
    const name = sql.id(await readName(transaction));
    // The group role is shared by all databases of a server; who may enter this one is said for each role.
    await sql`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`.execute(transaction);
  });
}

async function makeNode(database: Kysely<Schema>, demo: boolean): Promise<void> {
  await sql`INSERT INTO clew.node (demo) VALUES (${demo}) ON CONFLICT DO NOTHING`.execute(database);
}

async function grantRole(database: Kysely<Schema>, appRole: string): Promise<void> {
  await underLock(database, async (transaction) => {
    const name = await readName(transaction);
    await sql`GRANT CONNECT ON DATABASE ${sql.id(name)} TO ${sql.id(appRole)}`.execute(transaction);
    const { rows } = await sql`SELECT 1 WHERE pg_has_role(${appRole}, 'clew_app', 'MEMBER')`.execute(
      transaction,
    );
    if (rows.length === 0) await sql`GRANT clew_app TO ${sql.id(appRole)}`.execute(transaction);
  });
}

/** PostgreSQL fails two who grant on one thing at the same moment; under this lock one waits for the other. */
async function underLock(
  database: Kysely<Schema>,
  work: (transaction: Transaction<Schema>) => Promise<void>,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended('clew.migrate', 0))`.execute(transaction);
    await work(transaction);
  });
}

async function readName(transaction: Transaction<Schema>): Promise<string> {
  const { rows } = await sql<{ name: string }>`SELECT current_database() AS name`.execute(transaction);
  return rows[0]?.name ?? '';
}

async function refuseHalfRestored(database: Kysely<Schema>): Promise<void> {
  const { rows } = await sql`SELECT 1 FROM pg_namespace
    WHERE nspname = 'clew' AND obj_description(oid, 'pg_namespace') = ${RESTORING}`.execute(database);
  if (rows.length > 0) throw halfRestored('in this database');
}

async function refuseOtherKind(database: Kysely<Schema>, demo: boolean): Promise<void> {
  const { rows } = await sql<{
    found: string | null;
  }>`SELECT to_regclass('clew.node')::text AS found`.execute(database);
  if (!rows[0]?.found) return refuseForeignTables(database, demo);
  const node = await database.selectFrom('clew.node').select('demo').executeTakeFirst();
  if (!node || node.demo === demo) return;
  throw demoMismatch(demo);
}

/** A demo is not put beside somebody's own tables: what it did not create it does not touch. */
async function refuseForeignTables(database: Kysely<Schema>, demo: boolean): Promise<void> {
  if (!demo) return;
  const { rows } = await sql<{ tables: string }>`
    SELECT count(*) AS tables FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND n.nspname NOT LIKE 'pg_toast%'
  `.execute(database);
  if (Number(rows[0]?.tables ?? 0) === 0) return;
  throw new StoreFault(
    'store.demo-mismatch',
    'This database holds tables that no demo made, so "--demo" does not use it. Name an empty database.',
  );
}

/** What an agency must have that holds people: the roster since 0012, what they say in signed lines since 0022. */
const SIGNED_BY_PEOPLE = ['clew.roster_entry', 'clew.statement'] as const;

/**
 * Everybody stands on a roster that begins with the founder's own signature, and has the roles that two people signed in lines of
 * statements. Nobody else can write either for an agency that was made before: carried over, it would keep everybody out for ever,
 * and would forget who is barred from which file. So its database is left as it is.
 */
async function refuseOlderAgencies(database: Kysely<Schema>, demo: boolean): Promise<void> {
  const { rows } = await sql<{ agencies: string | null; lacks: boolean }>`
    SELECT to_regclass('clew.agency')::text AS agencies,
      EXISTS (SELECT 1 FROM unnest(${[...SIGNED_BY_PEOPLE]}::text[]) AS name WHERE to_regclass(name) IS NULL) AS lacks
  `.execute(database);
  if (!rows[0]?.agencies || !rows[0].lacks) return;
  const found = await sql`SELECT 1 FROM clew.agency LIMIT 1`.execute(database);
  if (found.rows.length === 0) return;
  throw new StoreFault(
    'store.older-agencies',
    demo
      ? 'This demo was made by an older Clew, and nobody in it could do anything any more. Nothing was changed. Remove its data folder, and start makes another.'
      : 'This database holds agencies of an older Clew, whose people did not sign what they decided as this version asks for. Nobody of them could do anything any more, so nothing was changed. Go on with the version that made it, or begin anew with another CLEW_DATA.',
  );
}

function migrationFault(error: unknown): unknown {
  if (error instanceof Error && /previously executed migration .* is missing/.test(error.message))
    return new StoreFault(
      'store.newer-database',
      'This database was used by a newer Clew. Install that version or a later one; going back is restoring a backup.',
      { cause: error },
    );
  return error;
}
