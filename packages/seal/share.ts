import { decryptAge, encryptAge } from './age-file.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { fromUtf8, toUtf8 } from './bytes.ts';
import { isOfSet, proofKeysOf, type Share, type ShareSet } from './share-set.ts';
import { sign, verify } from './signature.ts';

const PROOF = 'clew share proof';

/**
 * Seals a share of this set to somebody: to its custodian, to keep; or by a custodian to whoever is recovering, whose recipient
 * they have compared by `fingerprintOf` and heard from that person. Returns base64url of an age file.
 * Rejects with RangeError on a share that is not of the set, and on what is no recipient.
 */
export async function sealShare(given: { set: ShareSet; share: Share; recipient: string }): Promise<string> {
  const { set, share, recipient } = given;
  if (!isOfSet(set, share)) throw new RangeError('This share is not of this set.');
  const content = `${contentStart(set, share.number)}${toBase64url(share.value)}\n`;
  return toBase64url(await encryptAge(toUtf8(content), [recipient]));
}

/**
 * The share of this set and number that was sealed to this identity. Refused is any other: of another set, number or holder,
 * altered, cut short, or sealed to somebody else. Rejects with RangeError on what is no identity.
 */
export async function openShare(given: {
  set: ShareSet;
  number: number;
  sealed: string;
  identity: string;
}): Promise<{ ok: true; share: Share } | { ok: false }> {
  const { set, number, sealed, identity } = given;
  const file = fromBase64url(sealed);
  const content = file && (await decryptAge(file, [identity]));
  const text = content && fromUtf8(content);
  const start = contentStart(set, number);
  if (!text?.startsWith(start) || !text.endsWith('\n')) return { ok: false };
  const value = fromBase64url(text.slice(start.length, -1));
  if (value === undefined) return { ok: false };
  const share = { number, value };
  return isOfSet(set, share) ? { ok: true, share } : { ok: false };
}

/**
 * Shows that its maker holds this share, and nothing of the share: a signature of the challenge with the key that only the
 * share gives. Take a new random challenge for each drill, or an old proof would do.
 */
export function proveShare(given: { set: ShareSet; share: Share; challenge: Uint8Array }): string {
  const { set, share, challenge } = given;
  const { signingKey } = proofKeysOf(set.setId, share);
  return sign({ signingKey, context: PROOF, bytes: challenge });
}

/** Whether whoever made this proof held share `number` of this set. Check the set first: `checkShareSet`. */
export function checkShareProof(given: {
  set: ShareSet;
  number: number;
  challenge: Uint8Array;
  proof: string;
}): boolean {
  const { set, number, challenge, proof } = given;
  const verifyKey = set.holders[number - 1]?.proofKey;
  if (verifyKey === undefined) return false;
  return verify({ verifyKey, context: PROOF, bytes: challenge, signature: proof });
}

function contentStart({ setId, context, needed, commitment, holders }: ShareSet, number: number): string {
  const custodianId = holders[number - 1]?.custodianId ?? '';
  const place = `${number}/${holders.length}/${needed}/${custodianId}`;
  return `clew share 1\n${context}\n${setId}\n${commitment}\n${place}\n`;
}
