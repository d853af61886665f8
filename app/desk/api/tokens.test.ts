import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ROLES } from '../policy/index.ts';
import { GUESSES_AN_HOUR } from '../sign-in/guess-budget.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  makeToken,
  openBrowser,
  openProgram,
  proofOf,
  signInAs,
  type TestDesk,
  type TestProgram,
  type TestWorker,
  tokenOn,
} from '../testing/index.ts';
import { TOKEN_ACTIONS } from './token-actions.ts';
import { readAuthorization, writeToken } from './token-text.ts';

const DAY_MS = 86_400_000;

let here: TestDesk;
let admin: TestWorker;
let amina: TestWorker;

beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  admin = await makeAgency(here, 'Harbour House', 'administrator');
  amina = await addWorker(here, admin, { own: 'amina', roles: ['case-worker'] });
  await giveMandate(here, admin);
}, 120_000);
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

async function statusOf(program: TestProgram, path = '/api/desk/self'): Promise<number> {
  return (await program.ask('GET', path)).status;
}

describe('a token', () => {
  test('is made on a page, by passphrase and code, is shown once, and says for whom it speaks', async () => {
    const program = await makeToken(here, amina, { actions: ['file.list'] });
    const { status, body } = await program.ask('GET', '/api/desk/self');
    expect(status).toBe(200);
    expect(body).toMatchObject({ actions: ['file.list'] });
    const { html } = await amina.browser.visit('/desk/you/tokens');
    expect(html).toContain('a test');
    expect(html).not.toContain(program.token);
  });

  test('is made for nobody who does not know the passphrase', async () => {
    await amina.browser.visit('/desk/you/tokens');
    const typed = { purpose: 'theft', may: 'file.list', days: '7', passphrase: 'something else' };
    const { status, html } = await amina.browser.send('/desk/you/tokens/make', typed);
    expect(status).toBe(422);
    expect(html).toContain('theft');
    expect(html).not.toContain('something else');
    expect(html).not.toMatch(/clew_/);
  });

  test('is still made in another session, once one has guessed at the passphrase too often', async () => {
    const thief = openBrowser(here.site);
    await signInAs(here, amina, thief);
    await thief.visit('/desk/you/tokens');
    const typed = { purpose: 'theft', may: 'file.list', days: '7', passphrase: 'something else' };
    for (let tried = 0; tried < GUESSES_AN_HOUR; tried++) await thief.send('/desk/you/tokens/make', typed);
    const right = { ...typed, ...proofOf(here, amina) };
    expect((await thief.send('/desk/you/tokens/make', right)).status).toBe(422);
    expect(await statusOf(await makeToken(here, amina))).toBe(200);
  });

  test('of a form that is sent twice is one', async () => {
    await amina.browser.visit('/desk/you/tokens');
    const before = await amina.browser.visit('/desk/you/tokens');
    const count = (html: string) => html.split('/desk/you/tokens/end"').length;
    const { html } = before;
    const fields: [string, string][] = [
      ['form-token', tokenOn(amina.browser, '/desk/you/tokens/make')],
      ['token', /name="token" value="([^"]+)"/.exec(html.slice(html.indexOf('tokens/make')))?.[1] ?? ''],
      ['purpose', 'twice'],
      ['may', 'file.list'],
      ['days', '1'],
      ...Object.entries(proofOf(here, amina)),
    ];
    const both = await Promise.all([
      amina.browser.post('/desk/you/tokens/make', fields),
      amina.browser.post('/desk/you/tokens/make', fields),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    expect(count((await amina.browser.visit('/desk/you/tokens')).html)).toBe(count(html) + 1);
  });

  test('stands in no row, and its row opens nothing without it', async () => {
    const program = await makeToken(here, amina, { actions: ['file.list'] });
    const text = readAuthorization(`Bearer ${program.token}`);
    const secret = Buffer.from(text?.secret ?? []);
    const { rows } = await sql<{ row: string }>`SELECT t::text AS row FROM clew.api_token t`.execute(
      here.database.admin,
    );
    for (const { row } of rows)
      for (const shape of [secret.toString('hex'), secret.toString('base64url'), 'file.list', 'a test'])
        expect(row).not.toContain(shape);
    const forged = writeToken({ ...(text ?? { agencyId: '', tokenId: '' }), secret: Buffer.alloc(32, 7) });
    expect(await statusOf(openProgram(here, forged))).toBe(401);
  });

  test('that somebody widened in the database is none', async () => {
    const program = await makeToken(here, amina, { actions: ['file.list'] });
    const tokenId = readAuthorization(`Bearer ${program.token}`)?.tokenId ?? '';
    const other = await makeToken(here, admin, { actions: ['agency.read'] });
    const otherId = readAuthorization(`Bearer ${other.token}`)?.tokenId ?? '';
    await sql`UPDATE clew.api_token t SET worker_id = o.worker_id FROM clew.api_token o
      WHERE t.token_id = ${tokenId} AND o.token_id = ${otherId}`.execute(here.database.admin);
    expect(await statusOf(program)).toBe(401);
  });

  test.each([
    ['nothing', undefined],
    ['no token', 'Bearer x'],
    ['another scheme', 'Basic YTpi'],
    ['a token of nobody', `Bearer clew_${'A'.repeat(86)}`],
    ['a token with a letter too many', `Bearer clew_${'A'.repeat(87)}`],
  ])('is asked for where there is %s', async (_, authorization) => {
    const headers = authorization === undefined ? {} : { Authorization: authorization };
    const told = await openProgram(here).ask('GET', '/api/desk/self', { headers });
    expect([told.status, told.body.code, told.headers.get('WWW-Authenticate')]).toEqual([
      401,
      'no-token',
      'Bearer',
    ]);
  });

  test('whoever runs the node is told of a token that is refused, and of no request without one', async () => {
    const program = await makeToken(here, amina, { actions: ['agency.read'] });
    here.noted.length = 0;
    await openProgram(here, `clew_${'A'.repeat(86)}`).ask('GET', '/api/desk/self');
    await program.ask('GET', '/api/desk/files');
    await openProgram(here).ask('GET', '/api/desk/self');
    await program.ask('GET', '/api/desk/self');
    expect(here.noted).toEqual([['token.wrong'], ['token.wrong']]);
  });

  test('is no session, and a session no token', async () => {
    const cookie = amina.browser.cookies.get('clew') ?? '';
    const told = await openProgram(here).ask('GET', '/api/desk/self', {
      headers: { Cookie: `clew=${cookie}` },
    });
    expect(told.status).toBe(401);
    expect(told.headers.getSetCookie()).toEqual([]);
  });
});

describe('what ends a token, from the next request on', () => {
  test('is its time', async () => {
    const program = await makeToken(here, amina, { days: '1' });
    expect(await statusOf(program)).toBe(200);
    here.moveClock(DAY_MS + 1_000);
    expect(await statusOf(program)).toBe(401);
    for (const worker of [amina, admin]) await signInAs(here, worker);
  });

  test('is its worker, on the page', async () => {
    const program = await makeToken(here, amina);
    const { body } = await program.ask('GET', '/api/desk/self');
    await amina.browser.visit('/desk/you/tokens');
    const formToken = tokenOn(amina.browser, '/desk/you/tokens/make');
    await amina.browser.post('/desk/you/tokens/end', [
      ['form-token', formToken],
      ['token', String(body.token)],
    ]);
    expect(await statusOf(program)).toBe(401);
  });

  test('is itself', async () => {
    const program = await makeToken(here, amina);
    const { body } = await program.ask('GET', '/api/desk/self');
    expect((await program.ask('DELETE', `/api/desk/tokens/${body.token}`)).status).toBe(200);
    expect(await statusOf(program)).toBe(401);
  });

  test('is signing out everywhere', async () => {
    const program = await makeToken(here, amina);
    await amina.browser.visit('/desk/you');
    await amina.browser.send('/desk/you/sign-out-everywhere');
    expect(await statusOf(program)).toBe(401);
    await signInAs(here, amina);
  });

  test('is leaving the agency', async () => {
    const leaver = await addWorker(here, admin, { own: 'leaver', roles: ['case-worker'] });
    const program = await makeToken(here, leaver);
    await sql`UPDATE clew.worker SET standing = 'left' WHERE worker_id = ${(await program.ask('GET', '/api/desk/self')).body.worker}`.execute(
      here.database.admin,
    );
    expect(await statusOf(program)).toBe(401);
  });
});

describe('what a token may do', () => {
  test('is what it was made for, and no more', async () => {
    const narrow = await makeToken(here, amina, { actions: ['agency.read'] });
    expect(await statusOf(narrow, '/api/desk/agency')).toBe(200);
    const told = await narrow.ask('GET', '/api/desk/files');
    expect([told.status, told.body.code]).toEqual([403, 'narrow-token']);
  });

  test('is what its worker may do now: a role that was taken is gone at once', async () => {
    const passing = await addWorker(here, admin, { own: 'passing', roles: ['case-worker'] });
    const program = await makeToken(here, passing);
    expect(await statusOf(program, '/api/desk/files')).toBe(200);
    const { body } = await program.ask('GET', '/api/desk/self');
    await sql`DELETE FROM clew.statement WHERE kind = 'worker' AND thing = ${body.worker}`.execute(
      here.database.admin,
    );
    here.noted.length = 0;
    expect(await statusOf(program, '/api/desk/files')).toBe(404);
    expect(here.noted).toEqual([['desk.refused']]);
  });

  test('is never more than a worker could choose, whatever the form says', async () => {
    await admin.browser.visit('/desk/you/tokens');
    const typed = { purpose: 'x', may: ['file.list', 'file.open'], days: '7', ...proofOf(here, admin) };
    const { status, html } = await admin.browser.send('/desk/you/tokens/make', typed);
    expect([status, /clew_/.test(html)]).toEqual([422, false]);
  });

  test('never confirms, lets in, gives a right or changes who may do what', () => {
    expect(
      TOKEN_ACTIONS.filter((name) =>
        /confirm|propose|admit|change|make|invit|glass|keys|recovery/.test(name),
      ),
    ).toEqual([]);
    expect(ROLES.length).toBeGreaterThan(0);
  });

  test('stands in the journal, once an hour, and what it did stands there as its worker’s', async () => {
    const auditor = await addWorker(here, admin, { own: 'auditor', roles: ['auditor'] });
    const program = await makeToken(here, auditor, { actions: ['journal.read', 'journal.verify'] });
    const { body: self } = await program.ask('GET', '/api/desk/self');
    await program.ask('GET', '/api/desk/self');
    const { body } = await program.ask('GET', `/api/desk/journal?worker=${self.worker}`);
    const lines = body.items as { action: string; thing: string }[];
    expect(
      lines.filter(({ action, thing }) => action === 'token.use' && thing === `token ${self.token}`),
    ).toHaveLength(1);
    expect(lines.some(({ action }) => action === 'token.make')).toBe(true);
    const head = (await program.ask('GET', '/api/desk/journal/head')).body;
    const checked = (await program.ask('POST', '/api/desk/journal/check')).body;
    expect(checked).toMatchObject({ sound: true, entries: head.entries, head: head.head });
  });

  test('sees tokens of the same worker alone', async () => {
    const own = await makeToken(here, amina);
    const others = await makeToken(here, admin);
    const { body } = await others.ask('GET', '/api/desk/self');
    expect(await statusOf(own, `/api/desk/tokens/${body.token}`)).toBe(404);
    expect((await own.ask('DELETE', `/api/desk/tokens/${body.token}`)).status).toBe(404);
    expect(await statusOf(others)).toBe(200);
  });
});

test('a page about tokens is shown in a browser of its own to nobody else', async () => {
  const stranger = openBrowser(here.site);
  const { html } = await stranger.visit('/desk/you/tokens');
  expect(html).not.toContain('a test');
});
