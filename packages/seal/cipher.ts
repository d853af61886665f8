import { gcmsiv } from '@noble/ciphers/aes.js';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toUtf8 } from './bytes.ts';

/** How one version of box is sealed. The tag of each stands behind its ciphertext and has `TAG_BYTES`. */
type Cipher = {
  readonly nonceBytes: number;
  readonly encrypt: (given: CipherInput, plain: Uint8Array) => Uint8Array;
  /** Throws if the tag does not fit. */
  readonly decrypt: (given: CipherInput, sealed: Uint8Array) => Uint8Array;
};

type CipherInput = { key: Uint8Array; nonce: Uint8Array; associated: Uint8Array };

export const TAG_BYTES = 16;

/** The version of a box, which is its first byte and says how it is sealed. */
export type BoxVersion = 1 | 2;

/**
 * 1: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) under the key itself.
 * 2: AES-256-GCM-SIV (RFC 8452) under a key derived for it, so that one key never serves two ciphers.
 */
export const CIPHERS: Readonly<Record<BoxVersion, Cipher>> = {
  1: {
    nonceBytes: 24,
    encrypt: ({ key, nonce, associated }, plain) => xchacha20poly1305(key, nonce, associated).encrypt(plain),
    decrypt: ({ key, nonce, associated }, sealed) =>
      xchacha20poly1305(key, nonce, associated).decrypt(sealed),
  },
  2: {
    nonceBytes: 12,
    encrypt: ({ key, nonce, associated }, plain) => gcmsiv(keyOfTwo(key), nonce, associated).encrypt(plain),
    decrypt: ({ key, nonce, associated }, sealed) => gcmsiv(keyOfTwo(key), nonce, associated).decrypt(sealed),
  },
};

function keyOfTwo(key: Uint8Array): Uint8Array {
  return hkdf(sha256, key, undefined, toUtf8('clew seal 2 key'), 32);
}
