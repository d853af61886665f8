import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { connect, storeFaultOf } from './index.ts';
import { createTestDatabase } from './testing/index.ts';

test('a connection lost in the middle of a transaction fails that transaction and nothing else', async () => {
  const database = await createTestDatabase(inject('store'));
  const lost = database.app
    .transaction()
    .execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(transaction);
      await sql`SELECT pg_terminate_backend(${rows[0]?.pid})`.execute(database.admin);
      await sql`SELECT 1`.execute(transaction);
    })
    .catch((error) => storeFaultOf(error));
  expect(await lost).toMatchObject({ code: 'store.unavailable' });
  const { rows } = await sql<{ one: number }>`SELECT 1 AS one`.execute(database.app);
  expect(rows).toEqual([{ one: 1 }]);
  await database.drop();
});

test('a lock held too long is told as such, and nothing is changed', async () => {
  const database = await createTestDatabase(inject('store'));
  await database.admin.transaction().execute(async (holder) => {
    await sql`LOCK TABLE clew.node`.execute(holder);
    const waited = database.app
      .transaction()
      .execute(async (transaction) => {
        await sql`SET LOCAL lock_timeout = '20ms'`.execute(transaction);
        await transaction.selectFrom('clew.node').selectAll().execute();
      })
      .catch((error) => storeFaultOf(error));
    expect(await waited).toMatchObject({ code: 'store.busy' });
  });
  await database.drop();
});

test('whoever waits too long in the queue for a connection is told that too many ask, and not that the database is gone', async () => {
  const database = await createTestDatabase(inject('store'));
  const narrow = connect({ url: database.url, most: 1 });
  const waited = await narrow.transaction().execute(async (transaction) => {
    await sql`SELECT 1`.execute(transaction);
    return sql`SELECT 1`.execute(narrow).catch((error: unknown) => storeFaultOf(error));
  });
  expect(waited).toMatchObject({ code: 'store.crowded' });
  await narrow.destroy();
  await database.drop();
});
