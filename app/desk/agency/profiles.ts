import { contextOf, open, seal } from '@clew/seal';
import type { Desk } from '../desk.ts';
import type { OpenKey } from '../keys/keyring.ts';

/** The key that every worker of an agency holds: names are sealed under it. */
export const AGENCY_KEY = 'agency';
/** The key with which administrators sign who is a colleague. It opens nothing about a person. */
export const ROSTER_KEY = 'roster';

/** Whose name a profile holds. */
type Named = { agencyId: string; table: 'agency' | 'worker' | 'team'; id: string };

/** A name, sealed under the agency's key. */
export function sealName(desk: Desk, agencyKey: OpenKey, named: Named, name: string): string {
  return seal({
    key: agencyKey.key,
    random: desk.random,
    context: contextOfName(named, agencyKey.generation),
    text: JSON.stringify({ name }),
  });
}

/** The name in a profile, under whichever generation of the key it was sealed; undefined if none of these opens it. */
export function openName(agencyKeys: readonly OpenKey[], named: Named, profile: string): string | undefined {
  for (const { key, generation } of agencyKeys) {
    const opened = open({ key, context: contextOfName(named, generation), box: profile });
    if (opened.ok) return (JSON.parse(opened.text) as { name: string }).name;
  }
  return undefined;
}

function contextOfName({ agencyId, table, id }: Named, generation: number): string {
  return contextOf(agencyId, table, id, 'profile', generation);
}
