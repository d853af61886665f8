export { type CrashOptions, type CrashResult, runCrashRounds } from './crash-rounds.ts';
export type { Target } from './node-under-test.ts';
export { seeded } from './seeded.ts';
export { canMount, fillDisk, withSmallDisk } from './small-disk.ts';
