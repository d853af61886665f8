import { type FileHandle, open, unlink } from 'node:fs/promises';
import type { Problem } from '@clew/rules';
import { problemOf } from './command-output.ts';

/**
 * Writes a file that is not there yet, readable by its owner alone. Returns why it cannot; what is there stays as it is, and
 * no part of a file is left where the whole could not be written.
 */
export async function writeNewFile(path: string, content: string | Uint8Array): Promise<Problem | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'wx', 0o600);
    await file.writeFile(content);
    // A disk may say only now that it is full.
    await file.close();
    return undefined;
  } catch (error) {
    if (file) await takeAway(path, file);
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST')
      return problemOf(path, 'There is a file of this name already. It was left as it is; name another.');
    if (code === 'ENOENT') return problemOf(path, 'The folder is not there. Make it first, or name another.');
    return problemOf(
      path,
      'The file cannot be written. Check that you may write there, and that the disk has room.',
    );
  }
}

async function takeAway(path: string, file: FileHandle): Promise<void> {
  await Promise.allSettled([file.close(), unlink(path)]);
}
