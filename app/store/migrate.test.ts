import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, inject, test } from 'vitest';
import { connect, migrate, StoreFault } from './index.ts';

const numbered = readdirSync(join(import.meta.dirname, 'migrations'))
  .map((name) => name.replace(/\.sql$/, ''))
  .sort();

/** An empty database on the test server; `use` gets its administrator's address. */
async function withEmptyDatabase(use: (adminUrl: string) => Promise<void>): Promise<void> {
  const { templateAdminUrl } = inject('store');
  const root = connect({ url: templateAdminUrl.replace('clew_template', 'postgres'), most: 1 });
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await sql`CREATE DATABASE ${sql.id(name)}`.execute(root);
  try {
    await use(templateAdminUrl.replace('clew_template', name));
  } finally {
    await sql`DROP DATABASE ${sql.id(name)} WITH (FORCE)`.execute(root);
    await root.destroy();
  }
}

async function runSql(adminUrl: string, text: string): Promise<void> {
  const admin = connect({ url: adminUrl, most: 1 });
  await sql.raw(text).execute(admin);
  await admin.destroy();
}

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
