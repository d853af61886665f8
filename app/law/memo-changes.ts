import { answerTo, type Change, whatWouldChange } from '@clew/rules';
import { changedAnswerWord } from './changed-answer.ts';
import { answerWord, verdictWord } from './explanation.tsx';
import { type MemoBlock, strong, type Writing } from './memo-parts.ts';

/** What is not known of the facts that a test reads, by why nobody answered. */
export function gapBlocks(facts: readonly string[], { assessed, law, words }: Writing): MemoBlock[] {
  const items = (['withheld', 'not_known', 'not_recorded', 'not_asked'] as const).flatMap((reason) => {
    const labels = facts
      .filter((fact) => answerTo(fact, assessed.answers) === reason)
      .map((fact) => law.fact(fact).label);
    if (labels.length === 0) return [];
    // What was not asked stands in the table of elements too: the first few are enough here.
    const left = reason === 'not_asked' ? labels.length - MOST_NOT_ASKED : 0;
    const shown = left > 0 ? labels.slice(0, MOST_NOT_ASKED) : labels;
    const more = left > 0 ? `; ${words.t('memo.and-more', { count: left })}` : '';
    return [`${answerWord(reason, words)}: ${shown.join('; ')}${more}.`];
  });
  return items.length === 0 ? [] : [strong(words.t('memo.gaps')), { kind: 'list', items }];
}

const MOST_NOT_ASKED = 6;
const MOST_CHANGES = 3;

/** What would change an answer, with its head. */
export function changeBlocks(id: string, writing: Writing): MemoBlock[] {
  return [strong(writing.words.t('memo.change')), { kind: 'list', items: changeTexts(id, writing) }];
}

/** What answers would change an answer, the first few; or that nothing would. */
export function changeTexts(id: string, { assessed, law, words }: Writing): string[] {
  const changes = whatWouldChange(law.law, id, assessed.told).slice(0, MOST_CHANGES);
  const sentence = ({ changes: facts, becomes }: Change) =>
    words.t('memo.change-to', {
      verdict: verdictWord(becomes, words),
      answers: facts
        .map((one) => `${law.fact(one.fact).label}: ${changedAnswerWord(one, law.law, words)}`)
        .join('; '),
    });
  return changes.length === 0 ? [words.t('memo.change-nothing')] : changes.map(sentence);
}
