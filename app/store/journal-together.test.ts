import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Door, openDoor, type Schema } from './index.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

function doorOf(agencyId: string): Door {
  return openDoor(database.app, { kind: 'worker', workerId: 'worker-1', agencyId });
}

async function write(agencyId: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1)
    await doorOf(agencyId).write({ action: 'journal.note', thing: 'test' }, async () => undefined);
}

/** One entry, in a transaction that the caller ends. */
async function append(transaction: Kysely<Schema>, agencyId: string): Promise<void> {
  await sql`SELECT set_config('clew.chain', ${agencyId}, true)`.execute(transaction);
  await sql`SELECT clew.journal_append(${agencyId}::uuid, 'worker-1', 'journal.note', 'test')`.execute(
    transaction,
  );
}

async function processOf(transaction: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(transaction);
  return rows[0]?.pid ?? 0;
}

/** Asks the server again and again until somebody waits for a lock that the process `holder` has. */
async function untilSomebodyWaitsFor(holder: number): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      SELECT 1 FROM pg_locks WHERE NOT granted AND ${holder}::int = ANY (pg_blocking_pids(pid))
    `.execute(database.admin);
    if (rows.length > 0) return;
  }
}

describe('two transactions that both begin before the first entry of a chain', () => {
  test('each leave an entry: the second waits until the first is done', async () => {
    const agency = '5d3b0c5e-0000-4000-8000-000000000040';
    const first = await database.app.startTransaction().execute();
    const second = await database.app.startTransaction().execute();
    await processOf(second);
    await append(first, agency);
    const waiting = append(second, agency);
    await untilSomebodyWaitsFor(await processOf(first));
    await first.commit().execute();
    await waiting;
    await second.commit().execute();
    expect(await doorOf(agency).verifyJournal()).toMatchObject({ ok: true, entries: 2 });
  });

  test('leave one entry if the first is undone: the second is then the first', async () => {
    const agency = '5d3b0c5e-0000-4000-8000-000000000041';
    const first = await database.app.startTransaction().execute();
    const second = await database.app.startTransaction().execute();
    await append(first, agency);
    const waiting = append(second, agency);
    await untilSomebodyWaitsFor(await processOf(first));
    await first.rollback().execute();
    await waiting;
    await second.commit().execute();
    expect(await doorOf(agency).verifyJournal()).toMatchObject({ ok: true, entries: 1 });
  });
});

describe('a walk sees the chain as it stood when the walk began', () => {
  test('an entry that is written between its last reading and the head does not break it', async () => {
    const agency = '5d3b0c5e-0000-4000-8000-000000000050';
    await write(agency, 4);
    const writer = await database.admin.startTransaction().execute();
    // The walk reads the head last: there it is held up, and the fifth entry is written meanwhile.
    await sql`LOCK TABLE clew.journal_head IN ACCESS EXCLUSIVE MODE`.execute(writer);
    const walk = doorOf(agency).verifyJournal({ batch: 2 });
    await untilSomebodyWaitsFor(await processOf(writer));
    await append(writer, agency);
    await writer.commit().execute();
    expect(await walk).toMatchObject({ ok: true, entries: 4 });
    expect(await doorOf(agency).verifyJournal({ batch: 2 })).toMatchObject({ ok: true, entries: 5 });
  });

  test('walks in small steps while others write find all in order', async () => {
    const agency = '5d3b0c5e-0000-4000-8000-000000000051';
    await write(agency, 1);
    let writing = true;
    const writers = Promise.all([1, 2, 3].map(() => write(agency, 25))).finally(() => {
      writing = false;
    });
    while (writing) expect(await doorOf(agency).verifyJournal({ batch: 3 })).toMatchObject({ ok: true });
    await writers;
    expect(await doorOf(agency).verifyJournal({ batch: 3 })).toMatchObject({ ok: true, entries: 76 });
  });
});
