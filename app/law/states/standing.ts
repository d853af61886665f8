import type { Binding, Strength } from '@clew/rules';
import type { Gap } from './find-gaps.ts';

/** What a State has to do about something that the law asks. */
export type Standing =
  | 'owed'
  | 'unlooked'
  | 'strength-open'
  | 'weak'
  | 'limited'
  | 'unknown'
  | 'not-then'
  | 'not-bound'
  | 'guidance';

/** From what is owed to what nobody owes. */
export const STANDINGS: readonly Standing[] = [
  'owed',
  'unlooked',
  'strength-open',
  'weak',
  'limited',
  'unknown',
  'not-then',
  'not-bound',
  'guidance',
];

const BINDING: ReadonlySet<Strength> = new Set(['shall', 'shall-where-appropriate', 'shall-enable']);

/**
 * `owed`: a text that binds the State says it shall. `unlooked`: such a text, but of none that binds it did anybody look at
 * what the State said of it: that is told beside it, here and in every answer. `weak`: the texts that bind it ask to try, to consider, or allow.
 * `strength-open`: a text that binds it speaks of it, and how strongly nobody has read. `limited`: it is bound,
 * but by what it said of the treaty something is taken away from what is asked, or once was and nobody knows whether that
 * still stands. `unknown`: nobody has written whether it is bound on that day. `not-then`: no text that asks for
 * it bound the State on the last day of which anybody tells, and the day asked about is later. `not-bound`: no text that asks for it binds the State.
 * `guidance`: only guidance asks, which binds nobody.
 */
export function standingOf({ bound, strength }: Pick<Gap, 'bound' | 'strength'>): Standing {
  if (!bound) return 'guidance';
  if (bound.verdict === 'no') return 'not-bound';
  if (bound.verdict === 'unknown') return openStanding(bound);
  if (strength === 'unverified') return 'strength-open';
  if (strength !== undefined && !BINDING.has(strength)) return 'weak';
  return bound.unlooked ? 'unlooked' : 'owed';
}

function openStanding(bound: Binding): Standing {
  if (isLimited(bound)) return 'limited';
  const open = bound.by.filter(({ verdict }) => verdict !== 'no');
  return open.every(({ lastNot }) => lastNot !== undefined) ? 'not-then' : 'unknown';
}

/** Whether all that is known to bind the State is limited by what it said itself, be it known to stand still or not. */
function isLimited({ by }: Binding): boolean {
  return by.some((one) => one.verdict === 'yes' && one.limited === true);
}
