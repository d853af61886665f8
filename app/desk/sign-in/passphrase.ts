import { hashRaw } from '@node-rs/argon2';

/** Of a passphrase that is chosen now: RFC 9106, section 4, second choice: 64 MiB, three passes; one lane, as two run at once. */
export const USUAL_KDF = 'argon2id:65536:3:1';

/** The shortest passphrase, in characters. */
const SHORTEST_PASSPHRASE = 15;
const LONGEST_PASSPHRASE = 200;
const ARGON2ID = 2;
/** The least that what is kept beside a box may ask for: OWASP, Password Storage Cheat Sheet. */
export const LEAST_KDF = 'argon2id:19456:2:1';
/** The most: what a node of two cores bears. */
const MOST: Cost = { memory: 262_144, passes: 10, lanes: 4 };
const SHORTEST_SALT = 16;

type Cost = { memory: number; passes: number; lanes: number };

/** How a passphrase was made a key, as it is kept beside what that key opens. */
export type Derivation = { kdf: string; salt: string };

/**
 * Whether a passphrase may be made a key in this way. Who can write to the database could ask for so much that the node
 * stands still, or for next to nothing: both are refused before any work.
 */
export function isBearable({ kdf, salt }: Derivation, { leastKdf }: { leastKdf: string }): boolean {
  const cost = costOf(kdf);
  const least = costOf(leastKdf);
  if (!cost || !least || Buffer.from(salt, 'base64url').length < SHORTEST_SALT) return false;
  const isEnough = cost.memory >= least.memory && cost.passes >= least.passes && cost.lanes >= least.lanes;
  return isEnough && cost.memory <= MOST.memory && cost.passes <= MOST.passes && cost.lanes <= MOST.lanes;
}

/** The lower of two floors: a test whose passphrases cost next to nothing has that as its floor. */
export function floorOf(kdf: string): string {
  return isWeaker({ kdf }, { kdf: LEAST_KDF }) ? kdf : LEAST_KDF;
}

/** Whether a key that was made in this way is to be made anew: it cost less memory or fewer passes than one made today. */
export function isWeaker({ kdf }: { kdf: string }, { kdf: own }: { kdf: string }): boolean {
  const cost = costOf(kdf);
  const usual = costOf(own);
  if (cost === undefined || usual === undefined) return false;
  return cost.memory < usual.memory || cost.passes < usual.passes;
}

function costOf(kdf: string): Cost | undefined {
  const [, memory, passes, lanes] = /^argon2id:(\d{1,7}):(\d{1,2}):(\d)$/.exec(kdf) ?? [];
  return memory === undefined
    ? undefined
    : { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) };
}

/**
 * The key of 32 bytes that a passphrase makes with a salt: Argon2id (RFC 9106), off the main thread. `kdf` is
 * `argon2id:KIBIBYTES:PASSES:LANES`. Letters that look the same are the same (NFKC), whatever keyboard they come from.
 * Rejects with RangeError on a `kdf` that is none, or that would cost more than a node bears.
 */
export async function deriveKey(passphrase: string, { kdf, salt }: Derivation): Promise<Uint8Array> {
  const { memory, passes, lanes } = costOf(kdf) ?? { memory: 0, passes: 0, lanes: 0 };
  if (memory < 8 || memory > MOST.memory || passes < 1 || passes > MOST.passes || lanes < 1)
    throw new RangeError('The passphrase cannot be made a key: what is kept beside it is damaged.');
  return hashRaw(passphrase.normalize('NFKC').slice(0, LONGEST_PASSPHRASE * 4), {
    algorithm: ARGON2ID,
    memoryCost: memory,
    timeCost: passes,
    parallelism: lanes,
    outputLen: 32,
    salt: Buffer.from(salt, 'base64url'),
  });
}

export type PassphraseProblem = 'short' | 'long' | 'simple' | 'known';

/** What is wrong with a passphrase that somebody chooses; undefined if nothing is. `apart` are words it must not lean on. */
export function passphraseProblem(
  passphrase: string,
  apart: readonly string[],
): PassphraseProblem | undefined {
  const text = passphrase.normalize('NFKC');
  const length = [...text].length;
  if (length < SHORTEST_PASSPHRASE) return 'short';
  if (length > LONGEST_PASSPHRASE) return 'long';
  let rest = text.toLowerCase();
  if (rest.startsWith(DEMO_PASSPHRASE_START)) return 'known';
  for (const word of apart) if (word.length > 2) rest = rest.replaceAll(word.toLowerCase(), '');
  return new Set(rest.replaceAll(/\s/g, '')).size < 7 ? 'simple' : undefined;
}

/** How every passphrase of a demo begins. No other node takes one like it. */
export const DEMO_PASSPHRASE_START = 'demo passphrase of';
