import { join } from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import type { DatabaseOwner } from './database-owner.ts';
import { StoreFault } from './fault.ts';

/** What a PostgreSQL server of our own needs: programs, a data folder of ours, and as whom it runs. */
export type ClusterPlace = {
  binaries: PostgresBinaries;
  folder: string;
  owner: DatabaseOwner | undefined;
  /** Folder of its Unix socket, from openSocketFolder; the same for every start, so that addresses stay good. */
  socket: string;
};

/** The superuser of a server of our own. */
export const superuser = 'clew_admin';

/** How PostgreSQL's programs are run: away from the caller's folder, with almost no environment, as their owner. */
export function asOwner(place: ClusterPlace): {
  cwd: string;
  env: Record<string, string>;
  uid?: number;
  gid?: number;
} {
  const base = { cwd: '/', env: { PATH: process.env.PATH ?? '/usr/bin:/bin', TZ: 'UTC' } };
  return place.owner ? { ...base, uid: place.owner.uid, gid: place.owner.gid } : base;
}

/** Where the database cluster is. */
export function dataFolder(place: Pick<ClusterPlace, 'folder'>): string {
  return join(place.folder, 'postgres');
}

/** Where the server writes what it says; see cluster-settings for what that may be. */
export function logPath(place: ClusterPlace): string {
  return join(place.folder, 'postgres.log');
}

/** Where the superuser's password is. */
export function passwordPath(place: ClusterPlace): string {
  return join(place.folder, 'database-password');
}

/** The fault of a disk without space. */
export function diskFull(folder: string): StoreFault {
  return new StoreFault(
    'store.disk-full',
    `The disk that holds ${folder} is full. Nothing that was answered is lost. Free some space, then start again.`,
  );
}
