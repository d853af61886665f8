import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@clew/client';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { filePages } from '../../app/desk/index.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  makeFile,
  makeToken,
  openPart,
  type TestDesk,
  type TestWorker,
} from '../../app/desk/testing/index.ts';
import { loadLaw } from '../../app/law/index.ts';
import { siteRoutes } from '../../app/site-pages.ts';
import { type Served, serve } from '../serve.ts';
import { describeNode } from './describe-node.ts';
import { makeClient } from './make-client.ts';

const root = join(import.meta.dirname, '..', '..');
const law = loadLaw();

let here: TestDesk;
let served: Served;
let amina: TestWorker;
let token: string | undefined;

beforeAll(async () => {
  served = await serve((request) => here.site.fetch(request));
  const { origin } = served;
  here = await createTestDesk(inject('store'), {
    origin,
    more: filePages(law),
    routes: (desk) => siteRoutes(law, desk),
  });
  const admin = await makeAgency(here, 'Harbour House', 'administrator');
  amina = await addWorker(here, admin, { own: 'amina', roles: ['case-worker'] });
  await giveMandate(here, admin);
  token = (await makeToken(here, amina)).token;
}, 120_000);
afterAll(async () => {
  await served.close();
  expect(here.errors).toEqual([]);
  await here.drop();
});

function client(send: typeof fetch = fetch) {
  return createClient({ origin: served.origin, send, drawKey: randomUUID, ...(token ? { token } : {}) });
}

test('the library is what the description of this tree makes', () => {
  const file = join(root, 'packages/client/operations.ts');
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const { stdout } = spawnSync(process.execPath, [biome, 'format', `--stdin-file-path=${file}`], {
    cwd: root,
    input: makeClient(describeNode()),
    encoding: 'utf8',
  });
  const hint = 'Run npm run api:client.';
  expect(stdout === readFileSync(file, 'utf8') ? '' : hint).toBe('');
});

test('the example of its README runs as it stands, and prints what it says', async () => {
  const readme = readFileSync(join(root, 'packages/client/README.md'), 'utf8');
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
  const printed: unknown[] = [];
  const body = code.replace(/^import .*$/m, '').replaceAll('await ', 'await ');
  const run = Object.getPrototypeOf(async () => undefined).constructor as FunctionConstructor;
  const log = { log: (...words: unknown[]) => printed.push(words.join(' ')) };
  await new run('createClient', 'origin', 'fetch', 'console', body)(createClient, served.origin, fetch, log);
  expect(printed).toEqual(['yes']);
});

describe('a program with the library', () => {
  test('reads a State and walks a list page by page', async () => {
    const state = await client().call('readState', { params: { code: 'NO' }, query: { on: '2025-09-01' } });
    expect(state).toMatchObject({ ok: true, body: { state: 'NO' } });
    const ids = new Set<string>();
    for await (const { id } of client().items('listFacts', { query: { limit: '50' } })) ids.add(id);
    expect(ids.size).toBe(Object.keys(law.facts).length);
  });

  test('appends an entry once, also over a line that breaks before the answer comes', async () => {
    const file = await makeFile(amina, 'The first words');
    const part = await openPart(here, amina, { file, part: 'narrative' });
    const where = { params: { file, part: 'narrative' as const } };
    const list = await client().call('listEntries', where);
    let sent = 0;
    const breaking: typeof fetch = async (...request) => {
      const response = await fetch(...request);
      sent += 1;
      if (sent === 1) throw new TypeError('The line broke.');
      return response;
    };
    const body = part.seal('over a bad line', 2);
    const ifMatch = list.ok ? (list.etag ?? '') : '';
    const told = await client(breaking).call('appendEntry', { ...where, body, ifMatch });
    expect(told).toMatchObject({ ok: true, status: 201, body: { entry: body.entry, entries: 2 } });
    expect(sent).toBe(2);
    expect(await client().call('listEntries', where)).toMatchObject({ body: { head: { entries: 2 } } });
    const late = await client().call('appendEntry', { ...where, body: part.seal('late', 3), ifMatch });
    expect(late).toMatchObject({ ok: false, problem: { code: 'stale', versions: { sent: ifMatch } } });
  });

  test('is told a refusal with its code, and throws where nobody answers as a node does', async () => {
    const nobody = createClient({ origin: served.origin, send: fetch, drawKey: randomUUID });
    expect(await nobody.call('readSelf', {})).toMatchObject({
      ok: false,
      status: 401,
      problem: { code: 'no-token' },
    });
    const page = async () => new Response('<p>', { headers: { 'Content-Type': 'text/html' } });
    await expect(client(page).call('readSelf', {})).rejects.toThrow('is not a Clew node’s'.replace('’', "'"));
  });
});
