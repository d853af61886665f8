export { seeded } from './seeded.ts';
export { canMount, fillDisk, withSmallDisk } from './small-disk.ts';
