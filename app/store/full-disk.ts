import type { Database } from './connect.ts';
import { StoreFault, storeFaultOf } from './fault.ts';

/** The databases whose disk was full when somebody last tried to write to them. */
const full = new WeakSet<Database>();

/**
 * What somebody is told of an error of this database. A server that has no room for its write-ahead log ends all connections and starts
 * anew (PostgreSQL's manual, "Disk Full Failure"): one is told why, and everybody else only that it is away. Until it is written to
 * again they too are told that the disk is full. Whatever is no fault of the store is given back as it is.
 */
export function tellOf(database: Database, error: unknown): unknown {
  const fault = storeFaultOf(error);
  if (fault?.code === 'store.disk-full') full.add(database);
  if (fault?.code !== 'store.unavailable' || !full.has(database)) return fault ?? error;
  return new StoreFault(
    'store.disk-full',
    'The database does not answer since the disk that it writes to was full. Free some space, then try again.',
    { cause: fault },
  );
}

/** Notes that a database was written to. */
export function noteRoom(database: Database): void {
  full.delete(database);
}

/** Whether a commit may have come through though it failed: the connection was lost, or the server fell while it wrote it down. */
export function isUncertain(error: unknown): boolean {
  const fault = storeFaultOf(error);
  if (fault?.code === 'store.unavailable') return true;
  if (fault?.code !== 'store.disk-full') return false;
  const { cause } = fault;
  const fell = cause instanceof Error && 'severity' in cause && cause.severity === 'PANIC';
  return fell || (cause instanceof StoreFault && cause.code === 'store.unavailable');
}
