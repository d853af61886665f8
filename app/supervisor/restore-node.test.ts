import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeWorkerKeys } from '@clew/seal';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { writeBackup } from '../store/index.ts';
import { createTestDatabase, type TestDatabase } from '../store/testing/index.ts';
import { restoreNode } from './restore-node.ts';
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

test('a restore that is stopped half-way leaves the folder as empty as it was, and the next one goes through', async () => {
  const { recipient, secrets } = await makeWorkerKeys((bytes) =>
    crypto.getRandomValues(new Uint8Array(bytes)),
  );
  await sql`INSERT INTO clew.agency (agency_id, code, profile, roster_key, backup_recipient)
    VALUES (gen_random_uuid(), 'bcdfghjk', 'box', 'key', ${recipient})`.execute(database.admin);
  const file = join(folder, 'sunday.backup');
  await writeBackup({ adminUrl: database.adminUrl, file, version: '0.0.1-test', signer: 'none' });
  const dataFolder = join(folder, 'data');
  const flags = { demo: false, development: false };
  const settings = readSettings({ env: { CLEW_DATA: dataFolder }, flags, checkout: folder, home: folder });
  const asked = { file, identities: [secrets.identity], say: () => undefined, unsigned: true };
  const stopAt = (words: string) => {
    if (words.includes('worker')) throw new Error('stopped');
  };
  await expect(restoreNode(settings, { ...asked, onProgress: stopAt })).rejects.toThrow();
  expect(await readdir(dataFolder)).toEqual(['clew-data']);
  expect(await restoreNode(settings, asked)).toMatchObject({ agencies: 1 });
  expect(await readdir(dataFolder)).toContain('postgres');
});
