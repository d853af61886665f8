import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Cluster,
  connect,
  createCluster,
  findDatabaseOwner,
  makeAppLogin,
  migrate,
  openServing,
  openSocketFolder,
  openTerminalLogin,
  startCluster,
} from './index.ts';
import { testBinaries } from './testing/index.ts';

let folder: string;
let socket: string;
let cluster: Cluster;
let servingUrl: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clew-terminal-'));
  const owner = await findDatabaseOwner();
  socket = await openSocketFolder(owner);
  const place = { binaries: await testBinaries(), folder, owner, socket };
  await createCluster(place);
  cluster = await startCluster(place, () => undefined);
  const login = await makeAppLogin(cluster, 'clew');
  servingUrl = login.url;
  await migrate({ adminUrl: cluster.adminUrl('clew'), appRole: login.role, demo: false });
});
afterAll(async () => {
  await cluster?.stop();
  for (const path of [folder, socket]) await rm(path, { recursive: true, force: true });
});

const node = () => ({ folder, socketFolders: ['/nowhere', socket], database: 'clew' });

async function terminalRoles(): Promise<string[]> {
  const admin = connect({ url: cluster.adminUrl('clew'), most: 1 });
  const { rows } = await sql<{ name: string }>`
    SELECT rolname AS name FROM pg_roles WHERE rolname LIKE 'clew_terminal_%' ORDER BY 1`.execute(admin);
  await admin.destroy();
  return rows.map(({ name }) => name);
}

test('a command has a login of its own with the application’s rights alone, which goes with it', async () => {
  const [first, second] = [await openTerminalLogin(node()), await openTerminalLogin(node())];
  // Neither takes the way from the other, nor from the process that serves.
  for (const url of [first.url, second.url, servingUrl])
    await (await openServing(url, { demo: false })).database.destroy();
  expect(await terminalRoles()).toHaveLength(2);
  await first.end();
  await second.end();
  expect(await terminalRoles()).toEqual([]);
});

test('what a killed command left is cleared away once its time is over', async () => {
  await openTerminalLogin(node());
  const [left = ''] = await terminalRoles();
  const admin = connect({ url: cluster.adminUrl('clew'), most: 1 });
  await sql`ALTER ROLE ${sql.id(left)} VALID UNTIL '2001-01-01'`.execute(admin);
  await admin.destroy();
  const next = await openTerminalLogin(node());
  expect(await terminalRoles()).not.toContain(left);
  await next.end();
});

test('a node that does not run is said', async () => {
  const stopped = { ...node(), socketFolders: ['/nowhere'] };
  await expect(openTerminalLogin(stopped)).rejects.toMatchObject({ code: 'store.unavailable' });
});
