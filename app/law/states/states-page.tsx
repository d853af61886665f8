import { type Day, isDate } from '@clew/rules';
import type { JSX } from 'preact';
import {
  Choice,
  DateText,
  Field,
  FormPage,
  type FormState,
  PageHead,
  PageLink,
  Part,
  Table,
  useWords,
  Verdict,
  VerdictKey,
  writeDate,
} from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import { type BoundState, boundStates, treatiesOf } from './bound-states.ts';
import { WorldMap } from './world-map.tsx';

/** What is asked of the page: a treaty and a day, both in the address, for they say nothing of anybody. */
export type StatesAsked = { instrument: string; on: Day; form: FormState };

/** The treaty that a page without a choice shows. */
const FIRST = 'palermo';

/** Reads the address. What is not there or cannot be is the Palermo Protocol, today; a wrong day stays as typed, with what to write. */
export function readStatesAsked(query: URLSearchParams, { law }: LawWords, today: Day): StatesAsked {
  const treaties = treatiesOf(law);
  const first = treaties.includes(FIRST) ? FIRST : (treaties[0] ?? '');
  const typed = query.get('on')?.trim() ?? '';
  const asked = query.get('instrument') ?? first;
  const instrument = treaties.includes(asked) ? asked : first;
  const on = isDate(typed) ? typed : today;
  const values = new URLSearchParams({ instrument, on: typed === '' ? on : typed });
  const isWrong = typed !== '' && !isDate(typed);
  return { instrument, on, form: { values, problems: isWrong ? [{ name: 'on', message: '' }] : [] } };
}

/** `/law/states`: whom a treaty binds on a day, as a map and as a table. */
export function StatesPage({ asked, said }: { asked: StatesAsked; said: LawWords }): JSX.Element {
  const { t, language } = useWords();
  const { instrument, on } = asked;
  const order = new Intl.Collator(language);
  const states = boundStates(said.law, instrument, on);
  const named = states
    .map((bound) => ({ ...bound, name: stateName(bound.state, language) }))
    .sort((a, b) => order.compare(a.name, b.name));
  const title = t('states.map-title', {
    instrument: said.instrument(instrument),
    day: writeDate(on, language),
  });
  const form = {
    ...asked.form,
    problems: asked.form.problems.map((one) => ({ ...one, message: t('states.on-wrong') })),
  };
  return (
    <>
      <PageHead
        above={<PageLink path="/law">{t('shell.law')}</PageLink>}
        title={t('states.title')}
        lede={t('states.lede')}
        facts={[<PageLink path="/law/residence">{t('residence.title')}</PageLink>]}
      />
      <FormPage path="/law/states" method="get" state={form} next={t('states.show')}>
        <Choice
          name="instrument"
          label={t('states.instrument')}
          look="select"
          options={treatiesOf(said.law).map((id) => ({ value: id, label: said.instrument(id) }))}
        />
        <Field name="on" label={t('states.on')} hint={t('states.on-hint')} />
      </FormPage>
      <Part id="map" title={title}>
        <VerdictKey
          items={[
            { state: 'yes', word: t('assess.national.bound-yes') },
            { state: 'no', word: t('assess.national.bound-no') },
            { state: 'unknown', word: t('assess.national.bound-unknown') },
          ]}
        />
        <WorldMap states={states} label={`${title}. ${counts(states, t)}`} />
        <p>{counts(states, t)}</p>
        <p class="small soft">{t('states.map-note')}</p>
        <Table
          caption={title}
          isCaptionHidden
          columns={[
            { label: t('states.column-state') },
            { label: t('states.column-bound') },
            { label: t('states.column-since') },
            { label: t('states.column-as-of') },
          ]}
          rows={named.map(({ state, name, verdict, since, asOf }) => [
            <PageLink path={`/law/states/${state}?on=${on}`}>{name}</PageLink>,
            <Verdict state={verdict} word={t(BOUND[verdict])} />,
            since === undefined || verdict !== 'yes' ? (
              ''
            ) : since.length > 4 ? (
              <DateText day={since} />
            ) : (
              since
            ),
            asOf === undefined ? '' : <DateText day={asOf} />,
          ])}
        />
      </Part>
    </>
  );
}

const BOUND = {
  yes: 'assess.national.bound-yes',
  no: 'assess.national.bound-no',
  unknown: 'assess.national.bound-unknown',
} as const;

function counts(states: readonly BoundState[], t: ReturnType<typeof useWords>['t']): string {
  const count = (wanted: BoundState['verdict']) => states.filter(({ verdict }) => verdict === wanted).length;
  return t('states.map-counts', { yes: count('yes'), no: count('no'), unknown: count('unknown') });
}
