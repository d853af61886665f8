import type { JSX } from 'preact';
import { Note, SafetyWords, useWords, type Words } from '../web/index.ts';
import type { AssessedCase } from './assess-case.ts';
import type { LawWords } from './law-words.ts';
import { type OpenBar, openBars } from './open-bars.ts';
import { stateName } from './state-choices.ts';

type In = { state: string | undefined; law: LawWords; words: Words };

/** A bar that is open, with the texts that would bind the State, or that none is known. */
export function barText({ rule, texts }: OpenBar, { state, law, words }: In): string {
  const bar = law.rule(rule);
  if (state === undefined) return bar;
  const name = stateName(state, words.language);
  if (texts.length === 0) return words.t('bars.no-text', { bar, state: name });
  const names = texts.map((id) => law.instrument(id)).join('; ');
  return words.t('bars.bound', { bar, state: name, texts: names });
}

/** At the top of a result: what may bar a return and is open, for somebody who may be sent away. */
export function OpenBars({ assessed, said }: { assessed: AssessedCase; said: LawWords }): JSX.Element | null {
  const words = useWords();
  const bars = openBars(assessed);
  if (bars.length === 0) return null;
  return (
    <Note kind="safety" title={words.t('bars.title')}>
      <p>
        <SafetyWords of="bars.open" />
      </p>
      <ul>
        {bars.map((bar) => (
          <li key={bar.rule}>{barText(bar, { state: assessed.assessment.state, law: said, words })}</li>
        ))}
      </ul>
    </Note>
  );
}
