import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  addWorker,
  createTestDesk,
  makeAgency,
  openBrowser,
  signInAs,
  type TestBrowser,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';

let here: TestDesk;
let amina: TestWorker;
let lena: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  amina = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, amina, { own: 'lena', roles: ['case-worker'] });
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

const idOf = (browser: TestBrowser) => (browser.cookies.get('clew') ?? '').split('.')[1] ?? '';
const listed = (html: string) =>
  [...html.matchAll(/name="session"[^>]*value="([0-9a-f-]{36})"/g)].map(([, id]) => id);

describe('a worker', () => {
  test('sees where they are signed in, this browser among it, and nobody else’s sessions', async () => {
    const other = openBrowser(here.site);
    await signInAs(here, lena, other);
    const { html } = await lena.browser.visit('/desk/you');
    expect(listed(html).sort()).toEqual([idOf(lena.browser), idOf(other)].sort());
    expect(html).toMatch(/This browser: since [^<]*, last used/);
    expect(html).toMatch(/Another browser: since [^<]*, last used/);
    expect(listed((await amina.browser.visit('/desk/you')).html)).toEqual([idOf(amina.browser)]);
  });

  test('ends any of them from its next request on, and it stands in the list no more', async () => {
    const other = openBrowser(here.site);
    await signInAs(here, lena, other);
    await lena.browser.visit('/desk/you');
    const { html } = await lena.browser.send('/desk/you/end-session', { session: idOf(other) });
    expect(listed(html)).not.toContain(idOf(other));
    expect((await other.visit('/desk')).status).toBe(401);
    expect((await lena.browser.visit('/desk')).status).toBe(200);
  });

  test('ends no colleague’s, and is told nothing about it', async () => {
    await lena.browser.visit('/desk/you');
    const theirs = await lena.browser.send('/desk/you/end-session', { session: idOf(amina.browser) });
    await lena.browser.visit('/desk/you');
    const none = await lena.browser.send('/desk/you/end-session', { session: 'no session' });
    expect([theirs.status, none.status]).toEqual([200, 200]);
    expect((await amina.browser.visit('/desk')).status).toBe(200);
  });

  test('is signed out by ending the one they are in', async () => {
    await lena.browser.visit('/desk/you');
    const shown = await lena.browser.send('/desk/you/end-session', { session: idOf(lena.browser) });
    expect(shown.html).toContain('Sign in');
    expect((await lena.browser.visit('/desk')).status).toBe(401);
    await signInAs(here, lena);
  });

  test('does not see one that is over', async () => {
    const other = openBrowser(here.site);
    await signInAs(here, lena, other);
    here.moveClock(31 * 60_000);
    await signInAs(here, lena);
    expect(listed((await lena.browser.visit('/desk/you')).html)).toEqual([idOf(lena.browser)]);
  });
});
