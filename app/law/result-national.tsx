import { citationsIn, type Instrument, type ValueResult } from '@clew/rules';
import type { JSX } from 'preact';
import {
  BesideTreaty,
  type Difference,
  Folded,
  PageLink,
  Pairs,
  type PlainKey,
  Verdict as Shown,
  useWords,
  type Words,
} from '../web/index.ts';
import { BoundWords } from './bound-words.tsx';
import { atOf } from './conditions.tsx';
import { Sources, verdictWord } from './explanation.tsx';
import { laterReadingText } from './later-reading-words.ts';
import type { Result } from './result-page.tsx';
import { seenLaw } from './seen-law.ts';
import { SinceWords } from './since-words.tsx';
import { stateName } from './state-choices.ts';
import { SeenList } from './states/seen-part.tsx';
import { rulesOf } from './topics.ts';
import { isTreatyBinding } from './treaty-number.ts';

/** The State's own reading beside the treaty's, its numbers beside the treaty's, and by which texts it is bound. */
export function National(result: Result): JSX.Element | null {
  const { assessed, said } = result;
  const words = useWords();
  const { t, language } = words;
  const at = atOf(assessed);
  if (!at) return null;
  const state = stateName(at.state, language);
  const differences = [...readingsOf(result, { state, words }), ...valuesOf(result, { state, words })];
  return (
    <>
      {differences.length > 0 && <BesideTreaty state={state} differences={differences} />}
      {differences.length === 0 && <p>{t('assess.national.nothing', { state })}</p>}
      <Folded isAsLeft title={t('assess.national.bound-title', { state })}>
        <p class="read">{t('assess.national.bound-body')}</p>
        <Pairs
          pairs={bindingTexts(result).map((text) => ({
            term: said.instrument(text.id),
            body: <BoundWords instrument={text} at={at} said={said} />,
          }))}
        />
      </Folded>
    </>
  );
}

/** The treaties and acts on which the answers rest; guidance binds nobody. */
function bindingTexts({ assessed, interview }: Result): Instrument[] {
  const { law, assessment } = assessed;
  const shown = [
    ...rulesOf(interview.topic, law).flatMap((id) => {
      const tree = assessment.rules[id]?.tree;
      return tree ? citationsIn(tree) : [];
    }),
    ...Object.values(assessment.duties).flatMap(({ cites }) => cites),
  ];
  const ids = new Set(shown.map(({ instrument }) => instrument));
  return Object.values(law.instruments).filter(
    ({ id, kind }) => ids.has(id) && (kind === 'treaty' || kind === 'eu-act'),
  );
}

type InState = { state: string; words: Words };

/** Each rule that the State reads in its own law, beside the treaty's. */
function readingsOf(result: Result, { state, words }: InState): Difference[] {
  const { t } = words;
  const { assessed, said } = result;
  const { rules } = assessed.assessment;
  return Object.values(assessed.law.rules).flatMap(({ id, national, reading }): Difference[] => {
    const treaty = national === undefined ? undefined : rules[national];
    const own = rules[id];
    if (!treaty || !own) return [];
    const isSaid = reading !== undefined;
    return [
      {
        heading: said.rule(treaty.id),
        treaty: (
          <>
            <Shown state={treaty.burden} /> <Sources citations={treaty.tree.cites} law={said} />
          </>
        ),
        national: isSaid ? (
          <>
            <Shown state={own.burden} /> <Sources citations={own.tree.cites} law={said} />{' '}
            <SinceWords since={reading} />
          </>
        ) : (
          <Unsaid of={id} result={result} state={state} />
        ),
        verdict: isSaid ? (
          <b>
            {t(treaty.burden === own.burden ? 'assess.national.same' : 'assess.national.differs', {
              state,
              treaty: verdictWord(treaty.burden, words),
              national: verdictWord(own.burden, words),
            })}
          </b>
        ) : null,
      },
    ];
  });
}

/** That nobody has written what the State says; where something of it was seen, that, and that it is not the whole. */
function Unsaid(props: { of: string; result: Result; state: string }): JSX.Element {
  const { t } = useWords();
  const { of, result, state } = props;
  const { law } = result.assessed;
  const at = atOf(result.assessed);
  const seen = at ? seenLaw(law, at, of) : [];
  if (!at || seen.length === 0) return <>{t('assess.national.unsaid', { state })}</>;
  return (
    <>
      {t('assess.national.seen', { state })}
      <SeenList seen={seen} />
      <p class="small">
        <PageLink path={`/law/states/${at.state}#seen`}>{t('states.national.seen-link')}</PageLink>
      </p>
    </>
  );
}

/** Each number that the State sets itself, beside the treaty's least. */
function valuesOf(result: Result, { state, words }: InState): Difference[] {
  const { t } = words;
  const { assessed, said } = result;
  return Object.values(assessed.assessment.values).flatMap((value): Difference[] => {
    if (value.burden === 'no' || !value.given) return [];
    const { given } = value;
    return [
      {
        heading: said.value(value.id),
        treaty: isTreatyBinding(value) ? (
          <>
            {t('assess.national.days', { count: value.value })} <Sources citations={value.cites} law={said} />
          </>
        ) : (
          t('assess.national.no-number', { state })
        ),
        national:
          given.said === 'state' ? (
            <>
              {given.months === undefined
                ? t('assess.national.days', { count: given.value })
                : t('residence.months', { count: given.months })}{' '}
              <Sources citations={given.cites} law={said} /> <SinceWords since={given} />
            </>
          ) : (
            <>
              <Unsaid of={value.id} result={result} state={state} />{' '}
              <b>{laterReadingText(value.id, assessed, { law: said, words })}</b>
            </>
          ),
        verdict: <b>{t(comparison(value), { state })}</b>,
      },
    ];
  });
}

function comparison(result: ValueResult): PlainKey {
  const { value, floor, given } = result;
  if (!isTreatyBinding(result)) return 'assess.national.no-treaty-number';
  if (given?.said !== 'state') return 'assess.national.least-counts';
  if (floor !== undefined && given.value < floor) return 'assess.national.below-floor';
  if (given.value === value) return 'assess.national.same-days';
  return given.value > value ? 'assess.national.more' : 'assess.national.less';
}
