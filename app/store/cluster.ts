import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { PostgresBinaries } from './binaries.ts';
import { clusterSettings } from './cluster-settings.ts';
import type { DatabaseOwner } from './database-owner.ts';
import { StoreFault, storeFaultOf } from './fault.ts';

const run = promisify(execFile);

/** What a PostgreSQL server of our own needs: programs, a data folder of ours, and as whom it runs. */
export type ClusterPlace = {
  binaries: PostgresBinaries;
  folder: string;
  owner: DatabaseOwner | undefined;
  /** Folder of its Unix socket, from openSocketFolder; the same for every start, so that addresses stay good. */
  socket: string;
};

/** A running server. `exited` settles when it is gone, however that came about. */
export type Cluster = {
  pid: number;
  /** Connection address of the superuser for a database of this server. */
  adminUrl(database: string): string;
  exited: Promise<void>;
  stop(): Promise<void>;
};

const superuser = 'clew_admin';
/** How a database that is being made is named; a start that is killed half-way leaves one behind. */
const halfMade = '.clew-new-';
const stopPatienceMs = 30_000;

/**
 * Makes the database cluster in `<folder>/postgres` unless it is there: checksums on, scram only, a random password
 * kept beside it. Made under another name and renamed, so a start that is killed half-way leaves nothing half-made.
 */
export async function createCluster(place: ClusterPlace): Promise<void> {
  await mkdir(place.folder, { recursive: true, mode: 0o711 });
  if (place.owner) await letOwnerIn(place.folder);
  const data = dataFolder(place);
  if (await exists(join(data, 'PG_VERSION'))) return;
  if (await exists(data))
    throw new StoreFault(
      'store.folder',
      `${data} is there but is no whole database. Nothing in it was touched. Restore it, or move it away to begin anew.`,
    );
  await removeHalfMade(place.folder);
  const fresh = await mkdtemp(join(place.folder, halfMade));
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(fresh, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (place.owner)
    for (const path of [fresh, passwordFile]) await chown(path, place.owner.uid, place.owner.gid);
  try {
    await run(join(place.binaries.folder, 'initdb'), initOptions(place, join(fresh, 'data'), passwordFile), {
      ...asOwner(place),
      timeout: 120_000,
    });
    await rm(passwordFile);
    await writeFile(passwordPath(place), password, { mode: 0o600 });
    await rename(join(fresh, 'data'), data);
  } catch (error) {
    throw initFault(place.folder, error);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

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
  const child = spawn(join(place.binaries.folder, 'postgres'), ['-D', dataFolder(place), ...settings], {
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
  await untilReady({ place, child, url: adminUrl('postgres'), say });
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
export async function lastLogLines(place: ClusterPlace): Promise<string> {
  const text = await readFile(logPath(place), 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-3).join('\n');
}

/** The process id of a live server on this data, found by its lock file and its working directory; else undefined. */
export async function findLiveServer(place: ClusterPlace): Promise<number | undefined> {
  const data = dataFolder(place);
  const lock = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(lock.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
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

/** As root PostgreSQL runs as another user, who must be able to pass through every folder above the data. */
async function letOwnerIn(folder: string): Promise<void> {
  await chmod(folder, 0o711);
  for (let above = dirname(folder); above !== dirname(above); above = dirname(above)) {
    if (((await stat(above)).mode & 0o001) !== 0) continue;
    throw new StoreFault(
      'store.folder',
      `PostgreSQL does not run as root, and no other user may enter ${above}. Set CLEW_DATA to a folder outside it.`,
    );
  }
}

async function removeHalfMade(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith(halfMade)) await rm(join(folder, name), { recursive: true, force: true });
}

function initOptions(place: ClusterPlace, folder: string, passwordFile: string): string[] {
  const major = Number.parseInt(place.binaries.version, 10);
  const locale =
    major >= 17 ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : ['--locale=C'];
  return [
    '-D',
    folder,
    '-U',
    superuser,
    '--encoding=UTF8',
    '--data-checksums',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    ...locale,
  ];
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

type Waiting = { place: ClusterPlace; child: ChildProcess; url: string; say: (line: string) => void };

async function untilReady({ place, child, url, say }: Waiting): Promise<void> {
  const begun = performance.now();
  let told = false;
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const answer = await tryConnecting(url);
    if (answer === true) return;
    if (answer === 'refused') {
      child.kill('SIGINT');
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

function initFault(folder: string, cause: unknown): StoreFault {
  const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
  if (/No space left on device|Disk quota exceeded/.test(said)) return diskFull(folder);
  return new StoreFault('store.folder', `The database could not be made in ${folder}: ${said}`, { cause });
}

function diskFull(folder: string): StoreFault {
  return new StoreFault(
    'store.disk-full',
    `The disk that holds ${folder} is full. Nothing that was answered is lost. Free some space, then start again.`,
  );
}

async function stopChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one: crash recovery then runs at the next start.
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGQUIT'), stopPatienceMs);
  await exited;
  clearTimeout(timer);
}

function asOwner(place: ClusterPlace): {
  cwd: string;
  env: Record<string, string>;
  uid?: number;
  gid?: number;
} {
  const base = { cwd: '/', env: { PATH: process.env.PATH ?? '/usr/bin:/bin', TZ: 'UTC' } };
  return place.owner ? { ...base, uid: place.owner.uid, gid: place.owner.gid } : base;
}

function dataFolder(place: ClusterPlace): string {
  return join(place.folder, 'postgres');
}

function logPath(place: ClusterPlace): string {
  return join(place.folder, 'postgres.log');
}

function passwordPath(place: ClusterPlace): string {
  return join(place.folder, 'database-password');
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
