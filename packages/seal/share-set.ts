import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64url, toBase64url } from './base64url.ts';
import { frameBytes, sameBytes, toUtf8 } from './bytes.ts';
import { contextOf } from './context.ts';
import { type SigningKeys, sign, signingKeysOf, verify } from './signature.ts';

/** Who holds a share, and how to tell that they do. */
export type Holder = {
  custodianId: string;
  /** The body that the custodian answers to. */
  body: string;
  /** Belongs to a signing key that only this share gives. */
  proofKey: string;
};

/** All that anybody may know of a secret that was split. The shares themselves stand beside it, each sealed to its custodian. */
export type ShareSet = {
  setId: string;
  /** What the secret is, and whose. */
  context: string;
  /** So many shares give the secret, and fewer give nothing. */
  needed: number;
  /** SHA-256 over `clew secret 1`, the set's id and the secret, as base64url. */
  commitment: string;
  /** The holder of share 1, of share 2, and so on. */
  holders: readonly Holder[];
  /** By who split the secret, over all of the above. */
  signature: string;
};

/** One share, opened. As secret as what it is a share of. */
export type Share = { number: number; value: Uint8Array };

/** Signs a set with the key of who split the secret. */
export function signShareSet(set: Omit<ShareSet, 'signature'>, signingKey: string): ShareSet {
  const { setId, context, needed, commitment, holders } = set;
  const signature = sign({ signingKey, context: signedContext(setId), bytes: bytesOfSet(set) });
  return { setId, context, needed, commitment, holders, signature };
}

/**
 * Whether the holder of `verifyKey` split this secret in exactly this way. Without it a set is only what stands in the
 * database: somebody who can write there can make a set of their own, whose drills succeed and which recovers nothing.
 */
export function checkShareSet({ set, verifyKey }: { set: ShareSet; verifyKey: string }): boolean {
  return verify({
    verifyKey,
    context: signedContext(set.setId),
    bytes: bytesOfSet(set),
    signature: set.signature,
  });
}

export function commitTo(setId: string, secret: Uint8Array): string {
  return toBase64url(sha256(frameBytes(toUtf8('clew secret 1'), toUtf8(setId), secret)));
}

export function isCommittedTo(set: ShareSet, secret: Uint8Array): boolean {
  const commitment = fromBase64url(set.commitment);
  const own = fromBase64url(commitTo(set.setId, secret));
  return commitment !== undefined && own !== undefined && sameBytes(commitment, own);
}

/** The pair that only this share gives: Ed25519 from HKDF-SHA256 of its value. */
export function proofKeysOf(setId: string, { number, value }: Share): SigningKeys {
  const info = toUtf8(`clew share proof 1 ${setId} ${number}`);
  return signingKeysOf(hkdf(sha256, value, undefined, info, 32));
}

/** Whether this share, unaltered, is of this set. */
export function isOfSet(set: ShareSet, share: Share): boolean {
  return set.holders[share.number - 1]?.proofKey === proofKeysOf(set.setId, share).verifyKey;
}

function signedContext(setId: string): string {
  return contextOf('clew share set', setId);
}

function bytesOfSet({ context, needed, commitment, holders }: Omit<ShareSet, 'signature'>): Uint8Array {
  const parts = [context, String(needed), commitment];
  for (const { custodianId, body, proofKey } of holders) parts.push(custodianId, body, proofKey);
  return frameBytes(...parts.map(toUtf8));
}
