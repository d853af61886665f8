import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';
import { readShownHelp } from './shown-help.ts';

const EXAMPLE = join(import.meta.dirname, '../../../examples/hsds/service_full.json');
const ID = 'ac148810-d857-441c-9679-408f346de14b';
const ENTRY = `/desk/directory/${ID}`;

let here: TestDesk;
let lena: TestWorker;
let nora: TestWorker;
let example: string;
beforeAll(async () => {
  example = await readFile(EXAMPLE, 'utf8');
  here = await createTestDesk(inject('store'));
  const admin = await makeAgency(here, 'Harbour House');
  nora = await addWorker(here, admin, { own: 'nora', roles: ['coordinator'] });
  lena = await addWorker(here, admin, { own: 'lena', roles: ['case-worker'] });
  await giveMandate(here, admin);
}, 120_000);
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});
beforeEach(() => sql`DELETE FROM clew.directory_entry`.execute(here.database.admin));

async function bring({ browser }: TestWorker, text: string) {
  await browser.visit('/desk/directory');
  return browser.upload('/desk/directory', {}, { field: 'file', bytes: text });
}

async function confirm({ browser }: TestWorker, more: Record<string, string> = {}) {
  await browser.visit(ENTRY);
  return browser.send(`${ENTRY}/confirm`, { way: 'found', which: 'The number in the phone book; Ann.', ...more });
}

const shownNow = () => readShownHelp(here.desk);

describe('a service', () => {
  test('is brought as the standard’s own example, shown once a second person asked, and taken along as it came', async () => {
    expect((await bring(lena, example)).html).toContain('Community Counselling');
    expect(await shownNow()).toEqual([]);
    expect((await confirm(nora)).html).toContain('Shown to the public');
    const [help] = await shownNow();
    expect(help?.listing).toMatchObject({ name: 'Community Counselling', countries: ['US'] });
    const taken = await nora.browser.visit(`${ENTRY}/export`);
    expect(JSON.parse(taken.html)).toEqual(JSON.parse(example));
  });
});
