import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import type { FileDesk } from './file-desk.ts';
import { findByName } from './find-by-name.ts';
import { hashNameParts } from './name-parts.ts';
import { countOldCodeNames, renewCodeNames } from './renew-code-names.ts';
import { readOwnNames, renewNames } from './renew-names.ts';
import { readSearchKeys } from './search-key.ts';
import { madeFile, makeAgency, say, type TestAgency, type TestWorker } from './testing/index.ts';

let database: TestDatabase;
let agency: TestAgency;
let amina: TestWorker;
let boris: TestWorker;
let hers: string[];
let his: string;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  agency = await makeAgency(database);
  amina = await agency.join(['case-worker']);
  boris = await agency.join(['case-worker']);
  hers = [await named(amina, 'Amal Haddad'), await named(amina, 'Noor Haddad')];
  his = await named(boris, 'Amal Haddad');
});
afterAll(() => database.drop());

async function named(worker: TestWorker, words: string): Promise<string> {
  const fileId = await madeFile(worker);
  await say(worker, { fileId, compartment: 'identity', about: 'name', words });
  return fileId;
}

async function found(worker: TestWorker, name: string): Promise<string[]> {
  const result = await findByName(worker, name);
  return result.ok ? result.files.map(({ fileId }) => fileId).toSorted() : [result.why];
}

const keysOf = (worker: TestWorker) => worker.door.read((transaction) => readSearchKeys(transaction, worker));

/** How many of the hashes of an agency a name makes with this key. */
async function tried(key: Uint8Array, name: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    SELECT count(*) AS count FROM clew.file_name_part WHERE part_hash = ANY(${hashNameParts(amina, key, name)})
  `.execute(database.admin);
  return Number(rows[0]?.count);
}

async function marks(): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT key_id AS id FROM clew.key_renewal ORDER BY 1`.execute(
    database.admin,
  );
  return rows.map(({ id }) => id);
}

test('the key of names is made anew step by step, and every file is found all the while', async () => {
  const [stolen] = await keysOf(amina);
  if (!stolen) throw new Error('Nobody made a key.');
  expect(await tried(stolen.key, 'Amal Haddad')).toBe(5);
  await sql`INSERT INTO clew.key_renewal VALUES (${agency.agencyId}, 'names', now())`.execute(database.admin);
  expect(await readOwnNames(amina)).toMatchObject({ key: true });

  // One file, and whoever did it stops.
  expect(await renewNames(amina, 1)).toBe(1);
  expect(await marks()).toEqual(['names:files']);
  expect((await keysOf(boris)).map(({ generation }) => generation)).toEqual([2, 1]);
  expect((await readOwnNames(amina)).files).toHaveLength(1);
  expect((await readOwnNames(boris)).files).toEqual([his]);
  expect(await found(amina, 'Haddad')).toEqual(hers.toSorted());
  expect(await found(boris, 'amal haddad')).toEqual([his]);

  // Killed in the midst of the next, nothing of it is done.
  const write: FileDesk['door']['write'] = (deed, work) =>
    amina.door.write(deed, async (transaction) => {
      await work(transaction);
      throw new Error('killed');
    });
  await expect(renewNames({ ...amina, door: { ...amina.door, write } }, 9)).rejects.toThrow('killed');
  expect(await found(amina, 'Haddad')).toEqual(hers.toSorted());
  expect((await readOwnNames(amina)).files).toHaveLength(1);

  expect(await renewNames(amina, 9)).toBe(1);
  expect(await renewNames(amina, 9)).toBe(0);
  // Hers are out of reach for the key of before; his waits for him.
  expect(await tried(stolen.key, 'Noor')).toBe(0);
  expect(await tried(stolen.key, 'Amal Haddad')).toBe(2);
  expect(await marks()).toEqual(['names:files']);
  expect(await renewNames(boris, 9)).toBe(1);
  expect(await tried(stolen.key, 'Amal Noor Haddad')).toBe(0);
  expect(await marks()).toEqual([]);
  expect((await keysOf(boris)).map(({ generation }) => generation)).toEqual([2]);
  expect(await found(boris, 'Amal Haddad')).toEqual([his]);
  expect(await found(amina, 'Haddad')).toEqual(hers.toSorted());
});

test('of two who make the key anew at the same moment one does', async () => {
  await sql`INSERT INTO clew.key_renewal VALUES (${agency.agencyId}, 'names', now())`.execute(database.admin);
  await Promise.all([renewNames(amina, 9), renewNames(boris, 9)]);
  await renewNames(amina, 9);
  expect(await marks()).toEqual([]);
  for (const one of [amina, boris])
    expect((await keysOf(one)).map(({ generation }) => generation)).toEqual([3]);
  expect(await found(boris, 'Amal')).toEqual([his]);
});

test('whoever opens no identity neither makes the key nor is told of a file', async () => {
  const panel = await agency.join(['panel-member']);
  await sql`INSERT INTO clew.key_renewal VALUES (${agency.agencyId}, 'names', now())`.execute(database.admin);
  expect(await readOwnNames(panel)).toEqual({ key: false, files: [] });
  expect(await renewNames(panel, 9)).toBe(0);
  expect(await marks()).toEqual(['names']);
});

test('nothing waits of code names where the agency’s key is the first', async () => {
  expect(await countOldCodeNames(amina)).toBe(0);
  expect(await renewCodeNames(amina, 9)).toBe(0);
});
