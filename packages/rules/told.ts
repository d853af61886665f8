import { type Day, isDate } from './date.ts';

/** Why nobody has an answer. “Withheld” is a person's choice: it is never asked again and never counts against them. */
export const REASONS = ['not_asked', 'not_known', 'withheld', 'not_recorded'] as const;
export type Reason = (typeof REASONS)[number];

/** The answer to the question of one fact. A number is a whole number in the fact's own unit. */
export type Answer = WordAnswer | number | Day;

/** An answer that is one of a closed list of words. */
export type WordAnswer = 'yes' | 'no' | Reason;

/** Whether an answer is one of the words, and no number and no day. */
export function isWordAnswer(answer: Answer): answer is WordAnswer {
  return typeof answer === 'string' && !isDate(answer);
}

/** Answers by fact id. A fact that is not named has not been asked. */
export type Answers = Readonly<Record<string, Answer>>;

/** The people of one group in a case. Unless `complete` is yes there may be some that nobody named. */
export type Group = { complete: WordAnswer; members: readonly Answers[] };

/** The groups of people in a case, by group id. A group that is not named was not asked about. */
export type People = Readonly<Record<string, Group>>;

/** What is told of a case: the answers, the people in it, and the day on which the law is asked. */
export type Told = { facts: Answers; people?: People | undefined; on?: Day | undefined };
