import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js';
import { fromBase64url, toBase64url } from './base64url.ts';
import { frameBytes, toUtf8 } from './bytes.ts';
import { platformCurves } from './curves.ts';
import { drawBytes, type Random } from './random.ts';

const VERIFY_KEY = 'ed25519:';
const SIGNING_KEY = 'ed25519-secret:';
const SIGNATURE = 'ed25519-signature:';

/** A pair to sign with and to check by. Both begin with the name of their algorithm. */
export type SigningKeys = {
  /** `ed25519:` and base64url of 32 bytes. Anybody may have it. */
  verifyKey: string;
  /** `ed25519-secret:` and base64url of 32 bytes. */
  signingKey: string;
};

/** A new pair for `sign` and `verify`: Ed25519 (RFC 8032) from 32 random bytes. Throws RangeError on other randomness. */
export function makeSigningKeys(random: Random): SigningKeys {
  return signingKeysOf(drawBytes(random, 32));
}

/** The pair whose secret is this seed of 32 bytes. */
export function signingKeysOf(seed: Uint8Array): SigningKeys {
  return {
    verifyKey: VERIFY_KEY + toBase64url(ed25519.getPublicKey(seed)),
    signingKey: SIGNING_KEY + toBase64url(seed),
  };
}

/**
 * Signs bytes for one purpose: Ed25519 (RFC 8032) over `clew sign 1`, the context and the bytes, each behind its length in
 * four bytes. A signature for one context is none for another. The same bytes, context and key give the same signature.
 * Returns `ed25519-signature:` and base64url of 64 bytes. Throws RangeError on what is no signing key.
 */
export function sign(given: { signingKey: string; context: string; bytes: Uint8Array }): string {
  const seed = decode(SIGNING_KEY, given.signingKey, 32);
  if (seed === undefined) throw new RangeError('This is no signing key.');
  return SIGNATURE + toBase64url(ed25519.sign(toSign(given.context, given.bytes), seed));
}

/**
 * Whether `sign` made this signature of these bytes for this context, with the key that `verifyKey` belongs to. Strict as in
 * RFC 8032: an encoding that is not the shortest, and a key or point of small order, are refused. Never throws.
 */
export function verify(given: {
  verifyKey: string;
  context: string;
  bytes: Uint8Array;
  signature: string;
}): boolean {
  const key = decode(VERIFY_KEY, given.verifyKey, 32);
  const signature = decode(SIGNATURE, given.signature, 64);
  if (key === undefined || signature === undefined) return false;
  const message = toSign(given.context, given.bytes);
  if (isStrict(key) && platformCurves()?.verifyEd25519({ publicKey: key, message, signature })) return true;
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    // The library throws on bytes that are no point of the curve.
    return false;
  }
}

/** The points of small order, by their y: no key is one of them. Libraries differ in whether they say so. */
const SMALL = new Set(
  ED25519_TORSION_SUBGROUP.map((hex) =>
    hexOfY(Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))),
  ),
);
/** The prime 2^255 - 19: y is below it in the one strict encoding. */
const PRIME = `ed${'ff'.repeat(30)}7f`;

/** Whether a key is written in the one way that RFC 8032 allows, and is no point of small order. */
function isStrict(key: Uint8Array): boolean {
  const y = hexOfY(key);
  const isBelowPrime = !(y.endsWith(PRIME.slice(2)) && Number.parseInt(y.slice(0, 2), 16) >= 0xed);
  return isBelowPrime && !SMALL.has(y);
}

/** A point without the bit that says on which side x is. */
function hexOfY(point: Uint8Array): string {
  return Array.from(point, (byte, at) => (at === 31 ? byte & 0x7f : byte).toString(16).padStart(2, '0')).join(
    '',
  );
}

/** Whether this text has the form of a `verifyKey`. */
export function isVerifyKey(text: string): boolean {
  return decode(VERIFY_KEY, text, 32) !== undefined;
}

function toSign(context: string, bytes: Uint8Array): Uint8Array {
  return frameBytes(toUtf8('clew sign 1'), toUtf8(context), bytes);
}

function decode(prefix: string, text: string, length: number): Uint8Array | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const bytes = fromBase64url(text.slice(prefix.length));
  return bytes?.length === length ? bytes : undefined;
}
