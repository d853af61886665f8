import { fromBase64url, toBase64url } from './base64url.ts';
import { fromUtf8, joinBytes, toUtf8 } from './bytes.ts';
import { type BoxVersion, CIPHERS, TAG_BYTES } from './cipher.ts';
import { checkKey } from './key.ts';
import { pad, unpad } from './padding.ts';
import { drawBytes, type Random } from './random.ts';

/** What new boxes are sealed with. */
const WRITES: BoxVersion = 1;

/** What `open` takes. A version stands here one release before anything writes it, and as long as its boxes are about. */
const READS: readonly BoxVersion[] = [1, 2];

const PAD_TO = 256;

type SealingOf<Content> = Content & {
  /** `KEY_BYTES` bytes. */
  key: Uint8Array;
  random: Random;
  /** What the box is for, such as `assess.interview`. It opens under no other. */
  context: string;
  /** The content is padded to the next multiple of so many bytes, by default 256, so that its length says little. */
  padTo?: number;
  /** How it is sealed; by default as all new boxes are. The README says how to move to another. */
  version?: BoxVersion;
};

/** A text to seal, with which key, and for what. Half of a surrogate pair comes back as U+FFFD: it has no UTF-8. */
export type Sealing = SealingOf<{ text: string }>;

/** Bytes to seal, with which key, and for what. */
export type SealingBytes = SealingOf<{ bytes: Uint8Array }>;

/** What came out of a box. Why one does not open is never said: the reason would help only who forges. */
export type Opened = { ok: true; text: string } | { ok: false };
export type OpenedBytes = { ok: true; bytes: Uint8Array } | { ok: false };

/**
 * Seals a text so that only who has the key can read it, and nobody without the key can change it unseen. The box is
 * base64url of what `sealBytes` makes of the text's UTF-8: letters that a form and an address carry as they are.
 * Throws RangeError as `sealBytes` does.
 */
export function seal({ text, ...sealing }: Sealing): string {
  return toBase64url(sealBytes({ ...sealing, bytes: toUtf8(text) }));
}

/**
 * Seals bytes with a random nonce. The box is one byte of version, the nonce, the ciphertext and 16 bytes of tag: version 1
 * is XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha, nonce of 24 bytes), version 2 AES-256-GCM-SIV (RFC 8452, nonce of 12) under
 * HKDF-SHA256(key, info `clew seal 2 key`). The associated data is the UTF-8 of `clew seal VERSION CONTEXT`. Sealed are the
 * content's length in four bytes, the content, and zeros. A box does not say who sealed it or when: an older box of the
 * same key and context opens as well as the newest.
 * Throws RangeError on a key of another length, on randomness of another length, and if `padTo` is no whole number above 0.
 */
export function sealBytes(sealing: SealingBytes): Uint8Array {
  const { key, random, context, bytes, padTo = PAD_TO, version = WRITES } = sealing;
  checkKey(key);
  if (!Number.isInteger(padTo) || padTo < 1)
    throw new RangeError('padTo is a whole number of bytes above 0.');
  const { nonceBytes, encrypt } = CIPHERS[version];
  const nonce = drawBytes(random, nonceBytes);
  const sealed = encrypt({ key, nonce, associated: associatedData(version, context) }, pad(bytes, padTo));
  return joinBytes(Uint8Array.of(version), nonce, sealed);
}

/**
 * Opens what `seal` made with the same key and context. Anything else is refused: another key or context, a version
 * that is not read, a single changed bit, a box cut short, a text that is no box. Never throws on a box; throws RangeError
 * on a key of another length.
 */
export function open({ key, context, box }: { key: Uint8Array; context: string; box: string }): Opened {
  checkKey(key);
  const bytes = fromBase64url(box);
  if (bytes === undefined) return { ok: false };
  const opened = openBytes({ key, context, box: bytes });
  const text = opened.ok ? fromUtf8(opened.bytes) : undefined;
  return text === undefined ? { ok: false } : { ok: true, text };
}

/** Opens what `sealBytes` made, as `open` does. */
export function openBytes(given: { key: Uint8Array; context: string; box: Uint8Array }): OpenedBytes {
  const { key, context, box } = given;
  checkKey(key);
  const version = READS.find((one) => one === box[0]);
  if (version === undefined) return { ok: false };
  const { nonceBytes, decrypt } = CIPHERS[version];
  if (box.length < 1 + nonceBytes + TAG_BYTES) return { ok: false };
  const nonce = box.slice(1, 1 + nonceBytes);
  try {
    const sealed = box.slice(1 + nonceBytes);
    const bytes = unpad(decrypt({ key, nonce, associated: associatedData(version, context) }, sealed));
    return bytes === undefined ? { ok: false } : { ok: true, bytes };
  } catch {
    // The cipher throws on a tag that does not fit.
    return { ok: false };
  }
}

/** With which version a box says it is sealed; undefined if it says none that is read. `open` tells whether it is true. */
export function boxVersion(box: string | Uint8Array): BoxVersion | undefined {
  const bytes = typeof box === 'string' ? fromBase64url(box) : box;
  return READS.find((version) => version === bytes?.[0]);
}

/** The version stands outside the ciphertext and is authenticated here, so that nobody can pass a box off as another's. */
function associatedData(version: BoxVersion, context: string): Uint8Array {
  return toUtf8(`clew seal ${version} ${context}`);
}
