import type { Instrument, InstrumentKind } from '@clew/rules';
import type { JSX } from 'preact';
import { Folded, PageLink, Part, type PlainKey, useWords } from '../../web/index.ts';
import type { IndicatorSet, Translated } from '../indicators/read-indicators.ts';
import { slugOf } from '../law-path.ts';
import type { LawWords } from '../law-words.ts';
import { readOwnReferral } from '../referral/load-referral.ts';
import { stateName } from '../state-choices.ts';
import { KIND_KEYS, type Kind } from './kinds.ts';
import type { Library } from './library.ts';

const INSTRUMENT_KEYS: Readonly<Record<InstrumentKind, PlainKey>> = {
  treaty: 'library.treaties',
  'eu-act': 'library.eu-acts',
  guidance: 'library.guidance',
  national: 'library.national',
};

/** What there is to read: the instruments by what they are, and ways into everything else. */
export function Contents({ library, said }: { library: Library; said: LawWords }): JSX.Element {
  const { t } = useWords();
  const instruments = Object.values(library.law.instruments);
  return (
    <>
      <Part id="instruments" title={t('library.kind.instrument')}>
        {(Object.keys(INSTRUMENT_KEYS) as InstrumentKind[]).map((kind) => {
          const some = instruments.filter((one) => one.kind === kind);
          if (some.length === 0) return null;
          return (
            <Folded
              key={kind}
              title={t(INSTRUMENT_KEYS[kind])}
              note={t('library.count', { count: some.length })}
              isOpen={kind === 'treaty'}
            >
              <InstrumentList instruments={some} said={said} />
            </Folded>
          );
        })}
      </Part>
      <Part id="more" title={t('library.more')}>
        <ul class="acts two plain">
          <li>
            <PageLink path="/law/decisions">
              {t('library.decisions-count', { count: library.shelf.decisions.length })}
            </PageLink>
          </li>
          <li>
            <PageLink path="/law/states">
              {t('library.states-and-treaties', { count: Object.keys(library.law.states).length })}
            </PageLink>
          </li>
          <li>
            <PageLink path="/law/rights">{t('rights.title')}</PageLink>
          </li>
          <li>
            <PageLink path="/law/residence">{t('residence.title')}</PageLink>
          </li>
          {readOwnReferral(library.law).ok && (
            <li>
              <PageLink path="/law/procedure">{t('procedure.title')}</PageLink>
            </li>
          )}
          <li>
            <PageLink path="/law/reforms">{t('law.reforms.title')}</PageLink>
          </li>
          {library.shelf.situations.length > 0 && (
            <li>
              <PageLink path="/law/situations">{t(KIND_KEYS.situation)}</PageLink>
            </li>
          )}
          {LISTED.map((kind) => (
            <li key={kind}>
              <PageLink path={`/law?kind=${kind}`}>
                {t('library.found-kind', { kind: t(KIND_KEYS[kind]), count: countOf(library, kind) })}
              </PageLink>
            </li>
          ))}
          {Object.values(library.shelf.indicators.sets).map((set) => (
            <li key={set.id}>
              <PageLink path={`/law/indicators/${set.id}`}>{setLabel(set, said.language)}</PageLink>
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}

const LISTED: readonly Kind[] = ['rule', 'duty', 'indicator', 'fact', 'article'];

function setLabel({ label, words }: IndicatorSet, language: string): string {
  return Object.hasOwn(words, language) ? words[language as keyof Translated].label : label;
}

function countOf(library: Library, wanted: Kind): number {
  return library.indexIn('en').entries.filter(({ kind }) => kind === wanted).length;
}

function InstrumentList(props: { instruments: readonly Instrument[]; said: LawWords }): JSX.Element {
  const { t, language } = useWords();
  const order = new Intl.Collator(language);
  const named = props.instruments
    .map((instrument) => ({ instrument, name: props.said.instrument(instrument.id) }))
    .sort((a, b) => order.compare(a.name, b.name));
  return (
    <ul>
      {named.map(({ instrument, name }) => (
        <li key={instrument.id}>
          <PageLink path={`/law/${slugOf(instrument)}`}>{name}</PageLink>{' '}
          <span class="small soft">
            {instrument.state !== undefined && `${stateName(instrument.state, language)}. `}
            {t('library.paragraphs', {
              count: instrument.articles.filter(({ isHeading }) => !isHeading).length,
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}
