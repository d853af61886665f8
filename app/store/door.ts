import { sql, type Transaction } from 'kysely';
import type { Database } from './connect.ts';
import { storeFaultOf } from './fault.ts';
import { isUncertain, noteRoom, tellOf } from './full-disk.ts';
import { type JournalFinding, type VerifyOptions, verifyJournal } from './journal.ts';
import type { Schema } from './schema.ts';
import { noteWritten } from './written.ts';

/** Who asks. A worker acts for one agency; the node acts for itself (start, stop, upkeep), or does what an agency has it do later. */
export type Actor =
  | { kind: 'node'; nodeId: string }
  | { kind: 'node'; agencyId: string }
  | { kind: 'worker'; workerId: string; agencyId: string };

/**
 * What a write or a read of sealed matter does, in the journal's words: an action of the closed list, and the thing by
 * kind and id (`file 0b7e…`), never content. What is part of a file names the file first: `file 0b7e… health`.
 */
export type Deed = { action: string; thing: string };

/**
 * The one door to data, built for an actor. Row-level security sees only the actor's agency inside it, and every
 * write leaves its entry in the journal in the same transaction. All methods throw StoreFault for what the
 * database did, and pass on what the work itself threw, after rolling back.
 */
export type Door = {
  read<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>;
  write<T>(deed: Deed, work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>;
  /** Writes what is no deed and would drown the journal: when a session was last seen, how often a sign-in went wrong. */
  tally<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>;
  /**
   * Reads sealed matter, and leaves the entry that says so in the same transaction: what is read is given back only once
   * the entry is on the disk, and where the entry fails nothing is given. The work itself may not write.
   */
  readSealed<T>(deed: Deed, work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>;
  /** Checks the actor's own chain as it stood at one moment. */
  verifyJournal(options?: VerifyOptions): Promise<JournalFinding>;
};

/** Opens the door for an actor. Nothing is read yet. */
export function openDoor(database: Database, actor: Actor): Door {
  const chain = 'nodeId' in actor ? actor.nodeId : actor.agencyId;
  const name = actor.kind === 'node' ? 'node' : actor.workerId;
  // Always last, so that the chain's lock is held for the commit alone.
  const append = (transaction: Transaction<Schema>, { action, thing }: Deed) =>
    sql`SELECT clew.journal_append(${chain}::uuid, ${name}, ${action}, ${thing})`.execute(transaction);
  return {
    read: (work) => inTransaction({ database, chain, kind: 'read' }, work),
    write: (deed, work) =>
      noting(
        inTransaction({ database, chain, kind: 'write' }, async (transaction) => {
          const result = await work(transaction);
          await append(transaction, deed);
          return result;
        }),
      ),
    readSealed: (deed, work) =>
      inTransaction({ database, chain, kind: 'write' }, async (transaction) => {
        // PostgreSQL gives back, at the end of a subtransaction, the right to write that was taken away in it.
        await sql.raw('SAVEPOINT reading; SET TRANSACTION READ ONLY').execute(transaction);
        const result = await work(transaction);
        await sql.raw('RELEASE SAVEPOINT reading').execute(transaction);
        await append(transaction, deed);
        return result;
      }),
    tally: (work) => inTransaction({ database, chain, kind: 'write' }, work),
    verifyJournal: (options) =>
      inTransaction({ database, chain, kind: 'walk' }, (transaction) =>
        verifyJournal(transaction, chain, options),
      ),
  };
}

/** Of a connection that was lost nobody knows whether the commit came through; whatever else failed was rolled back. */
async function noting<T>(write: Promise<T>): Promise<T> {
  try {
    const result = await write;
    noteWritten();
    return result;
  } catch (error) {
    if (isUncertain(error)) noteWritten();
    throw error;
  }
}

/** The node's own id and kind. Throws `store.unavailable` if the database is gone. */
export async function readNode(database: Database): Promise<{ nodeId: string; demo: boolean }> {
  try {
    const row = await database.selectFrom('clew.node').select(['node_id', 'demo']).executeTakeFirstOrThrow();
    return { nodeId: row.node_id, demo: row.demo };
  } catch (error) {
    throw storeFaultOf(error) ?? error;
  }
}

/** A walk reads many times and must see one moment. */
type Frame = { database: Database; chain: string; kind: 'read' | 'write' | 'walk' };

async function inTransaction<T>(
  { database, chain, kind }: Frame,
  work: (transaction: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  try {
    const result = await database
      .transaction()
      .setAccessMode(kind === 'write' ? 'read write' : 'read only')
      .setIsolationLevel(kind === 'walk' ? 'repeatable read' : 'read committed')
      .execute(async (transaction) => {
        await setChain(chain).execute(transaction);
        return work(transaction);
      });
    if (kind === 'write') noteRoom(database);
    return result;
  } catch (error) {
    throw tellOf(database, error);
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Written out where it can be nothing but an id: a statement without parameters goes in one message with the beginning. */
function setChain(chain: string) {
  return UUID.test(chain)
    ? sql.raw(`SELECT set_config('clew.chain', '${chain}', true)`)
    : sql`SELECT set_config('clew.chain', ${chain}, true)`;
}
