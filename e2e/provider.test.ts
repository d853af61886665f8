import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  addWorker,
  codeOf,
  createTestDesk,
  makeAgency,
  PASSPHRASE,
  startProvider,
  type TestDesk,
  type TestProvider,
  type TestWorker,
} from '../app/desk/testing/index.ts';
import { launchBrowser, type TestBrowser } from './browser.ts';
import { findBreaches, overflow } from './page-checks.ts';
import { type Served, serve } from './serve.ts';

let here: TestDesk;
let served: Served;
let browser: TestBrowser;
let idp: TestProvider;
let amina: TestWorker;
let second: TestWorker;
beforeAll(async () => {
  served = await serve((request) => here.site.fetch(request));
  here = await createTestDesk(inject('store'), { origin: served.origin });
  browser = await launchBrowser();
  idp = await startProvider();
  amina = await makeAgency(here, 'Harbour House');
  second = await addWorker(here, amina, { own: 'second', roles: ['administrator'] });
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await browser.close();
  await idp.close();
  await served.close();
  await here.drop();
});

async function press(tab: Page, selector: string): Promise<void> {
  await Promise.all([tab.waitForNavigation(), tab.locator(selector).first().click()]);
}

async function signedIn(worker: TestWorker, options: Parameters<TestBrowser['newPage']>[0]): Promise<Page> {
  const tab = await browser.newPage(options);
  here.moveClock(30_000);
  await tab.goto(`${served.origin}/en/desk/sign-in`);
  await tab.fill('input[name=name]', worker.signInName);
  await tab.fill('input[name=passphrase]', PASSPHRASE);
  await tab.fill('input[name=code]', codeOf(here, worker.codeSecret));
  await press(tab, 'main form.ask button[type=submit]');
  return tab;
}

async function look(tab: Page, name: string): Promise<void> {
  expect([name, await overflow(tab)]).toEqual([name, 0]);
  expect([name, await findBreaches(tab)]).toEqual([name, []]);
  const pictures = process.env.CLEW_PICTURES;
  if (pictures) await tab.screenshot({ path: `${pictures}/provider-${name}.png`, fullPage: true });
}

describe.each(['en', 'fr', 'ar'])('in %s', (language) => {
  test.each([320, 1440])(
    'at %i pixels two people set a provider, a worker links it, and signs in through it',
    async (width) => {
      const options = { viewport: { width, height: 900 } };
      const at = (path: string) => `${served.origin}/${language}${path}`;
      const name = (page: string) => `${language}-${width}-${page}`;
      const admin = await signedIn(amina, options);
      await admin.goto(at('/desk/provider'));
      await admin.fill('input[name=issuer]', idp.issuer);
      await admin.fill('input[name=client]', idp.clientId);
      await admin.fill('input[name=secret]', idp.clientSecret);
      await admin.check('input[name=counts]');
      await admin.fill('textarea[name=reason]', 'our directory');
      await look(admin, name('propose'));
      await press(admin, '#propose button');
      const other = await signedIn(second, options);
      await other.goto(at('/desk/provider'));
      await look(other, name('confirm'));
      await press(other, '#proposals button');
      await other.goto(at('/desk/you/factors'));
      here.moveClock(30_000);
      await other.fill('input[name=passphrase]', PASSPHRASE);
      await other.fill('input[name=code]', codeOf(here, second.codeSecret));
      await press(other, 'main form.ask button[type=submit]');
      await look(other, name('link'));
      if ((await other.locator('input[name=do][value=unlink]').count()) > 0)
        await press(other, '#provider button');
      idp.who = `second at ${name('idp')}`;
      await press(other, '#provider button');
      await look(other, name('way'));
      await press(other, 'main a.btn');
      await look(other, name('back'));
      await press(other, 'main form.ask button');
      await look(other, name('linked'));
      const stranger = await browser.newPage(options);
      await stranger.goto(at('/desk/sign-in'));
      await look(stranger, name('sign-in'));
      await stranger.fill('input[name=name]', second.signInName);
      await stranger.fill('input[name=passphrase]', PASSPHRASE);
      await press(stranger, 'button[formaction$="/desk/sign-in/provider"]');
      await press(stranger, 'main a.btn');
      await press(stranger, 'main form.ask button');
      expect(await stranger.locator('.who').textContent()).toContain('Name of second');
      for (const tab of [admin, other, stranger]) await tab.context().close();
    },
  );
});
