import type { Answer, Answers, Reason } from './told.ts';
import { REASONS } from './told.ts';

/** The answer given to a fact, or “not asked”. Reads own members only, so that a hostile key finds nothing. */
export function answerTo(fact: string, facts: Answers): Answer {
  return Object.hasOwn(facts, fact) ? (facts[fact] ?? 'not_asked') : 'not_asked';
}

/** Whether somebody answered: yes, no, a number or a day. */
export function isKnown(answer: Answer): answer is Exclude<Answer, Reason> {
  return !(REASONS as readonly Answer[]).includes(answer);
}
