import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Cluster } from './cluster.ts';
import { connect } from './connect.ts';

/** The application's login on a server of our own. */
export type AppLogin = { role: string; url: string };

/**
 * Gives the application a role that owns nothing, with a new random password at every call, and makes its database
 * if it is not there. The password is in no file: whoever starts the server hands it on.
 */
export async function makeAppLogin(cluster: Cluster, database: string): Promise<AppLogin> {
  const role = 'clew_node';
  const password = randomBytes(24).toString('base64url');
  const admin = connect({ url: cluster.adminUrl('postgres'), most: 1 });
  try {
    await sql
      .raw(`DO $$ BEGIN CREATE ROLE ${role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`)
      .execute(admin);
    await sql`ALTER ROLE ${sql.id(role)} PASSWORD ${sql.lit(password)} CONNECTION LIMIT 40`.execute(admin);
    // A role may set its own defaults; what it set under an earlier start must not bind this one.
    await sql`ALTER ROLE ${sql.id(role)} RESET ALL`.execute(admin);
    const { rows } = await sql`SELECT 1 FROM pg_database WHERE datname = ${database}`.execute(admin);
    if (rows.length === 0) await sql`CREATE DATABASE ${sql.id(database)}`.execute(admin);
    await sql`ALTER ROLE ${sql.id(role)} IN DATABASE ${sql.id(database)} RESET ALL`.execute(admin);
    for (const other of ['postgres', 'template1'])
      await sql`REVOKE CONNECT ON DATABASE ${sql.id(other)} FROM PUBLIC`.execute(admin);
  } finally {
    await admin.destroy();
  }
  const url = new URL(cluster.adminUrl(database));
  url.username = role;
  url.password = password;
  return { role, url: url.href };
}
