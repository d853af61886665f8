import {
  type BackupMade,
  type BackupToWrite,
  findAdminUrl,
  readNodeSigner,
  writeBackup,
} from '../store/index.ts';
import { findHolder } from './holder.ts';
import { databaseName } from './node-database.ts';
import type { Settings } from './settings.ts';

/**
 * Writes a backup of the node of these settings, which goes on serving: of DATABASE_ADMIN_URL, or of the node that runs on the
 * data folder. Throws StoreFault.
 */
export async function backUpNode(
  settings: Settings,
  backup: Omit<BackupToWrite, 'adminUrl' | 'signer'>,
): Promise<BackupMade> {
  const adminUrl = await findAdmin(settings);
  return writeBackup({ ...backup, adminUrl, signer: await readNodeSigner(settings.dataFolder) });
}

/** The address of the role that owns the tables: DATABASE_ADMIN_URL, or that of the node that runs on the data folder. */
export async function findAdmin({ database, dataFolder }: Settings): Promise<string> {
  if (database) return database.adminUrl;
  const holder = await findHolder(dataFolder);
  return findAdminUrl({ folder: dataFolder, socketFolders: holder?.folders ?? [], database: databaseName });
}
