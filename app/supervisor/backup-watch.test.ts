import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeWorkerKeys } from '@clew/seal';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../store/testing/index.ts';
import { backUpWhenDue, backupsKept, describeLateBackup, tryToBackUp, watchBackups } from './backup-watch.ts';

let database: TestDatabase;
let folder: string;
let data: string;
beforeEach(async () => {
  database = await createTestDatabase(inject('store'));
  folder = await mkdtemp(join(tmpdir(), 'clew backups '));
  data = await mkdtemp(join(tmpdir(), 'clew data '));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await rm(data, { recursive: true });
  await database.drop();
});

const hours = (count: number) => new Date(Date.UTC(2026, 10, 22, count));

async function makeAgency(): Promise<void> {
  const { recipient } = await makeWorkerKeys((bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
  await sql`INSERT INTO clew.agency (agency_id, code, profile, roster_key, backup_recipient)
    VALUES (gen_random_uuid(), 'bcdfghjk', 'box', 'key', ${recipient})`.execute(database.admin);
}

function due(now: Date): Promise<string | undefined> {
  return backUpWhenDue({
    adminUrl: database.adminUrl,
    folder,
    dataFolder: data,
    version: 'test',
    now: () => now,
  });
}

describe('the daily backup', () => {
  test('is made when the newest is a day old, and not before', async () => {
    await makeAgency();
    expect(await due(hours(0))).toBe('clew-20261122T000000Z.backup');
    expect(await due(hours(23))).toBeUndefined();
    expect(await due(hours(24))).toBe('clew-20261123T000000Z.backup');
    expect(await readdir(folder)).toHaveLength(2);
  });

  test('goes its way through fourteen, and leaves what is not its own', async () => {
    await makeAgency();
    const others = ['clew-mine.backup', 'clew-20200101T000000Z.backup.old', 'notes.txt'];
    for (const name of others) await writeFile(join(folder, name), 'mine');
    const old = Array.from(
      { length: backupsKept },
      (_, day) => `clew-202501${String(day + 10)}T000000Z.backup`,
    );
    for (const name of old) await writeFile(join(folder, name), 'old');
    await writeFile(join(folder, 'clew-20260101T000000Z.backup.part'), 'half');
    const made = await due(hours(0));
    expect((await readdir(folder)).toSorted()).toEqual([...others, ...old.slice(1), made].toSorted());
  });

  test('removes no older one where the new one could not be made', async () => {
    await makeAgency();
    const old = Array.from(
      { length: backupsKept + 2 },
      (_, day) => `clew-202501${String(day + 10)}T000000Z.backup`,
    );
    for (const name of old) await writeFile(join(folder, name), 'old');
    const adminUrl = 'postgres://nobody@localhost/clew?host=/tmp/clew-nowhere';
    const attempt = backUpWhenDue({
      adminUrl,
      folder,
      dataFolder: data,
      version: 'test',
      now: () => hours(0),
    });
    await expect(attempt).rejects.toMatchObject({ code: 'store.unavailable' });
    expect((await readdir(folder)).toSorted()).toEqual(old);
  });

  test('waits without a word for the first agency, and says where each went and what went wrong', async () => {
    const said: string[] = [];
    const watch = {
      adminUrl: database.adminUrl,
      folder,
      dataFolder: data,
      version: 'test',
      say: (line: string) => void said.push(line),
    };
    expect(await tryToBackUp(watch)).toBe('');
    expect(said).toEqual([]);
    await makeAgency();
    expect(await tryToBackUp(watch)).toBe('');
    const [name = ''] = await readdir(folder);
    expect(said).toEqual([`Backed up to ${join(folder, name)}. Copy it to another machine.`]);
    await writeFile(join(folder, 'a file'), '');
    expect(await tryToBackUp({ ...watch, folder: join(folder, 'a file', 'below') })).toMatch(
      /^No backup could be made; it is tried again in ten minutes\. The folder .* cannot be written/,
    );
  });

  test('leaves nothing half-made when the node is stopped meanwhile', async () => {
    await makeAgency();
    const end = watchBackups({
      adminUrl: database.adminUrl,
      folder,
      dataFolder: data,
      version: 'test',
      say: () => undefined,
    });
    await end();
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('does not wait for one that a wrong clock dated ahead, and tells that it is late', async () => {
    await makeAgency();
    await writeFile(join(folder, 'clew-20271122T000000Z.backup'), 'of next year');
    expect(await describeLateBackup(folder, hours(0))).toMatch(/is of 2027-11-22/);
    expect(await due(hours(0))).toBe('clew-20261122T000000Z.backup');
  });

  test('is told to be late from 26 hours on, and missing before the first', async () => {
    await makeAgency();
    expect(await describeLateBackup(folder, hours(0))).toMatch(/^No backup stands/);
    await due(hours(0));
    expect(await describeLateBackup(folder, hours(25))).toBeUndefined();
    expect(await describeLateBackup(folder, hours(26))).toMatch(
      /is of 2026-11-22 00:00 UTC, and one is due each day/,
    );
  });
});
