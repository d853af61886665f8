import {
  type Assessment,
  bindingOf,
  type Day,
  type Citation as LawCitation,
  type Verdict as LawVerdict,
} from '@clew/rules';
import type { JSX } from 'preact';
import { type SafetyKey, SafetyWords, useWords } from '../web/index.ts';
import type { LawWords } from './law-words.ts';
import { conditionsOf } from './presumptions.ts';
import { stateName } from './state-choices.ts';

/** The State that was named, if one was, and the day. */
export type At = { state: string; on: Day } | undefined;

/** In which State and on which day a case was put to the law. */
export function atOf({ assessment: { state, on } }: { assessment: Assessment }): At {
  return state === undefined || on === undefined ? undefined : { state, on };
}

type ConditionsProps = { citations: readonly LawCitation[]; law: LawWords; at: At };

/** What presumptions with these sources hang on, in sentences of which none stands only as a draft. */
export function Conditions({ citations, law, at }: ConditionsProps): JSX.Element {
  const { language } = useWords();
  return (
    <>
      {conditionsOf(law.law, citations).map(({ instrument, isBinding, cites }, index) => {
        const bound = at && isBinding ? bindingOf(law.law, cites, at)?.verdict : undefined;
        return (
          <span key={instrument}>
            {index > 0 && ' '}
            <SafetyWords
              of={conditionKey(isBinding, bound)}
              values={{ instrument: law.instrument(instrument), ...stateValue(at, language) }}
              englishValues={{
                instrument: law.law.instruments[instrument]?.short ?? instrument,
                ...stateValue(at, 'en'),
              }}
            />
          </span>
        );
      })}
    </>
  );
}

/** The sentence that says on what a presumption hangs; `bound`: whether the State that was named is bound by it. */
export function conditionKey(isBinding: boolean, bound: LawVerdict | undefined): SafetyKey {
  return isBinding ? BINDING[bound ?? 'nowhere'] : 'law.presumption-advice';
}

const BINDING: Readonly<Record<LawVerdict | 'nowhere', SafetyKey>> = {
  yes: 'law.presumption-bound',
  no: 'law.presumption-not-bound',
  unknown: 'law.presumption-unknown',
  nowhere: 'law.presumption-binding',
};

function stateValue(at: At, language: string): { state?: string } {
  return at ? { state: stateName(at.state, language) } : {};
}
