import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect, type Database, migrate, offerOpening } from './index.ts';
import { createEmptyDatabase, createTestLogin, type EmptyDatabase, type TestLogin } from './testing/index.ts';

/** A database whose owner is no superuser, as on a PostgreSQL that somebody else runs. */
let empty: EmptyDatabase;
let root: Database;
let owner: TestLogin;
let ownerUrl: string;
let application: TestLogin;

beforeAll(async () => {
  empty = await createEmptyDatabase(inject('store'));
  root = connect({ url: empty.adminUrl });
  application = await createTestLogin(root, empty.adminUrl, 'clew_app');
  owner = await createTestLogin(root, empty.adminUrl);
  await sql`ALTER DATABASE ${sql.id(empty.name)} OWNER TO ${sql.id(owner.role)}`.execute(root);
  const password = randomBytes(12).toString('hex');
  await sql`ALTER ROLE ${sql.id(owner.role)} CREATEROLE PASSWORD ${sql.lit(password)}`.execute(root);
  const url = new URL(empty.adminUrl);
  url.username = owner.role;
  url.password = password;
  ownerUrl = url.href;
  await sql`ALTER SCHEMA public OWNER TO ${sql.id(owner.role)}`.execute(root);
  await migrate({ adminUrl: ownerUrl, appRole: application.role, demo: false });
});
afterAll(async () => {
  for (const database of [owner.app, application.app, root]) await database.destroy();
  await empty.drop();
});

const now = new Date('2026-03-16T09:00:00Z');
const expiresAt = new Date('2026-03-16T10:00:00Z');

async function open(secretHash: Buffer, code: string, at = now): Promise<boolean | undefined> {
  const { rows } = await sql<{ done: boolean }>`
    SELECT clew.open_agency(${secretHash}, ${at}, ${randomUUID()}::uuid, ${code}, 'sealed', 'key', 'age1') AS done
  `.execute(application.app);
  return rows[0]?.done;
}

describe('a link of the start line, under an owner who is no superuser', () => {
  test('makes one agency, which is found by its whole code and by nothing else', async () => {
    const secretHash = randomBytes(32);
    expect(await offerOpening(ownerUrl, { secretHash, expiresAt, another: false })).toBe(true);
    expect(await open(randomBytes(32), 'bcdfghjk')).toBe(false);
    expect(await open(secretHash, 'bcdfghjk', expiresAt)).toBe(false);
    expect(await open(secretHash, 'bcdfghjk')).toBe(true);
    expect(await open(secretHash, 'bcdfghjm')).toBe(false);
    for (const [code, found] of [
      ['bcdfghjk', true],
      ['bcdfghj', false],
      ['bcdfghjm', false],
    ] as const) {
      const { rows } = await sql<{ id: string | null }>`SELECT clew.agency_by_code(${code}) AS id`.execute(
        application.app,
      );
      expect([code, rows[0]?.id !== null]).toEqual([code, found]);
    }
  });

  test('is offered once there is an agency only to whoever asks for another', async () => {
    const offered = { secretHash: randomBytes(32), expiresAt };
    expect(await offerOpening(ownerUrl, { ...offered, another: false })).toBe(false);
    expect(await offerOpening(ownerUrl, { ...offered, another: true })).toBe(true);
  });

  test('can be neither made nor read by the application', async () => {
    for (const statement of [
      `INSERT INTO clew.opening VALUES ('\\x00', now())`,
      'SELECT * FROM clew.opening',
      `INSERT INTO clew.agency VALUES (gen_random_uuid(), 'bcdfghjn', '', '', '')`,
      'DELETE FROM clew.agency',
    ])
      await expect(sql.raw(statement).execute(application.app)).rejects.toMatchObject({ code: '42501' });
  });
});
