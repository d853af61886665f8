import { writeFile } from 'node:fs/promises';
import type { Problem } from '@clew/rules';
import { problemOf } from './command-output.ts';

/** Writes a file that is not there yet, readable by its owner alone. Returns why it cannot; what is there stays as it is. */
export async function writeNewFile(path: string, content: string | Uint8Array): Promise<Problem | undefined> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
    return undefined;
  } catch (error) {
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
