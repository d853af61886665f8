import { lstat, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreFault } from '../store/index.ts';

const markName = 'clew-data';
const markText = 'This folder holds the data of a Clew node. Do not change or copy it while the node runs.\n';
const mostMissing = 4;

/**
 * Says why a folder cannot hold a node's data, or undefined if it can: it must be missing below a folder that is
 * there, or empty, or marked as Clew's, and ours. Changes nothing. A folder that somebody named by mistake keeps
 * its files and its mode.
 */
export async function judgeDataFolder(folder: string): Promise<string | undefined> {
  const found = await lstat(folder).catch(() => undefined);
  if (!found) return judgeMissing(folder);
  // What another user can exchange or plant would be written through, as root above all.
  if (found.isSymbolicLink()) return `${folder} is a link. Set CLEW_DATA to the folder itself.`;
  if (!found.isDirectory())
    return `${folder} is a file. Set CLEW_DATA to a folder, or to a name that is free.`;
  if (process.getuid && found.uid !== process.getuid())
    return `${folder} belongs to another user. Set CLEW_DATA to a folder of your own.`;
  if ((found.mode & 0o022) !== 0)
    return `${folder} can be changed by other users. Take that right away first.`;
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return `${folder} cannot be read. Look at its mode.`;
  if (names.length === 0 || names.includes(markName)) return undefined;
  return `${folder} holds other things and was not made by Clew, so nothing in it was touched. Set CLEW_DATA to an empty folder, or to a name that is free.`;
}

/**
 * Makes the data folder, or takes an empty one, and marks it. Throws `store.folder` with the reason if it cannot be
 * one. Of several starts at the same moment each finds it made: which of them serves is settled afterwards.
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  await refuseUnfit(folder);
  try {
    for (const path of await missingFolders(folder)) await makeFolder(path);
    // Somebody else may have made it between the look and the making.
    await refuseUnfit(folder);
    await writeFile(join(folder, markName), markText, { mode: 0o600 });
  } catch (cause) {
    if (cause instanceof StoreFault) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreFault('store.folder', `The data folder ${folder} cannot be made: ${reason}.`, { cause });
  }
}

async function refuseUnfit(folder: string): Promise<void> {
  const problem = await judgeDataFolder(folder);
  if (problem) throw new StoreFault('store.folder', problem);
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o711 });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  }
}

async function judgeMissing(folder: string): Promise<string | undefined> {
  const missing = await missingFolders(folder);
  const nearest = dirname(missing[0] ?? folder);
  const above = await stat(nearest).catch(() => undefined);
  if (above?.isDirectory() && missing.length <= mostMissing) return undefined;
  return `${folder} cannot be made: ${nearest} is no folder. Set CLEW_DATA to a folder that can be.`;
}

/** The folders that are not there, the highest first. */
async function missingFolders(folder: string): Promise<string[]> {
  const there = await lstat(folder).then(
    () => true,
    () => false,
  );
  if (there || dirname(folder) === folder) return [];
  return [...(await missingFolders(dirname(folder))), folder];
}
