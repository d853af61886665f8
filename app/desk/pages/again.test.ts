import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { GUESSES_AN_HOUR } from '../sign-in/guess-budget.ts';
import { createAuthenticator, otherKey, type TestAuthenticator } from '../testing/authenticator.ts';
import {
  addWorker,
  codeAt,
  codeOf,
  createTestDesk,
  hiddenFields,
  makeAgency,
  nextCode,
  openBrowser,
  PASSPHRASE,
  proofOf,
  type Shown,
  signInAs,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';
import { addPasskey } from '../testing/passkeys.ts';
import { deskPages } from './index.ts';

type Form = {
  /** Where the form stands, and where it is sent. */
  at: string;
  path: string;
  suffix: string;
  typed: (worker: TestWorker) => Record<string, string | string[]>;
  /** Whether it was taken. */
  done: (shown: Shown) => boolean;
};

const isTaken = ({ status }: Shown) => status === 200 || status === 401;
const AT = { suffix: '', typed: () => ({}), done: isTaken };

/** Each form that changes what guards an account, or moves keys. The last ends the session. */
const FORMS: readonly Form[] = [
  { ...AT, at: '/desk/you/factors', path: '/desk/you/factors' },
  {
    ...AT,
    at: '/desk/you/tokens',
    path: '/desk/you/tokens/make',
    typed: () => ({ purpose: 'a copy each night', may: ['agency.read'], days: '7', token: randomUUID() }),
  },
  { ...AT, at: '/desk/you/keys', path: '/desk/you/keys' },
  {
    ...AT,
    at: '/desk/recovery',
    path: '/desk/recovery/arrange',
    typed: ({ browser }) => {
      const names = [...browser.shown.html.matchAll(/name="(body-[^"]+)"/g)].map(([, name = '']) => name);
      return { needed: '2', ...Object.fromEntries(names.map((name, at) => [name, `Body ${at}`])) };
    },
  },
  { ...AT, at: '/desk/backups', path: '/desk/backups', typed: () => ({ sure: 'yes' }) },
  {
    ...AT,
    at: '/desk/alarms/channel',
    path: '/desk/alarms/channel',
    typed: () => ({ address: 'https://hooks.example/clew' }),
  },
  {
    ...AT,
    at: '/desk/alarms/channel',
    path: '/desk/alarms/channel',
    suffix: '-2',
    typed: () => ({ do: 'end' }),
  },
  {
    ...AT,
    at: '/desk/you/passphrase',
    path: '/desk/you/passphrase',
    typed: () => ({ next: 'summer rain over seven roofs', again: 'summer rain over seven roofs' }),
  },
];

let here: TestDesk;
let amina: TestWorker;
let lena: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  amina = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, amina, { own: 'lena', roles: ['coordinator'] });
  await addWorker(here, amina, { own: 'ruth', roles: ['case-worker'] });
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

/** Fills the form in the worker's browser, with these fields where it asks again who they are. */
async function fill(form: Form, given: Record<string, string>): Promise<Shown> {
  const { browser } = amina;
  await browser.visit(form.at);
  const named = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [`${name}${form.suffix}`, value]),
  );
  return browser.send(form.path, { ...form.typed(amina), ...named });
}

const name = ({ path, suffix }: Form) => `${path}${suffix}`;
const REFUSED = 'do not go together';

describe.each(FORMS.map((form) => [name(form), form] as const))('%s', (_name, form) => {
  test('refuses whoever has the session and the passphrase alone, and tells nothing of which was wrong', async () => {
    await signInAs(here, amina);
    const used = codeOf(here, amina.codeSecret);
    const before = codeAt(amina.codeSecret, new Date(here.desk.now().getTime() - 30_000));
    const said = new Set<string>();
    for (const given of [
      { passphrase: PASSPHRASE, code: '' },
      { passphrase: PASSPHRASE, code: '000000' },
      { passphrase: PASSPHRASE, code: used },
      { passphrase: PASSPHRASE, code: before },
      { passphrase: PASSPHRASE, code: nextCode(here, lena) },
      { passphrase: PASSPHRASE, passkey: '{}', code: '' },
      { passphrase: 'not hers at all, no', code: nextCode(here, amina) },
      { passphrase: '', code: nextCode(here, amina) },
    ]) {
      const { status, html } = await fill(form, given);
      expect([given, status]).toEqual([given, 422]);
      said.add(/<div class="note" role="alert".*?<\/div>/s.exec(html)?.[0] ?? '');
      expect(html).not.toContain(given.passphrase || 'name="none"');
    }
    expect([...said]).toEqual([expect.stringContaining(REFUSED)]);
  });

  test('takes passphrase and code, once', async () => {
    await signInAs(here, amina);
    const code = nextCode(here, amina);
    expect(form.done(await fill(form, { passphrase: PASSPHRASE, code }))).toBe(true);
    if (form.path === '/desk/you/passphrase') return;
    if (form.suffix === '') expect((await fill(form, { passphrase: PASSPHRASE, code })).status).toBe(422);
  });
});

const TOKENS = FORMS.find(({ path }) => path === '/desk/you/tokens/make') as Form;

/** The fields in which a passkey's answer comes, as the script puts them into the form that stands in the browser. */
const answerOf = (passkey: string) => ({ passphrase: PASSPHRASE, code: '', passkey });

describe('a passkey', () => {
  let key: TestAuthenticator;
  beforeAll(async () => {
    // The forms above ended with another passphrase.
    amina = { ...amina, passphrase: 'summer rain over seven roofs' };
    await signInAs(here, amina);
    await signInAs(here, lena);
    key = createAuthenticator({ counts: true });
    await addPasskey(here, lena, { passkey: key });
  });

  const send = async (make: (browser: TestWorker['browser']) => string, more = {}) => {
    const { browser } = lena;
    await browser.visit(TOKENS.at);
    const hidden = hiddenFields(browser.shown.html, TOKENS.path).filter(([one]) => one !== 'passkey');
    const typed = { ...TOKENS.typed(lena), ...answerOf(make(browser)), ...more };
    const fields = Object.entries(typed).flatMap(([one, value]) =>
      [value].flat().map((each): [string, string] => [one, each as string]),
    );
    return browser.post(TOKENS.path, [...hidden, ...fields]);
  };

  test('stands in for the code, once, and its use is counted', async () => {
    let answer = '';
    const made = await send((browser) => {
      answer = key.answer(browser);
      return answer;
    });
    expect(made.html).toContain('clew_');
    expect((await send(() => answer)).status).toBe(422);
    expect((await send((browser) => key.answer(browser))).html).toContain('clew_');
  });

  test.each([
    ['signed by another key', (browser: TestWorker['browser']) => key.answer(browser, { key: otherKey() })],
    [
      'without its holder verified',
      (browser: TestWorker['browser']) => key.answer(browser, { isVerified: false }),
    ],
    [
      'for another site',
      (browser: TestWorker['browser']) => key.answer(browser, { origin: 'https://clew.example' }),
    ],
    ['of nobody here', (browser: TestWorker['browser']) => createAuthenticator().answer(browser)],
  ])('is refused %s, and what was typed stays', async (_, make) => {
    const { status, html } = await send(make);
    expect(status).toBe(422);
    expect(html).toContain('value="a copy each night"');
  });

  test('is refused without the passphrase, and to what the sign-in page or another session asked', async () => {
    expect((await send((browser) => key.answer(browser), { passphrase: 'not hers' })).status).toBe(422);
    const elsewhere = openBrowser(here.site);
    await elsewhere.visit('/desk/sign-in');
    const asked = new Map(hiddenFields(elsewhere.shown.html, '/desk/sign-in')).get('passkey-challenge') ?? '';
    const answered = key.answer(elsewhere);
    expect((await send(() => answered, { 'passkey-challenge': asked })).status).toBe(422);
    await signInAs(here, lena, elsewhere);
    await elsewhere.visit(TOKENS.at);
    const other = new Map(hiddenFields(elsewhere.shown.html, TOKENS.path)).get('passkey-challenge') ?? '';
    const stale = key.answer(elsewhere);
    expect((await send(() => stale, { 'passkey-challenge': other })).status).toBe(422);
  });
});

describe('who guesses in a session', () => {
  test('at the code has ten attempts, with the right passphrase too, and others are not kept out', async () => {
    const thief = openBrowser(here.site);
    await signInAs(here, lena, thief);
    await thief.visit(TOKENS.at);
    const guess = (code: string) =>
      thief.send(TOKENS.path, { ...TOKENS.typed(lena), passphrase: PASSPHRASE, code });
    for (let tried = 0; tried < GUESSES_AN_HOUR; tried++)
      expect((await guess('000000')).html).toContain(REFUSED);
    expect((await guess(nextCode(here, lena))).html).toContain('Too many wrong attempts');
    await signInAs(here, lena);
    await lena.browser.visit(TOKENS.at);
    const typed = { ...TOKENS.typed(lena), ...proofOf(here, lena) };
    expect((await lena.browser.send(TOKENS.path, typed)).html).toContain('clew_');
  });

  test('with one code at the same moment has it taken once', async () => {
    await signInAs(here, lena);
    await lena.browser.visit(TOKENS.at);
    const proof = proofOf(here, lena);
    const fields = hiddenFields(lena.browser.shown.html, TOKENS.path).filter(([one]) => one !== 'token');
    const sent = await Promise.all(
      [1, 2, 3].map(() =>
        lena.browser.post(TOKENS.path, [
          ...fields,
          ...Object.entries({ ...TOKENS.typed(lena), ...proof }).flatMap(([one, value]) =>
            [value].flat().map((each): [string, string] => [one, each]),
          ),
        ]),
      ),
    );
    expect(sent.filter(({ html }) => html.includes('clew_'))).toHaveLength(1);
  });
});

test('no page of the desk asks for the passphrase and not for what stands beside it', () => {
  const asking = deskPages(here.desk, []).filter(
    ({ method, path, secrets = [] }) =>
      method === 'post' && /^\/desk\//.test(path) && secrets.some((one) => one.startsWith('passphrase')),
  );
  const alone = asking.filter(({ secrets = [] }) => !secrets.some((one) => one.startsWith('passkey')));
  // Whoever joins or comes back chooses their first passphrase there, and proves a code in the step after.
  expect(alone.map(({ path }) => path).toSorted()).toEqual([
    '/desk/begin',
    '/desk/join',
    '/desk/recover/back',
  ]);
  expect(asking.length).toBeGreaterThan(10);
});
