import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { codeOf, createTestDesk, PASSPHRASE, type TestDesk } from '../app/desk/testing/index.ts';
import { launchBrowser, type TestBrowser } from './browser.ts';
import { WALKED } from './languages.ts';
import { findBreaches, overflow } from './page-checks.ts';
import { type Served, serve } from './serve.ts';

let here: TestDesk;
let served: Served;
let browser: TestBrowser;
beforeAll(async () => {
  served = await serve((request) => here.site.fetch(request));
  here = await createTestDesk(inject('store'), { origin: served.origin });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await served.close();
  await here.drop();
});

async function press(tab: Page, selector: string): Promise<void> {
  await Promise.all([tab.waitForNavigation(), tab.locator(selector).first().click()]);
}

const NEXT = 'main form.ask button.btn:not(.two)';

/** Looks at the page as everybody may meet it. Nothing on it needs a script, as there is none. */
async function look(tab: Page, name: string): Promise<void> {
  const scripts = await tab.locator('script').evaluateAll((all) => all.map((one) => one.getAttribute('src')));
  expect([name, scripts.filter((src) => !/^\/assets\/passkey-/.test(src ?? ''))]).toEqual([name, []]);
  expect([name, await overflow(tab)]).toEqual([name, 0]);
  expect([name, await findBreaches(tab)]).toEqual([name, []]);
  const pictures = process.env.CLEW_PICTURES;
  if (pictures) await tab.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

async function enrol(tab: Page, own: string, name: string): Promise<string> {
  const prefix = `${name}-${own}`;
  await look(tab, `${prefix}-1-first`);
  await tab.fill('input[name=name]', `Name of ${own}`);
  await tab.fill('input[name=own]', own);
  await tab.fill('input[name=passphrase]', PASSPHRASE);
  await tab.fill('input[name=again]', PASSPHRASE);
  await press(tab, NEXT);
  await look(tab, `${prefix}-2-code`);
  const secret = ((await tab.locator('.keep').first().textContent()) ?? '').replaceAll(' ', '');
  await tab.fill('input[name=code]', '000000');
  await press(tab, NEXT);
  await look(tab, `${prefix}-3-wrong`);
  expect((await tab.locator('.keep').first().textContent())?.replaceAll(' ', '')).toBe(secret);
  await tab.fill('input[name=code]', codeOf(here, secret));
  await press(tab, NEXT);
  await look(tab, `${prefix}-4-done`);
  return secret;
}

async function signIn(tab: Page, { name, secret }: { name: string; secret: string }): Promise<void> {
  here.moveClock(30_000);
  await tab.fill('input[name=name]', name);
  await tab.fill('input[name=passphrase]', PASSPHRASE);
  await tab.fill('input[name=code]', codeOf(here, secret));
  await press(tab, NEXT);
}

const signInNameOn = async (tab: Page) => ((await tab.locator('.keep').first().textContent()) ?? '').trim();

describe.each(WALKED)('in %s, without script', (language) => {
  test.each([320, 1440])(
    'at %i pixels an agency is made, a colleague let in, and both sign in and out',
    async (width) => {
      const options = { viewport: { width, height: 900 } };
      const prefix = `${language}-${width}`;
      const at = (path: string) => `${served.origin}/${language}${path}`;
      const admin = await browser.newPage(options);
      await admin.goto(at(`/desk/begin/${await here.offerLink()}`));
      await admin.fill('input[name=agency]', 'Harbour House');
      const aminasSecret = await enrol(admin, 'amina', prefix);
      const amina = { name: await signInNameOn(admin), secret: aminasSecret };
      await admin.goto(at('/desk'));
      await look(admin, `${prefix}-sign-in`);
      await signIn(admin, amina);
      await look(admin, `${prefix}-start`);
      await admin.goto(at('/desk/people'));
      await admin.fill('input[name=name]', 'Lena Ortiz');
      // The first colleague is one who can confirm others: from then on letting in takes two.
      await admin.check('input[value=supervisor]');
      await press(admin, NEXT);
      await look(admin, `${prefix}-invited`);
      const link = ((await admin.locator('.keep').textContent()) ?? '').trim();
      const colleague = await browser.newPage(options);
      await colleague.goto(at(link));
      const lenasSecret = await enrol(colleague, 'lena', prefix);
      const lena = { name: await signInNameOn(colleague), secret: lenasSecret };
      await colleague.goto(at('/desk'));
      await signIn(colleague, lena);
      await look(colleague, `${prefix}-waiting`);
      await admin.goto(at('/desk/people'));
      await look(admin, `${prefix}-people`);
      await press(admin, '#waiting button.btn');
      await colleague.goto(at('/desk'));
      await look(colleague, `${prefix}-colleague`);
      await colleague.goto(at('/desk/you'));
      await look(colleague, `${prefix}-you`);
      await press(colleague, '.foot form[action$="sign-out"] button');
      await colleague.goto(at('/desk'));
      expect(await colleague.locator('input[name=passphrase]').count()).toBe(1);
      await admin.context().close();
      await colleague.context().close();
      expect(here.errors).toEqual([]);
    },
  );
});
