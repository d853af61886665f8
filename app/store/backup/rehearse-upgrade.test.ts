import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { connect, openDoor } from '../index.ts';
import {
  createEmptyDatabase,
  createTestDatabase,
  type EmptyDatabase,
  type TestDatabase,
} from '../testing/index.ts';
import { rehearseUpgrade } from './rehearse-upgrade.ts';

const agencyId = randomUUID();
let database: TestDatabase;
let copy: EmptyDatabase;
let folder: string;
beforeEach(async () => {
  database = await createTestDatabase(inject('store'));
  copy = await createEmptyDatabase(inject('store'));
  await sql`INSERT INTO clew.agency (agency_id, code, profile, roster_key, backup_recipient)
    VALUES (${agencyId}, 'bcdfghjk', 'box', 'key', 'age1')`.execute(database.admin);
  const door = openDoor(database.app, { kind: 'worker', workerId: randomUUID(), agencyId });
  await door.write({ action: 'team.make', thing: 'team' }, (transaction) =>
    sql`INSERT INTO clew.team (agency_id, team_id, profile) VALUES (${agencyId}, ${randomUUID()}, 'box')`.execute(
      transaction,
    ),
  );
  folder = await mkdtemp(join(tmpdir(), 'migrations '));
  await cp(join(import.meta.dirname, '..', 'migrations'), folder, { recursive: true });
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await copy.drop();
  await database.drop();
});

function rehearsed() {
  const { adminUrl } = database;
  const appRole = new URL(database.url).username;
  return rehearseUpgrade({ adminUrl, copyUrl: copy.adminUrl, appRole, folder });
}

async function teamsOf(url: string): Promise<unknown[]> {
  const admin = connect({ url, most: 1 });
  const { rows } = await sql`SELECT * FROM clew.team`.execute(admin);
  await admin.destroy();
  return rows;
}

test('what a newer version would do is done to a copy, and the database itself stays as it is', async () => {
  const next = `${String((await readdir(folder)).length + 1).padStart(4, '0')}-next`;
  await writeFile(
    join(folder, `${next}.sql`),
    "ALTER TABLE clew.team ADD COLUMN colour text NOT NULL DEFAULT 'blue'",
  );
  expect(await rehearsed()).toMatchObject({ agencies: 1, applied: [next], rows: { team: 1 } });
  expect(await teamsOf(copy.adminUrl)).toMatchObject([{ colour: 'blue' }]);
  expect(Object.keys((await teamsOf(database.adminUrl))[0] as object)).not.toContain('colour');
});

test('a migration that would fail on these very data fails on the copy', async () => {
  await writeFile(join(folder, '9999-next.sql'), "ALTER TABLE clew.team ADD CHECK (profile <> 'box')");
  await expect(rehearsed()).rejects.toThrow(/violated by some row/);
  expect(await teamsOf(database.adminUrl)).toHaveLength(1);
});

test('an up-to-date database has nothing to apply', async () => {
  expect(await rehearsed()).toMatchObject({ applied: [] });
});
