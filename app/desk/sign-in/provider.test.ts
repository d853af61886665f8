import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import {
  addWorker,
  createTestDesk,
  makeAgency,
  nextCode,
  openBrowser,
  PASSPHRASE,
  proofOf,
  signInAs,
  type TestBrowser,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';
import { openFactors, sendFactors } from '../testing/passkeys.ts';
import { type ProviderLies, startProvider, type TestProvider } from '../testing/provider.ts';
import { GUESSES_AN_HOUR } from './guess-budget.ts';
import { Provider } from './provider.ts';
import { PROVIDER_SECONDS } from './provider-attempt.ts';

const HOUR_MS = 3_600_000;

let here: TestDesk;
let idp: TestProvider;
let amina: TestWorker;
let second: TestWorker;
let lena: TestWorker;
beforeAll(async () => {
  idp = await startProvider();
  here = await createTestDesk(inject('store'));
  amina = await makeAgency(here, 'Harbour House');
  second = await addWorker(here, amina, { own: 'second', roles: ['administrator'] });
  lena = await addWorker(here, amina, { own: 'lena', roles: ['case-worker'] });
  await agree({ counts: 'yes' });
  expect(await link(lena, 'lena-at-idp')).toContain('The provider is linked');
});
beforeEach(() => here.moveClock(HOUR_MS));
afterEach(() => {
  idp.lies = {};
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await idp.close();
  await here.drop();
});

/** Two administrators agree on the provider. */
async function agree(more: Record<string, string>): Promise<void> {
  await signInAs(here, amina);
  await amina.browser.visit('/desk/provider');
  const { issuer, clientId: client, clientSecret: secret } = idp;
  await amina.browser.send('/desk/provider', { issuer, client, secret, reason: 'agreed', ...more });
  await confirm();
}

async function confirm(): Promise<void> {
  await signInAs(here, second);
  await second.browser.visit('/desk/provider');
  await second.browser.send('/desk/provider/confirm');
}

const addressOn = ({ shown }: TestBrowser) =>
  (/<a class="btn" href="([^"]*)"/.exec(shown.html)?.[1] ?? '').replaceAll('&amp;', '&');

/** Comes back from the provider, as a browser does that was sent there: without cookies at first. */
async function comeBack(browser: TestBrowser, query: string, at?: string): Promise<string> {
  const { pathname } = new URL(new URL(addressOn(browser)).searchParams.get('redirect_uri') ?? '');
  const cookies = [...browser.cookies];
  browser.cookies.clear();
  await browser.visit(`${at ?? pathname}?${query}`);
  expect(browser.shown.cookies).toEqual([]);
  for (const [name, value] of cookies) browser.cookies.set(name, value);
  return (await browser.send('/desk/sign-in/from')).html;
}

async function link(worker: TestWorker, subject: string): Promise<string> {
  await signInAs(here, worker);
  await openFactors(here, worker);
  await sendFactors(worker.browser, 'link');
  return comeBack(worker.browser, idp.grant(addressOn(worker.browser), subject));
}

/** A browser whose worker gave the passphrase and is on the way to the provider. */
async function onTheWay(worker = lena, more: Record<string, string> = {}): Promise<TestBrowser> {
  const browser = openBrowser(here.site);
  await browser.visit('/desk/sign-in');
  const { signInName: name, passphrase } = worker;
  const carried = browser.shown.html;
  const token = /name="form-token" value="([^"]*)"/.exec(carried)?.[1] ?? '';
  const fields = Object.entries({ 'form-token': token, name, passphrase, ...more });
  await browser.post('/desk/sign-in/provider', fields);
  return browser;
}

async function signInThrough(subject = 'lena-at-idp'): Promise<TestBrowser> {
  const browser = await onTheWay();
  await comeBack(browser, idp.grant(addressOn(browser), subject));
  return browser;
}

const isIn = ({ shown }: TestBrowser) => shown.html.includes('Name of lena');

describe('signing in through the agency’s provider', () => {
  test.each(['RS256', 'ES256'] as const)(
    'works with the passphrase and its word, signed by %s',
    async (algorithm) => {
      idp.lies = { algorithm };
      expect(isIn(await signInThrough())).toBe(true);
    },
  );

  test('asks the provider for nothing but who it is, with a proof that only this browser can give', async () => {
    const browser = await onTheWay();
    const { searchParams, origin } = new URL(addressOn(browser));
    expect(origin).toBe(idp.issuer);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      scope: 'openid',
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(browser.shown.html).not.toContain('lena@');
  });

  test('uses a code up when they set out, so that it is good for nobody meanwhile', async () => {
    const code = nextCode(here, lena);
    const browser = await onTheWay(lena, { code });
    const other = openBrowser(here.site);
    await other.visit('/desk/sign-in');
    const { signInName: name, passphrase } = lena;
    expect((await other.send('/desk/sign-in', { name, passphrase, code })).status).toBe(403);
    await comeBack(browser, idp.grant(addressOn(browser), 'lena-at-idp'));
    expect(isIn(browser)).toBe(true);
  });

  const lies: [string, ProviderLies][] = [
    ['another nonce', { nonce: 'of another time' }],
    ['another audience', { audience: 'another-client' }],
    ['another audience beside ours', { audience: ['clew', 'another-client'] }],
    ['another issuer', { issuer: 'https://login.example.org' }],
    ['a time that is over', { lifetime: -3_600 }],
    ['another subject', { subject: 'amina-at-idp' }],
    ['a key that is not the provider’s', { otherKey: true }],
    ['no signature', { algorithm: 'none' }],
    ['another state', { state: 'of another browser' }],
    ['another name of the provider itself', { namesItself: 'https://login.example.org' }],
    ['keys at another address', { keysAt: 'http://127.0.0.1:9/keys' }],
    ['an error', { status: 400 }],
  ];
  test.each(lies)('is refused where what comes back has %s', async (_, lie) => {
    const browser = await onTheWay();
    idp.lies = lie;
    const html = await comeBack(browser, idp.grant(addressOn(browser), 'lena-at-idp'));
    expect(html).toContain('does not hold');
    expect(browser.cookies.has('clew')).toBe(false);
    idp.lies = {};
    expect(isIn(await signInThrough())).toBe(true);
  });

  test('is refused without the passphrase, and without a link, in one text; and takes no email for a link', async () => {
    const wrong = await onTheWay({ ...lena, passphrase: 'not this one, sorry' });
    const unlinked = await onTheWay(second);
    const nobody = await onTheWay({ ...lena, signInName: lena.signInName.replace('lena', 'nobody') });
    for (const { shown } of [wrong, unlinked, nobody]) {
      expect(shown.status).toBe(403);
      expect(shown.html).toContain('you have not linked the provider');
      expect(shown.html).not.toContain(idp.issuer);
    }
  });

  test('takes an answer once, in the browser that was sent, and for ten minutes', async () => {
    const browser = await onTheWay();
    const way = browser.shown;
    const cookies = [...browser.cookies];
    const query = idp.grant(addressOn(browser), 'lena-at-idp');
    const stranger = openBrowser(here.site);
    stranger.shown = way;
    expect(await comeBack(stranger, query)).toContain('was not sent to a provider');
    await comeBack(browser, query);
    expect(isIn(browser)).toBe(true);
    const again = openBrowser(here.site);
    for (const [name, value] of cookies) again.cookies.set(name, value);
    again.shown = way;
    expect(await comeBack(again, query)).toContain('was not sent to a provider');
    const late = await onTheWay();
    here.moveClock(PROVIDER_SECONDS * 1000);
    const answer = idp.grant(addressOn(late), 'lena-at-idp');
    expect(await comeBack(late, answer)).toContain('longer than ten minutes ago');
  });

  test('takes no answer that came to another agency’s address, as a provider mixes them up', async () => {
    const browser = await onTheWay();
    const query = idp.grant(addressOn(browser), 'lena-at-idp');
    const before = idp.asked.length;
    expect(await comeBack(browser, query, '/desk/sign-in/from/bcdfghjk')).toContain('does not hold');
    expect(idp.asked.slice(before)).toEqual([]);
  });

  test('says that the provider does not answer, and goes on by code', async () => {
    const browser = await onTheWay();
    idp.lies = { status: 503 };
    const html = await comeBack(browser, idp.grant(addressOn(browser), 'lena-at-idp'));
    expect(html).toContain('does not answer');
    expect((await signInAs(here, lena, browser)).html).toContain('Name of lena');
  });

  describe('where its word stands alone', () => {
    const back = async (lie: ProviderLies) => {
      const browser = await onTheWay();
      idp.lies = lie;
      return comeBack(browser, idp.grant(addressOn(browser), 'lena-at-idp'));
    };

    test.each<[string, ProviderLies]>([
      ['says nothing of how it asked', { amr: undefined }],
      ['asked for a password alone', { amr: ['pwd'] }],
      ['names another strength only', { amr: undefined, acr: 'https://refeds.org/profile/mfa' }],
    ])('is refused where it %s, and says that a code is the other way', async (_, lie) => {
      expect(await back(lie)).toContain('did not say that it asked you for a second factor');
    });

    test.each<[string, ProviderLies]>([
      ['long ago', { askedAgo: 3_600 }],
      ['at a time that it does not say', { askedAgo: undefined }],
    ])('is refused where it asked %s', async (_, lie) => {
      expect(await back(lie)).toContain('does not hold');
    });

    test('is asked for the name that two people agreed on, and held to it', async () => {
      await agree({ counts: 'yes', acr: 'https://refeds.org/profile/mfa' });
      const browser = await onTheWay();
      const { searchParams } = new URL(addressOn(browser));
      expect(searchParams.get('acr_values')).toBe('https://refeds.org/profile/mfa');
      expect(searchParams.get('max_age')).toBe('600');
      expect(await back({})).toContain('did not say that it asked you for a second factor');
      expect(await back({ amr: undefined, acr: 'https://refeds.org/profile/mfa' })).toContain('Name of lena');
      idp.lies = {};
      await agree({ counts: 'yes' });
    });

    test('and after a code it is asked for who it is, and no more', async () => {
      const browser = await onTheWay(lena, { code: nextCode(here, lena) });
      expect(new URL(addressOn(browser)).searchParams.has('max_age')).toBe(false);
      idp.lies = { amr: undefined, askedAgo: undefined };
      await comeBack(browser, idp.grant(addressOn(browser), 'lena-at-idp'));
      expect(isIn(browser)).toBe(true);
    });
  });

  test('is guessed at no more often than by code', async () => {
    const guess = () => onTheWay({ ...lena, passphrase: 'a guess that is wrong' });
    for (let made = 0; made < GUESSES_AN_HOUR; made++) expect((await guess()).shown.status).toBe(403);
    expect((await guess()).shown.status).toBe(429);
  });

  test('gives whoever has only the passphrase no new guesses at the code', async () => {
    here.moveClock(HOUR_MS);
    const guess = async () => {
      const browser = openBrowser(here.site);
      await browser.visit('/desk');
      return browser.send('/desk/sign-in', { name: lena.signInName, passphrase: PASSPHRASE, code: '000000' });
    };
    for (let made = 1; made < GUESSES_AN_HOUR; made++) expect((await guess()).status).toBe(403);
    await onTheWay();
    expect((await guess()).status).toBe(429);
    here.moveClock(HOUR_MS);
  });

  test('is over at once for who signed out everywhere on the way', async () => {
    await signInAs(here, lena);
    const browser = await onTheWay();
    await lena.browser.visit('/desk/you');
    await lena.browser.send('/desk/you/sign-out-everywhere');
    await comeBack(browser, idp.grant(addressOn(browser), 'lena-at-idp'));
    expect((await browser.visit('/desk')).status).toBe(401);
  });

  test('gives back what was typed before', async () => {
    await signInAs(here, lena);
    await lena.browser.visit('/desk/you');
    const token = /name="form-token" value="([^"]*)"/.exec(lena.browser.shown.html)?.[1] ?? '';
    here.moveClock(HOUR_MS);
    await lena.browser.post('/desk/recovery/arrange', [
      ['form-token', token],
      ['body', 'a long story'],
    ]);
    const typed = /name="typed" value="([^"]*)"/.exec(lena.browser.shown.html)?.[1] ?? '';
    expect(typed).not.toBe('');
    const browser = await onTheWay(lena, { typed, back: '/desk/recovery' });
    expect(await comeBack(browser, idp.grant(addressOn(browser), 'lena-at-idp'))).toContain('a long story');
  });
});

describe('a provider of an agency', () => {
  test('is set by two people, shown to both, and its secret to neither; the database names it nowhere', async () => {
    await signInAs(here, amina);
    const { html } = await amina.browser.visit('/desk/provider');
    expect(html).toContain(idp.issuer);
    expect(html).not.toContain(idp.clientSecret);
    await amina.browser.send('/desk/provider', {
      issuer: 'https://other.example.org',
      client: 'x',
      secret: 'canary-secret',
      reason: 'alone',
    });
    const own = await amina.browser.visit('/desk/provider');
    expect(own.html).not.toContain('canary-secret');
    // Nobody confirms what they proposed.
    const id = /name="id" value="([^"]*)"/.exec(own.html)?.[1] ?? '';
    const token = /name="form-token" value="([^"]*)"/.exec(own.html)?.[1] ?? '';
    const sent = [
      ['form-token', token],
      ['id', id],
    ] as const;
    expect((await amina.browser.post('/desk/provider/confirm', sent)).status).toBe(403);
    expect(isIn(await signInThrough())).toBe(true);
    const rows: unknown[] = [];
    for (const table of ['proposal', 'provider_attempt', 'worker', 'session', 'journal_entry', 'agency'])
      rows.push((await sql`SELECT * FROM ${sql.table(`clew.${table}`)}`.execute(here.database.admin)).rows);
    expect(JSON.stringify(rows)).not.toMatch(/localhost:|secret-of-the-client|lena-at-idp|canary-secret/);
  });

  test('that one person proposed is not confirmed by who can write into the database', async () => {
    await agree({});
    await signInAs(here, amina);
    await amina.browser.visit('/desk/provider');
    const { issuer, clientId: client, clientSecret: secret } = idp;
    await amina.browser.send('/desk/provider', { issuer, client, secret, reason: 'alone', counts: 'yes' });
    await sql`UPDATE clew.proposal SET confirmed_by = (SELECT confirmed_by FROM clew.proposal
      WHERE confirmed_by IS NOT NULL LIMIT 1), confirmed_at = now() + interval '10 years'
      WHERE kind = 'provider' AND confirmed_by IS NULL`.execute(here.database.admin);
    expect((await onTheWay()).shown.status).toBe(403);
    await sql`DELETE FROM clew.proposal WHERE confirmed_at > now() + interval '9 years'`.execute(
      here.database.admin,
    );
    await agree({ counts: 'yes' });
    expect(isIn(await signInThrough())).toBe(true);
  });

  test('stands in for a code only where two people said so', async () => {
    await agree({});
    const without = await onTheWay();
    expect(without.shown.html).toContain('a code is needed too');
    const browser = await onTheWay(lena, { code: nextCode(here, lena) });
    await comeBack(browser, idp.grant(addressOn(browser), 'lena-at-idp'));
    expect(isIn(browser)).toBe(true);
    await agree({ counts: 'yes' });
  });

  test('that was ended on the way answers for nobody', async () => {
    const browser = await onTheWay();
    await signInAs(here, amina);
    await amina.browser.visit('/desk/provider');
    const token = /name="form-token" value="([^"]*)"/.exec(amina.browser.shown.html)?.[1] ?? '';
    await amina.browser.post('/desk/provider', [
      ['form-token', token],
      ['do', 'end'],
      ['reason', 'ended'],
    ]);
    await confirm();
    expect(await comeBack(browser, idp.grant(addressOn(browser), 'lena-at-idp'))).toContain('does not hold');
    await agree({ counts: 'yes' });
  });

  test('does not come back by an older agreement of the same two people', async () => {
    await signInAs(here, amina);
    await amina.browser.visit('/desk/provider');
    const token = /name="form-token" value="([^"]*)"/.exec(amina.browser.shown.html)?.[1] ?? '';
    const end = [['form-token', token] as const, ['do', 'end'] as const, ['reason', 'ended'] as const];
    await amina.browser.post('/desk/provider', end);
    await confirm();
    expect((await amina.browser.visit('/desk/provider')).html).toContain('None is set.');
    await sql`UPDATE clew.proposal SET confirmed_at = now() + interval '9 years', at = now() + interval '9 years'
      WHERE kind = 'provider' AND proposal_id = (SELECT proposal_id FROM clew.proposal
        WHERE kind = 'provider' AND confirmed_by IS NOT NULL ORDER BY at LIMIT 1)`.execute(
      here.database.admin,
    );
    expect((await amina.browser.visit('/desk/provider')).html).toContain('None is set.');
    await agree({ counts: 'yes' });
  });

  test('is reached by name and https alone', () => {
    const rest = { clientId: 'x', clientSecret: 'y', counts: false };
    for (const issuer of [
      'http://login.example.org',
      'https://10.0.0.1',
      'https://[::1]/',
      'https://intranet',
      'https://login.example.org/?a=b',
      'https://user@login.example.org/',
      'file:///etc/passwd',
    ])
      expect([issuer, Provider.safeParse({ issuer, ...rest }).success]).toEqual([issuer, false]);
    expect(Provider.safeParse({ issuer: 'https://login.example.org/realms/x', ...rest }).success).toBe(true);
  });
});

describe('a link to a provider', () => {
  test('is made once, by the worker who is signed in, and ended by them', async () => {
    await signInAs(here, lena);
    await openFactors(here, lena);
    await sendFactors(lena.browser, 'unlink', { do: 'link' });
    const again = idp.grant(addressOn(lena.browser), 'amina-at-idp');
    expect(await comeBack(lena.browser, again)).toContain('was not linked');
    expect(isIn(await signInThrough())).toBe(true);
    await openFactors(here, lena);
    await sendFactors(lena.browser, 'unlink');
    expect((await onTheWay()).shown.status).toBe(403);
    expect(await link(lena, 'lena-at-idp')).toContain('The provider is linked');
    expect(isIn(await signInThrough())).toBe(true);
  });

  test('is not made in another browser, nor after signing out', async () => {
    await signInAs(here, second);
    await openFactors(here, second);
    await sendFactors(second.browser, 'link');
    const query = idp.grant(addressOn(second.browser), 'attacker-at-idp');
    second.browser.cookies.delete('clew');
    expect(await comeBack(second.browser, query)).toContain('Begin again');
    expect((await onTheWay(second)).shown.status).toBe(403);
  });

  test('does not stand in for what is asked again before a factor is changed', async () => {
    const browser = await signInThrough();
    expect(isIn(browser)).toBe(true);
    for (const path of ['/desk/you/factors', '/desk/you/keys']) {
      await browser.visit(path);
      const { status } = await browser.send(path, { passphrase: lena.passphrase, code: '' });
      expect([path, status]).toEqual([path, 422]);
      await browser.visit(path);
      const given = await browser.send(path, proofOf(here, lena));
      expect([path, given.status]).toEqual([path, 200]);
    }
  });
});
