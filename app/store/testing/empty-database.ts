import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { connect } from '../connect.ts';
import type { TestServer } from './test-server.ts';

/** A database with nothing in it, which only its maker uses. */
export type EmptyDatabase = { name: string; adminUrl: string; drop(): Promise<void> };

/**
 * Makes an empty database on the test server. For what a copy of the template does not show: PostgreSQL copies no
 * grants on a database.
 */
export async function createEmptyDatabase(server: TestServer): Promise<EmptyDatabase> {
  const root = connect({ url: server.templateAdminUrl.replace('clew_template', 'postgres'), most: 1 });
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await sql`CREATE DATABASE ${sql.id(name)}`.execute(root);
  return {
    name,
    adminUrl: server.templateAdminUrl.replace('clew_template', name),
    drop: async () => {
      await sql`DROP DATABASE ${sql.id(name)} WITH (FORCE)`.execute(root);
      await root.destroy();
    },
  };
}
