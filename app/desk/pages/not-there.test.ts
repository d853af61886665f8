import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  addWorker,
  createTestDesk,
  joinByLink,
  letIn,
  makeAgency,
  openBrowser,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';
import { policyPages } from './policy-pages.ts';

let here: TestDesk;
let amina: TestWorker;
let lena: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'), { more: policyPages({ lawHash: 'a'.repeat(64) }) });
  amina = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, amina, { own: 'lena', roles: ['case-worker', 'supervisor'] });
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

const NOWHERE = [
  '/desk/nothing',
  '/desk/nothing/at/all',
  '/desk/people/00000000-0000-4000-8000-000000000000',
  '/desk/teams/nothing',
  '/desk/journal',
];

describe('a page that is not there', () => {
  test.each(NOWHERE)('is said so in the desk’s own frame to who is signed in: %s', async (path) => {
    const { status, html } = await lena.browser.visit(path);
    expect(status).toBe(404);
    expect(html).toContain('This page is not here');
    expect(html).toContain('/desk/sign-out"');
    expect(html).toContain('href="/en/desk"');
    expect(html).not.toMatch(/class="leave"|No cookies|href="\/en\/law"/);
  });

  test('and one that is out of reach read the same, but for where one stands', async () => {
    const pages = await Promise.all(NOWHERE.map(async (path) => (await lena.browser.visit(path)).html));
    const plain = pages.map((html, index) =>
      html.replaceAll(NOWHERE[index] ?? '', 'PATH').replaceAll(' aria-current="page"', ''),
    );
    expect(new Set(plain.map((html) => /<main.*<\/main>/s.exec(html)?.[0])).size).toBe(1);
  });

  test('asks a stranger to sign in, as every other address of the desk does', async () => {
    const stranger = openBrowser(here.site);
    for (const path of ['/desk', ...NOWHERE])
      expect([path, (await stranger.visit(path)).status]).toEqual([path, 401]);
  });
});

test('what somebody sees and may not do is refused in the desk’s own frame', async () => {
  await lena.browser.visit('/desk/you');
  const token = /name="form-token" value="([^"]+)"/.exec(lena.browser.shown.html)?.[1] ?? '';
  const { status, html } = await lena.browser.post('/desk/people/invite', [
    ['form-token', token],
    ['name', 'typed before'],
  ]);
  expect([403, 404]).toContain(status);
  expect(html).toContain('/desk/sign-out"');
  expect(html).not.toContain('class="leave"');
});

test('whoever tries what their roles do not include is seen trying, by an auditor', async () => {
  const otto = await addWorker(here, amina, { own: 'otto', roles: ['auditor'] });
  await lena.browser.visit('/desk/journal');
  const { html } = await otto.browser.visit('/desk/journal');
  expect(html).toMatch(
    /Name of lena(?:(?!<tr).)*Tried what their roles do not include(?:(?!<tr).)*page journal\.read/s,
  );
});

test('an invitation names teams of the agency, and whoever is let in is in them', async () => {
  await amina.browser.visit('/desk/teams');
  await amina.browser.send('/desk/teams/make', { name: 'North harbour' });
  const { html } = await amina.browser.visit('/desk/people');
  const [, team = ''] = /name="team"[^>]*value="([0-9a-f-]{36})"/.exec(html) ?? [];
  const invited = await amina.browser.send('/desk/people/invite', {
    name: 'Name of omar',
    role: 'case-worker',
    team: [team, '00000000-0000-4000-8000-000000000000'],
  });
  const link = /\/desk\/join\/[\w.-]+/.exec(invited.html)?.[0] ?? '';
  expect((await amina.browser.visit('/desk/people')).html).toMatch(
    /Name of omar(?:(?!<li>).)*North harbour(?:(?!<fieldset).)*<\/ul>/s,
  );
  await letIn(here, amina, await joinByLink(here, link, 'omar'));
  const { rows } = await sql`
    SELECT w.standing FROM clew.statement s JOIN clew.worker w ON w.agency_id = s.agency_id AND w.worker_id::text = s.thing
    WHERE s.kind = 'worker' AND s.said::json -> 'teams' ->> 0 = ${team}
  `.execute(here.database.admin);
  expect(rows).toEqual([{ standing: 'in' }]);
  const foreign = await makeAgency(here, 'Clinic', 'gita');
  expect((await foreign.browser.visit('/desk/people')).html).not.toContain('North harbour');
});
