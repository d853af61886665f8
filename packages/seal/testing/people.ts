import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Random, RosterWorker, Suite } from '../index.ts';
import {
  checkRosterEntry,
  type Giver,
  makeSigningKeys,
  makeWorkerKeys,
  prepareRosterEntry,
  type RosterEntry,
  signOwnKeys,
  signRosterEntry,
} from '../index.ts';

let drawn = 0;

/** Randomness that is the same on every run, and other bytes at each draw. */
export const random: Random = (length) => hkdf(sha256, Uint8Array.of(14), undefined, number(drawn++), length);

function number(value: number): Uint8Array {
  return new TextEncoder().encode(String(value));
}

/** An agency's roster key. */
export const roster = makeSigningKeys(random);

/** A worker on the roster, with what only they hold. */
export type Somebody = Giver & { worker: RosterWorker; identity: string };

/** Somebody who is on the roster as whoever founds an agency is: that takes nobody else. */
export async function makeSomebody(
  workerId: string,
  { agencyId = 'agency-1', suite = 'x25519' as Suite } = {},
): Promise<Somebody> {
  const { recipient, verifyKey, secrets } = await makeWorkerKeys(random, suite);
  const { signingKey, identity } = secrets;
  const founding = { founder: { workerId, verifyKey } };
  const at = { workerId, number: 1 };
  const entry: RosterEntry = {
    ...at,
    agencyId,
    kind: 'founder',
    recipient,
    verifyKey,
    founding,
    preparedBy: at,
  };
  const checked = checkRosterEntry({
    pins: { rosterVerifyKey: roster.verifyKey, founding },
    entry,
    signatures: {
      own: signOwnKeys({ signingKey, keys: entry }),
      prepared: prepareRosterEntry({ signingKey, entry }),
      roster: signRosterEntry({ rosterKey: roster.signingKey, entry }),
    },
    signers: {},
  });
  if (!checked.ok) throw new Error('The roster refuses what it has just signed.');
  return { worker: checked.worker, signingKey, identity };
}

/** These bytes with one bit of the byte at `at` turned round. */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
  return changed;
}
