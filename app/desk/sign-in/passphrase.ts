import { hashRaw } from '@node-rs/argon2';

/** Of a passphrase that is chosen now: RFC 9106, section 4, second choice: 64 MiB, three passes; one lane, as two run at once. */
export const USUAL_KDF = 'argon2id:65536:3:1';

/** The shortest passphrase, in characters. */
export const SHORTEST_PASSPHRASE = 15;
const LONGEST_PASSPHRASE = 200;

const ARGON2ID = 2;

/**
 * The key of 32 bytes that a passphrase makes with a salt: Argon2id (RFC 9106), off the main thread. `kdf` is
 * `argon2id:KIBIBYTES:PASSES:LANES`. Letters that look the same are the same (NFKC), whatever keyboard they come from.
 * Rejects with RangeError on a `kdf` that is none, or that would cost more than a node bears.
 */
export async function deriveKey(
  passphrase: string,
  { kdf, salt }: { kdf: string; salt: string },
): Promise<Uint8Array> {
  const [, memory = 0, passes = 0, lanes = 0] = (/^argon2id:(\d{1,7}):(\d{1,2}):(\d)$/.exec(kdf) ?? []).map(
    Number,
  );
  if (memory < 8 || memory > 1_048_576 || passes < 1 || lanes < 1)
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
