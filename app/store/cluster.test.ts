import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { findLiveServer, openSocketFolder, startCluster } from './cluster.ts';
import type { ClusterPlace } from './cluster-place.ts';
import { createCluster } from './create-cluster.ts';
import { connect, findDatabaseOwner, makeAppLogin, refuseUnsafeSettings } from './index.ts';
import { testBinaries } from './testing/index.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function newPlace(): Promise<ClusterPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'clew cluster-'));
  folders.push(folder);
  const owner = await findDatabaseOwner();
  const socket = await openSocketFolder(owner);
  folders.push(socket);
  return { binaries: await testBinaries(), folder, owner, socket };
}

const silent = () => undefined;

test('a cluster is made whole or not at all, and its password is for its owner only', async () => {
  const place = await newPlace();
  await createCluster(place);
  expect((await readdir(place.folder)).sort()).toEqual(['database-password', 'postgres']);
  expect((await stat(join(place.folder, 'database-password'))).mode & 0o077).toBe(0);
  expect((await stat(join(place.folder, 'postgres'))).mode & 0o077).toBe(0);
});

test('the server listens on its socket alone, asks for a password, and keeps row values out of its log', async () => {
  const place = await newPlace();
  await createCluster(place);
  const cluster = await startCluster(place, silent);
  const admin = connect({ url: cluster.adminUrl('postgres'), most: 1 });
  const { rows } = await sql<{
    listen: string;
  }>`SELECT current_setting('listen_addresses') AS listen`.execute(admin);
  expect(rows[0]?.listen).toBe('');
  await sql`CREATE TEMPORARY TABLE t (name text PRIMARY KEY)`.execute(admin);
  await sql`INSERT INTO t VALUES ('canary-name')`.execute(admin);
  await expect(sql`INSERT INTO t VALUES ('canary-name')`.execute(admin)).rejects.toThrow();
  await admin.destroy();

  const wrong = connect({ url: cluster.adminUrl('postgres').replace(/:[^:@]+@/, ':guess@'), most: 1 });
  await expect(sql`SELECT 1`.execute(wrong)).rejects.toMatchObject({ code: '28P01' });
  await wrong.destroy();

  await cluster.stop();
  expect(await readFile(join(place.folder, 'postgres.log'), 'utf8')).not.toContain('canary');
});

test('a server left behind is found, stopped and replaced, and what it held is there', async () => {
  const place = await newPlace();
  await createCluster(place);
  const left = await startCluster(place, silent);
  const before = connect({ url: left.adminUrl('postgres'), most: 1 });
  await sql`CREATE TABLE kept AS SELECT 42 AS answer`.execute(before);
  await before.destroy();
  expect(await findLiveServer(place)).toBe(left.pid);

  const next = await startCluster(place, silent);
  await left.exited;
  expect(await findLiveServer(place)).toBe(next.pid);
  const after = connect({ url: next.adminUrl('postgres'), most: 1 });
  expect((await sql`SELECT answer FROM kept`.execute(after)).rows).toEqual([{ answer: 42 }]);
  await after.destroy();
  await next.stop();
  expect(await findLiveServer(place)).toBeUndefined();
});

/** Every file below the folder with its content, and every folder. */
async function treeOf(folder: string): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    tree[path] = entry.isFile() ? await readFile(path, 'latin1') : 'folder';
  }
  return tree;
}

test.each(['14', '19'])('data of PostgreSQL %s are refused, and nothing in them changes', async (made) => {
  const place = await newPlace();
  await mkdir(join(place.folder, 'postgres'));
  await writeFile(join(place.folder, 'postgres', 'PG_VERSION'), `${made}\n`);
  await writeFile(join(place.folder, 'database-password'), 'a password');
  const before = await treeOf(place.folder);
  await createCluster(place);
  await expect(startCluster(place, silent)).rejects.toMatchObject({
    code: 'store.unsupported-version',
    message: expect.stringContaining(`PostgreSQL ${made}`),
  });
  expect(await treeOf(place.folder)).toEqual(before);
});

test.runIf(process.getuid?.() === 0)(
  'as root, a folder that PostgreSQL cannot enter is refused by name',
  async () => {
    const closed = await mkdtemp(join(tmpdir(), 'closed-'));
    folders.push(closed);
    const place = { ...(await newPlace()), folder: join(closed, 'data') };
    await expect(createCluster(place)).rejects.toMatchObject({
      code: 'store.folder',
      message: expect.stringContaining(closed),
    });
  },
);

test('a password that does not fit is told, instead of waiting for ever', async () => {
  const place = await newPlace();
  await createCluster(place);
  await writeFile(join(place.folder, 'database-password'), 'another');
  await expect(startCluster(place, silent)).rejects.toMatchObject({
    code: 'store.start-failed',
    message: expect.stringContaining('database-password'),
  });
});

test('what is left of a damaged database is not written over, nor its password', async () => {
  const place = await newPlace();
  await createCluster(place);
  const password = await readFile(join(place.folder, 'database-password'), 'utf8');
  await rm(join(place.folder, 'postgres', 'PG_VERSION'));
  await expect(createCluster(place)).rejects.toMatchObject({ code: 'store.folder' });
  expect(await readFile(join(place.folder, 'database-password'), 'utf8')).toBe(password);
});

test('what the application’s role set for itself does not bind the next start', async () => {
  const place = await newPlace();
  await createCluster(place);
  const cluster = await startCluster(place, silent);
  const first = connect({ url: (await makeAppLogin(cluster, 'clew')).url, most: 1 });
  await sql`ALTER ROLE clew_node SET synchronous_commit = off`.execute(first);
  await sql`ALTER ROLE clew_node IN DATABASE clew SET row_security = off`.execute(first);
  await first.destroy();
  const next = connect({ url: (await makeAppLogin(cluster, 'clew')).url, most: 1 });
  await refuseUnsafeSettings(next);
  await next.destroy();
  const elsewhere = connect({
    url: (await makeAppLogin(cluster, 'clew')).url.replace('/clew?', '/postgres?'),
    most: 1,
  });
  await expect(sql`SELECT 1`.execute(elsewhere)).rejects.toMatchObject({ code: '42501' });
  await elsewhere.destroy();
  await cluster.stop();
});
