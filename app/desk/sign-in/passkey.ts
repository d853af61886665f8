import { createHash } from 'node:crypto';
import type { SecretBundle } from '@clew/seal';
import { z } from 'zod';

/** How many passkeys a worker may have: so many fit into secrets of the usual length. */
export const MOST_PASSKEYS = 5;
/** The longest name of a passkey, in characters. */
export const LONGEST_PASSKEY_NAME = 40;

const Passkey = z.object({
  /** The credential's id, base64url. */
  id: z.string(),
  /** Its public key as COSE (RFC 9052), base64url. */
  key: z.string(),
  /** How often it was used, as the authenticator counts; 0 for one that does not. */
  counter: z.number(),
  /** What the worker calls it. */
  name: z.string(),
  /** The day it was added, `2026-03-16`. */
  since: z.string(),
});
/**
 * A passkey of a worker. It lies among their secrets, under their passphrase: who can write into the database can neither see
 * that there is one nor put one of their own there.
 */
export type Passkey = z.infer<typeof Passkey>;

/** The passkeys among a worker's secrets. */
export function readPasskeys({ passkeys }: SecretBundle): Passkey[] {
  return passkeys === undefined ? [] : z.array(Passkey).parse(JSON.parse(passkeys));
}

/** The secrets with these passkeys in place of those that were there. */
export function withPasskeys(secrets: SecretBundle, passkeys: readonly Passkey[]): SecretBundle {
  const { passkeys: _before, ...others } = secrets;
  return (passkeys.length === 0
    ? others
    : { ...others, passkeys: JSON.stringify(passkeys) }) as unknown as SecretBundle;
}

/** For whom a passkey is made, and where alone it answers: the node's own origin, whatever a request says. */
export type RelyingParty = { id: string; origin: string };

/** The party that a node is at its origin; undefined where browsers know no passkeys: at a bare address, or without https. */
export function relyingPartyOf(origin: string | undefined): RelyingParty | undefined {
  if (origin === undefined) return undefined;
  const { hostname, protocol } = new URL(origin);
  const isAddress = /^[\d.]+$|^\[/.test(hostname);
  if (isAddress || (protocol !== 'https:' && hostname !== 'localhost')) return undefined;
  return { id: hostname, origin };
}

/** What a passkey is made for beside the party: the same for all of a worker's, and tells nobody who that is. */
export function userHandleOf(worker: { agencyId: string; workerId: string }): string {
  const hash = createHash('sha256')
    .update(`clew passkey of\0${worker.agencyId}\0${worker.workerId}`)
    .digest();
  return hash.subarray(0, 16).toString('base64url');
}
