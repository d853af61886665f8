import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Deed, openDoor } from './index.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

const agencyId = '7e1f0000-0000-4000-8000-000000000001';
const door = () => openDoor(database.app, { kind: 'worker', workerId: 'worker-1', agencyId });
const opening: Deed = { action: 'file.open', thing: 'file 1' };

async function entries(): Promise<string[]> {
  const rows = await door().read((transaction) =>
    transaction
      .selectFrom('clew.journal_entry')
      .select(['actor', 'action', 'thing'])
      .orderBy('number')
      .execute(),
  );
  return rows.map(({ actor, action, thing }) => `${actor} ${action} ${thing}`);
}

describe('a read of sealed matter', () => {
  test('leaves who read what', async () => {
    const before = await entries();
    expect(await door().readSealed(opening, async () => 'what was sealed')).toBe('what was sealed');
    expect((await entries()).slice(before.length)).toEqual(['worker-1 file.open file 1']);
    expect(await door().verifyJournal()).toMatchObject({ ok: true });
  });

  test('gives nothing back if its entry cannot be written', async () => {
    await sql`REVOKE EXECUTE ON FUNCTION clew.journal_append FROM clew_app`.execute(database.admin);
    await expect(door().readSealed(opening, async () => 'what was sealed')).rejects.toMatchObject({
      code: '42501',
    });
    await sql`GRANT EXECUTE ON FUNCTION clew.journal_append TO clew_app`.execute(database.admin);
  });

  test('leaves no entry of a read that failed', async () => {
    const before = await entries();
    const attempt = door().readSealed(opening, async () => {
      throw new Error('half-way');
    });
    await expect(attempt).rejects.toThrow('half-way');
    expect(await entries()).toEqual(before);
  });

  test('gives nothing back if the database goes between the read and its entry', async () => {
    const before = await entries();
    const attempt = door().readSealed(opening, async (transaction) => {
      const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(transaction);
      await sql`SELECT pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(database.admin);
      return 'what was sealed';
    });
    await expect(attempt).rejects.toMatchObject({ code: 'store.unavailable' });
    expect(await entries()).toEqual(before);
  });

  test('writes nothing else', async () => {
    const attempt = door().readSealed(opening, (transaction) =>
      sql`SELECT clew.journal_append(${agencyId}::uuid, 'x', 'x', 'x')`.execute(transaction),
    );
    await expect(attempt).rejects.toMatchObject({ code: '25006' });
  });

  test('holds the lock of the chain for its entry alone: another may write while it reads', async () => {
    const order: string[] = [];
    await door().readSealed(opening, async () => {
      await door().write({ action: 'journal.note', thing: 'meanwhile' }, async () => undefined);
      order.push('written');
    });
    order.push('read');
    expect(order).toEqual(['written', 'read']);
  });
});
