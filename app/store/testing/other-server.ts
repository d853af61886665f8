import { execFile, spawn } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { PostgresBinaries } from '../binaries.ts';
import { openSocketFolder } from '../cluster.ts';
import { findDatabaseOwner } from '../database-owner.ts';
import { testBinaries } from './test-server.ts';

const run = promisify(execFile);

type OtherServerOptions = {
  /** Settings of PostgreSQL, such as `{ fsync: 'off' }`. */
  settings?: Record<string, string>;
  checksums?: boolean;
  /** Further attributes of the application's role, such as BYPASSRLS. */
  appRole?: 'BYPASSRLS' | 'CREATEROLE';
  /** Its programs, if not those of the other tests. */
  binaries?: PostgresBinaries;
};

/** A PostgreSQL that somebody else set up, with a database `clew`, an administrator `boss` and an application's role `app`. */
export type OtherServer = {
  appUrl: string;
  adminUrl: string;
  stop(): Promise<void>;
};

/** Starts a server that Clew does not own, set as asked, to see what Clew makes of it. */
export async function startOtherServer(options: OtherServerOptions = {}): Promise<OtherServer> {
  const binaries = options.binaries ?? (await testBinaries());
  const owner = await findDatabaseOwner();
  const folder = await mkdtemp(join(tmpdir(), 'other-'));
  if (owner) await chown(folder, owner.uid, owner.gid);
  const socket = await openSocketFolder(owner);
  const identity = owner ? { uid: owner.uid, gid: owner.gid } : {};
  const data = join(folder, 'data');
  const hasOffFlag = Number.parseInt(binaries.version, 10) >= 18;
  const checksums = options.checksums === false ? (hasOffFlag ? ['--no-data-checksums'] : []) : ['-k'];
  await run(
    join(binaries.folder, 'initdb'),
    ['-D', data, '-U', 'boss', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N', ...checksums],
    { cwd: '/', ...identity },
  );
  const settings = Object.entries({
    listen_addresses: '',
    unix_socket_directories: socket,
    ...options.settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(binaries.folder, 'postgres'), ['-D', data, ...settings], {
    cwd: '/',
    stdio: 'ignore',
    ...identity,
  });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const url = (user: string, database: string) =>
    `postgres://${user}@localhost/${database}?host=${encodeURIComponent(socket)}`;
  await runAsBoss(url('boss', 'postgres'), options.appRole ?? '');
  return {
    appUrl: url('app', 'clew'),
    adminUrl: url('boss', 'clew'),
    stop: async () => {
      server.kill('SIGINT');
      await exited;
      await rm(folder, { recursive: true, force: true });
      await rm(socket, { recursive: true, force: true });
    },
  };
}

async function runAsBoss(url: string, appRole: string): Promise<void> {
  for (;;) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(`CREATE ROLE app LOGIN ${appRole}`);
      await client.query('CREATE DATABASE clew');
      return;
    } catch (error) {
      const starting =
        error instanceof Error && 'code' in error && /ENOENT|ECONNREFUSED|57P03/.test(String(error.code));
      if (!starting) throw error;
      await new Promise((resolve) => setTimeout(resolve, 30));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
