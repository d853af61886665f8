import { connect, type Database } from './connect.ts';
import { readNode } from './door.ts';
import { refuseUnsafeRole, refuseUnsafeSettings } from './durability.ts';

/** The database as whoever serves may use it. */
export type ServingDatabase = { database: Database; nodeId: string; demo: boolean };

/**
 * The only way to a database for a process that serves: connects, and asks the server whether the role can get round
 * row-level security and whether what is acknowledged is kept. Throws `store.unsafe-role`, `store.unsafe-settings`,
 * `store.unsupported-version`, or what the database did; nothing stays open then.
 */
export async function openServing(url: string): Promise<ServingDatabase> {
  const database = connect({ url });
  try {
    await refuseUnsafeRole(database);
    await refuseUnsafeSettings(database);
    return { database, ...(await readNode(database)) };
  } catch (error) {
    await database.destroy();
    throw error;
  }
}
