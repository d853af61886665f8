import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { connect } from '../store/index.ts';
import { type OtherServer, startOtherServer } from '../store/testing/index.ts';
import {
  ask,
  makeDataFolder,
  type NodeUnderTest,
  startNode,
  startReadyNode,
  stopNode,
} from './testing/node-under-test.ts';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function serverWith(options: Parameters<typeof startOtherServer>[0] = {}): Promise<OtherServer> {
  const server = await startOtherServer(options);
  endings.push(server.stop);
  return server;
}

function environment(server: OtherServer): Record<string, string> {
  return { DATABASE_URL: server.appUrl, DATABASE_ADMIN_URL: server.adminUrl };
}

async function attempt(env: Record<string, string>, flags: string[] = []): Promise<NodeUnderTest> {
  const { dataFolder, remove } = await makeDataFolder();
  endings.push(remove);
  const node = await startNode({ dataFolder, env, flags });
  endings.push(() => stopNode(node));
  return node;
}

describe('a PostgreSQL that is there', () => {
  test('is migrated by its administrator, used by the application’s role, and left running', async () => {
    const server = await serverWith();
    const { dataFolder, remove } = await makeDataFolder();
    endings.push(remove);
    const node = await startReadyNode({ dataFolder, env: environment(server) });
    expect((await ask(node, '/write?id=one')).status).toBe(200);
    await stopNode(node);
    const admin = connect({ url: server.adminUrl, most: 1 });
    expect(await admin.selectFrom('clew.node').select('demo').execute()).toEqual([{ demo: false }]);
    await admin.destroy();
  });

  test('that a demo did not make is not opened by a demo', async () => {
    const server = await serverWith();
    const first = await attempt(environment(server));
    await first.untilSaid(/is ready/);
    await stopNode(first);
    const demo = await attempt(environment(server), ['--demo']);
    expect(await demo.exited).toBe(2);
    expect(demo.said()).toContain('was not made as a demo');
  });
});

test('a demo does not serve real data that another address leads to, nor the other way round', async () => {
  const [real, demo] = [await serverWith(), await serverWith()];
  await stopNode(await readyOn(real));
  await stopNode(await readyOn(demo, ['--demo']));
  const crossed = await attempt({ DATABASE_URL: real.appUrl, DATABASE_ADMIN_URL: demo.adminUrl }, ['--demo']);
  expect(await crossed.exited).toBe(2);
  expect(crossed.said()).toContain('was not made as a demo');
  const back = await attempt({ DATABASE_URL: demo.appUrl, DATABASE_ADMIN_URL: real.adminUrl });
  expect(await back.exited).toBe(2);
  expect(back.said()).toContain('was made by "--demo"');
});

async function readyOn(server: OtherServer, flags: string[] = []): Promise<NodeUnderTest> {
  const node = await attempt(environment(server), flags);
  await node.untilSaid(/is ready/);
  return node;
}

const careless: [string, Parameters<typeof startOtherServer>[0]][] = [
  ['fsync', { settings: { fsync: 'off' } }],
  ['full_page_writes', { settings: { full_page_writes: 'off' } }],
  ['synchronous_commit', { settings: { synchronous_commit: 'off' } }],
  ['data_checksums', { checksums: false }],
];

describe('start refuses', () => {
  test.each(careless)('a server with %s off', async (name, options) => {
    const node = await attempt(environment(await serverWith(options)));
    expect(await node.exited).toBe(2);
    expect(node.said()).toContain(`${name} is off`);
  });

  test('a role that owns what it uses', async () => {
    const server = await serverWith();
    const node = await attempt({ DATABASE_URL: server.adminUrl, DATABASE_ADMIN_URL: server.adminUrl });
    expect(await node.exited).toBe(2);
    expect(node.said()).toContain('must name a role of its own');
  });

  test('a role that may bypass row-level security', async () => {
    const server = await serverWith();
    const first = await attempt(environment(server));
    await first.untilSaid(/is ready/);
    await stopNode(first);
    const admin = connect({ url: server.adminUrl, most: 1 });
    await sql`ALTER ROLE app BYPASSRLS`.execute(admin);
    await admin.destroy();
    const second = await attempt(environment(server));
    expect(await second.exited).toBe(2);
    expect(second.said()).toContain('may bypass row-level security');
  });

  test('a server that does not answer, in words', async () => {
    const server = await startOtherServer();
    await server.stop();
    const node = await attempt(environment(server));
    expect(await node.exited).toBe(2);
    expect(node.said()).toContain('The database does not answer');
  });
});
