import type { Door } from '../../store/index.ts';
import type { Keyring } from '../keys/keyring.ts';
import { openAgreement } from '../proposals/agreement.ts';
import type { KeepingChange } from '../proposals/proposal-kinds.ts';

/** How long a closed file is kept, as two people of the agency agreed. */
export type Period = Omit<KeepingChange, 'months'> & { months: number };

/**
 * What was agreed last; undefined if nothing was, if it was ended, or if its row was tampered with: nothing is due then. What both
 * signed is read, not a number that anybody could write into the database.
 */
export async function readPeriod({ door, keys }: { door: Door; keys: Keyring }): Promise<Period | undefined> {
  const proposed = await openAgreement({ door, keys }, 'keeping');
  if (proposed?.kind !== 'keeping' || proposed.change.months === null) return undefined;
  return { ...proposed.change, months: proposed.change.months };
}

/** From which day on a file is due that rests since a month (`2026-03`): the whole of that month is left out of the count. */
export function dueFrom(restMonth: string, months: number): string {
  const [year = 0, month = 0] = restMonth.split('-').map(Number);
  return new Date(Date.UTC(year, month + months, 1)).toISOString().slice(0, 10);
}
