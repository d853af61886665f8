import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { type RunningClew, startClew } from '../running-clew.ts';
import { nameOf, processesBelow } from './places.ts';

const run = promisify(execFile);

/** A node as somebody at a terminal runs it, with temporary files in a folder of its own. */
export type NodeOnDisk = {
  clew: RunningClew;
  temporary: string;
  /** The database's owner. */
  adminUrl(): Promise<URL>;
  query(query: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** All of them. */
  processes(): Promise<number[]>;
  /** Those of the database. */
  postgres(): Promise<number[]>;
  /** Those that answer, the one that serves first. */
  webProcesses(): Promise<number[]>;
  /** Writes a backup among the temporary files, as the command does. */
  backUp(): Promise<void>;
  /** Kills the process for jobs and waits until there is another. */
  replaceJobs(): Promise<void>;
  /** Kills the web process and waits until another serves. */
  replaceWeb(): Promise<void>;
  remove(): Promise<void>;
};

/** Starts a node with nothing in it. `env` is what the supervisor alone is told. */
export async function startOnDisk(env: Record<string, string>): Promise<NodeOnDisk> {
  const temporary = await mkdtemp(join(tmpdir(), 'clew-t-'));
  await chmod(temporary, 0o711);
  const clew = await startClew({ env: { TMPDIR: temporary, ...env } });
  const processes = () => processesBelow(clew.child.pid ?? 0);
  const webProcesses = async () => {
    const names = await Promise.all((await processes()).map(nameOf));
    const found = names.filter((name) => name.includes('web.mjs')).map((name) => Number(name.split(' ')[0]));
    return (await Promise.all(found.map(processesBelow))).flat();
  };
  const jobsProcesses = async () => {
    const names = await Promise.all((await processes()).map(nameOf));
    return names.filter((name) => name.includes('jobs.mjs')).map((name) => Number(name.split(' ')[0]));
  };
  const readLock = async () =>
    (await readFile(join(clew.dataFolder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  const adminUrl = async () => {
    const password = await readFile(join(clew.dataFolder, 'database-password'), 'utf8');
    const url = new URL('postgres://clew_admin@localhost/clew');
    url.password = password.trim();
    url.searchParams.set('host', (await readLock())[4] ?? '');
    return url;
  };
  return {
    clew,
    temporary,
    adminUrl,
    processes,
    postgres: async () => processesBelow(Number((await readLock())[0])),
    webProcesses,
    query: async (query, values = []) => {
      const client = new Client({ connectionString: (await adminUrl()).href });
      await client.connect();
      try {
        return (await client.query(query, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    backUp: async () => {
      const command = join(dirname(dirname(import.meta.dirname)), 'bin', 'clew.mjs');
      const env = {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        CLEW_DATA: clew.dataFolder,
        TMPDIR: temporary,
      };
      await run(process.execPath, [command, 'backup', join(temporary, 'sunday.backup')], { env });
    },
    replaceJobs: async () => {
      const before = await jobsProcesses();
      for (const pid of before) process.kill(pid, 'SIGKILL');
      await untilOthers(jobsProcesses, before);
    },
    replaceWeb: async () => {
      const before = await webProcesses();
      process.kill(before[0] ?? 0, 'SIGKILL');
      // A connection that the one before had taken breaks.
      const isWell = () =>
        fetch(`${clew.origin}/health`)
          .then(({ status }) => status === 200)
          .catch(() => false);
      await untilOthers(webProcesses, before, isWell);
    },
    remove: async () => {
      await clew.stop();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}

/** Sends the beginning of a form, and no more: the connection stays open. Resolves once it was sent. */
export function sendHalf(origin: string, path: string, body: string): Promise<{ close(): void }> {
  const { hostname, port, host } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      const head = `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
      socket.write(`${head}Content-Length: ${Buffer.byteLength(body) + 999}\r\n\r\n${body}`, () =>
        resolve({ close: () => socket.destroy() }),
      );
    });
    // Once it was sent, that it breaks is what is expected.
    socket.on('error', reject);
  });
}

/** Looks again until others run in the place of those processes, and are well. */
async function untilOthers(
  running: () => Promise<number[]>,
  before: readonly number[],
  isWell: () => Promise<boolean> = async () => true,
): Promise<void> {
  for (;;) {
    const now = await running();
    const areOthers = now.length > 0 && !now.some((pid) => before.includes(pid));
    if (areOthers && (await isWell())) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
