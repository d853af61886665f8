import type { PlainKey } from '../../web/index.ts';
import type { National } from './find-gaps.ts';
import type { Standing } from './standing.ts';

/** What a standing is called, and what it means. */
export const STANDING_KEYS: Readonly<Record<Standing, { title: PlainKey; note: PlainKey }>> = {
  owed: { title: 'states.standing.owed', note: 'states.standing.owed-note' },
  unlooked: { title: 'states.standing.unlooked', note: 'states.standing.unlooked-note' },
  'strength-open': { title: 'states.standing.strength-open', note: 'states.standing.strength-open-note' },
  weak: { title: 'states.standing.weak', note: 'states.standing.weak-note' },
  limited: { title: 'states.standing.limited', note: 'states.standing.limited-note' },
  unknown: { title: 'states.standing.unknown', note: 'states.standing.unknown-note' },
  'not-then': { title: 'states.standing.not-then', note: 'states.standing.not-then-note' },
  'not-bound': { title: 'states.standing.not-bound', note: 'states.standing.not-bound-note' },
  guidance: { title: 'states.standing.guidance', note: 'states.standing.guidance-note' },
};

/** What is said of a State's own law. */
export const NATIONAL_KEYS: Readonly<Record<National['status'], PlainKey>> = {
  'nobody-has-said': 'states.national.nobody-has-said',
  missing: 'states.national.missing',
  'was-missing': 'states.national.was-missing',
  'seen-in-part': 'states.national.seen-in-part',
  meets: 'states.national.meets',
  wider: 'states.national.wider',
  below: 'states.national.below',
  different: 'states.national.different',
  'not-comparable': 'states.national.not-comparable',
};
