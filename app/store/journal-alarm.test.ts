import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Deed, openDoor } from './index.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());
beforeEach(() => sql`DELETE FROM clew.journal_entry; DELETE FROM clew.journal_head`.execute(database.admin));

const agencyId = 'a1a40000-0000-4000-8000-000000000001';
const otherAgency = 'a1a40000-0000-4000-8000-000000000002';
const doorOf = (workerId: string, agency = agencyId) =>
  openDoor(database.app, { kind: 'worker', workerId, agencyId: agency });

async function read(workerId: string, deeds: Deed[]): Promise<void> {
  for (const deed of deeds) await doorOf(workerId).readSealed(deed, async () => undefined);
}

/** So many files, from a number on; `files(3, 7)` are files 7, 8 and 9. */
const files = (count: number, from = 1): Deed[] =>
  Array.from({ length: count }, (_, at) => ({ action: 'file.open', thing: `file ${from + at}` }));
const reveals = (count: number): Deed[] =>
  Array.from({ length: count }, () => ({ action: 'file.reveal.health', thing: 'file 1 health' }));

async function alarms(agency = agencyId): Promise<string[]> {
  const rows = await doorOf('auditor', agency).read((transaction) =>
    transaction
      .selectFrom('clew.journal_entry')
      .select(['actor', 'thing'])
      .where('action', '=', 'alarm.raise')
      .orderBy('number')
      .execute(),
  );
  return rows.map(({ actor, thing }) => `${actor}: ${thing}`);
}

/** Time goes on: everything that was written lies that much further back. */
async function letPass(interval: string): Promise<void> {
  await sql`UPDATE clew.journal_entry SET at = at - ${interval}::interval`.execute(database.admin);
}

describe('twenty files in an hour', () => {
  test('raise nothing, and the next one an alarm, in the chain itself', async () => {
    await read('amina', files(20));
    expect(await alarms()).toEqual([]);
    await read('amina', files(1, 21));
    expect(await alarms()).toEqual(['node: worker amina files']);
    expect(await doorOf('amina').verifyJournal()).toMatchObject({ ok: true, entries: 22 });
  });

  test('are counted as files: one that is opened thirty times is one', async () => {
    await read('amina', Array.from({ length: 30 }, () => files(1)).flat());
    expect(await alarms()).toEqual([]);
  });

  test('of one person and one of another raise nothing', async () => {
    await read('amina', files(20));
    await read('bahar', files(1, 21));
    expect(await alarms()).toEqual([]);
  });

  test('raise nothing for two people who read at once', async () => {
    await Promise.all(['amina', 'bahar'].map((worker) => read(worker, files(20))));
    expect(await alarms()).toEqual([]);
  });

  test('are one person’s in however many sessions', async () => {
    await Promise.all([1, 6, 11, 16].map((from) => read('amina', files(5, from))));
    expect(await alarms()).toEqual([]);
    await Promise.all([21, 22, 23].map((from) => read('amina', files(1, from))));
    expect(await alarms()).toEqual(['node: worker amina files']);
  });

  test('of two agencies are not added up', async () => {
    await read('amina', files(20));
    for (const deed of files(20, 30))
      await doorOf('amina', otherAgency).readSealed(deed, async () => undefined);
    expect([...(await alarms()), ...(await alarms(otherAgency))]).toEqual([]);
  });

  test('are forgotten when the hour is over, and not before', async () => {
    await read('amina', files(20));
    await letPass('59 minutes');
    await read('amina', files(1, 21));
    expect(await alarms()).toEqual(['node: worker amina files']);
  });

  test('and one more when the hour is over raise nothing', async () => {
    await read('amina', files(20));
    await letPass('1 hour');
    await read('amina', files(20, 21));
    expect(await alarms()).toEqual([]);
  });

  test('slide: what counts is the hour before each reading, not the hour of the clock', async () => {
    await read('amina', files(10));
    await letPass('50 minutes');
    await read('amina', files(10, 11));
    await letPass('9 minutes');
    await read('amina', files(1, 21));
    expect(await alarms()).toHaveLength(1);
  });

  test('raise one alarm an hour while it goes on', async () => {
    await read('amina', files(30));
    expect(await alarms()).toHaveLength(1);
    await letPass('61 minutes');
    await read('amina', files(21, 40));
    expect(await alarms()).toHaveLength(2);
  });

  test('are not forgotten because a clock was set back', async () => {
    await read('amina', files(20));
    await letPass('-3 hours');
    await read('amina', files(1, 21));
    expect(await alarms()).toHaveLength(1);
  });
});

describe('the edge of the hour', () => {
  /** What a file opened at a moment would raise. */
  async function alarmAt(moment: string): Promise<string | null> {
    const { rows } = await sql<{ alarm: string | null }>`
      SELECT clew.journal_alarm(${agencyId}, 'amina', 'file.open', ${moment}::timestamptz) AS alarm
    `.execute(database.admin);
    return rows[0]?.alarm ?? null;
  }

  test('belongs to the hour after it: sixty minutes ago is over, one microsecond less is not', async () => {
    await read('amina', files(21));
    await sql`DELETE FROM clew.journal_entry WHERE action = 'alarm.raise'`.execute(database.admin);
    await sql`UPDATE clew.journal_entry SET at = '2026-03-16T10:00:00Z'`.execute(database.admin);
    expect(await alarmAt('2026-03-16T10:59:59.999999Z')).toBe('files');
    expect(await alarmAt('2026-03-16T11:00:00Z')).toBeNull();
  });
});

describe('a hundred reveals in an hour', () => {
  test('raise nothing, and the next one an alarm, also of one file', async () => {
    await read('amina', reveals(100));
    expect(await alarms()).toEqual([]);
    await read('amina', reveals(1));
    expect(await alarms()).toEqual(['node: worker amina reveals']);
  });

  test('are an alarm of their own beside that of files', async () => {
    await read('amina', [...files(21), ...reveals(101)]);
    expect(await alarms()).toEqual(['node: worker amina files', 'node: worker amina reveals']);
  });
});

test('an alarm stands or falls with the reading that raised it', async () => {
  await read('amina', files(20));
  const attempt = database.app.transaction().execute(async (transaction) => {
    await sql`SELECT set_config('clew.chain', ${agencyId}, true)`.execute(transaction);
    await sql`SELECT clew.journal_append(${agencyId}::uuid, 'amina', 'file.open', 'file 21')`.execute(
      transaction,
    );
    throw new Error('half-way');
  });
  await expect(attempt).rejects.toThrow('half-way');
  expect(await alarms()).toEqual([]);
});
