import type { Binding, Strength } from '@clew/rules';
import { isLimitOpen } from '../reservation-words.ts';
import type { Gap } from './find-gaps.ts';

/** What a State has to do about something that the law asks. */
export type Standing = 'owed' | 'unlooked' | 'weak' | 'limited' | 'unknown' | 'not-bound' | 'guidance';

/** From what is owed to what nobody owes. */
export const STANDINGS: readonly Standing[] = [
  'owed',
  'unlooked',
  'weak',
  'limited',
  'unknown',
  'not-bound',
  'guidance',
];

const BINDING: ReadonlySet<Strength> = new Set(['shall', 'shall-where-appropriate', 'shall-enable']);

/**
 * `owed`: a text that binds the State says it shall. `unlooked`: such a text, but of none that binds it did anybody look at
 * what the State said of it: it is party, and more is not known. `weak`: the texts that bind it ask to try, to consider, or allow.
 * `limited`: it is bound, but by what it said of the treaty something is taken away from what is asked. `unknown`: nobody has
 * written whether it is bound on that day, or whether what it took away still stands. `not-bound`: no text that asks for it binds the State.
 * `guidance`: only guidance asks, which binds nobody.
 */
export function standingOf({ bound, strength }: Pick<Gap, 'bound' | 'strength'>): Standing {
  if (!bound) return 'guidance';
  if (bound.verdict === 'no') return 'not-bound';
  if (bound.verdict === 'unknown') return isLimited(bound) ? 'limited' : 'unknown';
  if (strength !== undefined && !BINDING.has(strength)) return 'weak';
  return bound.unlooked ? 'unlooked' : 'owed';
}

/** Whether all that is known to bind the State is limited by what it said itself and is known to stand. */
function isLimited({ by }: Binding): boolean {
  return by.some((one) => one.verdict === 'yes' && one.limited === true && !isLimitOpen(one));
}
