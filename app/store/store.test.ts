import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Actor, openDoor, readNode, refuseUnsafeRole, refuseUnsafeSettings } from './index.ts';
import { createTestDatabase, createTestLogin, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

const north: Actor = {
  kind: 'worker',
  workerId: 'worker-1',
  agencyId: '0b7e1f3a-0000-4000-8000-000000000001',
};
const south: Actor = {
  kind: 'worker',
  workerId: 'worker-2',
  agencyId: '0b7e1f3a-0000-4000-8000-000000000002',
};

const west = {
  kind: 'worker',
  workerId: 'worker-3',
  agencyId: '0b7e1f3a-0000-4000-8000-000000000003',
} as const satisfies Actor;

/** Every table of ours that some role could read past its rows, by name. */
async function tablesWithoutForcedSecurity(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'clew' AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'migration%'
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1
  `.execute(database.admin);
  return rows.map((row) => row.name);
}

describe('row-level security', () => {
  test('is forced on every table', async () => {
    expect(await tablesWithoutForcedSecurity()).toEqual([]);
  });

  test('is missed by that check on no table: one made without it is found', async () => {
    await sql`CREATE TABLE clew.careless (agency_id uuid)`.execute(database.admin);
    expect(await tablesWithoutForcedSecurity()).toEqual(['careless']);
    await sql`ALTER TABLE clew.careless ENABLE ROW LEVEL SECURITY`.execute(database.admin);
    expect(await tablesWithoutForcedSecurity()).toEqual(['careless']);
    await sql`DROP TABLE clew.careless`.execute(database.admin);
  });

  test('shows an agency its own chain and nothing of another', async () => {
    await openDoor(database.app, north).write(
      { action: 'journal.note', thing: 'test 1' },
      async () => undefined,
    );
    const seen = await openDoor(database.app, south).read((transaction) =>
      transaction.selectFrom('clew.journal_entry').selectAll().execute(),
    );
    expect(seen).toEqual([]);
    const own = await openDoor(database.app, north).read((transaction) =>
      transaction.selectFrom('clew.journal_entry').select(['actor', 'thing']).execute(),
    );
    expect(own).toEqual([{ actor: 'worker-1', thing: 'test 1' }]);
  });

  test('shows nothing to a connection that names no agency', async () => {
    expect(await database.app.selectFrom('clew.journal_entry').selectAll().execute()).toEqual([]);
    expect(await database.app.selectFrom('clew.journal_head').selectAll().execute()).toEqual([]);
  });

  test('shows an agency the head of its own chain and of no other', async () => {
    const headsSeenBy = (actor: Actor) =>
      openDoor(database.app, actor).read((transaction) =>
        transaction.selectFrom('clew.journal_head').select(['chain', 'number']).execute(),
      );
    await openDoor(database.app, west).write(
      { action: 'journal.note', thing: 'test 1' },
      async () => undefined,
    );
    expect(await headsSeenBy(west)).toEqual([{ chain: west.agencyId, number: '1' }]);
    expect(await headsSeenBy(south)).toEqual([]);
  });
});

describe("the application's role", () => {
  test('cannot change, delete or forge the journal', async () => {
    const forbidden = [
      sql`UPDATE clew.journal_entry SET actor = 'someone else'`,
      sql`DELETE FROM clew.journal_entry`,
      sql`TRUNCATE clew.journal_entry`,
      sql`INSERT INTO clew.journal_head (chain, number, hash) VALUES (gen_random_uuid(), 1, sha256(''))`,
      sql`UPDATE clew.node SET demo = true`,
      sql`CREATE TABLE clew.mine (id int)`,
      sql`CREATE TABLE public.mine (id int)`,
      sql`SET ROLE clew_admin`,
    ];
    for (const statement of forbidden)
      await expect(statement.execute(database.app)).rejects.toMatchObject({ code: '42501' });
  });

  test('cannot append to the chain of another agency', async () => {
    const attempt = openDoor(database.app, south).read((transaction) =>
      sql`SELECT clew.journal_append(${north.kind === 'worker' ? north.agencyId : ''}::uuid, 'x', 'x', 'x')`.execute(
        transaction,
      ),
    );
    await expect(attempt).rejects.toMatchObject({ code: '42501' });
  });

  test('is accepted, and an administrator in its place is not', async () => {
    await refuseUnsafeRole(database.app);
    await expect(refuseUnsafeRole(database.admin)).rejects.toMatchObject({ code: 'store.unsafe-role' });
  });

  test('is refused as soon as it may bypass row-level security', async () => {
    const { role, app } = await createTestLogin(database.admin, database.url, 'clew_app');
    await refuseUnsafeRole(app);
    await sql`ALTER ROLE ${sql.id(role)} BYPASSRLS`.execute(database.admin);
    await expect(refuseUnsafeRole(app)).rejects.toMatchObject({
      code: 'store.unsafe-role',
      message: expect.stringContaining('may bypass row-level security'),
    });
    await app.destroy();
  });
});

describe('the door', () => {
  test('undoes the whole write when the work throws, its journal entry too', async () => {
    const door = openDoor(database.app, south);
    const attempt = door.write({ action: 'journal.note', thing: 'test' }, async () => {
      throw new Error('half-way');
    });
    await expect(attempt).rejects.toThrow('half-way');
    expect(await door.verifyJournal()).toMatchObject({ ok: true, entries: 0 });
  });

  test('refuses to write while reading', async () => {
    const attempt = openDoor(database.app, south).read((transaction) =>
      sql`SELECT clew.journal_append('0b7e1f3a-0000-4000-8000-000000000002', 'x', 'x', 'x')`.execute(
        transaction,
      ),
    );
    await expect(attempt).rejects.toMatchObject({ code: '25006' });
  });

  test('says that the database is gone, by a code of its own', async () => {
    const door = openDoor(database.app, north);
    const cutOff = door.read((transaction) =>
      sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(transaction),
    );
    await expect(cutOff).rejects.toMatchObject({ code: 'store.unavailable' });
    expect(await door.verifyJournal()).toMatchObject({ ok: true });
  });

  test('reads what kind of node it is', async () => {
    expect(await readNode(database.app)).toMatchObject({ demo: false });
  });
});

describe('settings asked for at start', () => {
  test('are all on', async () => {
    await refuseUnsafeSettings(database.app);
  });

  test('refuse a server that may forget what it acknowledged', async () => {
    const { role, app } = await createTestLogin(database.admin, database.url, 'clew_app');
    await sql`ALTER ROLE ${sql.id(role)} SET synchronous_commit = off`.execute(database.admin);
    await expect(refuseUnsafeSettings(app)).rejects.toMatchObject({
      code: 'store.unsafe-settings',
      message: expect.stringContaining('synchronous_commit is off'),
    });
    await app.destroy();
  });
});
