import { rm } from 'node:fs/promises';
import {
  type Cluster,
  createCluster,
  findDatabaseOwner,
  findHome,
  makeAppLogin,
  openSocketFolder,
  placeBundledBinaries,
  type Rehearsed,
  rehearseUpgrade,
  startCluster,
  type UpgradeToRehearse,
} from '../store/index.ts';
import { findAdmin } from './back-up-node.ts';
import { clearDeadCopies, makeCopy } from './data-copies.ts';
import { databaseName, type Say } from './node-database.ts';
import type { Settings } from './settings.ts';

type Rehearsal = Pick<UpgradeToRehearse, 'onProgress'> & { say: Say };

/**
 * Rehearses on a copy what this version's start would do to the database of a node that runs, also one that an older version serves
 * from. The copy stands in the data folder, on a server of its own, and is removed whatever comes of it; one
 * that was killed is cleared away by the next, or by the next start. Throws StoreFault, and what a migration threw.
 */
export async function rehearseNodeUpgrade(
  settings: Settings,
  { say, onProgress }: Rehearsal,
): Promise<Rehearsed> {
  const adminUrl = await findAdmin(settings);
  const owner = await findDatabaseOwner();
  const binaries = await placeBundledBinaries(findHome());
  const socket = await openSocketFolder(owner);
  await clearDeadCopies(settings.dataFolder, 'rehearsal');
  const copy = await makeCopy(settings.dataFolder, 'rehearsal');
  let running: Cluster | undefined;
  try {
    await copy.announce({ folders: [socket] });
    const place = { binaries, folder: copy.folder, owner, socket };
    await createCluster(place);
    running = await startCluster(place, say);
    const { role: appRole } = await makeAppLogin(running, databaseName);
    const copyUrl = running.adminUrl(databaseName);
    return await rehearseUpgrade({ adminUrl, copyUrl, appRole, ...(onProgress ? { onProgress } : {}) });
  } finally {
    await running?.stop();
    await copy.remove();
    await rm(socket, { recursive: true, force: true });
  }
}
