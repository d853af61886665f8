import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, open, readFile, readlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import {
  asOwner,
  type ClusterPlace,
  dataFolder,
  diskFull,
  logPath,
  passwordPath,
  superuser,
} from './cluster-place.ts';
import { clusterSettings } from './cluster-settings.ts';
import type { DatabaseOwner } from './database-owner.ts';
import { StoreFault, storeFaultOf } from './fault.ts';

const run = promisify(execFile);

/** A running server. `exited` settles when it is gone, however that came about. */
export type Cluster = {
  pid: number;
  /** Connection address of the superuser for a database of this server. */
  adminUrl(database: string): string;
  exited: Promise<void>;
  stop(): Promise<void>;
};

const stopPatienceMs = 30_000;

/**
 * Starts the server of `<folder>/postgres` on its Unix socket and returns once it answers.
 * A server that still runs on the same data (its supervisor was killed) is stopped first.
 * `say` is told what takes longer than two seconds. Throws `store.start-failed` or `store.disk-full` with the reason.
 */
export async function startCluster(place: ClusterPlace, say: (line: string) => void): Promise<Cluster> {
  await refuseOtherMajor(place);
  await stopStray(place);
  const password = (await readFile(passwordPath(place), 'utf8')).trim();
  const log = await open(logPath(place), 'a', 0o600);
  const settings = Object.entries(clusterSettings(place.socket)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const program = join(place.binaries.folder, 'postgres');
  // A core dump would hold passwords and what clients are sent: a shell forbids it for good, and becomes the server.
  const withoutCore = ['-c', 'ulimit -c 0; unset PWD OLDPWD SHLVL; exec "$0" "$@"', program];
  const child = spawn('/bin/sh', [...withoutCore, '-D', dataFolder(place), ...settings], {
    ...asOwner(place),
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const adminUrl = (database: string) =>
    socketUrl({ socket: place.socket, user: superuser, password, database });
  await untilReady({ place, child, exited, url: adminUrl('postgres'), say });
  return { pid: child.pid ?? 0, adminUrl, exited, stop: () => stopChild(child, exited) };
}

/** The address of a database behind a Unix socket in the form that `pg` reads. */
export function socketUrl(to: { socket: string; user: string; password: string; database: string }): string {
  const address = new URL(
    `postgres://${to.user}:${encodeURIComponent(to.password)}@localhost/${to.database}`,
  );
  address.searchParams.set('host', to.socket);
  return address.href;
}

/** The last lines of the server's log. They hold no values of rows (see cluster-settings). */
async function lastLogLines(place: ClusterPlace): Promise<string> {
  const text = await readFile(logPath(place), 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-3).join('\n');
}

/** The process id of a live server on this data, found by its lock file and its working directory; else undefined. */
export async function findLiveServer(place: Pick<ClusterPlace, 'folder'>): Promise<number | undefined> {
  const data = dataFolder(place);
  const pid = await readLock(data);
  if (pid === undefined) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return undefined;
  }
  if (process.platform !== 'linux') return pid;
  // A number can be used again by another program; PostgreSQL works in its data folder, others do not.
  const workingFolder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return workingFolder === data ? pid : undefined;
}

/** The process id that the lock file names. */
async function readLock(data: string): Promise<number | undefined> {
  const lock = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(lock.split('\n')[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

const reapPatienceMs = 10_000;

/**
 * Waits until a server that was killed has left the table of processes: the system keeps its number until its parent has asked how it
 * ended, and PostgreSQL takes a number that is kept for a server that runs.
 */
async function untilReaped(place: ClusterPlace): Promise<void> {
  const pid = await readLock(dataFolder(place));
  const until = performance.now() + reapPatienceMs;
  const isDead = async () =>
    / Z /.test((await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).replace(/^.*\)/s, ''));
  while (pid !== undefined && performance.now() < until && (await isDead()))
    await new Promise((resolve) => setTimeout(resolve, 50));
}

async function refuseOtherMajor(place: ClusterPlace): Promise<void> {
  const made = (await readFile(join(dataFolder(place), 'PG_VERSION'), 'utf8')).trim();
  const major = place.binaries.version.split('.')[0];
  if (made === major) return;
  throw new StoreFault(
    'store.unsupported-version',
    `The data in ${place.folder} were made by PostgreSQL ${made}, and this Clew brings ${major}. Back up with the Clew that made them, then restore here.`,
  );
}

async function stopStray(place: ClusterPlace): Promise<void> {
  await untilReaped(place);
  if ((await findLiveServer(place)) === undefined) return;
  const options = ['stop', '-D', dataFolder(place), '-m', 'fast', '-w', '-t', '30'];
  await run(join(place.binaries.folder, 'pg_ctl'), options, asOwner(place)).catch(async (cause) => {
    if ((await findLiveServer(place)) === undefined) return;
    throw new StoreFault(
      'store.start-failed',
      `A PostgreSQL of this node still runs on ${place.folder} and does not stop. End it, then start again.`,
      { cause },
    );
  });
}

/**
 * A fresh folder that only the server's user may enter; its path is short, because a socket's may have 107 bytes at most.
 * Whoever asked for it removes it when the server is gone.
 */
export async function openSocketFolder(owner: DatabaseOwner | undefined): Promise<string> {
  const base = tmpdir().length > 60 ? '/tmp' : tmpdir();
  const socket = await mkdtemp(join(base, 'clew-'));
  await chmod(socket, 0o700);
  if (owner) await chown(socket, owner.uid, owner.gid);
  return socket;
}

type Waiting = {
  place: ClusterPlace;
  child: ChildProcess;
  exited: Promise<void>;
  url: string;
  say: (line: string) => void;
};

async function untilReady({ place, child, exited, url, say }: Waiting): Promise<void> {
  const begun = performance.now();
  let told = false;
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const answer = await tryConnecting(url);
    if (answer === true) return;
    if (answer === 'refused') {
      // Told only once it is gone: whoever hears it may move or mend the folder at once.
      await stopChild(child, exited);
      throw new StoreFault(
        'store.start-failed',
        `PostgreSQL on ${place.folder} does not take the password in its file database-password. Put back the file that belongs to it.`,
      );
    }
    if (!told && performance.now() - begun > 2_000) {
      told = true;
      say('PostgreSQL is still starting; after a sudden stop it first makes sure that nothing was lost.');
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw await startFault(place);
}

/** Whether the server takes the login, refuses it, or is not there yet. */
async function tryConnecting(url: string): Promise<true | 'refused' | 'not yet'> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    return storeFaultOf(error)?.code === 'store.login' ? 'refused' : 'not yet';
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function startFault(place: ClusterPlace): Promise<StoreFault> {
  const log = await lastLogLines(place);
  if (/No space left on device|Disk quota exceeded/.test(log)) return diskFull(place.folder);
  return new StoreFault(
    'store.start-failed',
    `PostgreSQL did not start on ${place.folder}. It says:\n${log}`,
  );
}

async function stopChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one: crash recovery then runs at the next start.
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGQUIT'), stopPatienceMs);
  await exited;
  clearTimeout(timer);
}
