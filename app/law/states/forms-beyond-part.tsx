import type { FormBeyond } from '@clew/rules';
import type { JSX } from 'preact';
import { DateText, Part, type PlainKey, Table, useWords, Verdict } from '../../web/index.ts';
import { Sources } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import type { BeyondSaid } from './forms-beyond.ts';
import { type Found, otherOf } from './found.ts';
import { SeenWhere } from './said-parts.tsx';

const FORM_KEYS: Readonly<Record<FormBeyond, PlainKey>> = {
  begging: 'states.beyond.begging',
  'forced-crime': 'states.beyond.forced-crime',
  'forced-marriage': 'states.beyond.forced-marriage',
  'illegal-adoption': 'states.beyond.illegal-adoption',
  'sale-of-persons': 'states.beyond.sale-of-persons',
  'forced-pregnancy': 'states.beyond.forced-pregnancy',
  'tissue-removal': 'states.beyond.tissue-removal',
  'research-on-a-person': 'states.beyond.research-on-a-person',
};

/** The forms beyond the treaty's seven that were seen in the law of the States asked about, each with where it was seen. */
export function FormsBeyondPart({ found, said }: { found: Found; said: LawWords }): JSX.Element | null {
  const { t, language } = useWords();
  if (found.beyond.length === 0) return null;
  const other = otherOf(found);
  const states = [found.at.state, ...(other === undefined ? [] : [other])];
  return (
    <Part id="forms-beyond" title={t('states.beyond')}>
      <p>{t('states.beyond-note')}</p>
      <Table
        caption={t('states.beyond')}
        isCaptionHidden
        columns={[
          { label: t('states.column-what') },
          ...states.map((state) => ({ label: stateName(state, language) })),
        ]}
        rows={found.beyond.map((one) => [
          t(FORM_KEYS[one.form]),
          ...states.map((state) => <Said key={state} of={one.states[state]} said={said} />),
        ])}
      />
    </Part>
  );
}

function Said({ of, said }: { of: BeyondSaid | undefined; said: LawWords }): JSX.Element {
  const { t } = useWords();
  if (!of?.seen || of.recognised === 'nobody-has-said')
    return <Verdict state="unknown" word={t('states.national.nobody-has-said')} />;
  return (
    <>
      <Verdict state={of.recognised} />{' '}
      <small class="soft">
        {t('assess.national.as-of')} <DateText day={of.seen.asOf} />
      </small>
      {of.seen.cites.length > 0 && (
        <p class="small">
          <Sources citations={of.seen.cites} law={said} />
        </p>
      )}
      <SeenWhere of={of.seen} />
    </>
  );
}
