import { type Answer, isWordAnswer, type WordAnswer } from '@clew/rules';

/** Answers and the reasons for none, as the terminal says them. */
export const ANSWER_WORDS: Readonly<Record<WordAnswer, string>> = {
  yes: 'yes',
  no: 'no',
  not_asked: 'not asked',
  not_known: 'asked, not known',
  withheld: 'would rather not say',
  not_recorded: 'not recorded',
};

/** An answer in words. */
export function answerText(answer: Answer): string {
  return isWordAnswer(answer) ? ANSWER_WORDS[answer] : String(answer);
}
