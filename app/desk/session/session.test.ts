import { deriveSessionKey, unlockSecrets } from '@clew/seal';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { deskPage } from '../pages/desk-page.tsx';
import { workerPages } from '../pages/worker-page.tsx';
import { createAuthenticator } from '../testing/authenticator.ts';
import {
  addWorker,
  createTestDesk,
  hiddenFields,
  makeAgency,
  nextCode,
  ORIGIN,
  openBrowser,
  signInAs,
  type TestDesk,
  type TestWorker,
  tokenOn,
} from '../testing/index.ts';
import { addPasskey, sendPasskey, signInByPasskey } from '../testing/passkeys.ts';
import { IDLE_MS, LONGEST_MS } from './find-session.ts';
import { sessionContext } from './open-session.ts';
import { SESSION_COOKIE } from './ticket.ts';

/** What was written by a form of the desk. */
const written: string[] = [];
const note = deskPage({
  path: '/desk/note',
  method: 'post',
  action: 'self.change',
  title: 'desk.you',
  secrets: ['pin'],
  render: ({ form }) => {
    written.push(form.get('text') ?? '');
    return { kind: 'redirect', path: '/desk', cookies: [] };
  },
});

let here: TestDesk;
let amina: TestWorker;
let lena: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'), { more: [note, ...workerPages] });
  amina = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, amina, { own: 'lena', roles: ['case-worker'] });
});
beforeEach(async () => {
  written.length = 0;
  await signInAs(here, amina);
  await signInAs(here, lena);
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

const statusOf = async (worker: TestWorker) => (await worker.browser.visit('/desk')).status;

describe('a session', () => {
  test('gets a new id and a new secret at each sign-in, whatever the browser brought along', async () => {
    const planted = lena.browser.cookies.get(SESSION_COOKIE) ?? '';
    const victim = openBrowser(here.site);
    victim.cookies.set(SESSION_COOKIE, planted);
    await victim.visit('/desk/sign-in');
    await signInAs(here, amina, victim);
    const mine = victim.cookies.get(SESSION_COOKIE) ?? '';
    expect(mine.split('.')[1]).not.toBe(planted.split('.')[1]);
    expect(mine.split('.')[2]).not.toBe(planted.split('.')[2]);
    expect((await lena.browser.visit('/desk')).html).toContain('Name of lena');
    expect((await victim.visit('/desk')).html).toContain('Name of amina');
  });

  test('that was signed out opens nothing for whoever kept its cookie', async () => {
    const kept = lena.browser.cookies.get(SESSION_COOKIE) ?? '';
    await lena.browser.visit('/desk');
    await lena.browser.send('/desk/sign-out');
    const thief = openBrowser(here.site);
    thief.cookies.set(SESSION_COOKIE, kept);
    expect((await thief.visit('/desk')).status).toBe(401);
  });

  test('ends when its worker signs in again in the same browser, and not in another', async () => {
    const phone = openBrowser(here.site);
    await signInAs(here, lena, phone);
    const kept = lena.browser.cookies.get(SESSION_COOKIE) ?? '';
    await signInAs(here, lena);
    const thief = openBrowser(here.site);
    thief.cookies.set(SESSION_COOKIE, kept);
    expect((await thief.visit('/desk')).status).toBe(401);
    expect((await phone.visit('/desk')).status).toBe(200);
    expect(await statusOf(lena)).toBe(200);
  });

  test('begins on a page of the desk, wherever the form of the sign-in would lead', async () => {
    for (const back of [
      'https://evil.example/',
      '//evil.example',
      'javascript:alert(1)',
      '/x',
      '/desk/../x',
      '/deskx',
    ]) {
      await lena.browser.visit('/desk/sign-in');
      const token = new Map(hiddenFields(lena.browser.shown.html, '/desk/sign-in')).get('form-token') ?? '';
      const fields = Object.entries({ ...credentials(lena), back, 'form-token': token });
      const request = new Request(`${ORIGIN}/desk/sign-in`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { Cookie: [...lena.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        redirect: 'manual',
      });
      const response = await here.site.fetch(request);
      expect([back, response.status, response.headers.get('Location')]).toEqual([back, 303, '/desk']);
    }
  });

  test('ends after half an hour without a request, and not while there are requests', async () => {
    for (let asked = 0; asked < 3; asked++) {
      here.moveClock(IDLE_MS - 1_000);
      expect(await statusOf(lena)).toBe(200);
    }
    here.moveClock(IDLE_MS + 1_000);
    expect(await statusOf(lena)).toBe(401);
  });

  test('ends after twelve hours, however busy', async () => {
    for (let at = 0; at < LONGEST_MS; at += IDLE_MS - 60_000) {
      expect(await statusOf(lena)).toBe(200);
      here.moveClock(IDLE_MS - 60_000);
    }
    expect(await statusOf(lena)).toBe(401);
  });

  test('ends in every browser with the next request once its worker signs out everywhere', async () => {
    const phone = openBrowser(here.site);
    await signInAs(here, lena, phone);
    const mine = sessionOf(lena);
    await lena.browser.visit('/desk/you');
    await lena.browser.send('/desk/you/sign-out-everywhere');
    const { rows } = await sql<{ left: string }>`
      SELECT count(*) AS left FROM clew.session WHERE session_id = ${mine}
    `.execute(here.database.admin);
    // An old cookie and a later copy of the database must not open the private keys.
    expect(rows).toEqual([{ left: '0' }]);
    expect((await phone.visit('/desk')).status).toBe(401);
    expect(await statusOf(lena)).toBe(401);
    expect(await statusOf(amina)).toBe(200);
  });

  test('ends with the next request once an administrator signs its worker out', async () => {
    const people = (await amina.browser.visit('/desk/people')).html;
    const [, id = ''] = /\/desk\/people\/([0-9a-f-]{36})"[^>]*>(?:<[^>]*>)*Name of lena/.exec(people) ?? [];
    const token = tokenOn(amina.browser, '/desk/sign-out');
    await amina.browser.post('/desk/people/sign-out', [
      ['form-token', token],
      ['worker', id],
    ]);
    expect(await statusOf(lena)).toBe(401);
    expect(await statusOf(amina)).toBe(200);
  });

  test('cannot be put to a colleague’s name by who can write to the database', async () => {
    const put = (worker: TestWorker) =>
      sql`
      UPDATE clew.session SET worker_id = (SELECT worker_id FROM clew.session WHERE session_id = ${sessionOf(worker)})
      WHERE session_id = ${sessionOf(lena)}
    `.execute(here.database.admin);
    await put(amina);
    expect(await statusOf(lena)).toBe(401);
  });

  test('ends with the next request once its worker has left', async () => {
    await sql`UPDATE clew.worker SET standing = 'left' WHERE name_hash = (SELECT name_hash FROM clew.worker
      WHERE worker_id = (SELECT worker_id FROM clew.session WHERE session_id = ${sessionOf(lena)}))`.execute(
      here.database.admin,
    );
    expect(await statusOf(lena)).toBe(401);
    expect((await signInAs(here, lena)).status).toBe(403);
    await sql`UPDATE clew.worker SET standing = 'in' WHERE standing = 'left'`.execute(here.database.admin);
  });

  test('is of no use to who has the database: without the cookie’s secret nothing opens', async () => {
    const [agency, session] = (lena.browser.cookies.get(SESSION_COOKIE) ?? '').split('.');
    const thief = openBrowser(here.site);
    thief.cookies.set(SESSION_COOKIE, `${agency}.${session}.${'A'.repeat(43)}`);
    expect((await thief.visit('/desk')).status).toBe(401);
    const { rows } = await sql`SELECT * FROM clew.session`.execute(here.database.admin);
    expect(JSON.stringify(rows)).not.toContain(
      (lena.browser.cookies.get(SESSION_COOKIE) ?? '').split('.')[2],
    );
  });

  test('holds no second factor, which would sign in again after it', async () => {
    const [agencyId = '', sessionId = '', secret = ''] = (
      lena.browser.cookies.get(SESSION_COOKIE) ?? ''
    ).split('.');
    const { rows } = await sql<{ worker_id: string; box: string }>`
      SELECT worker_id, box FROM clew.session WHERE session_id = ${sessionId}
    `.execute(here.database.admin);
    const opened = unlockSecrets({
      key: deriveSessionKey(Buffer.from(secret, 'base64url'), 'session'),
      context: sessionContext({ agencyId, sessionId }, rows[0]?.worker_id ?? ''),
      box: rows[0]?.box ?? '',
    });
    expect(Object.keys(opened.ok ? opened.secrets : {}).sort()).toEqual([
      'founding',
      'identity',
      'rosterVerifyKey',
      'signingKey',
    ]);
  });

  test('does not move to another agency or another session by its ids', async () => {
    const [, session, secret] = (lena.browser.cookies.get(SESSION_COOKIE) ?? '').split('.');
    const [agency, other] = (amina.browser.cookies.get(SESSION_COOKIE) ?? '').split('.');
    for (const cookie of [
      `${agency}.${other}.${secret}`,
      `${session}.${session}.${secret}`,
      'nonsense',
      '',
    ]) {
      const stranger = openBrowser(here.site);
      stranger.cookies.set(SESSION_COOKIE, cookie);
      expect((await stranger.visit('/desk')).status).toBe(401);
    }
  });
});

describe('a form of the desk', () => {
  test('is done when it carries the token of its session', async () => {
    await lena.browser.visit('/desk');
    const token = tokenOn(lena.browser, '/desk/sign-out');
    await lena.browser.post('/desk/note', [
      ['form-token', token],
      ['text', 'from here'],
    ]);
    expect(written).toEqual(['from here']);
  });

  test('of another site does nothing: without the token, or with that of another session', async () => {
    await amina.browser.visit('/desk');
    const foreign = tokenOn(amina.browser, '/desk/sign-out');
    // As Tor Browser may send it: nothing says where it comes from, so that only the token stands in the way.
    for (const fields of [[], [['form-token', foreign]], [['form-token', '']]] as [string, string][][]) {
      const shown = await lena.browser.post('/desk/note', [...fields, ['text', 'forged'], ['pin', 'canary']]);
      expect(shown.status).toBe(403);
      expect(shown.html).toContain('forged');
      expect(shown.html).not.toContain('canary');
      expect(shown.html).not.toContain('action="/en/desk/note"');
    }
    expect(written).toEqual([]);
  });

  test('of another site signs nobody out', async () => {
    await lena.browser.post('/desk/sign-out', []);
    expect(await statusOf(lena)).toBe(200);
  });

  test('of another site signs nobody in as somebody else', async () => {
    const victim = openBrowser(here.site);
    const attacker = openBrowser(here.site);
    await attacker.visit('/desk/sign-in');
    const token = new Map(hiddenFields(attacker.shown.html, '/desk/sign-in')).get('form-token') ?? '';
    await victim.visit('/desk/sign-in');
    const { status } = await victim.post('/desk/sign-in', [
      ['form-token', token],
      ...Object.entries(credentials(lena)),
    ]);
    expect(status).toBe(403);
    expect(victim.cookies.has(SESSION_COOKIE)).toBe(false);
  });
});

describe('what was typed when the session was over', () => {
  async function typeTooLate(): Promise<string> {
    await lena.browser.visit('/desk');
    const token = tokenOn(lena.browser, '/desk/sign-out');
    here.moveClock(IDLE_MS + 60_000);
    const shown = await lena.browser.post('/desk/note', [
      ['form-token', token],
      ['text', 'a long story\nin two lines'],
      ['pin', 'canary'],
    ]);
    expect(shown.status).toBe(401);
    expect(written).toEqual([]);
    return shown.html;
  }

  test('is in the page sealed, comes back after signing in, and is sent by one press', async () => {
    expect(await typeTooLate()).not.toContain('long story');
    const back = await lena.browser.send('/desk/sign-in', credentials(lena));
    expect(back.html).toContain('a long story\nin two lines');
    expect(back.html).not.toContain('canary');
    await lena.browser.send('/desk/note');
    expect(written).toEqual(['a long story\nin two lines']);
  });

  test('comes back after signing in by a passkey too, whose sessions end everywhere as others do', async () => {
    const passkey = createAuthenticator();
    await addPasskey(here, lena, { passkey });
    await typeTooLate();
    const back = await sendPasskey(lena.browser, lena, passkey.answer(lena.browser));
    expect(back.html).toContain('a long story\nin two lines');
    const phone = openBrowser(here.site);
    await signInByPasskey(lena, passkey, phone);
    expect((await phone.visit('/desk')).status).toBe(200);
    await lena.browser.visit('/desk/you');
    await lena.browser.send('/desk/you/sign-out-everywhere');
    expect((await phone.visit('/desk')).status).toBe(401);
    here.moveClock(IDLE_MS);
    await signInByPasskey(lena, passkey, phone);
    here.moveClock(IDLE_MS + 1_000);
    expect((await phone.visit('/desk')).status).toBe(401);
  });

  test('stays sealed through a wrong passphrase', async () => {
    await typeTooLate();
    await lena.browser.send('/desk/sign-in', { ...credentials(lena), passphrase: 'not this one, sorry' });
    const back = await lena.browser.send('/desk/sign-in', credentials(lena));
    expect(back.html).toContain('a long story');
  });

  test('opens for no colleague who signs in at the same browser', async () => {
    await typeTooLate();
    const other = await lena.browser.send('/desk/sign-in', credentials(amina));
    expect(other.status).toBe(200);
    expect(other.html).not.toContain('long story');
  });

  test('is kept only if it came from a page of that session', async () => {
    here.moveClock(IDLE_MS + 60_000);
    const shown = await lena.browser.post('/desk/note', [['text', 'forged']]);
    expect(shown.status).toBe(403);
    expect(shown.html).not.toContain('name="typed"');
  });
});

function credentials(worker: TestWorker): Record<string, string> {
  return { name: worker.signInName, passphrase: worker.passphrase, code: nextCode(here, worker) };
}

function sessionOf(worker: TestWorker): string {
  return (worker.browser.cookies.get(SESSION_COOKIE) ?? '').split('.')[1] ?? '';
}
