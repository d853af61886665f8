import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { type RunningClew, startClew } from '../running-clew.ts';
import { nameOf, processesBelow } from '../stolen-disk/places.ts';

/** What is killed, always by SIGKILL: `postgres` is all of its processes at one instant, `backend` one connection's. */
export const VICTIMS = ['web', 'postgres', 'supervisor', 'backend'] as const;
export type Victim = (typeof VICTIMS)[number];

/** In which turns: what takes longest to come back least often. */
export const TURNS: readonly Victim[] = [
  ...(['web', 'postgres', 'backend', 'supervisor', 'postgres'] as const),
  ...(['backend', 'web', 'postgres', 'backend', 'postgres', 'web'] as const),
];

/** A node as somebody at a terminal runs it, whose processes can be killed and that is then started again. */
export type NodeToKill = {
  readonly clew: RunningClew;
  dataFolder: string;
  adminUrl(): Promise<URL>;
  query(query: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** The processes that `kill` would end. */
  pids(victim: Victim): Promise<number[]>;
  kill(victim: Victim): Promise<void>;
  /** Waits until it serves again, and starts it where nobody else does. */
  bringBack(victim: Victim): Promise<void>;
  /** From now on whoever commits is not told so, though it is on the disk; until `letGo`. */
  hold(): Promise<void>;
  /** A server that is started from now on holds nobody; the one that runs does, until `letGo`. */
  letGoOnceKilled(): Promise<void>;
  letGo(): Promise<void>;
  remove(): Promise<void>;
};

/** Starts a node with nothing in it, on a port that it keeps, in a folder below `place`. */
export async function startNodeToKill(
  env: Record<string, string> = {},
  place = tmpdir(),
): Promise<NodeToKill> {
  const folder = await mkdtemp(join(place, 'clew-crash-'));
  await chmod(folder, 0o711);
  const dataFolder = join(folder, 'data');
  const start = (port: string) =>
    startClew({ flags: ['--port', port], env: { ...env, CLEW_DATA: dataFolder } });
  let clew = await start('0');
  const { port } = new URL(clew.origin);

  const readLock = async () =>
    (await readFile(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  const adminUrl = async () => {
    const url = new URL('postgres://clew_admin@localhost/clew');
    url.password = (await readFile(join(dataFolder, 'database-password'), 'utf8')).trim();
    url.searchParams.set('host', (await readLock())[4] ?? '');
    return url;
  };
  const postgres = async () => processesBelow(Number((await readLock())[0]));

  async function pidsOf(victim: Victim): Promise<number[]> {
    if (victim === 'supervisor') return [clew.child.pid ?? 0];
    if (victim === 'postgres') return postgres();
    const pids = victim === 'web' ? await processesBelow(clew.child.pid ?? 0) : await postgres();
    const names = await Promise.all(pids.map(nameOf));
    const wanted = victim === 'web' ? /web\.mjs/ : /clew_node|: clew_\S+ clew /;
    const found = names.find((name) => wanted.test(name) && !name.includes('/bin/sh'));
    if (found === undefined) throw new Error(`There is no ${victim} to kill among:\n${names.join('\n')}`);
    return [Number(found.split(' ')[0])];
  }

  return {
    get clew() {
      return clew;
    },
    dataFolder,
    adminUrl,
    query: async (query, values = []) => {
      const client = new Client({ connectionString: (await adminUrl()).href });
      client.on('error', () => undefined);
      await client.connect();
      try {
        return (await client.query(query, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    pids: pidsOf,
    kill: async (victim) => {
      for (const pid of await pidsOf(victim)) killHard(pid);
    },
    bringBack: async (victim) => {
      if (victim === 'supervisor') {
        await untilEnded(clew);
        clew = await start(port);
      }
      await untilWell(clew);
    },
    hold: () => setConfiguration(dataFolder, "synchronous_standby_names = 'nobody'\n"),
    letGoOnceKilled: () => writeConfiguration(dataFolder, ''),
    letGo: () => setConfiguration(dataFolder, ''),
    remove: async () => {
      await clew.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // Ended by itself since it was listed.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Writes what ALTER SYSTEM would write, also while the server is down, and tells the server. With a standby that does not
 * exist a commit is written down here and then waits to be answered (PostgreSQL's manual, "Synchronous Replication").
 */
async function setConfiguration(dataFolder: string, text: string): Promise<void> {
  await writeConfiguration(dataFolder, text);
  const lock = await readFile(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(lock.split('\n')[0]);
  if (!(pid > 0)) return;
  try {
    process.kill(pid, 'SIGHUP');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function writeConfiguration(dataFolder: string, text: string): Promise<void> {
  return writeFile(join(dataFolder, 'postgres', 'postgresql.auto.conf'), text);
}

function untilEnded({ child }: RunningClew): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Twice in a row: what a killed server leaves behind may answer for another moment. */
async function untilWell(clew: RunningClew): Promise<void> {
  for (let inARow = 0; inARow < 2; ) {
    if (clew.child.exitCode !== null || clew.child.signalCode !== null)
      throw new Error(`The node ended. It said:\n${clew.said()}`);
    const isWell = await fetch(`${clew.origin}/health`).then(
      ({ status }) => status === 200,
      () => false,
    );
    inARow = isWell ? inARow + 1 : 0;
    await wait(20);
  }
}
