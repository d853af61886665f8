import { totalmem } from 'node:os';

const MEGABYTE = 1_000_000;
/** Below this the engine itself does not work well. */
const LEAST_MB = 200;
const MOST_MB = 2_000;
/** What else runs on the machine needs the rest: PostgreSQL, the pages, and the system. */
const SHARE = 4;

/** How much memory a count may take on a machine with so many bytes: a quarter of it, from 200 MB to 2 GB. */
export function memoryForCounts(bytes: number): number {
  return Math.min(MOST_MB, Math.max(LEAST_MB, Math.floor(bytes / MEGABYTE / SHARE)));
}

/** The same for this machine, or for what its container was given of it. */
export function memoryForCountsHere(): number {
  const given = process.constrainedMemory();
  return memoryForCounts(given > 0 ? Math.min(given, totalmem()) : totalmem());
}
