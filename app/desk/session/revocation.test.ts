import { Agent, createServer, type RequestListener, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { loadLaw } from '../../law/index.ts';
import { filePages } from '../file/index.ts';
import { policyPages } from '../pages/policy-pages.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  giveRoles,
  makeAgency,
  ORIGIN,
  openBrowser,
  signInAs,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';

let here: TestDesk;
let admin: TestWorker;
let owner: TestWorker;
let lena: TestWorker;
beforeAll(async () => {
  const law = loadLaw();
  here = await createTestDesk(inject('store'), {
    more: [...policyPages({ lawHash: 'a'.repeat(64) }), ...filePages(law)],
  });
  admin = await makeAgency(here, 'Harbour House');
  owner = await addWorker(here, admin, { own: 'owner', roles: ['supervisor', 'case-worker'] });
  lena = await addWorker(here, admin, { own: 'lena', roles: ['case-worker'] });
  await giveMandate(here, admin);
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});
beforeEach(async () => {
  await signInAs(here, lena);
});

async function idOf(own: string): Promise<string> {
  const { html } = await admin.browser.visit('/desk/people');
  return new RegExp(`/desk/people/([0-9a-f-]{36})"[^>]*><bdi>Name of ${own}</bdi>`).exec(html)?.[1] ?? '';
}

/** A file of the owner's on which lena is named; its path. */
async function sharedFile(): Promise<string> {
  const { browser } = owner;
  await browser.visit('/desk/files');
  const { html } = await browser.send('/desk/files/new');
  const path = /\/desk\/files\/[0-9a-f-]{36}/.exec(html)?.[0] ?? '';
  await browser.visit(`${path}/people`);
  await browser.send(`${path}/people/let-in`, { 'let-in-worker': await idOf('lena') });
  return path;
}

async function makeRoles(own: string, roles: readonly string[]): Promise<void> {
  await giveRoles(here, admin, { workerId: await idOf(own), roles });
}

const statusOf = async ({ browser }: TestWorker, path: string) => (await browser.visit(path)).status;

describe('with the next request of whoever is signed in', () => {
  test('a role that was taken away opens nothing more', async () => {
    const path = await sharedFile();
    expect(await statusOf(lena, path)).toBe(200);
    await makeRoles('lena', ['auditor']);
    expect(await statusOf(lena, path)).toBe(404);
    expect(await statusOf(lena, '/desk/files')).toBe(404);
    expect(await statusOf(lena, '/desk/journal')).toBe(200);
    await makeRoles('lena', ['case-worker']);
    expect(await statusOf(lena, '/desk/journal')).toBe(404);
    expect(await statusOf(lena, path)).toBe(200);
  });

  test('a file from which they were taken out is not there', async () => {
    const path = await sharedFile();
    expect(await statusOf(lena, path)).toBe(200);
    await owner.browser.visit(`${path}/people`);
    await owner.browser.send(`${path}/people/remove`, { 'remove-worker': await idOf('lena') });
    expect(await statusOf(lena, path)).toBe(404);
    expect((await lena.browser.visit('/desk/files')).html).not.toContain(path);
  });

  test('a session that was ended in its browser is over, and those of other browsers are not', async () => {
    const phone = openBrowser(here.site);
    await signInAs(here, lena, phone);
    const cookie = phone.cookies.get('clew') ?? '';
    await phone.visit('/desk');
    await phone.send('/desk/sign-out');
    // Whoever copied the cookie before.
    const copy = openBrowser(here.site);
    copy.cookies.set('clew', cookie);
    expect((await copy.visit('/desk')).status).toBe(401);
    expect(await statusOf(lena, '/desk')).toBe(200);
  });

  test('whom an administrator signed out is out, in a connection too that is still open', async () => {
    const { origin, close } = await listen();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = () =>
      askWith(agent, { url: `${origin}/en/desk`, cookie: lena.browser.cookies.get('clew') ?? '' });
    const before = await ask();
    expect(before.status).toBe(200);
    await admin.browser.visit(`/desk/people/${await idOf('lena')}`);
    await admin.browser.send('/desk/people/sign-out');
    const after = await ask();
    expect(after).toEqual({ status: 401, port: before.port });
    agent.destroy();
    await close();
  });
});

/** Serves the pages at a socket, under the name that they know. */
async function listen(): Promise<{ origin: string; close: () => Promise<void> }> {
  const listener = getRequestListener((asked) => here.site.fetch(asked), { hostname: new URL(ORIGIN).host });
  const server = createServer(listener as RequestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Asks by an agent's connection; `port` tells which one it was. */
function askWith(
  agent: Agent,
  { url, cookie }: { url: string; cookie: string },
): Promise<{ status: number | undefined; port: number | undefined }> {
  return new Promise((resolve, reject) => {
    const headers = { Host: new URL(ORIGIN).host, Cookie: `clew=${cookie}` };
    const sent = request(url, { agent, headers }, (response) => {
      const port = sent.socket?.localPort;
      response.resume().on('end', () => resolve({ status: response.statusCode, port }));
    });
    sent.on('error', reject).end();
  });
}
