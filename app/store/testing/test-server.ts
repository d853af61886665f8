import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { makeAppLogin } from '../app-login.ts';
import { installedBinaries, type PostgresBinaries, placeBundledBinaries } from '../binaries.ts';
import { type Cluster, openSocketFolder, startCluster } from '../cluster.ts';
import { connect, type Database } from '../connect.ts';
import { createCluster } from '../create-cluster.ts';
import { findDatabaseOwner } from '../database-owner.ts';
import { findHome } from '../home.ts';
import { migrate } from '../migrate.ts';

/** What a test run shares: one server, and the addresses of its migrated template. */
export type TestServer = { templateAdminUrl: string; templateUrl: string };

/** A database of a test file's own, as the application and as the administrator. */
export type TestDatabase = {
  url: string;
  adminUrl: string;
  app: Database;
  admin: Database;
  drop(): Promise<void>;
};

const template = 'clew_template';

/** The PostgreSQL that tests use: `CLEW_TEST_POSTGRES_BIN` (a bin folder) or the one that npm brings. */
export async function testBinaries(): Promise<PostgresBinaries> {
  const installed = process.env.CLEW_TEST_POSTGRES_BIN;
  if (installed) return installedBinaries(installed);
  return placeBundledBinaries(findHome());
}

/** Starts a server in a temporary folder with a migrated template database; `stop` removes both. */
export async function startTestServer(): Promise<TestServer & { stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'clew-test-'));
  const owner = await findDatabaseOwner();
  const socket = await openSocketFolder(owner);
  const place = { binaries: await testBinaries(), folder, owner, socket };
  await createCluster(place);
  const cluster = await startCluster(place, () => undefined);
  const login = await makeAppLogin(cluster, template);
  await migrate({ adminUrl: cluster.adminUrl(template), appRole: login.role, demo: false });
  return {
    templateAdminUrl: cluster.adminUrl(template),
    templateUrl: login.url,
    stop: () => stopAndRemove(cluster, [folder, socket]),
  };
}

/** Copies the template to a database that only this caller uses. Two files never meet in one. */
export async function createTestDatabase(server: TestServer): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const root = connect({ url: server.templateAdminUrl.replace(template, 'postgres'), most: 1 });
  await sql`CREATE DATABASE ${sql.id(name)} TEMPLATE ${sql.id(template)}`.execute(root);
  const url = server.templateUrl.replace(template, name);
  const adminUrl = server.templateAdminUrl.replace(template, name);
  const app = connect({ url });
  const admin = connect({ url: adminUrl });
  return {
    url,
    adminUrl,
    app,
    admin,
    drop: async () => {
      await app.destroy();
      await admin.destroy();
      await sql`DROP DATABASE ${sql.id(name)} WITH (FORCE)`.execute(root);
      await root.destroy();
    },
  };
}

async function stopAndRemove(cluster: Cluster, folders: string[]): Promise<void> {
  await cluster.stop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}
