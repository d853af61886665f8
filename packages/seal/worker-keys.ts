import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Suite } from './age-file.ts';
import type { Random } from './random.ts';
import { makeSigningKeys } from './signature.ts';

/** What only the worker may hold. */
export type WorkerSecrets = {
  /** An age identity: `AGE-SECRET-KEY-1…`, or `AGE-SECRET-KEY-PQ-1…`. */
  identity: string;
  signingKey: string;
};

/** The keys of somebody who signs in: what anybody may know, and what only they may hold. */
export type WorkerKeys = {
  /** An age recipient, `age1…`: what is sealed to it opens with the identity alone. */
  recipient: string;
  verifyKey: string;
  secrets: WorkerSecrets;
};

/** What files and wraps are sealed with that are not told otherwise. */
const WRITES: Suite = 'x25519';

/**
 * New keys for a worker. The signing key is made of `random`; the age identity is drawn by the library age-encryption,
 * which takes no randomness from outside and asks the platform's own generator.
 */
export async function makeWorkerKeys(random: Random, suite: Suite = WRITES): Promise<WorkerKeys> {
  const { verifyKey, signingKey } = makeSigningKeys(random);
  const identity = await (suite === 'x25519' ? generateX25519Identity() : generateHybridIdentity());
  return { recipient: await identityToRecipient(identity), verifyKey, secrets: { identity, signingKey } };
}
