import { suiteOfRecipient } from './age-file.ts';
import { toUtf8 } from './bytes.ts';
import { contextOf } from './context.ts';
import { isVerifyKey, sign, verify } from './signature.ts';

/** Whose keys these are. */
export type RosterEntry = {
  agencyId: string;
  workerId: string;
  recipient: string;
  verifyKey: string;
};

declare const checked: unique symbol;

/**
 * A worker whose keys the agency's roster key has signed. Only `checkRosterEntry` makes one: whoever can write into the
 * database can put keys of their own beside a name, and no key may be given to them, nor taken from them.
 */
export type RosterWorker = Readonly<RosterEntry> & { readonly [checked]: true };

/**
 * Signs that these keys are this worker's, with the agency's roster key. Returns the signature, to be kept beside them.
 * Throws RangeError on an id that `contextOf` refuses, and on what is no recipient or verify key.
 */
export function signRosterEntry({ rosterKey, entry }: { rosterKey: string; entry: RosterEntry }): string {
  if (suiteOfRecipient(entry.recipient) === undefined || !isVerifyKey(entry.verifyKey))
    throw new RangeError('An entry of the roster has a recipient and a verify key.');
  return sign({ signingKey: rosterKey, context: contextOfEntry(entry), bytes: bytesOfEntry(entry) });
}

/**
 * The worker, if the roster key that `rosterVerifyKey` belongs to signed exactly this entry. Take `rosterVerifyKey` from
 * where nobody else can write, such as the reader's own sealed secrets. It does not say that the worker is still with the
 * agency, nor that the entry is their newest: an entry that was signed once stays signed.
 */
export function checkRosterEntry(given: {
  rosterVerifyKey: string;
  entry: RosterEntry;
  signature: string;
}): { ok: true; worker: RosterWorker } | { ok: false } {
  const { agencyId, workerId, recipient, verifyKey } = given.entry;
  const entry = { agencyId, workerId, recipient, verifyKey };
  const good =
    areIds(agencyId, workerId) &&
    suiteOfRecipient(recipient) !== undefined &&
    isVerifyKey(verifyKey) &&
    verify({
      verifyKey: given.rosterVerifyKey,
      context: contextOfEntry(entry),
      bytes: bytesOfEntry(entry),
      signature: given.signature,
    });
  return good ? { ok: true, worker: entry as RosterWorker } : { ok: false };
}

function contextOfEntry({ agencyId, workerId }: RosterEntry): string {
  return contextOf('clew roster', agencyId, workerId);
}

function bytesOfEntry({ recipient, verifyKey }: RosterEntry): Uint8Array {
  return toUtf8(`${recipient}\n${verifyKey}\n`);
}

function areIds(...ids: readonly string[]): boolean {
  try {
    return contextOf(...ids) !== '';
  } catch {
    return false;
  }
}
