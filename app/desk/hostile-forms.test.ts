import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { loadLaw } from '../law/index.ts';
import type { Page } from '../web/index.ts';
import { filePages } from './file/index.ts';
import { policyPages } from './pages/policy-pages.ts';
import { type Action, type Actor, isPublic, mayAtAll, type RoleName, rolesOf } from './policy/index.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  type Shown,
  type TestDesk,
  type TestWorker,
} from './testing/index.ts';

/** What nobody types, and a program may send. */
const HOSTILE = [
  '\0',
  'a\0b\ud800\u{10ffff}\u202e',
  "<script>alert(1)</script>'; DROP TABLE clew.worker; --",
  '__proto__',
  '../../../etc/passwd',
  '99999999999999999999',
  '00000000-0000-0000-0000-000000000000',
  'x'.repeat(60_000),
];

let here: TestDesk;
let workers: ReadonlyMap<RoleName, TestWorker>;
let file: string;
beforeAll(async () => {
  const more = [...policyPages({ lawHash: 'a'.repeat(64) }), ...filePages(loadLaw())];
  here = await createTestDesk(inject('store'), { more });
  const admin = await makeAgency(here, 'Harbour House');
  const made = new Map<RoleName, TestWorker>([['administrator', admin]]);
  for (const role of ['case-worker', 'supervisor', 'auditor'] as const)
    made.set(role, await addWorker(here, admin, { own: role, roles: [role] }));
  workers = made;
  await giveMandate(here, admin);
  const { browser } = made.get('case-worker') ?? admin;
  await browser.visit('/desk/files');
  const { html } = await browser.send('/desk/files/new');
  file = /\/desk\/files\/([0-9a-f-]{36})/.exec(html)?.[1] ?? 'nothing';
}, 60_000);
afterAll(() => here.drop());

/** The pages of the desk that a role is let onto. */
function pagesOf(role: RoleName, method: 'get' | 'post'): Page[] {
  const actor: Actor = {
    ...{ workerId: 'somebody', agencyId: 'ours', roles: rolesOf([role]), mandates: ['shelter'] },
    ...{ teams: [], isDeputyFor: [] },
  };
  return here.site.pages.filter(
    (page) =>
      /^\/desk(?:\/|$)/.test(page.path) &&
      page.method === method &&
      !/sign-out|\/leave$|\/withdraw$/.test(page.path) &&
      (isPublic(page.action) ? role === 'administrator' : mayAtAll(actor, page.action as Action)),
  );
}

const pathOf = ({ path }: Page, other: string) =>
  path
    .replace(':file', file)
    .replace(/:\w+/g, encodeURIComponent(other.slice(0, 40).replace(/\p{Cs}/gu, '')));

async function tokenOf({ browser }: TestWorker): Promise<string> {
  const { html } = await browser.visit('/desk/you');
  return /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

/** The pages that every role is shown, each with its HTML. */
async function* everyPage(): AsyncGenerator<Shown & { path: string }> {
  for (const [role, worker] of workers)
    for (const page of pagesOf(role, 'get')) {
      const path = pathOf(page, 'nothing');
      yield { path, ...(await worker.browser.visit(path)) };
    }
}

test('a form of the desk fails nowhere inside, whatever a program puts into its fields', async () => {
  const names = new Set<string>();
  for await (const { html } of everyPage())
    for (const [, name = ''] of html.matchAll(/<(?:input|textarea|select)[^>]*\bname="([^"]+)"/g))
      names.add(name);
  names.delete('form-token');
  expect(names.size).toBeGreaterThan(20);
  const failed = new Set<string>();
  for (const [role, worker] of workers) {
    const token = await tokenOf(worker);
    for (const page of pagesOf(role, 'post'))
      for (const value of HOSTILE) {
        const fields = [...names].map((name): [string, string] => [name, value]);
        const sent = fields.slice(0, value.length > 1_000 ? 4 : undefined);
        const { status } = await worker.browser.post(pathOf(page, value), [['form-token', token], ...sent]);
        if (status >= 500) failed.add(`${page.path} ${JSON.stringify(value.slice(0, 30))} ${status}`);
      }
  }
  expect([...failed]).toEqual([]);
  expect(here.errors.map(String)).toEqual([]);
}, 120_000);

test('every page of the desk leads to signing out, and hides what is secret while it is typed', async () => {
  const seen = new Set<string>();
  for await (const { path, status, html, saved } of everyPage()) {
    if (status !== 200 || saved || /^\/desk\/(?:sign-in|recover|join|begin)\b/.test(path)) continue;
    seen.add(path);
    expect([path, html.includes('/desk/sign-out"')]).toEqual([path, true]);
    for (const [field] of html.matchAll(/<input[^>]*name="(?:passphrase|passphrase-2|next|again)"[^>]*>/g))
      expect([path, field]).toEqual([
        path,
        expect.stringMatching(/type="password"[^>]*autocomplete="|autocomplete="[^>]*type="password"/),
      ]);
  }
  expect(seen.size).toBeGreaterThan(12);
});

test('fields that a form does not have change nothing', async () => {
  const admin = workers.get('administrator');
  const auditor = workers.get('auditor');
  if (!admin || !auditor) throw new Error('They were not made.');
  const rows = () =>
    sql<{ row: string }>`
      SELECT 'w' || w::text AS row FROM clew.worker w UNION ALL SELECT 's' || s::text FROM clew.statement s ORDER BY 1
    `.execute(here.database.admin);
  const before = await rows();
  const token = await tokenOf(auditor);
  for (const page of pagesOf('auditor', 'post'))
    await auditor.browser.post(pathOf(page, 'nothing'), [
      ['form-token', token],
      ['role', 'administrator'],
      ['roles', 'administrator'],
      ['standing', 'in'],
      ['agency_id', '00000000-0000-0000-0000-000000000000'],
      ['isAdmin', 'true'],
      ['session_epoch', '0'],
    ]);
  const without = ({ rows: all }: Awaited<ReturnType<typeof rows>>) =>
    all.map(({ row }) => row.replace(/,\d+,\d+\)$/, ''));
  expect(without(await rows())).toEqual(without(before));
  expect((await auditor.browser.visit('/desk/people')).status).toBe(200);
});
