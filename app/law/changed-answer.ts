import { type Change, type Law, rangeOf } from '@clew/rules';
import type { Words } from '../web/index.ts';
import { answerWord } from './explanation.tsx';

type ChangedTo = Change['changes'][number];

/** What an answer would have to be, in the page's language: of a number every number that would do, not one of them. */
export function changedAnswerWord({ fact, to }: ChangedTo, law: Law, words: Words): string {
  if (typeof to !== 'number') return answerWord(to, words);
  const { from, below } = rangeOf(law, fact, to);
  if (from !== undefined && below !== undefined)
    return words.t('law.range.between', { from, last: below - 1 });
  if (below !== undefined) return words.t('law.range.below', { below });
  return from === undefined ? String(to) : words.t('law.range.from', { from });
}
