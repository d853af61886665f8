import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadLaw } from '../law/index.ts';
import type { Page } from '../web/index.ts';
import { filePages } from './file/index.ts';
import { policyPages } from './pages/policy-pages.ts';
import {
  type Action,
  type Actor,
  isAction,
  isPublic,
  may,
  mayAtAll,
  ROLES,
  type RoleName,
  rolesOf,
  standingOf,
} from './policy/index.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  type TestDesk,
  type TestWorker,
} from './testing/index.ts';

const CANARY = 'Canary in the narrative';

let here: TestDesk;
let workers: ReadonlyMap<RoleName, TestWorker>;
let gita: TestWorker;
/** What the paths of the pages are filled with: things of the first agency, the file of its case worker. */
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  const more = [...policyPages({ lawHash: 'a'.repeat(64) }), ...filePages(loadLaw())];
  here = await createTestDesk(inject('store'), { more });
  const admin = await makeAgency(here, 'Harbour House', 'administrator');
  const others = ROLES.filter((role) => role !== 'administrator');
  const made = new Map<RoleName, TestWorker>([['administrator', admin]]);
  for (const role of others) made.set(role, await addWorker(here, admin, { own: role, roles: [role] }));
  workers = made;
  const clinic = await makeAgency(here, 'Clinic', 'head');
  const all = ROLES.filter((role) => role !== 'administrator' && role !== 'auditor');
  gita = await addWorker(here, clinic, { own: 'gita', roles: all });
  for (const one of [admin, clinic]) await giveMandate(here, one);
  ids = await fillIds(admin, as('case-worker'));
}, 120_000);
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

function as(role: RoleName): TestWorker {
  const worker = workers.get(role);
  if (worker === undefined) throw new Error(`Nobody is ${role}.`);
  return worker;
}

async function fillIds(admin: TestWorker, owner: TestWorker): Promise<Record<string, string>> {
  await owner.browser.visit('/desk/files');
  const { html } = await owner.browser.send('/desk/files/new');
  const file = /\/desk\/files\/([0-9a-f-]{36})/.exec(html)?.[1] ?? '';
  await owner.browser.visit(`/desk/files/${file}/write`);
  const told = {
    what: 'narrative told',
    words: CANARY,
    source: 'person',
    certainty: 'certain',
    on: '2026-03-04',
  };
  await owner.browser.send(`/desk/files/${file}/write`, told);
  const entry = await showEntry(owner, as('supervisor'));
  await admin.browser.visit('/desk/teams');
  const team = await admin.browser.send('/desk/teams/make', { name: 'North' });
  const people = (await admin.browser.visit('/desk/people')).html;
  return {
    ...{ file, entry },
    team: /name="team" value="([^"]+)"/.exec(team.html)?.[1] ?? '',
    worker: /\/desk\/people\/([0-9a-f-]{36})/.exec(people)?.[1] ?? '',
    role: 'screener',
  };
}

/** An entry of the help list, shown since a second person confirmed it. */
async function showEntry(owner: TestWorker, second: TestWorker): Promise<string> {
  await owner.browser.visit('/desk/directory/new');
  const told = { name: 'Advice', phone: '+44 1632 960100', countries: 'GB' };
  const { html } = await owner.browser.send('/desk/directory/new', told);
  const entry = /\/desk\/directory\/([0-9a-f-]{36})/.exec(html)?.[1] ?? '';
  await second.browser.visit(`/desk/directory/${entry}`);
  const asked = { way: 'found', which: 'The phone book.' };
  await second.browser.send(`/desk/directory/${entry}/confirm`, asked);
  return entry;
}

/** The pages that ask the policy for a role's permission. */
function guarded(): readonly Page[] {
  return here.site.pages.filter(
    ({ path, action }) =>
      path.startsWith('/desk') && !isPublic(action) && !['own', 'workers'].includes(standingOf(action) ?? ''),
  );
}

function pathOf({ path }: Page, filled = ids): string {
  return path.replace(/:(\w+)/g, (_, name: string) => filled[name] ?? 'nothing');
}

/** Asks for a page, or sends it an empty form that is in order. */
async function ask({ browser }: TestWorker, page: Page, filled = ids) {
  if (page.method === 'get') return browser.visit(pathOf(page, filled));
  const { html } = await browser.visit('/desk/you');
  const token = /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';
  return browser.post(pathOf(page, filled), [['form-token', token]]);
}

/** Whether a page answers about the file as it does about one that is not there, to the letter. */
async function tellsNothing(worker: TestWorker, page: Page): Promise<boolean> {
  const nobodys = { ...ids, file: '00000000-0000-4000-8000-000000000000' };
  const answers: string[] = [];
  for (const filled of [ids, nobodys]) {
    const { status, html } = await ask(worker, page, filled);
    answers.push(`${status} ${html.replaceAll(filled.file ?? '', 'FILE')}`);
  }
  return answers[0] === answers[1] && !answers[0]?.includes(CANARY);
}

/** Whether the policy lets a role have this page, and how it is refused: asked about the one file, where it is one's page. */
function foretold(role: RoleName, { path, action }: Page): 'yes' | 'not-found' | 'refused' {
  const workerId = role === 'case-worker' ? 'owner' : 'somebody';
  const actor: Actor = {
    ...{ workerId, agencyId: 'ours', roles: rolesOf([role]), mandates: ['shelter'] },
    ...{ teams: [], isDeputyFor: [] },
  };
  if (!path.includes(':file')) return mayAtAll(actor, action as Action) ? 'yes' : 'refused';
  const open = may(actor, 'file.open', { kind: 'file', agencyId: 'ours', ownerId: 'owner' });
  if (!open.may) return 'not-found';
  return mayAtAll(actor, action as Action) ? 'yes' : 'refused';
}

test('every page of the desk names an action of the closed list', () => {
  expect(here.site.pages.map(({ action }) => action).filter((action) => !isAction(action))).toEqual([]);
  expect(guarded().length).toBeGreaterThan(25);
});

describe.each(ROLES)('a %s', (role) => {
  test('is shown what the policy permits and refused all else; of a file out of reach no page tells that it is there', async () => {
    const wrong: string[] = [];
    for (const page of guarded()) {
      const expected = foretold(role, page);
      // What is permitted would be done: whether it works is for other tests to show.
      if (expected === 'yes' && page.method === 'post') continue;
      if (expected === 'not-found') {
        if (!(await tellsNothing(as(role), page)))
          wrong.push(`${page.method} ${page.path} tells of the file`);
        continue;
      }
      const { status, html } = await ask(as(role), page);
      const fits = expected === 'yes' ? status === 200 : status === 404 || status === 403;
      const isQuiet = role === 'case-worker' || !html.includes(CANARY);
      if (!fits || !isQuiet) wrong.push(`${page.method} ${page.path}: ${status}, foretold ${expected}`);
    }
    expect(wrong).toEqual([]);
  });
});

test('whoever has every role of another agency finds nothing of this one', async () => {
  const wrong: string[] = [];
  for (const page of guarded().filter(({ path }) => path.includes(':file')))
    if (!(await tellsNothing(gita, page))) wrong.push(`${page.method} ${page.path} tells of the file`);
  expect(wrong).toEqual([]);
});

test('an administrator whom somebody makes a case worker too, in the database itself, still opens no file', async () => {
  await sql`
    UPDATE clew.statement SET said = '{"roles":["administrator","case-worker","coordinator","supervisor"],"teams":[]}'
    WHERE kind = 'worker' AND said LIKE '%administrator%'
  `.execute(here.database.admin);
  for (const page of guarded().filter(({ path }) => path.startsWith('/desk/files'))) {
    const { status, html } = await ask(as('administrator'), page);
    expect([403, 404], page.path).toContain(status);
    expect(html).not.toContain(CANARY);
  }
});
