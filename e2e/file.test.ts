import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { filePages } from '../app/desk/index.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  ORIGIN,
  type TestDesk,
  type TestWorker,
} from '../app/desk/testing/index.ts';
import { loadLaw } from '../app/law/index.ts';
import { launchBrowser, type TestBrowser } from './browser.ts';
import { WALKED } from './languages.ts';
import { findBreaches, overflow } from './page-checks.ts';
import { type Served, serve } from './serve.ts';

let here: TestDesk;
let served: Served;
let browser: TestBrowser;
let lena: TestWorker;
let file: string;
beforeAll(async () => {
  served = await serve((request) => here.site.fetch(asIfThere(request)));
  here = await createTestDesk(inject('store'), { more: filePages(loadLaw()) });
  browser = await launchBrowser();
  const admin = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, admin, { own: 'lena', roles: ['case-worker'] });
  await giveMandate(here, admin);
  file = await fileWithWords(lena);
});
afterAll(async () => {
  await browser.close();
  await served.close();
  await here.drop();
});

/** The request as the site knows itself: the people of a test without a browser use the same one. */
function asIfThere(request: Request): Request {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.set('Host', new URL(ORIGIN).host);
  if (headers.has('Origin')) headers.set('Origin', ORIGIN);
  const { method, body } = request;
  return new Request(ORIGIN + pathname + search, {
    method,
    headers,
    body,
    ...(body ? { duplex: 'half' } : {}),
  });
}

/** A file with something told, somebody's name and a consent. */
async function fileWithWords({ browser: desk }: TestWorker): Promise<string> {
  await desk.visit('/desk/files');
  const { html } = await desk.send('/desk/files/new');
  const path = /\/desk\/files\/[0-9a-f-]{36}/.exec(html)?.[0] ?? '';
  for (const [what, words] of [
    ['narrative told', `The door was locked. ${'m'.repeat(90)}`],
    ['identity name', 'أحمد Noël'],
  ] as const) {
    await desk.visit(`${path}/write`);
    await desk.send(`${path}/write`, {
      what,
      words,
      source: 'person',
      certainty: 'likely',
      on: '2026-03-04',
    });
  }
  await desk.visit(`${path}/grant`);
  await desk.send(`${path}/grant`, {
    ...{
      recipient: 'Sisters’ Clinic',
      'recipient-kind': 'service',
      mandate: 'health',
      category: ['identity'],
    },
    ...{
      purpose: 'to treat me',
      until: '2026-06-30',
      wording: 'May they know?',
      language: 'Tigrinya',
      capacity: 'own',
    },
  });
  return path;
}

describe.each(WALKED)('in %s, without script', (language) => {
  test.each([320, 1440])('at %i pixels the pages of a file fit and pass axe', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const cookies = [...lena.browser.cookies].map(([name, value]) => ({ name, value, url: served.origin }));
    await page.context().addCookies(cookies);
    const look = async (name: string) => {
      expect([name, await page.locator('script').count()]).toEqual([name, 0]);
      expect([name, await overflow(page)]).toEqual([name, 0]);
      expect([name, await findBreaches(page)]).toEqual([name, []]);
      const pictures = process.env.CLEW_PICTURES;
      if (pictures)
        await page.screenshot({ path: `${pictures}/file-${language}-${width}-${name}.png`, fullPage: true });
    };
    const places = { list: '/desk/files', file, write: `${file}/write`, answer: `${file}/answer` };
    const more = { grant: `${file}/grant`, people: `${file}/people`, glass: '/desk/glass' };
    const steps = {
      standing: `${file}/standing`,
      second: '/desk/second',
      closed: '/desk/files?closed=yes',
    };
    for (const [name, path] of Object.entries({ ...places, ...more, ...steps })) {
      const response = await page.goto(`${served.origin}/${language}${path}`);
      expect([name, response?.status()]).toEqual([name, 200]);
      await look(name);
    }
    await page.goto(`${served.origin}/${language}${file}`);
    await Promise.all([page.waitForNavigation(), page.locator('.seal button').nth(1).click()]);
    await look('revealed');
    await page.close();
  });
});
