import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';
import { makeWorkerKeys } from '@clew/seal';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrate, writeBackup } from '../store/index.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../store/testing/index.ts';
import { refuseHalfRestored, restoreNode } from './restore-node.ts';
import { readSettings } from './settings.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  folder = await mkdtemp(join(tmpdir(), 'clew restores '));
  await chmod(folder, 0o711);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.drop();
});

let identity: string;
let file: string;
beforeAll(async () => {
  const { recipient, secrets } = await makeWorkerKeys((bytes) =>
    crypto.getRandomValues(new Uint8Array(bytes)),
  );
  identity = secrets.identity;
  await sql`INSERT INTO clew.agency (agency_id, code, profile, roster_key, backup_recipient)
    VALUES (gen_random_uuid(), 'bcdfghjk', 'box', 'key', ${recipient})`.execute(database.admin);
  file = join(folder, 'sunday.backup');
  await writeBackup({ adminUrl: database.adminUrl, file, version: '0.0.1-test', signer: 'none' });
});

const settingsOf = (env: Record<string, string>) =>
  readSettings({ env, flags: { demo: false, development: false }, checkout: folder, home: folder });
const asked = () => ({ file, identities: [identity], say: () => undefined, unsigned: true });

test('a restore that is stopped half-way leaves the folder as empty as it was, and the next one goes through', async () => {
  const dataFolder = join(folder, 'data');
  const settings = settingsOf({ CLEW_DATA: dataFolder });
  const stopAt = (words: string) => {
    if (words.includes('worker')) throw new Error('stopped');
  };
  await expect(restoreNode(settings, { ...asked(), onProgress: stopAt })).rejects.toThrow();
  expect(await readdir(dataFolder)).toEqual(['clew-data']);
  expect(await restoreNode(settings, asked())).toMatchObject({ agencies: 1 });
  expect((await readdir(dataFolder)).sort()).toEqual(['clew-data', 'database-password', 'postgres']);
});

const root = join(import.meta.dirname, '../..');

/** Restores in another process, which is killed as soon as it loads rows. */
async function killRestore(env: Record<string, string>): Promise<void> {
  const child = spawn(
    process.execPath,
    [
      ...['--import', join(root, 'bin/register.mjs')],
      ...[join(import.meta.dirname, 'testing/restore-process.ts'), file, identity],
    ],
    {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes('worker')) child.kill('SIGKILL');
  expect(await exited).toEqual([null, 'SIGKILL']);
}

test('a restore into a folder that is killed is refused at start, with what to do, and the next one is whole', async () => {
  const dataFolder = join(folder, 'killed');
  await killRestore({ CLEW_DATA: dataFolder });
  const before = await readdir(dataFolder);
  expect(before).not.toContain('postgres');
  const command = join(root, 'bin/clew.mjs');
  const start = spawn(process.execPath, [command, 'start', '--port', '0'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CLEW_DATA: dataFolder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([readAll(start.stderr), once(start, 'exit')]);
  expect(said).toMatch(/A restore was stopped half-way.*Run clew restore again/s);
  expect(code).toBe(2);
  expect(await restoreNode(settingsOf({ CLEW_DATA: dataFolder }), asked())).toMatchObject({ agencies: 1 });
  await refuseHalfRestored(dataFolder);
  expect((await readdir(dataFolder)).sort()).toEqual(['clew-data', 'database-password', 'postgres']);
});

test('what a restore leaves that is killed once the database is in its place is removed at start', async () => {
  const dataFolder = join(folder, 'moved');
  await killRestore({ CLEW_DATA: dataFolder });
  await mkdir(join(dataFolder, 'postgres'));
  await refuseHalfRestored(dataFolder);
  expect((await readdir(dataFolder)).filter((name) => name.startsWith('restoring'))).toEqual([]);
});

test('a restore into a database of another server that is killed is refused at start, and the next one is whole', async () => {
  const empty = await createEmptyDatabase(inject('store'));
  const url = new URL(empty.adminUrl);
  url.username = 'clew_node';
  const env = {
    CLEW_DATA: join(folder, 'elsewhere'),
    DATABASE_URL: url.href,
    DATABASE_ADMIN_URL: empty.adminUrl,
  };
  try {
    await killRestore(env);
    const migrating = migrate({ adminUrl: empty.adminUrl, appRole: 'clew_node', demo: false });
    await expect(migrating).rejects.toMatchObject({ code: 'store.half-restored' });
    expect(await restoreNode(settingsOf(env), asked())).toMatchObject({ agencies: 1 });
    await migrate({ adminUrl: empty.adminUrl, appRole: 'clew_node', demo: false });
    await expect(restoreNode(settingsOf(env), asked())).rejects.toMatchObject({ code: 'store.not-empty' });
  } finally {
    await empty.drop();
  }
});
