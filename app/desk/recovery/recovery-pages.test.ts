import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { codeAt } from '../sign-in/one-time-code.ts';
import {
  addWorker,
  createTestDesk,
  makeAgency,
  openBrowser,
  PASSPHRASE,
  proofOf,
  signInAs,
  type TestBrowser,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';

let here: TestDesk;
let boss: TestWorker;
let amina: TestWorker;
let custodians: TestWorker[];

beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  boss = await makeAgency(here, 'Harbour House', 'boss');
  amina = await addWorker(here, boss, { own: 'amina', roles: ['case-worker'] });
  custodians = [];
  for (const own of ['board', 'ombud', 'partner'])
    custodians.push(await addWorker(here, boss, { own, roles: ['screener'] }));
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

const custodian = (index: number): TestWorker => custodians[index] as TestWorker;

async function countSets(): Promise<number> {
  return (await here.database.admin.selectFrom('clew.recovery_set').select('worker_id').execute()).length;
}

/** What stands on a page to be read aloud or kept, in its order. */
function kept({ shown }: TestBrowser): string[] {
  return [...shown.html.matchAll(/<bdi dir="ltr">([^<]+)<\/bdi>/g)].map(([, text = '']) => text);
}

/** The bodies of three colleagues, as the form's fields. */
function bodies(html: string, of: Record<string, string>): Record<string, string> {
  const labels = html.matchAll(/for="(body-[\w-]+)"[^>]*>(?:<[^>]+>)*([^<]+)/g);
  return Object.fromEntries(
    [...labels].map(([, name = '', label = '']) => {
      const own = Object.keys(of).find((one) => label.includes(`Name of ${one}`)) ?? '';
      return [name, of[own] ?? ''];
    }),
  );
}

describe('a worker', () => {
  test('chooses custodians, is refused those of one body, and sees whom they chose', async () => {
    const { browser } = amina;
    const { html } = await browser.visit('/desk/recovery');
    expect(html).toContain('You have chosen nobody yet');
    const same = bodies(html, { board: 'The board', ombud: 'the board', partner: 'A partner' });
    const refused = await browser.send('/desk/recovery/arrange', { ...same, needed: '2' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('The colleagues of one body would be enough');
    expect(refused.html).toContain('value="A partner"');
    const chosen = bodies(html, { board: 'The board', ombud: 'The ombudsperson', partner: 'A partner' });
    // A session alone would choose accomplices.
    for (const passphrase of ['', 'seven other boats leave at dusk', PASSPHRASE]) {
      const stolen = await browser.send('/desk/recovery/arrange', { ...chosen, needed: '2', passphrase });
      expect(stolen.status).toBe(422);
      expect(stolen.html).toContain('value="The ombudsperson"');
      expect(await countSets()).toBe(0);
    }
    const mine = { ...chosen, needed: '2', ...proofOf(here, amina) };
    const made = await browser.send('/desk/recovery/arrange', mine);
    expect(made.status).toBe(200);
    expect(made.html).toContain('2 of these 3 bring you back');
  });

  test('loses her passphrase, reads thirty digits to two custodians, and is back', async () => {
    const lost = openBrowser(here.site);
    const signIn = await lost.visit('/desk');
    expect(signIn.html).toContain('/desk/recover');
    await lost.visit('/desk/recover');
    await lost.send('/desk/recover', { name: amina.signInName });
    const [digits = '', ticket = ''] = kept(lost);
    const passphrase = 'nine green boats beside a gravel kettle';
    const typed = { 'name-back': amina.signInName, ticket, passphrase, again: passphrase };
    await lost.visit('/desk/recover');
    const early = await lost.send('/desk/recover/back', typed);
    expect(early.html).toContain('Not enough of your colleagues');
    for (const { browser } of [custodian(0), custodian(2)]) {
      await browser.visit('/desk/recovery');
      await browser.send('/desk/recovery/find', { digits });
      expect(browser.shown.html).toContain('Name of amina');
      const body = /name="body"[^>]*value="([^"-][^"]*)"/.exec(browser.shown.html)?.[1] ?? '';
      expect((await browser.send('/desk/recovery/give', { body })).html).toContain('You gave your share');
    }
    await lost.visit('/desk/recover');
    await lost.send('/desk/recover/back', typed);
    const codeSecret = (kept(lost)[0] ?? '').replaceAll(' ', '');
    const back = await lost.send('/desk/recover/back', { code: codeAt(codeSecret, here.desk.now()) });
    expect(back.html).toContain('You are back');
    expect((await amina.browser.visit('/desk')).status).toBe(401);
    expect((await signInAs(here, amina, openBrowser(here.site))).status).toBe(403);
    amina = { ...amina, passphrase, codeSecret, browser: openBrowser(here.site) };
    const shown = await signInAs(here, amina);
    expect(shown.html).toContain('Name of amina');
    expect((await amina.browser.visit('/desk/recovery')).html).toContain('2 of these 3 bring you back');
  });

  test('neither ticket nor passphrase comes back in a page, and no form of hers is lost', async () => {
    const lost = openBrowser(here.site);
    await lost.visit('/desk/recover');
    const typed = { 'name-back': amina.signInName, ticket: 'wrong ticket', passphrase: 'short', again: 'x' };
    const { status, html } = await lost.send('/desk/recover/back', typed);
    expect(status).toBe(422);
    expect(html).toContain(amina.signInName);
    expect(html).not.toContain('wrong ticket');
    expect(html).not.toContain('value="short"');
  });
});

describe('an administrator', () => {
  test('opens a drill, and sees who would be brought back after the custodians have answered', async () => {
    const state = (html: string) => /Name of amina.*?class="tag[^"]*">([^<]*)/s.exec(html)?.[1];
    await boss.browser.visit('/desk/keys');
    const opened = await boss.browser.send('/desk/keys/drill');
    expect(state(opened.html)).toBe('not shown yet');
    for (const { browser } of [custodian(1), custodian(2)]) {
      await browser.visit('/desk/recovery');
      expect((await browser.send('/desk/recovery/drill')).html).toContain('You hold all your shares');
    }
    expect(state((await boss.browser.visit('/desk/keys')).html)).toBe('would work');
  });

  test('signs new keys by their digits, and the worker changes to them and is signed out everywhere', async () => {
    const { browser } = amina;
    await browser.visit('/desk/you/keys');
    await browser.send('/desk/you/keys', proofOf(here, amina));
    const [digits = ''] = kept(browser);
    await boss.browser.visit('/desk/keys');
    const who = /value="([\w-]+)"[^>]*>Name of amina/.exec(boss.browser.shown.html)?.[1] ?? '';
    const other = await boss.browser.send('/desk/keys/confirm', { who, digits: '1' });
    expect(other.html).toContain('The new keys have other digits');
    expect((await boss.browser.send('/desk/keys/confirm', { who, digits })).status).toBe(200);
    await browser.visit('/desk/you/keys');
    await browser.send('/desk/you/keys/complete', proofOf(here, amina, '-2'));
    expect((await browser.visit('/desk')).status).toBe(401);
    expect((await signInAs(here, amina)).html).toContain('Name of amina');
  });

  test('withdraws the keys of a stolen machine: it is signed out on the next request and cannot sign in, until given back', async () => {
    const { browser } = custodian(1);
    await boss.browser.visit('/desk/keys');
    const whose = /value="([\w-]+)"[^>]*>Name of ombud/.exec(boss.browser.shown.html)?.[1] ?? '';
    await boss.browser.send('/desk/keys/withdraw', { whose });
    expect((await browser.visit('/desk')).status).toBe(401);
    expect((await signInAs(here, custodian(1))).status).toBe(403);
    await boss.browser.visit('/desk/keys');
    await boss.browser.send('/desk/keys/give-back', { back: whose });
    expect((await signInAs(here, custodian(1))).status).toBe(200);
  });
});

test('who does not administer finds no page of keys', async () => {
  expect((await custodian(0).browser.visit('/desk/keys')).status).toBe(404);
});
