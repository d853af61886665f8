import { readdirSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { connect, migrate, StoreFault } from './index.ts';
import { migrateTo } from './migrate.ts';
import { createEmptyDatabase } from './testing/index.ts';

const numbered = readdirSync(join(import.meta.dirname, 'migrations'))
  .map((name) => name.replace(/\.sql$/, ''))
  .sort();

/** `use` gets the administrator's address of an empty database, which is dropped afterwards. */
async function withEmptyDatabase(use: (adminUrl: string) => Promise<void>): Promise<void> {
  const { adminUrl, drop } = await createEmptyDatabase(inject('store'));
  try {
    await use(adminUrl);
  } finally {
    await drop();
  }
}

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Clew's own migrations in a folder of their own, with `more` (file name: SQL) after them. */
async function folderWith(more: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clew-migrations-'));
  folders.push(folder);
  await cp(join(import.meta.dirname, 'migrations'), folder, { recursive: true });
  for (const [name, text] of Object.entries(more)) await writeFile(join(folder, name), text);
  return folder;
}

/** The names of the tables in the schema `clew`, and of the migrations that are down as done. */
async function whatIsThere(adminUrl: string): Promise<{ tables: string[]; done: string[] }> {
  const admin = connect({ url: adminUrl, most: 1 });
  const tables = await sql<{ name: string }>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'clew' AND tablename NOT LIKE 'migration%' ORDER BY 1
  `.execute(admin);
  const done = await sql<{ name: string }>`SELECT name FROM clew.migration ORDER BY 1`.execute(admin);
  await admin.destroy();
  return { tables: tables.rows.map((row) => row.name), done: done.rows.map((row) => row.name) };
}

async function runSql(adminUrl: string, text: string): Promise<void> {
  const admin = connect({ url: adminUrl, most: 1 });
  await sql.raw(text).execute(admin);
  await admin.destroy();
}

describe('a database of an older Clew', () => {
  const insert = `INSERT INTO clew.agency (agency_id, code, profile, roster_key, backup_recipient)
    VALUES (gen_random_uuid(), 'bcdfghjk', '', '', '')`;

  const refused = [
    { what: 'that nobody could enter any more', last: '0011-passkeys' },
    { what: 'whose roles and exclusions nobody signed in lines', last: '0021-erased-list' },
  ];

  test.each(refused)('with agencies $what is refused, and stays as it is', async ({ last }) => {
    await withEmptyDatabase(async (adminUrl) => {
      await migrateTo(adminUrl, last);
      await runSql(adminUrl, insert);
      const before = await whatIsThere(adminUrl);
      for (const demo of [false, true])
        await expect(migrate({ adminUrl, appRole: 'clew_node', demo })).rejects.toMatchObject({
          code: 'store.older-agencies',
        });
      expect(await whatIsThere(adminUrl)).toEqual(before);
    });
  });

  test('without agencies is brought up to date', async () => {
    await withEmptyDatabase(async (adminUrl) => {
      await migrateTo(adminUrl, '0021-erased-list');
      await migrate({ adminUrl, appRole: 'clew_node', demo: false });
      expect((await whatIsThere(adminUrl)).done).toEqual(numbered);
    });
  });
});

describe('migrating', () => {
  test('an empty database applies all in order, and again applies none', async () => {
    await withEmptyDatabase(async (adminUrl) => {
      const options = { adminUrl, appRole: 'clew_node', demo: false };
      expect(await migrate(options)).toEqual(numbered);
      expect(await migrate(options)).toEqual([]);
    });
  });

  test('twice at once does each once', async () => {
    await withEmptyDatabase(async (adminUrl) => {
      const options = { adminUrl, appRole: 'clew_node', demo: false };
      const applied = await Promise.all([migrate(options), migrate(options), migrate(options)]);
      expect(applied.flat().sort()).toEqual(numbered);
    });
  });

  test('refuses a database in which a newer Clew has been, and changes nothing', async () => {
    await withEmptyDatabase(async (adminUrl) => {
      const options = { adminUrl, appRole: 'clew_node', demo: false };
      await migrate(options);
      await runSql(adminUrl, `INSERT INTO clew.migration VALUES ('9999-from-the-future', now()::text)`);
      await expect(migrate(options)).rejects.toMatchObject({ code: 'store.newer-database' });
    });
  });

  test('that fails half-way leaves nothing, not even of those before it, and works once it is mended', async () => {
    const good = 'CREATE TABLE clew.good (id int);';
    const broken = {
      '9998-good.sql': good,
      '9999-broken.sql': 'CREATE TABLE clew.half (id int); SELECT 1/0;',
    };
    const mended = { '9998-good.sql': good, '9999-broken.sql': 'CREATE TABLE clew.half (id int);' };
    await withEmptyDatabase(async (adminUrl) => {
      const options = { adminUrl, appRole: 'clew_node', demo: false };
      const failing = { ...options, folder: await folderWith(broken) };
      await expect(migrate(failing)).rejects.toMatchObject({ code: '22012' });
      expect(await whatIsThere(adminUrl)).toEqual({ tables: [], done: [] });

      await migrate(options);
      const before = await whatIsThere(adminUrl);
      await expect(migrate(failing)).rejects.toMatchObject({ code: '22012' });
      expect(await whatIsThere(adminUrl)).toEqual(before);

      const applied = await migrate({ ...options, folder: await folderWith(mended) });
      expect(applied).toEqual(['9998-good', '9999-broken']);
    });
  });

  test('a demo opens only a database made as a demo, and a real node never opens that', async () => {
    await withEmptyDatabase(async (adminUrl) => {
      await migrate({ adminUrl, appRole: 'clew_node', demo: true });
      await migrate({ adminUrl, appRole: 'clew_node', demo: true });
      const real = migrate({ adminUrl, appRole: 'clew_node', demo: false });
      await expect(real).rejects.toBeInstanceOf(StoreFault);
      await expect(real).rejects.toMatchObject({ code: 'store.demo-mismatch' });
    });
    await withEmptyDatabase(async (adminUrl) => {
      await migrate({ adminUrl, appRole: 'clew_node', demo: false });
      const demo = migrate({ adminUrl, appRole: 'clew_node', demo: true });
      await expect(demo).rejects.toMatchObject({ code: 'store.demo-mismatch' });
    });
  });

  test("a demo is not put beside somebody's own tables", async () => {
    await withEmptyDatabase(async (adminUrl) => {
      await runSql(adminUrl, 'CREATE TABLE public.payroll (id int)');
      const demo = migrate({ adminUrl, appRole: 'clew_node', demo: true });
      await expect(demo).rejects.toMatchObject({ code: 'store.demo-mismatch' });
    });
  });
});

test('a login that PostgreSQL refuses, and a database that is not there, are told as such', async () => {
  const { templateAdminUrl } = inject('store');
  for (const adminUrl of [
    templateAdminUrl.replace('clew_template', 'no_such_database'),
    templateAdminUrl.replace('clew_admin', 'nobody_we_know'),
    templateAdminUrl.replace(/:[^:@]+@/, ':guess@'),
  ])
    await expect(migrate({ adminUrl, appRole: 'clew_node', demo: false })).rejects.toMatchObject({
      code: 'store.login',
      message: expect.not.stringContaining('guess'),
    });
});
