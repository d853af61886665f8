import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What a count needs in plain while it runs: a file that has no name any more when its first byte is written, so that it goes with
 * the process, however that ends. Returned is a handle that only reads. Throws what `write` throws, and what the disk does.
 */
export async function writePlainFile(
  folder: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<FileHandle> {
  const path = join(folder, randomBytes(16).toString('hex'));
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;
  const writing = await open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600);
  let reading: FileHandle | undefined;
  try {
    try {
      reading = await open(path, O_RDONLY | O_NOFOLLOW);
    } finally {
      await rm(path, { force: true });
    }
    await write(writing);
    return reading;
  } catch (error) {
    await reading?.close();
    throw error;
  } finally {
    await writing.close();
  }
}

/** Makes the folder of this start its own and empties it of what a process left that was killed, above all what an engine had spilled. */
export async function emptyScratch(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  await mkdir(folder, { mode: 0o700 });
}
