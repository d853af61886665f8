import type { Day, Law } from '@clew/rules';
import type { JSX } from 'preact';
import {
  Choice,
  DateText,
  MarksKey,
  PageHead,
  PageLink,
  Part,
  Table,
  useWords,
  Verdict,
  VerdictKey,
  type Words,
  writeDate,
} from '../../web/index.ts';
import { AskDay, type AskedDay, readAskedDay, statesByName } from '../asked-day.tsx';
import { BOUND_KEYS, type BoundState, boundStates, treatiesOf } from '../bound-states.ts';
import { BoundSince, BoundVerdict, ListChecked, ReservationWords } from '../bound-words.tsx';
import type { LawWords } from '../law-words.ts';
import { organisationName } from '../organisation-name.ts';
import { asWhole, isBoundWithLimit } from '../reservation-words.ts';
import { ownLawOn } from './missing-law.ts';
import { NATIONAL_KEYS } from './standing-words.ts';
import { WorldMap } from './world-map.tsx';

/** What is asked of the page: a treaty and a day, both in the address, for they say nothing of anybody. */
type StatesAsked = AskedDay & { instrument: string };

/** The treaty that a page without a choice shows. */
const FIRST = 'palermo';

/** Reads the address. What is not there or cannot be is the Palermo Protocol, today; a wrong day stays as typed, with what to write. */
export function readStatesAsked(query: URLSearchParams, { law }: LawWords, today: Day): StatesAsked {
  const treaties = treatiesOf(law);
  const first = treaties.includes(FIRST) ? FIRST : (treaties[0] ?? '');
  const asked = query.get('instrument') ?? first;
  const instrument = treaties.includes(asked) ? asked : first;
  return { instrument, ...readAskedDay(query, today, { instrument }) };
}

/** `/law/states`: whom a treaty binds on a day, as a map and as a table. */
export function StatesPage({ asked, said }: { asked: StatesAsked; said: LawWords }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead
        above={<PageLink path="/law">{t('shell.law')}</PageLink>}
        title={t('states.title')}
        lede={t('states.lede')}
        facts={[<PageLink path="/law/residence">{t('residence.title')}</PageLink>]}
      />
      <AskDay path="/law/states" asked={asked}>
        <Choice
          name="instrument"
          label={t('states.instrument')}
          look="select"
          options={treatiesOf(said.law).map((id) => ({ value: id, label: said.instrument(id) }))}
        />
      </AskDay>
      {!asked.isWrongDay && <MapPart asked={asked} said={said} />}
      <MarksKey />
    </>
  );
}

function MapPart({ asked, said }: { asked: StatesAsked; said: LawWords }): JSX.Element {
  const { t, language } = useWords();
  const { instrument, on } = asked;
  const states = boundStates(said.law, instrument, on);
  const counted = counts({ states, law: said.law }, { t, language });
  const title = t('states.map-title', {
    instrument: said.instrument(instrument),
    day: writeDate(on, language),
  });
  return (
    <Part id="map" title={title}>
      <VerdictKey
        items={(['yes', 'no', 'unknown'] as const).map((state) => ({ state, word: t(BOUND_KEYS[state]) }))}
      />
      <WorldMap states={states} label={`${title}. ${counted}`} />
      <p>{counted}</p>
      <p class="small soft">{t('states.map-note')}</p>
      <ListChecked law={said.law} instrument={instrument} />
      <StatesTable caption={title} states={states} asked={asked} law={said.law} />
    </Part>
  );
}

type Rows = { caption: string; states: readonly BoundState[]; asked: StatesAsked; law: Law };

function StatesTable({ caption, states, asked: { instrument, on }, law }: Rows): JSX.Element {
  const { t, language } = useWords();
  const found = new Map(states.map((bound) => [bound.state, bound]));
  return (
    <Table
      caption={caption}
      isCaptionHidden
      columns={[
        { label: t('states.column-state') },
        { label: t('states.column-bound') },
        { label: t('states.column-since') },
        { label: t('states.column-as-of') },
        { label: t('states.column-own-law') },
      ]}
      rows={statesByName([...found.keys()], language).map(({ value: state, label }) => {
        const bound = found.get(state);
        const asOf = bound?.asOf;
        return [
          <PageLink path={`/law/states/${state}?on=${on}`}>{label}</PageLink>,
          <BoundCell law={law} bound={bound} />,
          bound ? <BoundSince bound={bound} /> : '',
          asOf === undefined ? '' : <DateText day={asOf} />,
          <OwnLaw law={law} state={state} at={{ instrument, on }} />,
        ];
      })}
    />
  );
}

function BoundCell({ law, bound }: { law: Law; bound: BoundState | undefined }): JSX.Element {
  const { t } = useWords();
  if (!bound) return <Verdict state="unknown" word={t(BOUND_KEYS.unknown)} />;
  return (
    <div>
      <BoundVerdict law={law} bound={asWhole(bound)} />
      {bound.reservations?.map((one) => (
        <ReservationWords key={one.text} of={one} />
      ))}
    </div>
  );
}

/** What is missing in a State's own law of what rests on the treaty, and that its laws contradict each other. */
function OwnLaw(props: { law: Law; state: string; at: { instrument: string; on: Day } }): JSX.Element {
  const { t } = useWords();
  const { law, state, at } = props;
  const { missing, contradicting } = ownLawOn(law, state, at);
  const path = `/law/states/${state}?on=${at.on}`;
  return (
    <>
      {missing.map((status) => (
        <p class="small" key={status}>
          <PageLink path={path}>{t(NATIONAL_KEYS[status])}</PageLink>
        </p>
      ))}
      {contradicting && (
        <p class="small">
          <PageLink path={path}>{t('states.contradictions-link')}</PageLink>
        </p>
      )}
    </>
  );
}

/** How many are bound, are not, and of how many it is not known; and of what those that are bound took away. */
function counts(
  { states, law }: { states: readonly BoundState[]; law: Law },
  { t, language }: Pick<Words, 't' | 'language'>,
): string {
  const count = (wanted: BoundState['verdict']) => states.filter(({ verdict }) => verdict === wanted).length;
  const whole = states.filter((one) => isBoundWithLimit(asWhole(one))).length;
  const parts = states.filter(isBoundWithLimit).length - whole;
  const unlooked = states.filter((one) => one.unlooked !== undefined).length;
  const closed = states.filter(({ closedTo }) => closedTo !== undefined);
  const organisation = organisationName(law, closed[0]?.closedTo ?? '', language);
  return [
    t('states.map-counts', { yes: count('yes'), no: count('no'), unknown: count('unknown') }),
    ...(whole === 0 ? [] : [t('states.map-limits', { count: whole })]),
    ...(parts === 0 ? [] : [t('states.map-parts', { count: parts })]),
    ...(unlooked === 0 ? [] : [t('states.map-unlooked', { count: unlooked })]),
    ...(closed.length === 0 ? [] : [t('states.map-closed', { count: closed.length, organisation })]),
  ].join(' ');
}
