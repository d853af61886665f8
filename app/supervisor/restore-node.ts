import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type BackupToRestore,
  type Cluster,
  createCluster,
  findDatabaseOwner,
  findHome,
  makeAppLogin,
  migrate,
  openSocketFolder,
  placeBundledBinaries,
  type Restored,
  restoreBackup,
  StoreFault,
  startCluster,
} from '../store/index.ts';
import { prepareDataFolder } from './data-folder.ts';
import { holdFolder } from './holder.ts';
import { databaseName, type Say } from './node-database.ts';
import type { Settings } from './settings.ts';

export type NodeToRestore = Omit<BackupToRestore, 'adminUrl' | 'demo'> & { say: Say };

/**
 * Rebuilds a node from a backup: in a new data folder, with a server of its own, or in the empty database of DATABASE_ADMIN_URL;
 * and brings it to the newest migration. The node does not run afterwards; start it. If anything fails, the folder is as empty as
 * it was. Throws StoreFault, NodeFault.
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
  await migrate({ adminUrl, appRole: decodeURIComponent(new URL(url).username), demo });
  return restored;
}

async function restoreOwnServer(settings: Settings, backup: NodeToRestore): Promise<Restored> {
  const { dataFolder } = settings;
  await prepareDataFolder(dataFolder);
  const hold = await holdFolder(dataFolder);
  try {
    const before = await readdir(dataFolder);
    if (before.includes('postgres'))
      throw new StoreFault(
        'store.not-empty',
        `${dataFolder} holds a node already. A backup is restored into a new folder: name one that is free in CLEW_DATA. Nothing was restored.`,
      );
    try {
      return await restoreIntoFolder(settings, backup);
    } catch (error) {
      for (const name of await readdir(dataFolder))
        if (!before.includes(name)) await rm(join(dataFolder, name), { recursive: true, force: true });
      throw error;
    }
  } finally {
    await hold.release();
  }
}

async function restoreIntoFolder(settings: Settings, backup: NodeToRestore): Promise<Restored> {
  const owner = await findDatabaseOwner();
  const binaries = await placeBundledBinaries(findHome());
  const socket = await openSocketFolder(owner);
  const place = { binaries, folder: settings.dataFolder, owner, socket };
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
