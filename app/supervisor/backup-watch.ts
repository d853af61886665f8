import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readNodeSigner, storeFaultOf, writeBackup } from '../store/index.ts';
import { keepTrying } from './keep-trying.ts';
import type { Say } from './node-database.ts';

/** A backup is made a day after the last one; two hours later it is late. */
const everyMs = 24 * 3_600_000;
const lateMs = 26 * 3_600_000;
/** A clock may be set back a little without anybody having done wrong. */
const clockSlackMs = 600_000;
const lookEveryMs = 600_000;

/** How many backups of its own a folder keeps; older ones are removed once a newer is whole. */
export const backupsKept = 14;

type BackupWatch = {
  /** Connection under the role that owns the tables. */
  adminUrl: string;
  /** Where backups go: CLEW_BACKUPS. */
  folder: string;
  /** The data folder, where the key lies with which they are signed. */
  dataFolder: string;
  version: string;
  say: Say;
  now?: () => Date;
};

const ownName = /^clew-\d{8}T\d{6}Z\.backup$/;

/**
 * Makes a backup whenever the newest in the folder is a day old, looking now and every ten minutes, and removes the oldest of its
 * own beyond fourteen. What goes wrong is said once, until it works again. Returns how to end it.
 */
export function watchBackups(watch: BackupWatch): () => Promise<void> {
  const attempt = async (signal: AbortSignal) => {
    const found = await tryToBackUp(watch, signal);
    // One that was ended because the node stops is no failure.
    return signal.aborted ? '' : found;
  };
  return keepTrying({ everyMs: lookEveryMs, attempt, say: watch.say });
}

/** Makes one if the newest is a day old, and returns its name; undefined if none is due. Throws StoreFault, and what the file system threw. */
export async function backUpWhenDue(
  { adminUrl, folder, dataFolder, version, now = () => new Date() }: Omit<BackupWatch, 'say'>,
  signal?: AbortSignal,
): Promise<string | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const newest = await readNewestBackup(folder);
  if (newest && isRecent(newest, { now: now(), within: everyMs })) return undefined;
  await clearHalfMade(folder);
  const name = `clew-${now()
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '')}.backup`;
  const signer = await readNodeSigner(dataFolder);
  await writeBackup({ adminUrl, file: join(folder, name), version, signer, ...(signal ? { signal } : {}) });
  for (const old of (await ownBackups(folder)).slice(0, -backupsKept)) await rm(join(folder, old));
  return name;
}

/** When the newest scheduled backup of a folder was made, by its name; undefined if there is none. */
export async function readNewestBackup(folder: string): Promise<Date | undefined> {
  const newest = (await ownBackups(folder)).at(-1);
  if (!newest) return undefined;
  const [, y, mo, d, h, mi, s] = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/.exec(newest) ?? [];
  return new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
}

/** What is to be said of the backups of a folder: undefined if the newest is not late. */
export async function describeLateBackup(folder: string, now: Date): Promise<string | undefined> {
  const newest = await readNewestBackup(folder);
  if (!newest)
    return `No backup stands in ${folder} yet. The node writes one a day while it runs; look at what it says.`;
  const late = !isRecent(newest, { now, within: lateMs });
  const day = newest.toISOString().slice(0, 16).replace('T', ' ');
  return late
    ? `The newest backup in ${folder} is of ${day} UTC, and one is due each day. Look at what the node says.`
    : undefined;
}

/** Makes one if it is due and says where it went. Returns what went wrong, in words, or nothing. Never rejects. */
export async function tryToBackUp(watch: BackupWatch, signal?: AbortSignal): Promise<string> {
  return backUpWhenDue(watch, signal).then(
    (name) => {
      if (name) watch.say(`Backed up to ${join(watch.folder, name)}. Copy it to another machine.`);
      return '';
    },
    (error: unknown) => {
      const fault = storeFaultOf(error);
      // Before the first agency there is nothing to keep and no key to seal it to.
      if (fault?.code === 'store.no-agency') return '';
      const reason =
        fault?.message ?? `The folder ${watch.folder} cannot be written. Look at its owner and mode.`;
      return `No backup could be made; it is tried again in ten minutes. ${reason}`;
    },
  );
}

/** The names of the backups that a watch made, oldest first. Nothing else in the folder is ever touched. */
async function ownBackups(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => ownName.test(name)).toSorted();
}

/** What a watch that was killed left half-written. */
function isRecent(made: Date, { now, within }: { now: Date; within: number }): boolean {
  const age = now.getTime() - made.getTime();
  // One of tomorrow was made while the clock was wrong: how old it is nobody knows.
  return age >= -clockSlackMs && age < within;
}

async function clearHalfMade(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.endsWith('.part') && ownName.test(name.slice(0, -'.part'.length))) await rm(join(folder, name));
}
