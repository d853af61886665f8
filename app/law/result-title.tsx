import type { Verdict } from '@clew/rules';
import type { JSX } from 'preact';
import { type SafetyKey, SafetyWords, useWords, type Values } from '../web/index.ts';
import type { AssessedCase } from './assess-case.ts';
import { countBinding } from './duty-asks.ts';
import { footingOf } from './footing.ts';
import { protectionsOf } from './protections.ts';
import { stateName } from './state-choices.ts';
import { rulesOf, type Topic } from './topics.ts';

type Titled = { topic: Topic; assessed: AssessedCase };

const TITLES: Readonly<Record<'trafficking' | 'refugee' | 'work', Record<Verdict, SafetyKey>>> = {
  trafficking: {
    yes: 'assess.result.yes',
    no: 'assess.result.no',
    unknown: 'assess.result.unknown',
  },
  refugee: {
    yes: 'assess.result.refugee-yes',
    no: 'assess.result.refugee-no',
    unknown: 'assess.result.refugee-unknown',
  },
  work: {
    yes: 'assess.result.work-yes',
    no: 'assess.result.work-no',
    unknown: 'assess.result.work-unknown',
  },
};

/**
 * The heading says the answer: of one question its verdict, of many how many protections hold. Where a State is named, only
 * what is known to bind it counts.
 */
export function ResultTitle({ topic, assessed }: Titled): JSX.Element {
  const ids = rulesOf(topic, assessed.law);
  const verdicts = ids.map((id) => assessed.assessment.rules[id]?.burden ?? 'unknown');
  if (topic === 'work') return <SafetyWords of={TITLES.work[anyOf(verdicts)]} />;
  if (topic !== 'all' && topic !== 'protection')
    return <SafetyWords of={TITLES[topic][verdicts[0] ?? 'unknown']} />;
  const { state } = assessed.assessment;
  const { by, open } = protectionsOf(assessed, topic);
  if (state === undefined)
    return <SafetyWords of="assess.result.counted" values={{ holds: by['no-state'].length, open }} />;
  const holds = by.binding.length;
  const duties = countBinding(assessed);
  // A bare no would stand above duties that bind.
  if (holds === 0 && duties > 0)
    return <InState of="assess.result.none-but-duties" state={state} values={{ duties, open }} />;
  return <InState of="assess.result.counted-there" state={state} values={{ holds, open }} />;
}

/** What the heading must not be read without: what it does not count, or that what it says binds nobody there. */
export function BesideTitle({ topic, assessed }: Titled): JSX.Element | null {
  const { state } = assessed.assessment;
  if (state === undefined) return null;
  if (topic === 'all' || topic === 'protection') {
    const { by } = protectionsOf(assessed, topic);
    const values = {
      ...{ unbound: by['not-binding'].length, unknown: by['not-known'].length },
      left: by.discretion.length,
    };
    if (values.unbound + values.unknown + values.left === 0) return null;
    return <InState of="assess.result.beside" state={state} values={values} />;
  }
  const holding = rulesOf(topic, assessed.law).flatMap((id) => {
    const one = assessed.assessment.rules[id];
    return one?.burden === 'yes' ? [footingOf(one, assessed).rests] : [];
  });
  if (holding.length === 0 || holding.includes('binding')) return null;
  const isOpen = holding.includes('not-known');
  return (
    <InState
      of={isOpen ? 'assess.result.title-not-known' : 'assess.result.title-not-binding'}
      state={state}
      values={{}}
    />
  );
}

function InState(props: { of: SafetyKey; state: string; values: Values }): JSX.Element {
  const { language } = useWords();
  const { of, state, values } = props;
  return (
    <SafetyWords
      of={of}
      values={{ ...values, state: stateName(state, language) }}
      englishValues={{ ...values, state: stateName(state, 'en') }}
    />
  );
}

function anyOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('yes')) return 'yes';
  return verdicts.includes('unknown') ? 'unknown' : 'no';
}
