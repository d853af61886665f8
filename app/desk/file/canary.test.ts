import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { loadLaw } from '../../law/index.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { COMPARTMENTS } from '../policy/index.ts';
import { askGlass } from './ask-glass.ts';
import { confirmGlass } from './break-glass.ts';
import { ABOUT } from './entry.ts';
import { confirmExclusion, confirmReturn, excludeWorker, proposeReturn } from './exclude.ts';
import { findByName } from './find-by-name.ts';
import { giveGrant, recordRefusal } from './grants.ts';
import { recordFact, recordStatement } from './record.ts';
import { closeFile, confirmReopening, proposeReopening, withdrawPerson } from './standing.ts';
import { consentWith, firstGlass, firstSecond, makeAgency, openedFile, say } from './testing/index.ts';
import { letIn, remove } from './who-may-open.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

/** Letters that occur nowhere else. */
const CANARY = 'Quetzalzwinge';

/** Every row of every table, as text. */
async function dump(): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('clew', 'public') AND c.relkind IN ('r', 'p', 'm') ORDER BY 1
  `.execute(database.admin);
  const tables = new Map<string, string[]>();
  for (const { name } of rows) {
    const found = await sql<{
      line: string;
    }>`SELECT t::text AS line FROM ${sql.table(`clew.${name}`)} t`.execute(database.admin);
    tables.set(
      name,
      found.rows.map(({ line }) => line),
    );
  }
  return tables;
}

/** The letters of base64 that nothing but the words decides, when so many bytes stand before them. */
function inBase64(words: string, before: number): string {
  const text = Buffer.from(`${' '.repeat(before)}${words}`).toString('base64url');
  const bytes = before + Buffer.byteLength(words);
  return text.slice(Math.ceil((before * 8) / 6), Math.floor((bytes * 8) / 6)).replace(/[-_]/g, '.');
}

/**
 * The words as a thief might look for them: as they are, in another case, as bytes, as base64 from each of three
 * places. Base64 is looked for in its own case: in any case, a code name as short as `Fig 7` is soon met by chance.
 */
function holds(line: string, words: string): boolean {
  const hex = Buffer.from(words).toString('hex');
  const sealed = [0, 1, 2].map((before) => inBase64(words, before));
  return new RegExp(`${words}|${hex}`, 'i').test(line) || new RegExp(sealed.join('|')).test(line);
}

async function tablesWith(words: string): Promise<string[]> {
  const tables = await dump();
  return [...tables].filter(([, lines]) => lines.some((line) => holds(line, words))).map(([name]) => name);
}

test('what is typed into any form of a file is in no column of the database, nor is a code name', async () => {
  const agency = await makeAgency(database);
  const amina = await agency.join(['case-worker', 'health', 'lawyer'], 'north');
  const supervisor = await agency.join(['supervisor'], 'north');
  const bilal = await agency.join(['case-worker'], 'south');
  const { fileId, codeName } = await openedFile(amina, agency.teams.north);
  for (const compartment of COMPARTMENTS)
    for (const about of ABOUT[compartment]) {
      const replaces = await say(amina, { fileId, compartment, about, words: `${CANARY} ${about}` });
      await say(amina, { fileId, compartment, about, words: `corrected ${CANARY}`, replaces });
    }
  const fact = {
    fileId,
    factId: 'person.born',
    answer: '1987-06-05',
    source: 'person',
    certainty: 'likely',
  } as const;
  expect(await recordFact(amina, loadLaw(), fact)).toMatchObject({ ok: true });
  expect(await giveGrant(amina, consentWith(fileId, CANARY))).toMatchObject({ ok: true });
  await recordRefusal(amina, { fileId, recipient: CANARY, purpose: CANARY });
  await letIn(amina, { fileId, workerId: bilal.workerId });
  await remove(amina, { fileId, workerId: bilal.workerId });
  await askGlass(bilal, { codeName, compartment: 'contact', hours: 1, reason: `${CANARY} is lost` });
  await confirmGlass(supervisor, await firstGlass(supervisor));
  const cousin = { workerId: bilal.workerId, reason: `${CANARY} is his cousin` };
  await excludeWorker(amina, { fileId, wish: 'person', ...cousin });
  const third = await agency.join(['supervisor'], 'north');
  const shutOut = { fileId, workerId: third.workerId, reason: `${CANARY} knows her` };
  await excludeWorker(amina, { ...shutOut, wish: 'agency', as: 'suspected' });
  expect(await confirmExclusion(supervisor, await firstSecond(supervisor))).toEqual({ ok: true });
  expect(await proposeReturn(amina, { ...shutOut, personAgrees: true })).toEqual({ ok: true });
  expect(await confirmReturn(supervisor, await firstSecond(supervisor))).toEqual({ ok: true });
  await closeFile(amina, { fileId, why: 'other', words: `${CANARY} is safe` });
  await withdrawPerson(amina, { fileId, words: `${CANARY} wants no more` });
  await proposeReopening(amina, { fileId, reason: `${CANARY} came back`, personAsks: true });
  expect(await confirmReopening(supervisor, await firstSecond(supervisor))).toEqual({ ok: true });
  await findByName(amina, CANARY);
  await recordStatement(bilal, {
    ...{
      fileId,
      compartment: 'narrative',
      about: 'told',
      words: CANARY,
      source: 'person',
      certainty: 'likely',
    },
  });
  for (const words of [CANARY, codeName, '1987-06-05', 'person.born'])
    expect(await tablesWith(words)).toEqual([]);
  const tables = await dump();
  for (const table of [
    'file',
    'file_entry',
    'file_grant',
    'statement',
    'file_name_part',
    'proposal',
    'journal_entry',
  ])
    expect(tables.get(table)?.length).toBeGreaterThan(0);
});

test.each([
  ['plain', CANARY],
  ['in another case', CANARY.toUpperCase()],
  ['as bytes', Buffer.from(CANARY).toString('hex')],
  ['as base64', Buffer.from(`{"words":"${CANARY} said"}`).toString('base64url')],
])('and this finds it %s, if it is there', async (_, words) => {
  await sql`INSERT INTO clew.opening VALUES (sha256(''), now())`.execute(database.admin);
  await sql`ALTER TABLE clew.opening ADD COLUMN careless text DEFAULT ${sql.lit(words)}`.execute(
    database.admin,
  );
  expect(await tablesWith(CANARY)).toEqual(['opening']);
  await sql`ALTER TABLE clew.opening DROP COLUMN careless`.execute(database.admin);
  await sql`DELETE FROM clew.opening`.execute(database.admin);
});
