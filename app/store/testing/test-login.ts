import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { connect, type Database } from '../connect.ts';

/** A login on the test server, and a pool that speaks as it. */
export type TestLogin = { role: string; app: Database };

/**
 * Makes a login that nobody else uses. Roles belong to the whole server: to change the shared one would change it
 * under other test files. The role goes with the server; the caller ends the pool.
 */
export async function createTestLogin(
  admin: Database,
  databaseUrl: string,
  memberOf?: string,
): Promise<TestLogin> {
  const role = `login_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await sql`CREATE ROLE ${sql.id(role)} LOGIN PASSWORD ${sql.lit(password)}`.execute(admin);
  if (memberOf) await sql`GRANT ${sql.id(memberOf)} TO ${sql.id(role)}`.execute(admin);
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = password;
  return { role, app: connect({ url: url.href }) };
}
