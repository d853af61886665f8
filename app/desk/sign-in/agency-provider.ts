import type { SecretBundle } from '@clew/seal';
import { z } from 'zod';
import { type Door, openDoor } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import { type Keyring, openKeyring } from '../keys/keyring.ts';
import { openAgreement } from '../proposals/agreement.ts';
import type { Provider } from './provider.ts';

/**
 * The provider that two people of the agency agreed on last; undefined if none, or if they ended it. The agreement itself is what
 * is read, as both signed it: it lies sealed under the agency's key, so who has the database alone can neither see it nor make
 * one. Which one is the newest stands in its line, signed by both. Where its row was tampered with there is none.
 */
export async function readProvider({
  door,
  keys,
}: {
  door: Door;
  keys: Keyring;
}): Promise<Provider | undefined> {
  const proposed = await openAgreement({ door, keys }, 'provider');
  return proposed?.kind === 'provider' ? (proposed.change.provider ?? undefined) : undefined;
}

/** The provider of the agency of somebody whose passphrase opened their secrets, before they have signed in. */
export async function providerOf(
  desk: Desk,
  { agencyId, workerId, secrets }: { agencyId: string; workerId: string; secrets: SecretBundle },
): Promise<Provider | undefined> {
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId });
  const keys = await openKeyring({ door, agencyId, workerId, secrets });
  return keys && readProvider({ door, keys });
}

const Link = z.object({ issuer: z.string(), subject: z.string() });
/** Whom a provider knows a worker as. It lies among the worker's secrets. */
export type ProviderLink = z.infer<typeof Link>;

/** Whom the provider knows this worker as; undefined for who never linked it. */
export function readLink({ provider }: SecretBundle): ProviderLink | undefined {
  return provider === undefined ? undefined : Link.parse(JSON.parse(provider));
}
