import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Law } from '@clew/rules';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { populationPages } from '../app/desk/index.ts';
import {
  addWorker,
  countNext,
  createTestDesk,
  giveMandate,
  makeAgency,
  ORIGIN,
  type TestDesk,
  type TestWorker,
} from '../app/desk/testing/index.ts';
import { loadLaw } from '../app/law/index.ts';
import { launchBrowser, type TestBrowser } from './browser.ts';
import { findBreaches, overflow } from './page-checks.ts';
import { type Served, serve } from './serve.ts';

let here: TestDesk;
let served: Served;
let browser: TestBrowser;
let nora: TestWorker;
let law: Law;
let scratch: string;
beforeAll(async () => {
  law = loadLaw();
  served = await serve((request) => here.site.fetch(asIfThere(request)));
  here = await createTestDesk(inject('store'), { more: populationPages(law) });
  browser = await launchBrowser();
  const admin = await makeAgency(here, 'Harbour House');
  nora = await addWorker(here, admin, { own: 'nora', roles: ['coordinator'] });
  await giveMandate(here, admin);
  scratch = await mkdtemp(join(tmpdir(), 'clew populations '));
}, 120_000);
afterAll(async () => {
  await browser.close();
  await served.close();
  expect(here.errors).toEqual([]);
  await here.drop();
  await rm(scratch, { recursive: true });
});

/** The request as the site knows itself. */
function asIfThere(request: Request): Request {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.set('Host', new URL(ORIGIN).host);
  if (headers.has('Origin')) headers.set('Origin', ORIGIN);
  const { method, body } = request;
  return new Request(ORIGIN + pathname + search, {
    ...{ method, headers, body },
    ...(body ? { duplex: 'half' } : {}),
  });
}

const rows = Array.from(
  { length: 300 },
  (_, at) => `${['North', 'South'][at % 2]},${at % 3 ? 'yes' : 'no'},yes`,
);
const CSV = ['camp,means.deception,purpose.labour', ...rows].join('\n');

/** Sends the form whose button says this. */
async function press(page: Page, words: string): Promise<void> {
  await Promise.all([
    page.waitForNavigation(),
    page.getByRole('button', { name: words, exact: true }).click(),
  ]);
}

/** Whether the narrowest of these parts that are seen is as wide as the page: one word a line is no width to read in. */
async function narrowest(page: Page, part: string): Promise<string> {
  const boxes = await Promise.all((await page.locator(part).all()).map((one) => one.boundingBox()));
  const widths = boxes.flatMap((box) => (box && box.width > 1 ? box.width : []));
  return Math.min(...widths, 320) > 250 ? 'as wide as the page' : `${Math.min(...widths)} px`;
}

test('a coordinator brings a file, sees what its columns are for, counts, stops, goes on, and reads who moves, on any screen and without script', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 900 } });
  const cookies = [...nora.browser.cookies].map(([name, value]) => ({ name, value, url: served.origin }));
  await page.context().addCookies(cookies);
  const look = async (name: string) => {
    expect([name, await page.locator('script').count()]).toEqual([name, 0]);
    for (const width of [320, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect([name, width, await overflow(page)]).toEqual([name, width, 0]);
    }
    await page.setViewportSize({ width: 320, height: 900 });
    for (const part of ['header nav', 'caption'])
      expect([name, part, await narrowest(page, part)]).toEqual([name, part, 'as wide as the page']);
    expect([name, await findBreaches(page)]).toEqual([name, []]);
  };
  await page.goto(`${served.origin}/en/desk/populations`);
  await look('list');
  await page.getByLabel('What you call it').fill('Two camps');
  await page.getByLabel('Seven days').check();
  const file = { name: 'people I met.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) };
  await page.getByLabel('The file').setInputFiles(file);
  await press(page, 'Bring a population');
  const population = page.url();
  await look('looking');
  await countNext(here, { law, scratch });
  await page.getByRole('link', { name: 'Look again' }).click();
  await look('columns');
  await page.locator('input[value="reform.no-penalty"]').check();
  await page.locator('select[name=state]').selectOption('not-named');
  await press(page, 'Count');
  const run = page.url();
  await look('waiting');
  await press(page, 'Stop');
  await look('stopped');
  await press(page, 'Go on');
  await countNext(here, { law, scratch, more: { limits: { chunk: 64 } } });
  await page.reload();
  expect(await page.locator('main').textContent()).toContain('Hypothetical');
  await look('result');
  for (const language of ['ar', 'fr'])
    for (const [name, url] of Object.entries({ population, run })) {
      await page.goto(url.replace('/en/', `/${language}/`));
      await look(`${name} in ${language}`);
    }
  await page.close();
}, 240_000);
