import type { Length, ResidenceOption } from '@clew/rules';
import type { JSX } from 'preact';
import { CheckMark, DateText, type PlainKey, useWords, type Words } from '../../web/index.ts';
import { AsOf } from '../as-of.tsx';
import { Sources } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';
import type { Stay } from './residence.ts';

export const OPTION_KEYS: Readonly<Record<ResidenceOption, PlainKey>> = {
  'reflection-period': 'residence.option.reflection-period',
  'reflection-child': 'residence.option.reflection-child',
  'permit-personal-situation': 'residence.option.permit-personal-situation',
  'permit-cooperation': 'residence.option.permit-cooperation',
  'permit-compensation': 'residence.option.permit-compensation',
  'permit-child': 'residence.option.permit-child',
  'permit-ground-untold': 'residence.option.permit-ground-untold',
  'long-term': 'residence.option.long-term',
};

/** What a way to stay is, in a sentence. */
export const WHY_KEYS: Readonly<Record<ResidenceOption, PlainKey>> = {
  'reflection-period': 'residence.why.reflection-period',
  'reflection-child': 'residence.why.reflection-child',
  'permit-personal-situation': 'residence.why.permit-personal-situation',
  'permit-cooperation': 'residence.why.permit-cooperation',
  'permit-compensation': 'residence.why.permit-compensation',
  'permit-child': 'residence.why.permit-child',
  'permit-ground-untold': 'residence.why.permit-ground-untold',
  'long-term': 'residence.why.long-term',
};

const COOPERATION_KEYS = {
  needed: 'residence.cooperation.needed',
  'not-needed': 'residence.cooperation.not-needed',
  either: 'residence.cooperation.either',
} as const;

/** For how long, in words: “At least 30 days”; nothing where the source tells no length. */
export function lengthWords({ least, most }: Pick<Stay, 'least' | 'most'>, words: Words): string | undefined {
  const { t } = words;
  const atLeast = least && t('residence.at-least', { length: countWords(least, words) });
  if (!most) return atLeast;
  const length = countWords(most, words);
  return atLeast
    ? t('residence.between', { least: atLeast, most: length })
    : t('residence.at-most', { length });
}

function countWords({ count, unit }: Length, { t }: Words): string {
  return t(unit === 'days' ? 'residence.days' : 'residence.months', { count });
}

/** What a State's law gives for one way to stay: how long, in whose words, and on what condition. */
export function StayWords({ stay, said }: { stay: Stay; said: LawWords }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const length = lengthWords(stay, words);
  return (
    <>
      {length && (
        <p>
          <strong>{length}</strong>
        </p>
      )}
      {stay.kind === 'number' ? (
        stay.cites.map(({ ref, instrument, anchor }) => <p key={ref}>{said.article(instrument, anchor)}</p>)
      ) : (
        <p>
          <bdi lang="en">{stay.text}</bdi>
        </p>
      )}
      {stay.kind === 'number' && stay.isBelow && <p>{t('residence.below')}</p>}
      {stay.kind === 'said' && stay.cooperation && (
        <p class="small">{t(COOPERATION_KEYS[stay.cooperation])}</p>
      )}
    </>
  );
}

/** Where it is written, from or up to which day, and that no named person checked it. */
export function StaySource({ stay, said }: { stay: Stay; said: LawWords }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      {stay.cites.length > 0 && (
        <p class="small">
          <Sources citations={stay.cites} law={said} />
        </p>
      )}
      {stay.kind === 'said' && <CheckMark of={stay.status} />}
      {stay.kind === 'said' && stay.compared && (
        <p class="small soft">
          {t(
            stay.compared.finding === 'seen' || stay.compared.finding === 'partly'
              ? 'law.seen'
              : 'law.compared',
          )}{' '}
          {/* One run: two would change places in a line that reads from the right. */}
          <bdi lang="en">{[stay.compared.source, stay.compared.note].filter(Boolean).join('. ')}</bdi>
        </p>
      )}
      <p class="small">
        {stay.kind === 'number' ? (
          <>
            {t('assess.national.written')} <DateText day={stay.since} />
          </>
        ) : (
          <AsOf of={stay} />
        )}
      </p>
    </>
  );
}
