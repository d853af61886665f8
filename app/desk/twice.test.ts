import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { loadLaw } from '../law/index.ts';
import { filePages } from './file/index.ts';
import { policyPages } from './pages/policy-pages.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  makeFile,
  nameOf,
  PASSPHRASE,
  proofOf,
  type TestDesk,
  type TestWorker,
  type Way,
  waysOf,
} from './testing/index.ts';

/**
 * Why it does no harm that a form which is sent twice at the same moment writes more than one that is sent once. Of every other form
 * as many rows stand in the tables afterwards as if it had been sent once.
 */
const HARMLESS: Readonly<Record<string, string>> = {
  'POST /desk/files/new': 'a second file is empty, and is closed as a mistake',
  'POST /desk/teams/make': 'a second team is empty',
  'POST /desk/people/invite':
    'a second invitation ends in three days, and lets in nobody whom two people do not',
};

/** They end the session that sends them, so that nothing could be sent after them. */
const ENDS: readonly string[] = ['POST /desk/sign-out', 'POST /desk/you/sign-out-everywhere'];

const TYPED: Readonly<Record<string, string>> = {
  passphrase: PASSPHRASE,
  name: 'Words that were typed',
  purpose: 'a test',
  words: 'Words that were typed',
  days: '7',
  may: 'agency.read',
  what: 'narrative told',
  source: 'person',
  certainty: 'certain',
  on: '2026-03-04',
};

const ROLES_OF = { worker: ['case-worker', 'lawyer'], supervisor: ['supervisor', 'coordinator'] };

let here: TestDesk;
/** The same two people of two agencies, and an administrator. */
let people: readonly (readonly [TestWorker, TestWorker])[];

beforeAll(async () => {
  const more = [...policyPages({ lawHash: 'a'.repeat(64) }), ...filePages(loadLaw())];
  here = await createTestDesk(inject('store'), { more });
  const [one, two] = [await fillAgency('Harbour House'), await fillAgency('Clinic')];
  people = one.map((worker, at) => [worker, two[at] ?? worker] as const);
}, 240_000);
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

async function fillAgency(name: string): Promise<TestWorker[]> {
  const admin = await makeAgency(here, name, 'administrator');
  const supervisor = await addWorker(here, admin, { own: 'vera', roles: ROLES_OF.supervisor });
  const worker = await addWorker(here, admin, { own: 'amina', roles: ROLES_OF.worker });
  await giveMandate(here, admin);
  await makeFile(worker, 'Words');
  return [worker, supervisor, admin];
}

/** How many rows of each table an agency has, but for the journal, which tells every try. */
async function rowsOf(worker: TestWorker): Promise<Readonly<Record<string, number>>> {
  const code = worker.signInName.split('@')[1] ?? '';
  const { rows: tables } = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = 'clew' AND column_name = 'agency_id'
      AND table_name NOT IN ('guess', 'session') ORDER BY 1`.execute(here.database.admin);
  const counts: [string, number][] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ count: string }>`SELECT count(*) AS count FROM ${sql.table(`clew.${name}`)}
      WHERE agency_id = (SELECT agency_id FROM clew.agency WHERE code = ${code})`.execute(
      here.database.admin,
    );
    counts.push([name, Number(rows[0]?.count)]);
  }
  return Object.fromEntries(counts);
}

/** The fields that a form brings, with something typed into those that are empty; of several choices the first. */
function filled({ fields = [] }: Way): [string, string][] {
  const names = new Set<string>();
  return fields.flatMap(([name, value]): [string, string][] => {
    if (names.has(name)) return [];
    names.add(name);
    return [[name, TYPED[name] ?? (value === '' ? 'Words that were typed' : value)]];
  });
}

async function send(worker: TestWorker, way: Way, times: number): Promise<number[]> {
  const { html } = await worker.browser.visit('/desk/you');
  const token = /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const typed = new Map(filled(way));
  for (const suffix of typed.has('code') ? [''] : typed.has('code-2') ? ['-2'] : []) {
    const again = { ...proofOf(here, worker, suffix), [`passkey${suffix}`]: '' };
    for (const [name, value] of Object.entries(again)) typed.set(name, value);
  }
  const fields: [string, string][] = [['form-token', token], ...typed];
  const shown = await Promise.all(Array.from({ length: times }, () => worker.browser.post(way.path, fields)));
  return shown.map(({ status }) => status);
}

const sent = new Set<string>();

test.each([
  ['case worker', 0],
  ['supervisor', 1],
  ['administrator', 2],
] as const)('every form of a %s that is sent twice at once has one effect', async (_, at) => {
  const [once, twice] = people[at] ?? [];
  if (!once || !twice) throw new Error('Nobody is here.');
  const ways = (await waysOf(here, once)).filter(({ fields }) => fields !== undefined);
  const other = new Map((await waysOf(here, twice)).map((way) => [nameOf(way), way]));
  const wrong: string[] = [];
  for (const way of ways) {
    const name = nameOf(way);
    const same = other.get(name);
    if (ENDS.includes(name) || !same) continue;
    sent.add(name);
    const before = [await rowsOf(once), await rowsOf(twice)] as const;
    const single = await send(once, way, 1);
    const double = await send(twice, same, 2);
    const after = [await rowsOf(once), await rowsOf(twice)] as const;
    const effects = [0, 1].map((side) => difference(before[side === 0 ? 0 : 1], after[side === 0 ? 0 : 1]));
    const isSame = JSON.stringify(effects[0]) === JSON.stringify(effects[1]);
    const isFailure = [...single, ...double].some((status) => status >= 500);
    if ((!isSame && !Object.hasOwn(HARMLESS, name)) || isFailure)
      wrong.push(
        `${name}: once ${single} ${JSON.stringify(effects[0])}, twice ${double} ${JSON.stringify(effects[1])}`,
      );
  }
  expect(wrong).toEqual([]);
});

function difference(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>) {
  return Object.fromEntries(
    Object.entries(after).flatMap(([name, count]) =>
      count === before[name] ? [] : [[name, count - (before[name] ?? 0)]],
    ),
  );
}

test('there were forms to send, and those on the list are among them', () => {
  expect(sent.size).toBeGreaterThan(20);
  expect(Object.keys(HARMLESS).filter((name) => !sent.has(name))).toEqual([]);
});
