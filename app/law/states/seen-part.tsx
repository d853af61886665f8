import type { Divergence } from '@clew/rules';
import type { JSX } from 'preact';
import { CheckMark, DateText, Part, type PlainKey, Table, useWords } from '../../web/index.ts';
import { Sources } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';
import type { Seen } from '../seen-law.ts';
import type { Found } from './found.ts';
import { SeenWhere } from './said-parts.tsx';

const DIVERGENCE_KEYS: Readonly<Record<Divergence, PlainKey>> = {
  'cross-border-only': 'states.divergence.cross-border-only',
  'victim-categories': 'states.divergence.victim-categories',
  'purpose-limited': 'states.divergence.purpose-limited',
  'means-omitted': 'states.divergence.means-omitted',
  'split-laws': 'states.divergence.split-laws',
  'child-means-required': 'states.divergence.child-means-required',
  'movement-required': 'states.divergence.movement-required',
  'extra-exploitation': 'states.divergence.extra-exploitation',
  'legacy-law-conflict': 'states.divergence.legacy-law-conflict',
  'organised-or-transnational-required': 'states.divergence.organised-or-transnational-required',
  'over-intercept-adolescents': 'states.divergence.over-intercept-adolescents',
  'child-labour-threshold': 'states.divergence.child-labour-threshold',
  'dual-criminality-gap': 'states.divergence.dual-criminality-gap',
};

/** All that is known of a State's own law as far as somebody saw; nothing where nobody saw anything. */
export function SeenPart({ found, said }: { found: Found; said: LawWords }): JSX.Element | null {
  const { t } = useWords();
  if (found.seen.length === 0) return null;
  return (
    <Part id="seen" title={t('states.seen')}>
      <p>{t('states.seen-note')}</p>
      <Table
        caption={t('states.seen')}
        isCaptionHidden
        columns={[{ label: t('states.column-what') }, { label: t('states.column-told') }]}
        rows={found.seen.map((one) => [
          <>
            {one.of.map((id) => said.rule(id)).join('; ')}
            {one.divergence && <p class="small soft">{t(DIVERGENCE_KEYS[one.divergence])}</p>}
          </>,
          <>
            <bdi lang="en">{one.text}</bdi>
            <SeenDays of={one} />
            {one.cites.length > 0 && (
              <p class="small">
                <Sources citations={one.cites} law={said} />
              </p>
            )}
            <SeenWhere of={one} />
          </>,
        ])}
      />
    </Part>
  );
}

/** What was seen of one rule, in its place on a page: the words alone, and the days of which they are told. */
export function SeenList({ seen }: { seen: readonly Seen[] }): JSX.Element {
  return (
    <ul class="small">
      {seen.map((one) => (
        <li key={one.text}>
          <bdi lang="en">{one.text}</bdi> <CheckMark of={one.status} />
          <SeenDays of={one} />
        </li>
      ))}
    </ul>
  );
}

function SeenDays({ of: { from, until, open } }: { of: Seen }): JSX.Element {
  const { t } = useWords();
  return (
    <p class="small soft">
      {from === undefined ? (
        t('states.seen-since-untold')
      ) : (
        <>
          {t('states.seen-since')} {from.length > 4 ? <DateText day={from} /> : from}
        </>
      )}
      {until !== undefined && (
        <>
          {', '}
          {t('states.seen-until')} <DateText day={until} />
        </>
      )}
      {open && <> {t('states.seen-open')}</>}
    </p>
  );
}
