import { type Change, type Law, rangeOf } from '@clew/rules';
import { answerText } from './answer-words.ts';

/** What an answer would have to be, for a terminal: of a number every number that would do, not one of them. */
export function changedAnswerText({ fact, to }: Change['changes'][number], law: Law): string {
  if (typeof to !== 'number') return answerText(to);
  const { from, below } = rangeOf(law, fact, to);
  if (from !== undefined && below !== undefined) return `${from} to ${below - 1}`;
  if (below !== undefined) return `under ${below}`;
  return from === undefined ? String(to) : `${from} or more`;
}
