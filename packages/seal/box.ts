import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { fromBase64url, toBase64url } from './base64url.ts';
import { padText, unpadText } from './padding.ts';

/** The bytes of a key. Make it of random bytes of the operating system, never of a password. */
export const KEY_BYTES = 32;

/** So many random bytes. It must be unpredictable: two boxes of one key with one nonce give both texts away. */
export type Random = (length: number) => Uint8Array;

const VERSION = 1;
const NONCE_BYTES = 24;
const TAG_BYTES = 16;
const PAD_TO = 256;

/** What is sealed, with which key, and for what. */
export type Sealing = {
  /** `KEY_BYTES` bytes. */
  key: Uint8Array;
  random: Random;
  /** What the box is for, such as `assess.interview`. It opens under no other. */
  context: string;
  /** Half of a surrogate pair comes back as U+FFFD: it has no UTF-8. */
  text: string;
  /** The text is padded to the next multiple of so many bytes, by default 256, so that its length says little. */
  padTo?: number;
};

/**
 * Seals a text so that only who has the key can read it, and nobody without the key can change it unseen: XChaCha20-
 * Poly1305 (draft-irtf-cfrg-xchacha) with a random nonce. The box is base64url of one byte of version, 24 of nonce, the
 * ciphertext and 16 of tag. Version and context are authenticated with it. It does not say who sealed it or when: an
 * older box of the same key opens as well as the newest.
 * Throws RangeError on a key of another length, on randomness of another length, and if `padTo` is no whole number above 0.
 */
export function seal({ key, random, context, text, padTo = PAD_TO }: Sealing): string {
  checkKey(key);
  if (!Number.isInteger(padTo) || padTo < 1)
    throw new RangeError('padTo is a whole number of bytes above 0.');
  const nonce = random(NONCE_BYTES);
  if (nonce.length !== NONCE_BYTES) throw new RangeError(`The randomness must give ${NONCE_BYTES} bytes.`);
  const sealed = xchacha20poly1305(key, nonce, associatedData(context)).encrypt(padText(text, padTo));
  const box = new Uint8Array(1 + NONCE_BYTES + sealed.length);
  box[0] = VERSION;
  box.set(nonce, 1);
  box.set(sealed, 1 + NONCE_BYTES);
  return toBase64url(box);
}

/** What came out of a box. Why one does not open is never said: the reason would help only who forges. */
export type Opened = { ok: true; text: string } | { ok: false };

/**
 * Opens what `seal` made with the same key and context. Anything else is refused: another key, context or version, a
 * single changed bit, a box cut short, a text that is no box. Never throws on a box; throws RangeError on a key of
 * another length.
 */
export function open({ key, context, box }: { key: Uint8Array; context: string; box: string }): Opened {
  checkKey(key);
  const bytes = fromBase64url(box);
  if (bytes?.[0] !== VERSION || bytes.length < 1 + NONCE_BYTES + TAG_BYTES) return { ok: false };
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
  try {
    const padded = xchacha20poly1305(key, nonce, associatedData(context)).decrypt(
      bytes.subarray(1 + NONCE_BYTES),
    );
    const text = unpadText(padded);
    return text === undefined ? { ok: false } : { ok: true, text };
  } catch {
    // The cipher throws on a tag that does not fit.
    return { ok: false };
  }
}

/** The version stands outside the ciphertext and is authenticated here, so that nobody can pass a box off as another's. */
function associatedData(context: string): Uint8Array {
  return new TextEncoder().encode(`clew seal ${VERSION} ${context}`);
}

function checkKey(key: Uint8Array): void {
  if (key.length !== KEY_BYTES) throw new RangeError(`A key has ${KEY_BYTES} bytes.`);
}
