import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findLiveServer, StoreFault } from '../store/index.ts';
import { NodeFault } from './fault.ts';
import { findHolder, type Hold, holdFolder } from './holder.ts';

/** What a copy is for: to rehearse an upgrade on, or to become the data of a node that is restored. */
type CopyKind = 'rehearsal' | 'restoring';

/** A copy of a node's data, in a folder below its own. */
export type DataCopy = {
  folder: string;
  /** Says which temporary folders go with it. */
  announce: Hold['announce'];
  remove(): Promise<void>;
};

/** Between the making of a folder and the mark in it there is a moment. */
const youngMs = 60_000;

/** Makes a folder for a copy, held by this process. */
export async function makeCopy(dataFolder: string, kind: CopyKind): Promise<DataCopy> {
  const folder = await mkdtemp(join(dataFolder, `${kind}-`));
  const hold = await holdFolder(folder);
  return {
    folder,
    announce: hold.announce,
    remove: async () => {
      await hold.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The copies whose process was killed, by their folders. One that is still being worked on is never among them. */
export async function findDeadCopies(dataFolder: string, kind: CopyKind): Promise<string[]> {
  const names = await readdir(dataFolder).catch(() => [] as string[]);
  const folders = names.filter((name) => name.startsWith(`${kind}-`)).map((name) => join(dataFolder, name));
  const dead: string[] = [];
  for (const folder of folders) if (await isDead(folder)) dead.push(folder);
  return dead;
}

async function isDead(folder: string): Promise<boolean> {
  if ((await findHolder(folder)) !== undefined) return false;
  const isMarked = (await readdir(folder).catch(() => [])).some((name) => name.startsWith('holder-'));
  const made = await stat(folder).catch(() => undefined);
  return made !== undefined && (isMarked || Date.now() - made.mtimeMs > youngMs);
}

/**
 * Removes the copies whose process was killed, each with the server that still runs on it and the temporary folders that went
 * with it. Returns how many. Throws StoreFault if such a server does not end.
 */
export async function clearDeadCopies(dataFolder: string, kind: CopyKind): Promise<number> {
  let cleared = 0;
  for (const folder of await findDeadCopies(dataFolder, kind)) {
    const hold = await takeOver(folder);
    if (hold === undefined) continue;
    await endServer(folder);
    for (const left of hold.leftBehind.filter(isSocketFolder))
      await rm(left, { recursive: true, force: true });
    await hold.release();
    await rm(folder, { recursive: true, force: true });
    cleared += 1;
  }
  return cleared;
}

/** The hold on it; undefined where somebody else took it or removed it meanwhile. */
async function takeOver(folder: string): Promise<Hold | undefined> {
  try {
    return await holdFolder(folder);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isGone || error instanceof NodeFault) return undefined;
    throw error;
  }
}

const endingMs = 30_000;

/** Ends the server of a copy at once: nothing in it is kept. */
async function endServer(folder: string): Promise<void> {
  const until = performance.now() + endingMs;
  for (;;) {
    const pid = await findLiveServer({ folder });
    if (pid === undefined) return;
    // PostgreSQL's immediate shutdown.
    process.kill(pid, 'SIGQUIT');
    if (performance.now() > until)
      throw new StoreFault(
        'store.start-failed',
        `A PostgreSQL still runs on ${folder}, a copy whose process was killed, and does not stop. End process ${pid}, then start again.`,
      );
    await wait(50);
  }
}

function isSocketFolder(folder: string): boolean {
  return /^clew-[A-Za-z0-9]{6}$/.test(basename(folder)) && dirname(folder) !== folder;
}
