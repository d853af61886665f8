import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadLaw } from '../law/index.ts';
import { filePages } from './file/index.ts';
import { policyPages } from './pages/policy-pages.ts';
import { ROLES, type RoleName } from './policy/index.ts';
import { populationPages } from './populations/index.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  hasId,
  makeAgency,
  makeFile,
  makeToken,
  nameOf,
  openProgram,
  type TestBrowser,
  type TestDesk,
  type TestProgram,
  type TestWorker,
  UUID,
  type Way,
  waysOf,
} from './testing/index.ts';

/**
 * Two agencies of the same making. Every link and form with an id that somebody of one finds is tried by somebody of the same role
 * in the other; then once more with ids of nothing. Both must be answered the same.
 */
let here: TestDesk;
let ours: ReadonlyMap<RoleName, TestWorker>;
let theirs: ReadonlyMap<RoleName, TestWorker>;

beforeAll(async () => {
  const law = loadLaw();
  const more = [...policyPages({ lawHash: 'a'.repeat(64) }), ...filePages(law), ...populationPages(law)];
  here = await createTestDesk(inject('store'), { more });
  theirs = await fillAgency('Clinic');
  ours = await fillAgency('Harbour House');
}, 240_000);
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

async function fillAgency(name: string): Promise<ReadonlyMap<RoleName, TestWorker>> {
  const admin = await makeAgency(here, name, 'administrator');
  const made = new Map<RoleName, TestWorker>([['administrator', admin]]);
  for (const role of ROLES)
    if (role !== 'administrator') made.set(role, await addWorker(here, admin, { own: role, roles: [role] }));
  await giveMandate(here, admin);
  for (const role of ['case-worker', 'screener'] as const)
    await makeFile(made.get(role) ?? admin, 'Canary in the narrative');
  const coordinator = made.get('coordinator') ?? admin;
  await coordinator.browser.visit('/desk/populations');
  const asked = { name: 'Canary of a population', days: '7' };
  await coordinator.browser.upload('/desk/populations', asked, {
    field: 'file',
    bytes: 'means.deception\nyes\n',
  });
  await admin.browser.visit('/desk/teams');
  await admin.browser.send('/desk/teams/make', { name: 'North' });
  await admin.browser.visit('/desk/people');
  await admin.browser.send('/desk/people/invite', { name: 'Newcomer', role: ['screener'] });
  return made;
}

const NOBODYS = '00000000-0000-4000-8000-000000000000';

/** What a page answers, without what differs from one request to the next: ids, tokens, boxes. */
async function answerTo(browser: TestBrowser, { path, fields }: Way, formToken: string): Promise<string> {
  const { status, html, location } = fields
    ? await browser.post(path, [['form-token', formToken], ...fields])
    : await browser.visit(path);
  return `${status} ${location} ${html}`.replaceAll(UUID, ':id').replaceAll(/[\w-]{40,}/g, ':random');
}

function without({ path, fields }: Way): Way {
  const gone = (text: string) => text.replaceAll(UUID, NOBODYS);
  return {
    path: gone(path),
    ...(fields ? { fields: fields.map(([name, value]): [string, string] => [name, gone(value)]) } : {}),
  };
}

let tried = 0;

describe.each(ROLES)('a %s', (role) => {
  test('finds, through every link and form that the other agency has for that role, what is found for ids of nothing', async () => {
    const [one, other] = [ours.get(role), theirs.get(role)];
    if (!one || !other) throw new Error(`Nobody is ${role}.`);
    const ways = (await waysOf(here, other)).filter((way) => hasId(JSON.stringify(way)));
    const { html } = await one.browser.visit('/desk/you');
    const formToken = /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const wrong: string[] = [];
    for (const way of ways) {
      tried += 1;
      const told = await answerTo(one.browser, way, formToken);
      const nothing = await answerTo(one.browser, without(way), formToken);
      if (told !== nothing || told.includes('Canary')) wrong.push(nameOf(way));
    }
    expect(wrong).toEqual([]);
  });
});

test('there were links and forms to try', () => {
  expect(tried).toBeGreaterThan(60);
});

describe('a program of every role', () => {
  const ids = new Map<string, string>();
  const programs = new Map<RoleName, TestProgram>();

  beforeAll(async () => {
    const owner = theirs.get('case-worker');
    if (!owner) throw new Error('Nobody is case-worker.');
    const program = await makeToken(here, owner);
    const list = (await program.ask('GET', '/api/desk/files')).body.items as { file: string }[];
    ids.set('file', list[0]?.file ?? '');
    const entries = await program.ask('GET', `/api/desk/files/${ids.get('file')}/parts/narrative/entries`);
    ids.set('entry', (entries.body.items as { entry: string }[])[0]?.entry ?? '');
    const self = (await program.ask('GET', '/api/desk/self')).body;
    ids.set('token', String(self.token)).set('worker', String(self.worker));
    for (const [role, worker] of ours) programs.set(role, await makeToken(here, worker));
  }, 120_000);

  const told = async (program: TestProgram, method: string, path: string) => {
    const answer = await program.ask(method, path, {
      ...(method === 'POST' ? { body: { entry: NOBODYS, generation: 1, box: 'A'.repeat(100) } } : {}),
      headers: { 'Idempotency-Key': '0123456789abcdef', 'If-Match': '"1.1"' },
    });
    const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`);
    return [answer.status, answer.text, ...headers].join('\n').replaceAll(UUID, ':id');
  };

  test.each(ROLES)(
    '%s: every route answers about ids of the other agency, to the byte, as about ids of nothing',
    async (role) => {
      const program = programs.get(role) ?? openProgram(here);
      const routes = here.site.routes.filter(({ params }) => Object.keys(params).length > 0);
      expect(routes.length).toBeGreaterThan(5);
      const wrong: string[] = [];
      for (const { method, path } of routes) {
        const filled = (id: (name: string) => string) =>
          path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'part' ? 'narrative' : id(name)));
        const at = await told(
          program,
          method.toUpperCase(),
          filled((name) => ids.get(name) ?? NOBODYS),
        );
        const nothing = await told(
          program,
          method.toUpperCase(),
          filled(() => NOBODYS),
        );
        if (at !== nothing || /^2/.test(at)) wrong.push(`${method} ${path}: ${at.slice(0, 200)}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  test('and nobody without a token, or with that of nobody, learns more than that', async () => {
    const wrong: string[] = [];
    for (const { method, path, enter } of here.site.routes) {
      if (!enter) continue;
      for (const program of [openProgram(here), openProgram(here, `clew_${'A'.repeat(86)}`)]) {
        const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids.get(name) ?? 'narrative');
        const answer = await program.ask(method.toUpperCase(), filled);
        if (answer.status !== 401 || answer.body.code !== 'no-token') wrong.push(`${method} ${path}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('the other agency still has all that was tried to be taken from it', async () => {
    const owner = theirs.get('case-worker');
    const program = owner && (await makeToken(here, owner));
    const file = await program?.ask('GET', `/api/desk/files/${ids.get('file')}`);
    expect(file?.status).toBe(200);
    expect((await program?.ask('GET', `/api/desk/tokens/${ids.get('token')}`))?.status).toBe(200);
  });
});
