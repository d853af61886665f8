import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { rehearseUpgrade } from './backup/rehearse-upgrade.ts';
import { connect, migrate } from './index.ts';
import type { RowProgress } from './row-migration.ts';
import { readRowMigration } from './row-migration.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from './testing/index.ts';

const ROWS = 100_000;
const AGENCY = '11111111-1111-4111-8111-111111111111';

/** A column, many rows that need it, and a check that holds only once each of them has it: no step may be left out or done twice. */
const COLUMN = `ALTER TABLE clew.team ADD COLUMN tint int`;
const STEPS = `-- tables: team
-- Every team gets a tint.
-- count
SELECT count(*) FROM clew.team
-- step
WITH next AS (
  SELECT agency_id, team_id FROM clew.team WHERE team_id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
  ORDER BY team_id LIMIT $2
), changed AS (
  UPDATE clew.team t SET tint = coalesce(t.tint, 0) + 1 FROM next n
  WHERE t.agency_id = n.agency_id AND t.team_id = n.team_id RETURNING 1
)
SELECT max(team_id::text) AS reached, count(*) AS rows, (SELECT count(*) FROM changed) AS changed FROM next
`;
const CHECK = `ALTER TABLE clew.team ADD CHECK (tint = 1), ALTER COLUMN tint SET NOT NULL`;
const FILES = { '9001-tint.sql': COLUMN, '9002-tint.rows.sql': STEPS, '9003-tint-kept.sql': CHECK };
const NAMES = ['9001-tint', '9002-tint.rows', '9003-tint-kept'];

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await createTestDatabase(inject('store'));
  await sql`INSERT INTO clew.agency (agency_id, code, profile, roster_key, backup_recipient)
    VALUES (${AGENCY}, 'bcdfghjk', 'box', 'key', 'age1')`.execute(database.admin);
  folder = await mkdtemp(join(tmpdir(), 'migrations '));
  await cp(join(import.meta.dirname, 'migrations'), folder, { recursive: true });
  await put(FILES);
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

const makeTeams = (count: number) =>
  sql`INSERT INTO clew.team (agency_id, team_id, profile)
    SELECT ${AGENCY}, gen_random_uuid(), 'box' FROM generate_series(1, ${count})`.execute(database.admin);

async function migrateHere(): Promise<{ applied: string[]; told: RowProgress[] }> {
  const told: RowProgress[] = [];
  const { adminUrl } = database;
  const onRows = (progress: RowProgress) => void told.push(progress);
  return { applied: await migrate({ adminUrl, folder, appRole: 'clew_node', demo: false, onRows }), told };
}

async function tints(url = database.adminUrl): Promise<Record<string, number>> {
  const admin = connect({ url, most: 1 });
  const { rows } = await sql<{ tint: number | null; count: number }>`
    SELECT tint, count(*)::int AS count FROM clew.team GROUP BY tint`.execute(admin);
  await admin.destroy();
  return Object.fromEntries(rows.map(({ tint, count }) => [String(tint), count]));
}

/** Another process that migrates, killed as soon as it has said that so many rows are done. */
async function killAt(rows: number): Promise<number> {
  const [here, root] = [import.meta.dirname, join(import.meta.dirname, '../..')];
  const child = spawn(
    process.execPath,
    [
      '--import',
      join(root, 'bin/register.mjs'),
      join(here, 'testing/migrate-process.ts'),
      database.adminUrl,
      folder,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  let said = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    said = Number(line.split(' ')[0]);
    if (said >= rows) child.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  return said;
}

test(`a change of ${ROWS} rows that is killed in the midst goes on where it was, says how far it is, and changes each row once`, async () => {
  await makeTeams(ROWS);
  const said = await killAt(ROWS / 4);
  const half = await tints();
  const done = half['1'] ?? 0;
  expect(done).toBeGreaterThanOrEqual(said);
  expect(done).toBeLessThan(ROWS);
  const { applied, told } = await migrateHere();
  expect(applied).toEqual(NAMES.slice(1));
  expect(told[0]?.rows).toBeGreaterThan(done);
  expect(told[0]?.rows).toBeLessThanOrEqual(done + 2_000);
  expect(told.at(-1)).toEqual({ name: '9002-tint.rows', rows: ROWS, of: ROWS });
  expect(await tints()).toEqual({ '1': ROWS });
  expect(await migrateHere()).toEqual({ applied: [], told: [] });
});

test('it is rehearsed on a copy, which tells how far it is, and the database itself stays as it is', async () => {
  await makeTeams(4_500);
  const copy = await createEmptyDatabase(inject('store'));
  const said: string[] = [];
  try {
    const { adminUrl } = database;
    const upgrade = { adminUrl, copyUrl: copy.adminUrl, appRole: 'clew_node', folder };
    const rehearsed = await rehearseUpgrade({ ...upgrade, onProgress: (words) => void said.push(words) });
    expect(rehearsed).toMatchObject({ applied: NAMES, rows: { team: 4_500 } });
    expect(await tints(copy.adminUrl)).toEqual({ '1': 4_500 });
    expect(said).toContain('bringing the copy up to date: 9002-tint.rows, 2000 of 4500 rows');
    await expect(tints()).rejects.toThrow(/tint/);
  } finally {
    await copy.drop();
  }
});

test('two starts at once change each row once', async () => {
  await makeTeams(9_000);
  const both = await Promise.all([migrateHere(), migrateHere()]);
  expect(both.flatMap(({ applied }) => applied).sort()).toEqual(NAMES);
  expect(await tints()).toEqual({ '1': 9_000 });
});

test('a step that fails leaves the steps before it, and the next start takes it once it is mended', async () => {
  await makeTeams(4_500);
  const broken = STEPS.replace('t.tint, 0) + 1', 't.tint, 0) + 1 / (CASE WHEN $1 IS NULL THEN 1 ELSE 0 END)');
  await put({ '9002-tint.rows.sql': broken });
  await expect(migrateHere()).rejects.toMatchObject({ code: '22012' });
  expect(await tints()).toEqual({ '1': 2_000, null: 2_500 });
  await put({ '9002-tint.rows.sql': STEPS });
  expect((await migrateHere()).told.map(({ rows }) => rows)).toEqual([4_000, 4_500]);
  expect(await tints()).toEqual({ '1': 4_500 });
});

test('what has another form is refused by its name', () => {
  expect(() => readRowMigration('9002-tint.rows', 'UPDATE clew.team SET tint = 1')).toThrow(
    '9002-tint.rows is no migration in steps',
  );
  expect(readRowMigration('9002-tint.rows', STEPS)).toMatchObject({
    tables: ['team'],
    count: 'SELECT count(*) FROM clew.team',
  });
});
