import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openDoor } from './index.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

const words = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !text.includes('\0'));

function doorOf(agencyId: string) {
  return openDoor(database.app, { kind: 'worker', workerId: 'worker-1', agencyId });
}

async function write(agencyId: string, things: string[]): Promise<void> {
  for (const thing of things)
    await doorOf(agencyId).write({ action: 'journal.note', thing }, async () => undefined);
}

test('a chain of any words in any script verifies, and counts its entries', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uuid(), fc.array(words, { minLength: 1, maxLength: 6 }), async (agency, things) => {
      await write(agency, things);
      expect(await doorOf(agency).verifyJournal()).toMatchObject({ ok: true, entries: things.length });
    }),
    { numRuns: 15 },
  );
});

test('twenty writers on one chain leave no gap and no double', async () => {
  const agency = '5d3b0c5e-0000-4000-8000-000000000020';
  await Promise.all(Array.from({ length: 20 }, (_, index) => write(agency, [`first ${index}`, 'second'])));
  expect(await doorOf(agency).verifyJournal()).toMatchObject({ ok: true, entries: 40 });
});

const tampering = [
  {
    what: 'an altered word',
    change: sql`UPDATE clew.journal_entry SET thing = 'another' WHERE number = 2`,
    finding: { number: 2, reason: 'altered' },
  },
  {
    what: 'an altered time',
    change: sql`UPDATE clew.journal_entry SET at = at + interval '1 microsecond' WHERE number = 3`,
    finding: { number: 3, reason: 'altered' },
  },
  {
    what: 'a word moved from one field to the next',
    change: sql`UPDATE clew.journal_entry SET action = left(action, -1), thing = right(action, 1) || thing WHERE number = 1`,
    finding: { number: 1, reason: 'altered' },
  },
  {
    what: 'a missing entry',
    change: sql`DELETE FROM clew.journal_entry WHERE number = 2`,
    finding: { number: 2, reason: 'missing' },
  },
  {
    what: 'a missing last entry',
    change: sql`DELETE FROM clew.journal_entry WHERE number = 4`,
    finding: { number: 4, reason: 'cut-short' },
  },
];

test.each(tampering)('$what is found, even when the database owner did it', async ({ change, finding }) => {
  const agency = '5d3b0c5e-0000-4000-8000-000000000030';
  await sql`DELETE FROM clew.journal_entry`.execute(database.admin);
  await sql`DELETE FROM clew.journal_head`.execute(database.admin);
  await write(agency, ['one', 'two', 'three', 'four']);
  expect(await doorOf(agency).verifyJournal()).toMatchObject({ ok: true, entries: 4 });
  await change.execute(database.admin);
  expect(await doorOf(agency).verifyJournal()).toEqual({ ok: false, ...finding });
});
