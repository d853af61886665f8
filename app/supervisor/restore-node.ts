import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type BackupToRestore,
  type Cluster,
  createCluster,
  findDatabaseOwner,
  findHome,
  halfRestored,
  makeAppLogin,
  migrate,
  openSocketFolder,
  placeBundledBinaries,
  type Restored,
  restoreBackup,
  StoreFault,
  startCluster,
} from '../store/index.ts';
import { clearDeadCopies, type DataCopy, findDeadCopies, makeCopy } from './data-copies.ts';
import { prepareDataFolder } from './data-folder.ts';
import { holdFolder } from './holder.ts';
import { databaseName, type Say, sayRows } from './node-database.ts';
import type { Settings } from './settings.ts';

type NodeToRestore = Omit<BackupToRestore, 'adminUrl' | 'demo'> & { say: Say };

/**
 * Rebuilds a node from a backup: in a new data folder, with a server of its own, or in the empty database of DATABASE_ADMIN_URL;
 * and brings it to the newest migration. The node does not run afterwards; start it. If anything fails, the folder is as empty as
 * it was; if it is killed, start refuses what it left, and the next restore begins anew. Throws StoreFault, NodeFault.
 */
export async function restoreNode(settings: Settings, backup: NodeToRestore): Promise<Restored> {
  return settings.database
    ? restoreAndMigrate({ ...settings.database, settings, backup })
    : restoreOwnServer(settings, backup);
}

type Restoring = { url: string; adminUrl: string; settings: Settings; backup: NodeToRestore };

async function restoreAndMigrate({ url, adminUrl, settings, backup }: Restoring): Promise<Restored> {
  const { demo } = settings;
  const restored = await restoreBackup({ ...backup, adminUrl, demo });
  backup.onProgress?.('bringing it up to date');
  const appRole = decodeURIComponent(new URL(url).username);
  await migrate({ adminUrl, appRole, demo, onRows: sayRows(backup.say) });
  return restored;
}

async function restoreOwnServer(settings: Settings, backup: NodeToRestore): Promise<Restored> {
  const { dataFolder } = settings;
  await prepareDataFolder(dataFolder);
  const hold = await holdFolder(dataFolder);
  try {
    if ((await readdir(dataFolder)).includes('postgres'))
      throw new StoreFault(
        'store.not-empty',
        `${dataFolder} holds a node already. A backup is restored into a new folder: name one that is free in CLEW_DATA. Nothing was restored.`,
      );
    await clearDeadCopies(dataFolder, 'restoring');
    const copy = await makeCopy(dataFolder, 'restoring');
    try {
      const restored = await restoreIntoCopy(settings, copy, backup);
      await takeOver(copy, dataFolder);
      return restored;
    } finally {
      await copy.remove();
    }
  } finally {
    await hold.release();
  }
}

async function restoreIntoCopy(settings: Settings, copy: DataCopy, backup: NodeToRestore): Promise<Restored> {
  const owner = await findDatabaseOwner();
  const binaries = await placeBundledBinaries(findHome());
  const socket = await openSocketFolder(owner);
  await copy.announce({ folders: [socket] });
  const place = { binaries, folder: copy.folder, owner, socket };
  let running: Cluster | undefined;
  try {
    await createCluster(place);
    running = await startCluster(place, backup.say);
    const { url } = await makeAppLogin(running, databaseName);
    return await restoreAndMigrate({ url, adminUrl: running.adminUrl(databaseName), settings, backup });
  } finally {
    await running?.stop();
    await rm(socket, { recursive: true, force: true });
  }
}

/** The database comes last: a folder that has one is whole. */
async function takeOver({ folder }: DataCopy, dataFolder: string): Promise<void> {
  for (const name of ['database-password', 'postgres'])
    await rename(join(folder, name), join(dataFolder, name));
}

/**
 * Refuses a data folder in which a restore was killed half-way: a node that began there would be empty, and taken for what was
 * restored. What is left beside a database that is whole is removed. Throws `store.half-restored`.
 */
export async function refuseHalfRestored(dataFolder: string): Promise<void> {
  const [left] = await findDeadCopies(dataFolder, 'restoring');
  if (left === undefined) return;
  if (!(await readdir(dataFolder)).includes('postgres')) throw halfRestored(`in ${dataFolder}`);
  await clearDeadCopies(dataFolder, 'restoring');
}
