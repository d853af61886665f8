import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Mounts a disk of so many megabytes for `use`; only root may, and not in every sandbox. */
export async function withSmallDisk(
  megabytes: number,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'small-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
    await chmod(folder, 0o755);
    await use(folder);
  } finally {
    // At once out of sight, and gone once nobody has a file of it open: what `use` threw is then what is told.
    await run('umount', ['--lazy', folder]).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Fills a disk to its last block with one file, which gives the room back when it is removed. Returns its path. */
export async function fillDisk(folder: string, blockBytes = '64k'): Promise<string> {
  const ballast = join(folder, 'ballast');
  await run('dd', ['if=/dev/zero', `of=${ballast}`, `bs=${blockBytes}`]).catch(() => undefined);
  return ballast;
}

/** Whether a disk can be mounted here. */
export const canMount =
  process.getuid?.() === 0 &&
  process.platform === 'linux' &&
  (await withSmallDisk(1, async () => undefined).then(
    () => true,
    () => false,
  ));
