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

/**
 * Changes an entry as someone would who knows how entries are hashed, so that it fits its own new hash. The formula
 * stands here a third time, apart from the function that appends and the one that checks.
 */
function alterAndRehash(number: number) {
  return sql`
    UPDATE clew.journal_entry SET thing = 'another', hash = sha256(convert_to((
      SELECT string_agg(octet_length(field) || ':' || field, '' ORDER BY place) FROM unnest(ARRAY[
        chain::text, number::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        actor, action, 'another', encode(before, 'hex')
      ]) WITH ORDINALITY AS fields(field, place)
    ), 'UTF8')) WHERE number = ${number}`;
}

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
  {
    what: 'an entry altered and hashed anew, which the next one does not hold,',
    change: alterAndRehash(2),
    finding: { number: 3, reason: 'altered' },
  },
  {
    what: 'the last entry altered and hashed anew, which the head does not hold,',
    change: alterAndRehash(4),
    finding: { number: 4, reason: 'altered' },
  },
  {
    what: "an altered hash in the chain's head",
    change: sql`UPDATE clew.journal_head SET hash = sha256('another')`,
    finding: { number: 4, reason: 'altered' },
  },
  {
    what: "a number set back in the chain's head",
    change: sql`UPDATE clew.journal_head SET number = 2`,
    finding: { number: 3, reason: 'altered' },
  },
  {
    what: 'a missing head',
    change: sql`DELETE FROM clew.journal_head`,
    finding: { number: 5, reason: 'cut-short' },
  },
  {
    what: 'a chain emptied but for its head',
    change: sql`DELETE FROM clew.journal_entry`,
    finding: { number: 1, reason: 'cut-short' },
  },
];

/** A chain of four entries, which verifies. */
async function writeFour(): Promise<string> {
  const agency = '5d3b0c5e-0000-4000-8000-000000000030';
  await sql`DELETE FROM clew.journal_entry`.execute(database.admin);
  await sql`DELETE FROM clew.journal_head`.execute(database.admin);
  await write(agency, ['one', 'two', 'three', 'four']);
  expect(await doorOf(agency).verifyJournal()).toMatchObject({ ok: true, entries: 4 });
  return agency;
}

test.each(tampering)('$what is found, even when the database owner did it', async ({ change, finding }) => {
  const agency = await writeFour();
  await change.execute(database.admin);
  expect(await doorOf(agency).verifyJournal()).toEqual({ ok: false, ...finding });
});

test('a last entry hashed anew and its head with it are not found: that takes a head kept elsewhere', async () => {
  const agency = await writeFour();
  const { head } = (await doorOf(agency).verifyJournal()) as { head: string };
  await alterAndRehash(4).execute(database.admin);
  await sql`UPDATE clew.journal_head SET hash = (SELECT hash FROM clew.journal_entry WHERE number = 4)`.execute(
    database.admin,
  );
  const rewritten = await doorOf(agency).verifyJournal();
  expect(rewritten).toMatchObject({ ok: true, entries: 4 });
  expect(rewritten).not.toMatchObject({ head });
});

test.each([1, 2, 3, 4, 5])('four entries read %i at a time are four entries', async (batch) => {
  expect(await doorOf(await writeFour()).verifyJournal({ batch })).toMatchObject({ ok: true, entries: 4 });
});

test.each([0, -1, 1.5, Number.NaN])('a batch of %d is refused, not walked for ever', async (batch) => {
  await expect(doorOf(await writeFour()).verifyJournal({ batch })).rejects.toThrow(RangeError);
});
