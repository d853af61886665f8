import type { JSX } from 'preact';
import { Knot, type KnotState, type PlainKey, useWords } from '../../web/index.ts';
import { SAID } from './signs.ts';

const ANSWERS: readonly { said: string; knot: KnotState; word: PlainKey }[] = [
  { said: SAID.yes, knot: 'yes', word: 'answer.yes' },
  { said: SAID.no, knot: 'no', word: 'answer.no' },
  { said: SAID['not-known'], knot: 'unknown', word: 'answer.not-known' },
  { said: SAID.withheld, knot: 'withheld', word: 'answer.withheld' },
];

type AnswerButtonsProps = {
  name: string;
  /** What was answered before, if one came back. */
  before: string | undefined;
};

/** Four answers of one size, each a button: one touch answers and leads on, and every answer is as long as any other. */
export function AnswerButtons({ name, before }: AnswerButtonsProps): JSX.Element {
  const { t } = useWords();
  return (
    <div class="answers">
      {ANSWERS.map(({ said, knot, word }) => (
        <div key={said}>
          <button type="submit" name={name} value={said} aria-current={said === before ? 'true' : undefined}>
            <Knot state={knot} />
            {t(word)}
          </button>
        </div>
      ))}
    </div>
  );
}
