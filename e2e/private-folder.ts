import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder in the temporary folder that only this user can read or write; made if it is not there.
 * Throws if somebody else made it, or opened it to others: what we run from it would then be theirs.
 */
export async function privateFolder(name: string): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const path = join(tmpdir(), `${name}-${uid}`);
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  // lstat, not stat: a link that somebody planted is theirs to turn.
  const found = await lstat(path);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new Error(
      `${path} is not a folder of ours alone, so nothing is run from it. Remove it, or set TMPDIR to a folder of your own.`,
    );
  }
  return path;
}
