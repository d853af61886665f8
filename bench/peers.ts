import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { privateFolder } from '../e2e/private-folder.ts';

const run = promisify(execFile);

/** Other software to measure against: names and exact versions, as its registry knows them. */
export type Peers = Readonly<Record<string, string>>;

/** Where peers are kept and what their installer sees; a test names its own. */
export interface PeerPlace {
  cache?: string;
  env?: NodeJS.ProcessEnv;
}

/**
 * Installs peers from npm into a folder of their own, once for each set of versions, and returns the folder
 * and a `resolve` that finds a peer's entry file there. Nothing becomes a dependency of Clew.
 * Throws if a version is not exact, or the registry cannot be reached.
 */
export async function installNpmPeers(peers: Peers, place: PeerPlace = {}) {
  const folder = await install(`npm-${process.version}`, peers, place, async (target, env) => {
    const manifest = { name: 'clew-peers', private: true, type: 'module', dependencies: peers };
    await writeFile(join(target, 'package.json'), JSON.stringify(manifest));
    await run('npm', ['install', '--no-audit', '--no-fund', '--fetch-retries=5'], { cwd: target, env });
  });
  return { folder, resolve: createRequire(join(folder, 'package.json')).resolve };
}

/**
 * Installs peers from PyPI into a virtual environment of their own, once for each set of versions, and
 * returns the path of its Python. Needs `python3` with `venv`. Throws as `installNpmPeers` does.
 */
export async function installPypiPeers(peers: Peers, place: PeerPlace = {}) {
  const folder = await install('pypi', peers, place, async (target, env) => {
    await run('python3', ['-m', 'venv', target], { env });
    const exact = Object.entries(peers).map(([name, version]) => `${name}==${version}`);
    const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--retries=5', ...exact];
    await run(join(target, 'bin/python'), pip, { env });
  });
  return { folder, python: join(folder, 'bin/python') };
}

async function install(
  kind: string,
  peers: Peers,
  place: PeerPlace,
  fill: (target: string, env: NodeJS.ProcessEnv) => Promise<void>,
): Promise<string> {
  for (const [name, version] of Object.entries(peers)) {
    if (/^\d+(\.\d+)+[\w.+-]*$/.test(version)) continue;
    throw new Error(
      `The peer ${name} needs an exact version, and "${version}" is none: figures could not be repeated.`,
    );
  }
  const key = createHash('sha256')
    .update(JSON.stringify([kind, Object.entries(peers).sort()]))
    .digest('hex');
  const folder = join(place.cache ?? (await privateFolder('clew-peers')), `${kind}-${key.slice(0, 16)}`);
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  await fill(folder, place.env ?? process.env);
  await writeFile(complete, '');
  return folder;
}
