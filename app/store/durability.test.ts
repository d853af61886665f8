import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect, type Database } from './connect.ts';
import { isSupportedVersion, refuseSettings, refuseUnsafeRole } from './durability.ts';
import { createTestDatabase, createTestLogin, type TestDatabase, type TestLogin } from './testing/index.ts';

const safe = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  data_checksums: 'on',
  row_security: 'on',
  server_version_num: '180004',
};

function settings(changed: Record<string, string> = {}): Map<string, string> {
  return new Map(Object.entries({ ...safe, ...changed }));
}

test.each([
  [0, false],
  [Number.NaN, false],
  [149_999, false],
  [150_000, true],
  [180_004, true],
  [189_999, true],
  [190_000, false],
])('PostgreSQL %d is supported: %s', (version, supported) => {
  expect(isSupportedVersion(version)).toBe(supported);
});

describe('settings of a server', () => {
  test('that keeps what it acknowledges are accepted', () => {
    refuseSettings(settings());
    refuseSettings(settings({ synchronous_commit: 'remote_apply' }));
  });

  test.each(['140020', '190000'])('of PostgreSQL %s are refused, whatever they are', (version) => {
    expect(() => refuseSettings(settings({ server_version_num: version }))).toThrow(
      expect.objectContaining({ code: 'store.unsupported-version' }),
    );
  });

  test.each([
    ['fsync', 'off'],
    ['full_page_writes', 'off'],
    ['synchronous_commit', 'off'],
    ['synchronous_commit', 'local'],
    ['data_checksums', 'off'],
    ['row_security', 'off'],
  ])('with %s %s are refused by name', (name, setting) => {
    expect(() => refuseSettings(settings({ [name]: setting }))).toThrow(
      expect.objectContaining({
        code: 'store.unsafe-settings',
        message: expect.stringContaining(`${name} is ${setting}`),
      }),
    );
  });

  test('that do not name one of those needed are refused', () => {
    const without = settings();
    without.delete('data_checksums');
    expect(() => refuseSettings(without)).toThrow(/data_checksums is missing/);
  });
});

describe("a role in the application's place is refused", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase(inject('store'));
  });
  afterAll(() => database.drop());

  const logins: TestLogin[] = [];
  afterEach(async () => {
    for (const { app } of logins.splice(0)) await app.destroy();
  });

  async function newLogin(memberOf: string): Promise<TestLogin> {
    const login = await createTestLogin(database.admin, database.url, memberOf);
    logins.push(login);
    return login;
  }

  async function reasonAgainst(app: Database): Promise<string> {
    return refuseUnsafeRole(app).then(
      () => 'none',
      (error) => `${error.code}: ${error.message}`,
    );
  }

  const powers = [
    { what: 'is a superuser', give: (role: string) => sql`ALTER ROLE ${sql.id(role)} SUPERUSER` },
    {
      what: 'may bypass row-level security',
      give: (role: string) => sql`ALTER ROLE ${sql.id(role)} BYPASSRLS`,
    },
    {
      what: 'may copy the whole server',
      give: (role: string) => sql`ALTER ROLE ${sql.id(role)} REPLICATION`,
    },
    {
      what: 'may change the journal',
      give: (role: string) => sql`GRANT TRUNCATE ON clew.journal_entry TO ${sql.id(role)}`,
    },
    { what: 'may create roles', give: (role: string) => sql`ALTER ROLE ${sql.id(role)} CREATEROLE` },
    ...['pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program'].map((group) => ({
      what: "may use the server's files or run programs on it",
      give: (role: string) => sql`GRANT ${sql.id(group)} TO ${sql.id(role)}`,
    })),
    {
      what: 'may write to every table',
      give: (role: string) => sql`GRANT pg_write_all_data TO ${sql.id(role)}`,
    },
    { what: 'owns the schema', give: (role: string) => sql`ALTER SCHEMA clew OWNER TO ${sql.id(role)}` },
    { what: 'owns tables', give: (role: string) => sql`ALTER TABLE clew.node OWNER TO ${sql.id(role)}` },
    {
      what: 'owns the database',
      give: (role: string) =>
        sql`ALTER DATABASE ${sql.id(new URL(database.url).pathname.slice(1))} OWNER TO ${sql.id(role)}`,
    },
  ];

  test.each(powers)('if it $what', async ({ what, give }) => {
    const { role, app } = await newLogin('clew_app');
    expect(await reasonAgainst(app)).toBe('none');
    await give(role).execute(database.admin);
    expect(await reasonAgainst(app)).toContain(`store.unsafe-role: The role ${role} of DATABASE_URL ${what}`);
  });

  test.each(powers)('if it may become a role that $what', async ({ what, give }) => {
    const powerful = await newLogin('clew_app');
    const { role, app } = await newLogin(powerful.role);
    expect(await reasonAgainst(app)).toBe('none');
    await give(powerful.role).execute(database.admin);
    expect(await reasonAgainst(app)).toContain(`store.unsafe-role: The role ${role} of DATABASE_URL ${what}`);
  });

  test('if it only stands for another, who could take it off', async () => {
    const { role } = await newLogin('clew_app');
    const worn = new URL(database.adminUrl);
    worn.searchParams.set('options', `-c role=${role}`);
    const app = connect({ url: worn.href, most: 1 });
    expect(await reasonAgainst(app)).toContain('is put on by another, clew_admin');
    await app.destroy();
  });
});
