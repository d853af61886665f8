import { type Kysely, sql } from 'kysely';
import { StoreFault } from './fault.ts';
import type { Schema } from './schema.ts';

const needed = {
  fsync: ['on'],
  full_page_writes: ['on'],
  synchronous_commit: ['on', 'remote_write', 'remote_apply'],
  data_checksums: ['on'],
  row_security: ['on'],
} as const;

/** Whether Clew runs on this PostgreSQL: 15 to 18, by its `server_version_num` (150004 is 15.4). */
export function isSupportedVersion(serverVersionNumber: number): boolean {
  return serverVersionNumber >= 150_000 && serverVersionNumber < 190_000;
}

/**
 * Asks the server, as the role that the application uses, whether what is acknowledged is kept.
 * Throws `store.unsafe-settings` naming every setting that is off, and `store.unsupported-version` outside 15 to 18.
 */
export async function refuseUnsafeSettings(database: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ name: string; setting: string }>`
    SELECT name, setting FROM pg_settings
    WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'row_security', 'server_version_num')
  `.execute(database);
  refuseSettings(new Map(rows.map((row) => [row.name, row.setting])));
}

/** Judges the settings that a server names; one that it does not name is off. Throws as refuseUnsafeSettings does. */
export function refuseSettings(settings: ReadonlyMap<string, string>): void {
  const version = Number(settings.get('server_version_num') ?? 0);
  if (!isSupportedVersion(version))
    throw new StoreFault(
      'store.unsupported-version',
      `This server is PostgreSQL ${Math.floor(version / 10_000)}. Clew runs on 15 to 18.`,
    );
  const off = Object.entries(needed).filter(
    ([name, good]) => !(good as readonly string[]).includes(settings.get(name) ?? ''),
  );
  if (off.length === 0) return;
  const list = off.map(([name]) => `${name} is ${settings.get(name) ?? 'missing'}`).join(', ');
  throw new StoreFault(
    'store.unsafe-settings',
    `This database could lose what it has acknowledged or show rows to others: ${list}. Clew does not start on it. Turn these on in PostgreSQL's configuration (data_checksums: pg_checksums --enable), then start again.`,
  );
}

/**
 * Refuses a role that could get round row-level security or the journal: a superuser, one with BYPASSRLS, one that may
 * create roles, use the server's files or write everywhere (PostgreSQL's manual, "Predefined Roles"), one that owns
 * anything here or may change the journal, and one that belongs to such a role, or stands for another, and so may become it. Throws `store.unsafe-role` with the reason.
 */
export async function refuseUnsafeRole(database: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ role: string; reason: string | null }>`
    SELECT current_user::text AS role, CASE
      WHEN session_user <> current_user THEN 'is put on by another, ' || session_user || ', who can take it off again'
      WHEN bool_or(r.rolsuper) THEN 'is a superuser or may become one'
      WHEN bool_or(r.rolbypassrls) THEN 'may bypass row-level security'
      WHEN bool_or(r.rolcreaterole) THEN 'may create roles'
      WHEN bool_or(r.rolreplication) THEN 'may copy the whole server (REPLICATION)'
      WHEN bool_or(r.rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')) THEN 'may use the server''s files or run programs on it'
      WHEN bool_or(r.rolname = 'pg_write_all_data') THEN 'may write to every table'
      WHEN EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspname = 'clew' AND pg_has_role(current_user, n.nspowner, 'MEMBER')) THEN 'owns the schema or belongs to its owner'
      WHEN EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'clew' AND pg_has_role(current_user, c.relowner, 'MEMBER')) THEN 'owns tables or belongs to their owner'
      WHEN EXISTS (SELECT 1 FROM pg_database d WHERE d.datname = current_database() AND pg_has_role(current_user, d.datdba, 'MEMBER')) THEN 'owns the database or belongs to its owner'
      WHEN EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'clew' AND c.relname LIKE 'journal%' AND has_table_privilege(current_user, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')) THEN 'may change the journal'
    END AS reason
    FROM pg_roles r WHERE pg_has_role(current_user, r.oid, 'MEMBER')
  `.execute(database);
  const found = rows[0];
  if (!found?.reason) return;
  throw new StoreFault(
    'store.unsafe-role',
    `The role ${found.role} of DATABASE_URL ${found.reason}. Give Clew a role of its own that owns nothing; migrations use DATABASE_ADMIN_URL.`,
  );
}
