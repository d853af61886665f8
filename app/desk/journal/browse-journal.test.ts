import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openDoor } from '../../store/index.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { readAlarms } from './alarms.ts';
import { browseJournal, type JournalFilter, type JournalPage } from './browse-journal.ts';

const agencyId = 'b4000000-0000-4000-8000-000000000001';
const neighbour = 'b4000000-0000-4000-8000-000000000002';
const doorOf = (workerId: string, agency = agencyId) =>
  openDoor(database.app, { kind: 'worker', workerId, agencyId: agency });
const write = (workerId: string, action: string, thing: string, agency = agencyId) =>
  doorOf(workerId, agency).write({ action, thing }, async () => undefined);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  for (let file = 1; file <= 60; file += 1) await write('amina', 'file.make', `file ${file}`);
  await write('bahar', 'file.open', 'file 7');
  await write('bahar', 'file.reveal.health', 'file 7 health');
  await write('bahar', 'file.open', 'file 70');
  await write('chidi', 'file.open', 'file 7', neighbour);
});
afterAll(() => database.drop());

const browse = (filter: JournalFilter, from?: string): Promise<JournalPage> =>
  doorOf('auditor').read((transaction) => browseJournal(transaction, filter, from));
const told = ({ lines }: JournalPage) =>
  lines.map(({ actor, action, thing }) => `${actor} ${action} ${thing}`);

describe('the journal, as an auditor looks through it', () => {
  test('comes in pages of fifty, the newest first, none twice and none left out', async () => {
    const first = await browse({});
    const second = await browse({}, first.next);
    expect([first.lines.length, second.lines.length, second.next]).toEqual([50, 13, undefined]);
    const numbers = [...first.lines, ...second.lines].map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: 63 }, (_, at) => 63 - at));
  });

  test('goes on where it was while more is written', async () => {
    const first = await browse({ actor: 'amina' });
    await write('amina', 'journal.note', 'meanwhile');
    expect((await browse({ actor: 'amina' }, first.next)).lines.map(({ number }) => number)).toEqual(
      Array.from({ length: 10 }, (_, at) => 10 - at),
    );
  });

  test('is narrowed to a worker, an action, or a thing with all that is part of it', async () => {
    expect(told(await browse({ actor: 'bahar' }))).toEqual([
      'bahar file.open file 70',
      'bahar file.reveal.health file 7 health',
      'bahar file.open file 7',
    ]);
    expect(told(await browse({ action: 'file.reveal.health' }))).toEqual([
      'bahar file.reveal.health file 7 health',
    ]);
    expect(told(await browse({ thing: 'file 7' }))).toEqual([
      'bahar file.reveal.health file 7 health',
      'bahar file.open file 7',
      'amina file.make file 7',
    ]);
    expect(told(await browse({ thing: 'file 7', actor: 'amina' }))).toEqual(['amina file.make file 7']);
  });

  test('is narrowed to a day, from midnight to midnight', async () => {
    await sql`UPDATE clew.journal_entry SET at = '2026-03-16T00:00:00Z' WHERE chain = ${agencyId} AND number = 1`.execute(
      database.admin,
    );
    await sql`UPDATE clew.journal_entry SET at = '2026-03-16T23:59:59.999999Z' WHERE chain = ${agencyId} AND number = 2`.execute(
      database.admin,
    );
    await sql`UPDATE clew.journal_entry SET at = '2026-03-17T00:00:00Z' WHERE chain = ${agencyId} AND number = 3`.execute(
      database.admin,
    );
    expect((await browse({ day: '2026-03-16' })).lines.map(({ number }) => number)).toEqual([2, 1]);
  });

  test('begins with the newest for a place in it that nobody gave', async () => {
    for (const from of ['', 'x', "1_2026-03-16' OR true", '99999999999999999999_2026-03-16T00:00:00.000000Z'])
      expect((await browse({}, from)).lines[0]?.thing).toBe('meanwhile');
  });

  test('finds nothing of another agency, whatever is asked for', async () => {
    expect(told(await browse({ actor: 'chidi' }))).toEqual([]);
  });
});

describe('alarms', () => {
  test('stand open until somebody else has settled them', async () => {
    const readMany = async (worker: string) => {
      for (let file = 1; file <= 21; file += 1)
        await doorOf(worker).readSealed(
          { action: 'file.open', thing: `file ${file}` },
          async () => undefined,
        );
    };
    await readMany('dana');
    await readMany('emeka');
    const alarms = () => doorOf('auditor').read(readAlarms);
    const [newest, older] = await alarms();
    expect([newest, older]).toMatchObject([
      { workerId: 'emeka', kind: 'files', settledBy: undefined },
      { workerId: 'dana', kind: 'files', settledBy: undefined },
    ]);
    await write('emeka', 'alarm.settle', `alarm ${newest?.number}`);
    expect((await alarms())[0]).toMatchObject({ workerId: 'emeka', settledBy: undefined });
    await write('supervisor', 'alarm.settle', `alarm ${newest?.number}`);
    expect(await alarms()).toMatchObject([
      { workerId: 'dana', settledBy: undefined },
      { workerId: 'emeka', settledBy: 'supervisor' },
    ]);
  });

  test('are not made by writing a word into the journal', async () => {
    await write('dana', 'alarm.raise', 'worker chidi files');
    expect((await doorOf('auditor').read(readAlarms)).map(({ workerId }) => workerId)).not.toContain('chidi');
  });
});
