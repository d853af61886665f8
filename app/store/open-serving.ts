import { connect, type Database } from './connect.ts';
import { readNode } from './door.ts';
import { refuseUnsafeRole, refuseUnsafeSettings } from './durability.ts';
import { demoMismatch } from './fault.ts';
import { refuseOpenTables } from './row-security.ts';

/** The database as whoever serves may use it. */
export type ServingDatabase = { database: Database; nodeId: string };

/**
 * The only way to a database for a process that serves: connects, and asks the server whether the role can get round
 * row-level security, whether what is acknowledged is kept, whether every table is behind row-level security, and
 * whether it was made as what this node is, a demo or not. Throws `store.unsafe-role`, `store.unsafe-settings`,
 * `store.unsafe-tables`, `store.unsupported-version`, `store.demo-mismatch`, or what the database did; nothing stays
 * open then.
 */
export async function openServing(url: string, { demo }: { demo: boolean }): Promise<ServingDatabase> {
  const database = connect({ url });
  try {
    await refuseUnsafeRole(database);
    await refuseUnsafeSettings(database);
    await refuseOpenTables(database);
    const node = await readNode(database);
    // The address that was migrated may be another database than this one.
    if (node.demo !== demo) throw demoMismatch(demo);
    return { database, nodeId: node.nodeId };
  } catch (error) {
    await database.destroy();
    throw error;
  }
}
