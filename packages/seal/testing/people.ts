import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Random, RosterWorker, Suite } from '../index.ts';
import { checkRosterEntry, type Giver, makeSigningKeys, makeWorkerKeys, signRosterEntry } from '../index.ts';

let drawn = 0;

/** Randomness that is the same on every run, and other bytes at each draw. */
export const random: Random = (length) => hkdf(sha256, Uint8Array.of(14), undefined, number(drawn++), length);

function number(value: number): Uint8Array {
  return new TextEncoder().encode(String(value));
}

/** An agency's roster key, and workers whom it signed. */
export const roster = makeSigningKeys(random);

/** A worker on the roster, with what only they hold. */
export type Somebody = Giver & { worker: RosterWorker; identity: string };

export async function makeSomebody(
  workerId: string,
  { agencyId = 'agency-1', suite = 'x25519' as Suite } = {},
): Promise<Somebody> {
  const { recipient, verifyKey, secrets } = await makeWorkerKeys(random, suite);
  const entry = { agencyId, workerId, recipient, verifyKey };
  const signature = signRosterEntry({ rosterKey: roster.signingKey, entry });
  const checked = checkRosterEntry({ rosterVerifyKey: roster.verifyKey, entry, signature });
  if (!checked.ok) throw new Error('The roster refuses what it has just signed.');
  return { worker: checked.worker, signingKey: secrets.signingKey, identity: secrets.identity };
}

/** These bytes with one bit of the byte at `at` turned round. */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
  return changed;
}
