import type { JSX } from 'preact';
import { DateText, type PlainKey, useWords, Verdict } from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import type { Weighed, Weight, WeightReason } from './weight.ts';

export const WEIGHT_KEYS: Readonly<Record<Weight, PlainKey>> = {
  own: 'helpful.weight.own',
  persuasive: 'helpful.weight.persuasive',
  unknown: 'helpful.weight.unknown',
};

export const REASON_KEYS: Readonly<Record<WeightReason['kind'], PlainKey>> = {
  'own-court': 'helpful.reason.own-court',
  'other-court': 'helpful.reason.other-court',
  'organ-binds': 'helpful.reason.organ-binds',
  'organ-binds-not': 'helpful.reason.organ-binds-not',
  'organ-not-known': 'helpful.reason.organ-not-known',
  'nobody-has-said': 'helpful.reason.nobody-has-said',
};

const STATES = { own: 'yes', persuasive: 'no', unknown: 'unknown' } as const;

/** Whether a decision has to be followed in a State, and why, as far as who gave it and what bound the State tell. */
export function WeightWords(props: { of: Weighed; state: string; said: LawWords }): JSX.Element {
  const { of, state, said } = props;
  const { t, language } = useWords();
  const { reason, weight, isLater, isViews } = of;
  const bound = 'bound' in reason ? reason.bound : undefined;
  const values = {
    state: stateName(state, language),
    court: reason.kind === 'other-court' ? stateName(reason.state, language) : '',
    treaty: bound ? said.instrument(bound.instrument) : '',
  };
  return (
    <>
      <Verdict state={STATES[weight]} word={t(WEIGHT_KEYS[weight])} />{' '}
      <span class="small">
        {t(REASON_KEYS[reason.kind], values)}
        {bound?.asOf !== undefined && (
          <>
            {' '}
            {t('assess.national.as-of')} <DateText day={bound.asOf} />.
          </>
        )}
        {bound && ' '}
        {'against' in reason && t(reason.against ? 'helpful.against-it' : 'helpful.against-another', values)}
        {isViews && <> {t('helpful.views')}</>}
        {isLater && <> {t('helpful.later')}</>}
      </span>
    </>
  );
}
