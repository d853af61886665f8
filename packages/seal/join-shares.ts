import { combine } from 'shamir-secret-sharing';
import { isCommittedTo, isOfSet, type Share, type ShareSet } from './share-set.ts';

/** Why shares do not join. It is said, because it tells the custodians which of them to ask, and no secret. */
export type NotJoined = 'too-few' | 'twice' | 'not-of-this-set' | 'not-this-secret';

/**
 * The secret that was split. Shares beyond those needed are checked too. Refused are fewer than `needed`, one twice, one of
 * another set or altered, and a secret that the set does not commit to: never is a wrong secret returned.
 */
export async function joinShares(given: {
  set: ShareSet;
  shares: readonly Share[];
}): Promise<{ ok: true; secret: Uint8Array } | { ok: false; why: NotJoined }> {
  const { set, shares } = given;
  if (shares.some((share) => !isOfSet(set, share))) return { ok: false, why: 'not-of-this-set' };
  if (new Set(shares.map(({ number }) => number)).size < shares.length) return { ok: false, why: 'twice' };
  if (shares.length < Math.max(2, set.needed)) return { ok: false, why: 'too-few' };
  const secret = await combine(shares.map(({ value }) => Uint8Array.from(value)));
  return isCommittedTo(set, secret) ? { ok: true, secret } : { ok: false, why: 'not-this-secret' };
}
