import type { JSX } from 'preact';
import { Knot, type KnotState, type PlainKey, useWords } from '../../web/index.ts';
import type { Codes } from './self-check-seal.ts';
import { SAID } from './signs.ts';
import { codeOf, FIELDS } from './steps.ts';

const ANSWERS: readonly { said: string; knot: KnotState; word: PlainKey }[] = [
  { said: SAID.yes, knot: 'yes', word: 'answer.yes' },
  { said: SAID.no, knot: 'no', word: 'answer.no' },
  { said: SAID['not-known'], knot: 'unknown', word: 'answer.not-known' },
  { said: SAID.withheld, knot: 'withheld', word: 'answer.withheld' },
];

type AnswerButtonsProps = {
  codes: Codes;
  /** What was answered before, if one came back. */
  before: string | undefined;
};

/** Four answers of one size, each a button: one touch answers and leads on, and every answer is as long as any other. */
export function AnswerButtons({ codes, before }: AnswerButtonsProps): JSX.Element {
  const { t } = useWords();
  return (
    <div class="answers">
      {ANSWERS.map(({ said, knot, word }) => (
        <div key={said}>
          <button
            type="submit"
            name={FIELDS.answer}
            value={codeOf(said, codes)}
            aria-current={said === before ? 'true' : undefined}
          >
            <Knot state={knot} />
            {t(word)}
          </button>
        </div>
      ))}
    </div>
  );
}
