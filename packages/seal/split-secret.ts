import { split } from 'shamir-secret-sharing';
import { toBase64url } from './base64url.ts';
import { contextOf } from './context.ts';
import { checkKey } from './key.ts';
import { drawBytes, type Random } from './random.ts';
import { sealShare } from './share.ts';
import { commitTo, type Holder, proofKeysOf, type ShareSet, signShareSet } from './share-set.ts';

/** Somebody who will hold a share. */
export type Custodian = {
  custodianId: string;
  /** The body that they answer to: an agency, an office, a board. */
  body: string;
  /** Their age recipient. */
  recipient: string;
};

/** What is split, how, and among whom. */
export type Splitting = {
  /** `KEY_BYTES` random bytes. Seal whatever else is to be recovered under a random key, and split that. */
  secret: Uint8Array;
  /** What the secret is, and whose; as `contextOf` makes it. */
  context: string;
  /** From 2 to the number of custodians. */
  needed: number;
  /** From 2 to 255, in the order of their shares. */
  custodians: readonly Custodian[];
  random: Random;
  /** Of who splits. */
  signingKey: string;
};

/** A set, and its shares as they are kept: the first is share 1. */
export type SplitSecret = { set: ShareSet; sealed: readonly string[] };

/**
 * Splits a key so that any `needed` of the custodians give it back, and fewer learn nothing that they could use (Shamir's
 * sharing over GF(256), library shamir-secret-sharing). Each share is sealed to its custodian with the set, its number and its
 * holder in it. The set commits to the secret by a hash and to each share by a key: so a wrong secret never comes out, and a
 * custodian can show that they hold their share. Against that hash fewer custodians can try guesses, which is why the secret has
 * to be a random key. The sharing draws its coefficients itself, from the platform's generator, and age-encryption likewise;
 * `random` gives the set's id.
 * Rejects with RangeError on a secret of another length, fewer than two needed, fewer custodians than needed, a custodian twice,
 * a recipient that is none, and if the custodians of one body are as many as needed: a body could then open it alone.
 */
export async function splitSecret(given: Splitting): Promise<SplitSecret> {
  checkSplitting(given);
  const { secret, context, needed, custodians, random, signingKey } = given;
  const setId = toBase64url(drawBytes(random, 16));
  const values = await split(Uint8Array.from(secret), custodians.length, needed);
  const shares = values.map((value, index) => ({ number: index + 1, value }));
  const holders: Holder[] = custodians.map(({ custodianId, body }, index) => ({
    custodianId,
    body,
    proofKey: proofKeysOf(setId, shares[index] as (typeof shares)[number]).verifyKey,
  }));
  const set = signShareSet(
    { setId, context, needed, commitment: commitTo(setId, secret), holders },
    signingKey,
  );
  const sealed: string[] = [];
  for (const [index, { recipient }] of custodians.entries())
    sealed.push(await sealShare({ set, share: shares[index] as (typeof shares)[number], recipient }));
  return { set, sealed };
}

function checkSplitting({ secret, context, needed, custodians }: Splitting): void {
  checkKey(secret);
  if (/\p{Cc}/u.test(context)) throw new RangeError('A context has no control character.');
  if (!Number.isInteger(needed) || needed < 2 || needed > custodians.length || custodians.length > 255)
    throw new RangeError('From 2 to all of at most 255 custodians are needed.');
  if (new Set(custodians.map(({ custodianId }) => custodianId)).size < custodians.length)
    throw new RangeError('A custodian holds one share of a set.');
  const bodies = new Map<string, number>();
  for (const { custodianId, body } of custodians) {
    contextOf(custodianId, body);
    const ofBody = (bodies.get(body) ?? 0) + 1;
    bodies.set(body, ofBody);
    if (ofBody >= needed) throw new RangeError('The custodians of one body must be fewer than are needed.');
  }
}
