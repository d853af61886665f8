import { openServing, openTerminalLogin, type ServingDatabase } from '../store/index.ts';
import { findHolder } from './holder.ts';
import { databaseName } from './node-database.ts';
import type { Settings } from './settings.ts';

/** The database of a node for one command, with the application's rights. `close` it whatever becomes of the command. */
export type TerminalDatabase = ServingDatabase & { close(): Promise<void> };

/**
 * Opens the database of a node for a command at the terminal: that of DATABASE_URL, or of the node that runs on the
 * data folder. It gives the application's rights and no more; who is there is asked elsewhere. Throws StoreFault.
 */
export async function openForTerminal(settings: Settings): Promise<TerminalDatabase> {
  const { demo } = settings;
  if (settings.database) {
    const serving = await openServing(settings.database.url, { demo });
    return { ...serving, close: () => serving.database.destroy() };
  }
  const holder = await findHolder(settings.dataFolder);
  const socketFolders = holder?.folders ?? [];
  const login = await openTerminalLogin({
    folder: settings.dataFolder,
    socketFolders,
    database: databaseName,
  });
  const serving = await openServing(login.url, { demo }).catch(async (error: unknown) => {
    await login.end();
    throw error;
  });
  return {
    ...serving,
    close: async () => {
      await serving.database.destroy();
      await login.end();
    },
  };
}
