import type { DutyResult } from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';
import { footingOfDuty } from './footing.ts';

/**
 * What a duty comes to by how strongly its text asks. `asked`: the State need only consider it, or try, or may do it.
 * `unread`: how strongly the text asks, nobody has read. Neither is counted as owed.
 */
export type Asks = 'owed' | 'asked' | 'unread';

const ASKS: Readonly<Record<DutyResult['strength'], Asks>> = {
  ...{ shall: 'owed', 'shall-where-appropriate': 'owed', 'shall-enable': 'owed' },
  // What recommends binds no State, and is told apart by that already.
  recommended: 'owed',
  ...{ endeavour: 'asked', consider: 'asked', may: 'asked' },
  unverified: 'unread',
};

/** What a duty comes to by how strongly its text asks. */
export function asksOf({ strength }: Pick<DutyResult, 'strength'>): Asks {
  return ASKS[strength];
}

/** How many duties are owed that are known to bind the State that was named, on its day. */
export function countBinding(assessed: AssessedCase): number {
  return Object.values(assessed.assessment.duties).filter(
    (duty) =>
      duty.burden === 'yes' && asksOf(duty) === 'owed' && footingOfDuty(duty, assessed).rests === 'binding',
  ).length;
}
