import type { JSX } from 'preact';
import { Part, Table, useWords, Verdict } from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import type { InDefinitions } from './forms.ts';
import { type Found, otherOf } from './found.ts';

type Shown = { found: Found; said: LawWords };
type Row = { label: string; of: InDefinitions; onlyFor?: Readonly<Record<string, readonly string[]>> };

/** The forms of exploitation that the treaty and each State's own definition know. */
export function FormsPart({ found, said }: Shown): JSX.Element {
  const { t } = useWords();
  const rows = found.forms.map((form) => ({ label: said.fact(form.fact).label, of: form }));
  return (
    <Part id="forms" title={t('states.forms')}>
      <p>{t('states.forms-note')}</p>
      <Definitions caption={t('states.forms')} rows={rows} found={found} said={said} />
    </Part>
  );
}

/** The means that each definition knows of an adult, and whether a child is a victim by none of them. */
export function MeansPart({ found, said }: Shown): JSX.Element {
  const { t } = useWords();
  const { ofAdult, childByNone } = found.means;
  const rows: Row[] = [
    ...ofAdult.map((form) => ({ label: said.fact(form.fact).label, of: form })),
    { label: t('states.means-child'), of: childByNone, onlyFor: childByNone.onlyFor },
  ];
  return (
    <Part id="means" title={t('states.means')}>
      <p>{t('states.means-note')}</p>
      <Definitions caption={t('states.means')} rows={rows} found={found} said={said} />
    </Part>
  );
}

function Definitions(props: Shown & { caption: string; rows: readonly Row[] }): JSX.Element {
  const { t, language } = useWords();
  const { found, said } = props;
  const other = otherOf(found);
  const states = [found.at.state, ...(other === undefined ? [] : [other])];
  return (
    <Table
      caption={props.caption}
      isCaptionHidden
      columns={[
        { label: t('states.column-what') },
        { label: t('states.treaty') },
        ...states.map((state) => ({ label: stateName(state, language) })),
      ]}
      rows={props.rows.map(({ label, of, onlyFor = {} }) => [
        label,
        <Verdict state={of.treaty === 'nobody-has-said' ? 'unknown' : of.treaty} />,
        ...states.map((state) => (
          <Said key={state} state={state} of={of} onlyFor={onlyFor[state]} said={said} />
        )),
      ])}
    />
  );
}

type SaidOf = { state: string; of: InDefinitions; onlyFor: readonly string[] | undefined; said: LawWords };

function Said({ state, of, onlyFor, said }: SaidOf): JSX.Element {
  const { t } = useWords();
  const recognised = of.states[state] ?? 'nobody-has-said';
  if (recognised === 'nobody-has-said')
    return <Verdict state="unknown" word={t('states.national.nobody-has-said')} />;
  return (
    <>
      <Verdict state={recognised} />
      {of.ourReading.includes(state) && <p class="small soft">{t('states.our-reading')}</p>}
      {onlyFor && (
        <p class="small soft">
          {t('states.means-only-for', { forms: onlyFor.map((fact) => said.fact(fact).label).join(', ') })}
        </p>
      )}
    </>
  );
}
