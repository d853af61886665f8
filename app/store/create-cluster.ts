import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  asOwner,
  type ClusterPlace,
  dataFolder,
  diskFull,
  passwordPath,
  superuser,
} from './cluster-place.ts';
import { StoreFault } from './fault.ts';

const run = promisify(execFile);

/** How a database that is being made is named; a start that is killed half-way leaves one behind. */
const halfMade = '.clew-new-';

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

function initFault(folder: string, cause: unknown): StoreFault {
  const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
  if (/No space left on device|Disk quota exceeded/.test(said)) return diskFull(folder);
  return new StoreFault('store.folder', `The database could not be made in ${folder}: ${said}`, { cause });
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
