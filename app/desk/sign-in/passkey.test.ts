import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import {
  createAuthenticator,
  type Lies,
  otherKey,
  type TestAuthenticator,
} from '../testing/authenticator.ts';
import {
  addWorker,
  createTestDesk,
  makeAgency,
  nextCode,
  openBrowser,
  proofOf,
  signInAs,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';
import {
  addPasskey,
  openFactors,
  openFactorsBy,
  sendFactors,
  sendPasskey,
  signInByPasskey,
} from '../testing/passkeys.ts';
import { GUESSES_AN_HOUR } from './guess-budget.ts';
import { relyingPartyOf } from './passkey.ts';
import { CHALLENGE_MS } from './passkey-challenge.ts';

const HOUR_MS = 3_600_000;

let here: TestDesk;
let amina: TestWorker;
let lena: TestWorker;
let key: TestAuthenticator;
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  amina = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, amina, { own: 'lena', roles: ['case-worker'] });
  key = createAuthenticator({ counts: true });
  expect((await addPasskey(here, lena, { passkey: key })).html).toContain('<bdi>blue key</bdi>');
});
beforeEach(() => here.moveClock(HOUR_MS));
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

const isIn = ({ html }: { html: string }) => html.includes('Name of lena');

async function attempt(answerOf: (browser: TestWorker['browser']) => string, worker = lena) {
  const browser = openBrowser(here.site);
  await browser.visit('/desk/sign-in');
  return sendPasskey(browser, worker, answerOf(browser));
}

describe('a passkey', () => {
  test('signs in beside the passphrase, again and again', async () => {
    expect(isIn(await signInByPasskey(lena, key))).toBe(true);
    expect(isIn(await signInByPasskey(lena, key, openBrowser(here.site)))).toBe(true);
  });

  test('does not stand in for the passphrase', async () => {
    const browser = openBrowser(here.site);
    await browser.visit('/desk/sign-in');
    const shown = await sendPasskey(browser, lena, key.answer(browser), {
      passphrase: 'not this one, sorry',
    });
    expect(shown.status).toBe(403);
  });

  test('leaves the code good, in a browser without script', async () => {
    const browser = openBrowser(here.site);
    expect(isIn(await signInAs(here, lena, browser))).toBe(true);
  });

  const lies: Record<string, () => Lies> = {
    'made for another site, as a page that looks like ours would relay it': () => ({
      origin: 'http://clew.example',
    }),
    'made for another port of this host': () => ({ origin: 'http://localhost:1415' }),
    'made for another party': () => ({ party: 'clew.example' }),
    'of a browser that was asked from inside another site': () => ({ crossOrigin: true }),
    'to another challenge': () => ({ challenge: Buffer.alloc(32, 7).toString('base64url') }),
    'of its making': () => ({ type: 'webauthn.create' }),
    'without its holder verified': () => ({ isVerified: false }),
    'without anybody present': () => ({ isPresent: false }),
    'that another key signed': () => ({ key: otherKey() }),
    'of another passkey': () => ({ id: Buffer.alloc(32, 1).toString('base64url') }),
    'made for another worker': () => ({ userHandle: 'somebody else' }),
  };
  test.each(Object.entries(lies))(
    'answer %s is refused, in the words for all that is wrong',
    async (_, lie) => {
      const shown = await attempt((browser) => key.answer(browser, lie()));
      expect(shown.status).toBe(403);
      expect(shown.html).toContain('do not go together');
      expect(isIn(await attempt((browser) => key.answer(browser)))).toBe(true);
    },
  );

  test.each([
    '{}',
    '[]',
    'null',
    'x',
    '{"id":"a","rawId":"a","type":"public-key","response":{}}',
    '9'.repeat(30_000),
  ])('answer that is none is refused: %#', async (answer) => {
    expect((await attempt(() => answer)).status).toBe(403);
  });

  test('of a colleague does not sign in, nor does it to another agency', async () => {
    expect((await attempt((browser) => key.answer(browser), amina)).status).toBe(403);
    const other = await makeAgency(here, 'Valley Clinic', 'lena');
    expect((await attempt((browser) => key.answer(browser), other)).status).toBe(403);
  });

  test('answers a challenge once, also of two who bring it at the same moment', async () => {
    const still = createAuthenticator();
    await signInAs(here, lena);
    await addPasskey(here, lena, { passkey: still, name: 'one that does not count' });
    const browser = openBrowser(here.site);
    const form = await browser.visit('/desk/sign-in');
    const answer = still.answer(browser);
    const send = () => {
      browser.shown = form;
      return sendPasskey(browser, lena, answer);
    };
    const cookies = [...browser.cookies];
    const statuses = (await Promise.all([send(), send()])).map(isIn);
    expect(statuses.filter(Boolean)).toHaveLength(1);
    browser.cookies.clear();
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    expect((await send()).status).toBe(403);
  });

  test('answers no page of another browser, and none that was open for too long', async () => {
    const one = openBrowser(here.site);
    const form = await one.visit('/desk/sign-in');
    const other = openBrowser(here.site);
    await other.visit('/desk/sign-in');
    const token = /name="form-token" value="([^"]*)"/.exec(other.shown.html)?.[1] ?? '';
    other.shown = form;
    const moved = await sendPasskey(other, lena, key.answer(one), { 'form-token': token });
    expect([moved.status, moved.html.includes('Nothing was checked')]).toEqual([403, true]);
    one.shown = form;
    here.moveClock(CHALLENGE_MS);
    expect((await sendPasskey(one, lena, key.answer(one))).html).toContain('Nothing was checked');
  });

  test('whose counter has not gone on is a copy: refused, and told in the journal', async () => {
    const copied = key.counter;
    expect(isIn(await attempt((browser) => key.answer(browser)))).toBe(true);
    key.counter = copied;
    const before = await told();
    expect((await attempt((browser) => key.answer(browser))).status).toBe(403);
    expect(await told()).toBe(before + 1);
    // Whoever cannot sign makes nobody's passkey look copied.
    key.counter = copied;
    expect((await attempt((browser) => key.answer(browser, { key: otherKey() }))).status).toBe(403);
    expect(await told()).toBe(before + 1);
    key.counter += 10;
    expect(isIn(await attempt((browser) => key.answer(browser)))).toBe(true);
  });

  test('is guessed at no more often than a code', async () => {
    const guess = () => attempt((browser) => key.answer(browser, { key: otherKey() }));
    for (let made = 0; made < GUESSES_AN_HOUR; made++) expect((await guess()).status).toBe(403);
    expect((await guess()).status).toBe(429);
  });
});

describe('adding a passkey', () => {
  beforeEach(() => signInAs(here, lena));

  test('needs the passphrase, so that a stolen session adds none', async () => {
    const thief = openBrowser(here.site);
    for (const [name, value] of lena.browser.cookies) thief.cookies.set(name, value);
    await thief.visit('/desk/you/factors');
    const { html } = await thief.send('/desk/you/factors', { passphrase: 'a guess that is wrong' });
    expect(html).not.toMatch(/blue key|data-new="yes"/);
    await signInAs(here, amina);
    await openFactors(here, amina);
    const opened = /name="opened" value="([^"]*)"/.exec(amina.browser.shown.html)?.[1] ?? '';
    await thief.visit('/desk/you/factors');
    expect((await thief.send('/desk/you/factors', { opened, do: 'remove', which: 'code' })).status).toBe(422);
  });

  test.each([
    ['made for another site', { origin: 'https://clew.example' }],
    ['made for another party', { party: 'clew.example' }],
    ['from inside another site', { crossOrigin: true }],
    ['without its holder verified', { isVerified: false }],
    ['to another challenge', { challenge: 'AAAA' }],
    ['of another kind', { type: 'webauthn.get' }],
    // The library would fetch what the certificate names: a request to wherever somebody wants.
    ['with a certificate of who built it', { format: 'packed', statement: certified() }],
    ['of a kind that brings certificates', { format: 'tpm' }],
  ])('refuses one %s', async (_, lie) => {
    await openFactors(here, lena);
    const made = createAuthenticator().make(lena.browser, lie);
    const shown = await sendFactors(lena.browser, 'add', { name: 'red key', passkey: made });
    expect(shown.status).toBe(422);
    expect(shown.html).toContain('Nothing was changed');
  });

  test('takes an answer once, and one passkey once', async () => {
    const red = createAuthenticator();
    const form = await openFactors(here, lena);
    const passkey = red.make(lena.browser);
    expect((await sendFactors(lena.browser, 'add', { name: 'red key', passkey })).html).toContain('red key');
    lena.browser.shown = form;
    expect((await sendFactors(lena.browser, 'add', { name: 'red key', passkey })).status).toBe(422);
    await openFactors(here, lena);
    const again = await sendFactors(lena.browser, 'add', { name: 'red', passkey: red.make(lena.browser) });
    expect(again.html).toContain('You have this passkey already');
    await openFactors(here, lena);
    await sendFactors(lena.browser, 'remove', { which: red.id });
  });

  test('stops at five, and asks for a name', async () => {
    const more = [createAuthenticator(), createAuthenticator(), createAuthenticator(), createAuthenticator()];
    for (const [at, one] of more.entries()) await addPasskey(here, lena, { passkey: one, name: `key ${at}` });
    const { html } = await addPasskey(here, lena, { passkey: createAuthenticator(), name: 'one too many' });
    expect(html).toContain('You have five passkeys');
    expect((await addPasskey(here, lena, { passkey: createAuthenticator(), name: ' ' })).status).toBe(422);
    const lengths = await sql<{
      n: number;
    }>`SELECT DISTINCT length(secret_box) AS n FROM clew.worker`.execute(here.database.admin);
    // Neither how many passkeys somebody has, nor that there are any.
    expect(lengths.rows).toHaveLength(1);
    for (const one of more) {
      await openFactors(here, lena);
      await sendFactors(lena.browser, 'remove', { which: one.id });
    }
  });

  test('asks for none, and says why, where browsers make none', () => {
    for (const origin of ['http://clew.example', 'https://10.1.2.3', 'https://[::1]:8443', undefined])
      expect(relyingPartyOf(origin)).toBeUndefined();
    expect(relyingPartyOf('https://desk.clew.example:8443')).toEqual({
      id: 'desk.clew.example',
      origin: 'https://desk.clew.example:8443',
    });
  });
});

describe('a passkey that was taken away', () => {
  test('signs in no more', async () => {
    const lost = createAuthenticator();
    await signInAs(here, lena);
    await addPasskey(here, lena, { passkey: lost, name: 'lost phone' });
    const waiting = openBrowser(here.site);
    await waiting.visit('/desk/sign-in');
    const answer = lost.answer(waiting);
    await openFactors(here, lena);
    const shown = await sendFactors(lena.browser, 'remove', { which: lost.id });
    expect(shown.html).not.toContain('lost phone');
    expect((await sendPasskey(waiting, lena, answer)).status).toBe(403);
    expect(isIn(await attempt((browser) => key.answer(browser)))).toBe(true);
  });

  test('does not come back by a change of keys that was begun before', async () => {
    const lost = createAuthenticator();
    await signInAs(here, lena);
    await addPasskey(here, lena, { passkey: lost, name: 'lost phone' });
    await lena.browser.visit('/desk/you/keys');
    await lena.browser.send('/desk/you/keys', proofOf(here, lena));
    const digits = (/<bdi[^>]*>([\d ]{30,})<\/bdi>/.exec(lena.browser.shown.html)?.[1] ?? '').trim();
    await openFactors(here, lena);
    await sendFactors(lena.browser, 'remove', { which: lost.id });
    await signInAs(here, amina);
    await amina.browser.visit('/desk/keys');
    const who = /<option value="([^"]+)"[^>]*>Name of lena/.exec(amina.browser.shown.html)?.[1] ?? '';
    await amina.browser.send('/desk/keys/confirm', { who, digits });
    await lena.browser.visit('/desk/you/keys');
    await lena.browser.send('/desk/you/keys/complete', proofOf(here, lena, '-2'));
    expect((await lena.browser.visit('/desk')).status).toBe(401);
    expect((await attempt((browser) => lost.answer(browser))).status).toBe(403);
    expect(isIn(await signInByPasskey(lena, key))).toBe(true);
  });
});

describe('the last factor', () => {
  test('is not taken away; a code can be, once there is a passkey, and comes back with another secret', async () => {
    await signInAs(here, amina);
    const hana = await addWorker(here, amina, { own: 'hana', roles: ['auditor'] });
    await openFactors(here, hana);
    expect((await sendFactors(hana.browser, 'remove', { which: 'code' })).html).toContain('the only one');
    const only = createAuthenticator();
    await addPasskey(here, hana, { passkey: only });
    await openFactors(here, hana);
    await sendFactors(hana.browser, 'remove', { which: 'code' });
    // Who has a passkey alone proves again by it.
    expect((await openFactors(here, hana)).status).toBe(422);
    await openFactorsBy(only, hana);
    expect((await sendFactors(hana.browser, 'remove', { which: only.id })).html).toContain('the only one');
    for (const code of [nextCode(here, hana), '', '000000']) {
      const browser = openBrowser(here.site);
      await browser.visit('/desk/sign-in');
      const { signInName: name, passphrase } = hana;
      expect((await browser.send('/desk/sign-in', { name, passphrase, code })).status).toBe(403);
    }
    expect((await signInByPasskey(hana, only)).html).toContain('Name of hana');
    await openFactorsBy(only, hana);
    await sendFactors(hana.browser, 'code');
    const secret = (/<bdi dir="ltr">([A-Z2-7 ]+)<\/bdi>/.exec(hana.browser.shown.html)?.[1] ?? '').replaceAll(
      ' ',
      '',
    );
    const renewed = { ...hana, codeSecret: secret };
    expect((await sendFactors(hana.browser, 'code', { code: '000000' })).status).toBe(422);
    expect((await sendFactors(hana.browser, 'code', { code: nextCode(here, renewed) })).status).toBe(200);
    expect((await signInAs(here, renewed, openBrowser(here.site))).html).toContain('Name of hana');
  });
});

describe('who can write into the database', () => {
  test('adds no passkey, and sees of none whose it is', async () => {
    const { rows } = await sql<Record<string, unknown>>`SELECT * FROM clew.passkey_challenge`.execute(
      here.database.admin,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(Object.keys(rows[0] ?? {})).toEqual(['agency_id', 'challenge_hash', 'used_at']);
    const theirs = createAuthenticator();
    await signInAs(here, amina);
    await addPasskey(here, amina, { passkey: theirs });
    await sql`UPDATE clew.worker SET secret_box = (SELECT secret_box FROM clew.worker w JOIN clew.session s USING (worker_id)
      WHERE s.session_id = ${sessionOf(amina)}) WHERE name_hash = (SELECT name_hash FROM clew.worker w JOIN clew.session s
      USING (worker_id) WHERE s.session_id = ${sessionOf(lena)})`.execute(here.database.admin);
    expect((await attempt((browser) => theirs.answer(browser))).status).toBe(403);
  });
});

function sessionOf(worker: TestWorker): string {
  return (worker.browser.cookies.get('clew') ?? '').split('.')[1] ?? '';
}

async function told(): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    SELECT count(*) AS n FROM clew.journal_entry WHERE action = 'passkey.copied'
  `.execute(here.database.admin);
  return Number(rows[0]?.n);
}

/** A statement with a certificate chain in it, as CBOR. */
function certified(): Buffer {
  return Buffer.from('a363616c67266373696741006378356381420102', 'hex');
}
