import type { ComponentChildren, JSX } from 'preact';
import type { PlainKey } from '../catalogues.ts';
import { useWords } from '../words-context.ts';
import { useFormState, Wrong } from './form-page.tsx';
import { Knot, type KnotState } from './knot.tsx';

interface QuestionProps {
  /** The name that the answer is sent under. */
  name: string;
  question: ComponentChildren;
  /** Why it is asked; always said. */
  why: ComponentChildren;
  /** True where the question is the page's own heading. */
  isHeading?: boolean;
}

const ANSWERS: readonly { value: string; state: KnotState; word: PlainKey }[] = [
  { value: 'yes', state: 'yes', word: 'answer.yes' },
  { value: 'no', state: 'no', word: 'answer.no' },
  { value: 'not_known', state: 'unknown', word: 'answer.not-known' },
  { value: 'withheld', state: 'withheld', word: 'answer.withheld' },
];

/**
 * One question with four answers of one size: yes, no, not_known, withheld. Nothing is chosen beforehand;
 * what was chosen before stays chosen.
 */
export function Question({ name, question, why, isHeading }: QuestionProps): JSX.Element {
  const { t } = useWords();
  const form = useFormState();
  const chosen = form.values.get(name);
  return (
    <fieldset aria-describedby={`${name}-why`}>
      <legend>{isHeading ? <h1>{question}</h1> : <span>{question}</span>}</legend>
      <p class="why" id={`${name}-why`}>
        {why}
      </p>
      <Wrong name={name} />
      <div class="answers">
        {ANSWERS.map(({ value, state, word }, index) => (
          <div key={value}>
            <input
              type="radio"
              name={name}
              id={index === 0 ? name : `${name}-${value}`}
              value={value}
              checked={chosen === value}
            />
            <label for={index === 0 ? name : `${name}-${value}`}>
              <Knot state={state} />
              {t(word)}
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** How far one is, in words first; the line repeats them. Never a percentage. */
export function Progress({ answered, left }: { answered: number; left: number }): JSX.Element {
  const { t } = useWords();
  const said = t('question.left', { answered, left });
  return (
    <div class="steps">
      <label for="progress">{said}</label>
      <progress id="progress" value={answered} max={answered + left}>
        {said}
      </progress>
    </div>
  );
}
