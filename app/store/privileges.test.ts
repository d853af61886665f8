import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect, type Database, migrate } from './index.ts';
import { createEmptyDatabase, createTestLogin, type EmptyDatabase, type TestLogin } from './testing/index.ts';

let empty: EmptyDatabase;
let admin: Database;
let stranger: TestLogin;
let application: TestLogin;

beforeAll(async () => {
  empty = await createEmptyDatabase(inject('store'));
  const { adminUrl } = empty;
  admin = connect({ url: adminUrl });
  // What a database may bring along: before 15, PostgreSQL let everyone create in public.
  await sql`GRANT ALL ON SCHEMA public TO PUBLIC`.execute(admin);
  await sql`GRANT ALL ON DATABASE ${sql.id(empty.name)} TO PUBLIC`.execute(admin);
  stranger = await createTestLogin(admin, adminUrl);
  application = await createTestLogin(admin, adminUrl);
  await migrate({ adminUrl, appRole: application.role, demo: false });
});

test('who serves another database of the same server cannot even enter, whatever group it is in', async () => {
  const neighbour = await createTestLogin(admin, empty.adminUrl, 'clew_app');
  await expect(sql`SELECT 1`.execute(neighbour.app)).rejects.toMatchObject(refused);
  await neighbour.app.destroy();
  // What follows looks at the walls behind this one.
  await sql`GRANT CONNECT ON DATABASE ${sql.id(empty.name)} TO ${sql.id(stranger.role)}`.execute(admin);
});
afterAll(async () => {
  for (const database of [stranger.app, application.app, admin]) await database.destroy();
  await empty.drop();
});

const refused = { code: '42501' };

describe('a login that is not of Clew', () => {
  const chain = '5d3b0c5e-0000-4000-8000-000000000060';

  /** Tries to append to a chain as `login`, which names the chain itself, as the function asks. */
  async function append(login: TestLogin): Promise<unknown> {
    return login.app.transaction().execute(async (transaction) => {
      await sql`SELECT set_config('clew.chain', ${chain}, true)`.execute(transaction);
      return sql`SELECT clew.journal_append(${chain}::uuid, 'x', 'x', 'x')`.execute(transaction);
    });
  }

  async function tables(): Promise<string[]> {
    const { rows } = await sql<{ name: string }>`
      SELECT relname AS name FROM pg_class WHERE relnamespace = 'clew'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
    `.execute(admin);
    return rows.map((row) => row.name);
  }

  test('reads no table and appends to no journal', async () => {
    await append(application);
    await expect(append(stranger)).rejects.toMatchObject(refused);
    for (const table of await tables())
      await expect(sql`SELECT 1 FROM ${sql.id('clew', table)}`.execute(stranger.app)).rejects.toMatchObject(
        refused,
      );
  });

  test('may not even if somebody opens the schema to it', async () => {
    await sql`GRANT USAGE ON SCHEMA clew TO ${sql.id(stranger.role)}`.execute(admin);
    await expect(append(stranger)).rejects.toMatchObject(refused);
    expect(await tables()).toContain('journal_head');
    for (const table of await tables())
      await expect(sql`SELECT 1 FROM ${sql.id('clew', table)}`.execute(stranger.app)).rejects.toMatchObject(
        refused,
      );
    await sql`REVOKE USAGE ON SCHEMA clew FROM ${sql.id(stranger.role)}`.execute(admin);
  });
});

const making = [
  'CREATE TABLE public.mine (id int)',
  'CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql RETURN 1',
  'CREATE TEMPORARY TABLE mine (id int)',
  'CREATE TABLE clew.mine (id int)',
  'CREATE SCHEMA mine',
];

test.each(making)('neither such a login nor the application may %s', async (statement) => {
  for (const login of [stranger, application])
    await expect(sql.raw(statement).execute(login.app)).rejects.toMatchObject(refused);
});

describe('every function in the schema', () => {
  /** Functions that run as their owner and would look for names where a caller can put others. */
  async function withoutSearchPath(): Promise<string[]> {
    const { rows } = await sql<{ name: string }>`
      SELECT proname AS name FROM pg_proc WHERE pronamespace = 'clew'::regnamespace AND prosecdef
        AND NOT coalesce(proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false) ORDER BY 1
    `.execute(admin);
    return rows.map((row) => row.name);
  }

  async function openToEveryone(): Promise<string[]> {
    const { rows } = await sql<{ name: string }>`
      SELECT proname AS name FROM pg_proc WHERE pronamespace = 'clew'::regnamespace
        AND has_function_privilege('public', oid, 'EXECUTE') ORDER BY 1
    `.execute(admin);
    return rows.map((row) => row.name);
  }

  test('that runs as its owner looks for names in pg_catalog, and last in pg_temp', async () => {
    expect(await withoutSearchPath()).toEqual([]);
  });

  test('is closed to everyone who was not given it', async () => {
    expect(await openToEveryone()).toEqual([]);
  });

  test('is seen by both checks: a careless one is found', async () => {
    await sql`CREATE FUNCTION clew.careless() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`.execute(
      admin,
    );
    expect(await withoutSearchPath()).toEqual(['careless']);
    expect(await openToEveryone()).toEqual(['careless']);
    await sql`ALTER FUNCTION clew.careless() SET search_path = pg_catalog, public, pg_temp`.execute(admin);
    expect(await withoutSearchPath()).toEqual(['careless']);
    await sql`DROP FUNCTION clew.careless()`.execute(admin);
  });
});
