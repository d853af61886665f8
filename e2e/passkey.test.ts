import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  addWorker,
  codeOf,
  createTestDesk,
  makeAgency,
  PASSPHRASE,
  type TestDesk,
  type TestWorker,
} from '../app/desk/testing/index.ts';
import { launchBrowser, type TestBrowser } from './browser.ts';
import { findBreaches, overflow } from './page-checks.ts';
import { type Served, serve } from './serve.ts';

let here: TestDesk;
let served: Served;
let browser: TestBrowser;
let amina: TestWorker;
beforeAll(async () => {
  served = await serve((request) => here.site.fetch(request));
  here = await createTestDesk(inject('store'), { origin: served.origin });
  browser = await launchBrowser();
  amina = await makeAgency(here, 'Harbour House');
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await browser.close();
  await served.close();
  await here.drop();
});

/** A page whose browser has a security key of Chromium's making: it counts its uses and verifies its holder. */
async function withKey(page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, authenticatorId };
}

async function press(tab: Page, selector: string): Promise<void> {
  await Promise.all([tab.waitForNavigation(), tab.locator(selector).first().click()]);
}

/** Signs in by a code in a real browser. */
async function signInByCode(tab: Page, worker: TestWorker, code: string): Promise<void> {
  await tab.goto(`${served.origin}/en/desk`);
  await fillIn(tab, worker);
  await tab.fill('input[name=code]', code);
  await press(tab, 'main form.ask button[type=submit]');
}

async function fillIn(tab: Page, worker: TestWorker): Promise<void> {
  await tab.fill('input[name=name]', worker.signInName);
  await tab.fill('input[name=passphrase]', PASSPHRASE);
}

async function signOut(tab: Page): Promise<void> {
  await tab.goto(`${served.origin}/en/desk`);
  await press(tab, '.foot form[action$="sign-out"] button');
}

/** Gives passphrase and code where the page asks for them again. */
async function proveByCode(tab: Page, worker: TestWorker): Promise<void> {
  here.moveClock(30_000);
  await tab.fill('input[name=passphrase]', PASSPHRASE);
  await tab.fill('input[name=code]', codeOf(here, worker.codeSecret));
  await press(tab, 'main form.ask button[type=submit]');
}

async function addPasskey(tab: Page, worker: TestWorker, name: string): Promise<void> {
  await tab.goto(`${served.origin}/en/desk/you/factors`);
  await proveByCode(tab, worker);
  await tab.fill('input[name=name]', name);
  await press(tab, '#add button');
}

async function enrolled(
  own: string,
): Promise<{ tab: Page; worker: TestWorker } & Awaited<ReturnType<typeof withKey>>> {
  const worker = await addWorker(here, amina, { own, roles: ['case-worker'] });
  const tab = await browser.newPage();
  const key = await withKey(tab);
  here.moveClock(30_000);
  await signInByCode(tab, worker, codeOf(here, worker.codeSecret));
  await addPasskey(tab, worker, 'blue key');
  expect(await tab.locator('main').textContent()).toContain('Passkey, since');
  await signOut(tab);
  return { tab, worker, ...key };
}

const mainOf = async (tab: Page) => (await tab.locator('main').textContent()) ?? '';

describe('a passkey in a real browser', () => {
  test('is added, signs in by button and by Enter, and its device shows no name of a person', async () => {
    const { tab, worker, cdp, authenticatorId } = await enrolled('lena');
    for (const send of [() => press(tab, '#passkey-use'), () => pressEnter(tab)]) {
      await tab.goto(`${served.origin}/en/desk`);
      await fillIn(tab, worker);
      await send();
      expect(await tab.locator('.who').textContent()).toContain('Name of lena');
      await signOut(tab);
    }
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
    expect(credentials).toHaveLength(1);
    expect(credentials[0]).toMatchObject({ rpId: 'localhost', isResidentCredential: true, signCount: 3 });
    expect(JSON.stringify(credentials)).not.toContain('lena');
    await tab.context().close();
  });

  test('whose holder cannot be verified, or that was put away, sends nothing and says so', async () => {
    const { tab, worker, cdp, authenticatorId } = await enrolled('hana');
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await tab.goto(`${served.origin}/en/desk`);
    await fillIn(tab, worker);
    await tab.locator('#passkey-use').click();
    await tab.locator('#passkey-said:not(:empty)').waitFor();
    expect(await tab.locator('#passkey-said').textContent()).toContain('No passkey came');
    // What was typed is still there.
    expect(await tab.inputValue('input[name=passphrase]')).toBe(PASSPHRASE);
    await tab.context().close();
  });

  test('whose copy was used meanwhile is refused', async () => {
    const { tab, worker, cdp, authenticatorId } = await enrolled('omar');
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
    const [copy] = credentials;
    if (!copy) throw new Error('No passkey was made.');
    await tab.goto(`${served.origin}/en/desk`);
    await fillIn(tab, worker);
    await press(tab, '#passkey-use');
    await signOut(tab);
    await cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId: copy.credentialId });
    await cdp.send('WebAuthn.addCredential', { authenticatorId, credential: { ...copy, signCount: 0 } });
    await tab.goto(`${served.origin}/en/desk`);
    await fillIn(tab, worker);
    await press(tab, '#passkey-use');
    expect(await mainOf(tab)).toContain('do not go together');
    await tab.context().close();
  });

  test('is of no use to a page that looks like ours, which passes a code on', async () => {
    const { tab, worker, cdp, authenticatorId } = await enrolled('nour');
    // It shows what the node shows, at an address of its own, and passes on what is sent to it.
    const relay = await serve(async (request) => {
      const { pathname, search } = new URL(request.url);
      const body = request.method === 'POST' ? await request.text() : null;
      const headers = new Headers(request.headers);
      headers.delete('host');
      headers.delete('origin');
      headers.delete('sec-fetch-site');
      return here.site.fetch(
        new Request(served.origin + pathname + search, {
          method: request.method,
          headers,
          body,
          redirect: 'manual',
        }),
      );
    });
    await tab.goto(`${relay.origin}/en/desk`);
    await fillIn(tab, worker);
    // Chromium counts ports of localhost as one party: the key even answers. The node sees whose page it was.
    await press(tab, '#passkey-use');
    expect(await mainOf(tab)).toContain('do not go together');
    expect((await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials).toHaveLength(1);
    here.moveClock(30_000);
    await fillIn(tab, worker);
    await tab.fill('input[name=code]', codeOf(here, worker.codeSecret));
    await press(tab, 'main form.ask button[type=submit]');
    expect(await tab.locator('.who').textContent()).toContain('Name of nour');
    await relay.close();
    await tab.context().close();
  });

  test('that was taken away, or whose answer was sent before, is refused', async () => {
    const { tab, worker } = await enrolled('sami');
    await tab.goto(`${served.origin}/en/desk`);
    await fillIn(tab, worker);
    const [sent] = await Promise.all([
      tab.waitForRequest((request) => request.method() === 'POST'),
      press(tab, '#passkey-use'),
    ]);
    expect(await tab.locator('.who').textContent()).toContain('Name of sami');
    const replayed = await here.site.fetch(
      new Request(sent.url(), {
        method: 'POST',
        headers: await sent.allHeaders(),
        body: sent.postData() ?? '',
      }),
    );
    expect(replayed.status).toBe(403);
    await tab.goto(`${served.origin}/en/desk/you/factors`);
    // Asked again who is there, the same passkey answers.
    await tab.fill('input[name=passphrase]', PASSPHRASE);
    await press(tab, '#passkey-use');
    await tab.locator('#remove input[type=radio]').first().check();
    await press(tab, '#remove button');
    expect(await mainOf(tab)).not.toContain('Passkey, since');
    await signOut(tab);
    await tab.goto(`${served.origin}/en/desk`);
    await fillIn(tab, worker);
    await press(tab, '#passkey-use');
    expect(await mainOf(tab)).toContain('do not go together');
    await tab.context().close();
  });
});

describe('where a browser runs no script', () => {
  test('the page says that a passkey needs one, and a code does not', async () => {
    const tab = await browser.newPage({ javaScript: false });
    await tab.goto(`${served.origin}/en/desk`);
    expect(await tab.locator('#passkey-off').isVisible()).toBe(true);
    expect(await tab.locator('#passkey-use').isVisible()).toBe(false);
    expect(await tab.locator('input[name=code]').isVisible()).toBe(true);
    await tab.context().close();
  });
});

describe.each(['en', 'fr', 'ar'])('in %s', (language) => {
  test.each([320, 1440])(
    'at %i pixels the pages fit and pass axe, with script and without',
    async (width) => {
      const worker = await addWorker(here, amina, { own: `w${language}${width}`, roles: ['case-worker'] });
      for (const javaScript of [true, false]) {
        const tab = await browser.newPage({ javaScript, viewport: { width, height: 900 } });
        const at = `${language}-${width}-${javaScript ? 'script' : 'plain'}`;
        await tab.goto(`${served.origin}/${language}/desk`);
        await look(tab, `${at}-sign-in`);
        const cookies = [...worker.browser.cookies].map(([name, value]) => ({
          name,
          value,
          url: served.origin,
        }));
        await tab.context().addCookies(cookies);
        await tab.goto(`${served.origin}/${language}/desk/you/factors`);
        await look(tab, `${at}-passphrase`);
        await proveByCode(tab, worker);
        await look(tab, `${at}-factors`);
        await press(tab, '#codes button');
        await look(tab, `${at}-codes`);
        await tab.context().close();
      }
    },
  );
});

async function pressEnter(tab: Page): Promise<void> {
  await Promise.all([tab.waitForNavigation(), tab.press('input[name=passphrase]', 'Enter')]);
}

async function look(tab: Page, name: string): Promise<void> {
  expect([name, await overflow(tab)]).toEqual([name, 0]);
  // axe waits for promises, and there are none to wait for where no script runs.
  if (!name.includes('plain')) expect([name, await findBreaches(tab)]).toEqual([name, []]);
  const pictures = process.env.CLEW_PICTURES;
  if (pictures) await tab.screenshot({ path: `${pictures}/passkey-${name}.png`, fullPage: true });
}
