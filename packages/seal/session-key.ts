import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toUtf8 } from './bytes.ts';
import { KEY_BYTES } from './key.ts';

/**
 * A key for `seal` from a random secret, such as that of a browser's cookie: HKDF-SHA256 (RFC 5869) without salt, with info
 * `clew session key 1 CONTEXT`. Another context gives another key, and no key tells of another or of the secret. The secret has
 * to be random: nothing here is slow, so a password would be guessed. Throws RangeError on fewer than 32 bytes.
 */
export function deriveSessionKey(secret: Uint8Array, context: string): Uint8Array {
  if (secret.length < KEY_BYTES) throw new RangeError(`A secret has at least ${KEY_BYTES} random bytes.`);
  return hkdf(sha256, secret, undefined, toUtf8(`clew session key 1 ${context}`), KEY_BYTES);
}
