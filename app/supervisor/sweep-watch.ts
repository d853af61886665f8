import { stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storeFaultOf, sweepExpired } from '../store/index.ts';
import { keepTrying } from './keep-trying.ts';
import type { Say } from './node-database.ts';

const everyMs = 300_000;
const lateMs = 3_600_000;
/** Its time says when the last sweep was; there is nothing in it. */
const markName = 'swept';

type SweepWatch = {
  /** Connection under the role that owns the tables. */
  adminUrl: string;
  /** The data folder. */
  folder: string;
  say: Say;
};

/**
 * Clears away what is over, now and every five minutes, whether or not anybody signs in. What goes wrong is said once, until it works
 * again. Returns how to end it.
 */
export function watchSweeps(watch: SweepWatch): () => Promise<void> {
  return keepTrying({ everyMs, attempt: () => tryToSweep(watch), say: watch.say });
}

async function tryToSweep({ adminUrl, folder }: SweepWatch): Promise<string> {
  try {
    const now = new Date();
    await sweepExpired(adminUrl, now);
    const mark = join(folder, markName);
    await writeFile(mark, '', { mode: 0o600 });
    await utimes(mark, now, now);
    return '';
  } catch (error) {
    const reason = storeFaultOf(error)?.message ?? `The file ${join(folder, markName)} cannot be written.`;
    return `What is over could not be cleared away; it is tried again in five minutes. ${reason}`;
  }
}

/** What is to be said of a node that runs: undefined if what is over was cleared away within the hour. */
export async function describeLateSweep(folder: string, now: Date): Promise<string | undefined> {
  const mark = await stat(join(folder, markName)).catch(() => undefined);
  const isRecent = mark !== undefined && now.getTime() - mark.mtimeMs < lateMs;
  if (isRecent) return undefined;
  const last = mark ? `since ${mark.mtime.toISOString().slice(0, 16).replace('T', ' ')} UTC` : 'yet';
  return `What is over (ways to a provider, old sessions, wrong attempts) has not been cleared away ${last}, and is due every five minutes. Look at what the node says.`;
}
