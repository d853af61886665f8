import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { refusal } from './refused.ts';

/** How long a journal may wait for its run to go on, in milliseconds. */
const LONGEST_WAIT = 24 * 60 * 60 * 1000;
const JOURNAL = /^[0-9a-f]{32}\.jsonl(\.[0-9a-f]{16}\.tmp)?$/;

/**
 * Makes the folder of journals if it is not there, and removes those older than a day from it. Throws a `Refused` if the
 * folder is a link, belongs to somebody else, or can be written by others: who put it there could read exact counts, or
 * have us count their numbers as ours.
 */
export async function openJournalFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error) => {
    if (error.code === 'ENOSPC' || error.code === 'EDQUOT') throw error;
    throw refusal(
      folder,
      'The folder of journals cannot be made. Look what stands there, or set XDG_STATE_HOME.',
    );
  });
  const { uid, mode, isOwnKind } = await look(folder);
  if (!isOwnKind)
    throw refusal(folder, 'The folder of journals is a link or a file. Remove it, or set XDG_STATE_HOME.');
  if (process.getuid && uid !== process.getuid())
    throw refusal(
      folder,
      'The folder of journals belongs to somebody else. Remove it, or set XDG_STATE_HOME.',
    );
  if (process.getuid && (mode & 0o022) !== 0)
    throw refusal(folder, 'Others may write into the folder of journals. Make it yours alone: chmod 700.');
  await removeOld(folder);
}

async function look(folder: string) {
  const found = await lstat(folder);
  return { uid: found.uid, mode: found.mode, isOwnKind: found.isDirectory() };
}

async function removeOld(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((one) => JOURNAL.test(one))) {
    const path = join(folder, name);
    const found = await lstat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > LONGEST_WAIT) await rm(path, { force: true });
  }
}
