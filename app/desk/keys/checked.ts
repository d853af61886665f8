import { createHash } from 'node:crypto';
import type { RosterWorker } from '@clew/seal';

/**
 * What was checked of signatures, by a hash of all that was looked at: what held once goes on holding, and what did not never will,
 * so nothing that was changed in the database is missed. It saves most of the arithmetic of a request. Public keys and ids only.
 */
const held = new Map<string, RosterWorker | true>();
/** Apart, so that however many forged rows push out nothing but one another. */
const refused = new Map<string, true>();
const REMEMBERED = 30_000;

/** The name of a check: a hash of everything that its outcome hangs on. */
export function nameOfCheck(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}

/** Whether something holds that hangs on what is named alone. It is worked out once. */
export function holdsOnce(name: string, check: () => boolean): boolean {
  if (held.has(name)) return true;
  if (refused.has(name)) return false;
  const isTrue = check();
  remember(isTrue ? held : refused, name, true);
  return isTrue;
}

/** The worker whom a check made of the roster; undefined if it was not made, or nobody came out of it. */
export function knownWorker(name: string): RosterWorker | undefined {
  const known = held.get(name);
  return known === true ? undefined : known;
}

/** Remembers the worker whom a check made of the roster. */
export function rememberWorker(name: string, worker: RosterWorker): RosterWorker {
  remember(held, name, worker);
  return worker;
}

function remember<Value>(room: Map<string, Value>, name: string, value: Value): void {
  if (room.size >= REMEMBERED) room.delete(room.keys().next().value ?? '');
  room.set(name, value);
}
