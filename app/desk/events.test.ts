import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { GUESSES_AN_HOUR } from './sign-in/guess-budget.ts';
import {
  addWorker,
  createTestDesk,
  makeAgency,
  nextCode,
  openBrowser,
  PASSPHRASE,
  signInAs,
  type TestDesk,
  type TestWorker,
} from './testing/index.ts';

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
beforeEach(() => {
  here.noted.length = 0;
});

const HOUR_MS = 3_600_000;

async function tryToSignIn(typed: Record<string, string>): Promise<void> {
  const stranger = openBrowser(here.site);
  await stranger.visit('/desk/sign-in');
  await stranger.send('/desk/sign-in', typed);
}

describe('whoever runs the node is told', () => {
  test('of each sign-in that somebody makes, and by which second factor; of whom not', async () => {
    await signInAs(here, lena);
    expect(here.noted).toEqual([['sign-in.done', { factor: 'code' }]]);
  });

  test.each([
    ['a wrong passphrase', { passphrase: 'another passphrase entirely' }],
    ['a wrong code', { code: '000000' }],
    ['a name that nobody has', { name: 'nobody@bcdfghjk' }],
  ])('of one that fails by %s, in the same word', async (_what, wrong) => {
    const right = { name: lena.signInName, passphrase: PASSPHRASE, code: nextCode(here, lena) };
    await tryToSignIn({ ...right, ...wrong });
    expect(here.noted).toEqual([['sign-in.wrong']]);
    here.moveClock(HOUR_MS);
  });

  test('of a code that comes twice', async () => {
    const attempt = { name: lena.signInName, passphrase: PASSPHRASE, code: nextCode(here, lena) };
    await tryToSignIn(attempt);
    await tryToSignIn(attempt);
    expect(here.noted.map(([event]) => event)).toEqual(['sign-in.done', 'sign-in.wrong']);
  });

  test('of whoever goes on guessing beyond the limit', async () => {
    for (let tried = 0; tried <= GUESSES_AN_HOUR; tried++)
      await tryToSignIn({ name: lena.signInName, passphrase: 'wrong', code: '1' });
    expect(here.noted.map(([event]) => event)).toEqual([
      ...Array(GUESSES_AN_HOUR).fill('sign-in.wrong'),
      'sign-in.spent',
    ]);
    here.moveClock(HOUR_MS);
    await signInAs(here, lena);
  });

  test('of a form without its token, and of who tries what their roles do not include', async () => {
    await lena.browser.post('/desk/you/passphrase', [['passphrase', PASSPHRASE]]);
    await lena.browser.visit('/desk/journal');
    expect(here.noted).toEqual([['form.without-token'], ['desk.refused']]);
  });

  test('of a wrong passphrase where it is asked for anew', async () => {
    await lena.browser.visit('/desk/you/factors');
    await lena.browser.send('/desk/you/factors', { passphrase: 'not hers' });
    expect(here.noted).toEqual([['proof.wrong']]);
  });

  test('of a form that another site sends', async () => {
    await lena.browser.post('/desk/sign-in', [], { 'Sec-Fetch-Site': 'cross-site' });
    expect(here.noted).toEqual([['form.from-elsewhere']]);
  });
});
