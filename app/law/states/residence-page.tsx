import { type Citation, type Day, getCitation, RESIDENCE_OPTIONS, type ResidenceOption } from '@clew/rules';
import type { JSX } from 'preact';
import {
  type CheckedHow,
  CheckMark,
  Choice,
  DateText,
  Jumps,
  MarksKey,
  PageHead,
  PageLink,
  Part,
  Table,
  useWords,
  writeDate,
} from '../../web/index.ts';
import { AskDay, type AskedDay, readAskedDay } from '../asked-day.tsx';
import { Sources } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import { type Stay, type StaysThere, statesWithStays } from './residence.ts';
import { lengthWords, OPTION_KEYS, StaySource, StayWords, WHY_KEYS } from './residence-words.tsx';

/** What is asked of the table: one way to stay, or all, and a day. */
type ResidenceAsked = AskedDay & { option: ResidenceOption | undefined };

/** Reads the address; an option that there is none of counts as all. */
export function readResidenceAsked(query: URLSearchParams, today: Day): ResidenceAsked {
  const option = RESIDENCE_OPTIONS.find((one) => one === query.get('option'));
  return { option, ...readAskedDay(query, today, { option: option ?? '' }) };
}

/** What asks a State for each way to stay; a paper that is no instrument of the law is told in words. */
const ASKED_BY: Readonly<Record<ResidenceOption, readonly Citation['ref'][]>> = {
  'reflection-period': ['ecat#13.1', 'eu-residence-permit-directive#6.1'],
  'reflection-child': ['unicef-child-victims-guidelines#reflection'],
  'permit-personal-situation': ['ecat#14.1.a'],
  'permit-cooperation': ['ecat#14.1.b', 'eu-residence-permit-directive#8.1'],
  'permit-compensation': [],
  'permit-child': ['ecat#14.2'],
  'permit-ground-untold': [],
  'long-term': ['palermo#7.1'],
};

type Shown = { asked: ResidenceAsked; said: LawWords };

/** `/law/residence`: the ways for a victim to stay, State by State, as far as somebody has said. */
export function ResidencePage({ asked, said }: Shown): JSX.Element {
  const { t, language } = useWords();
  const { option, on } = asked;
  const order = new Intl.Collator(language);
  const states = statesWithStays(said.law, { on, option }).sort((a, b) =>
    order.compare(stateName(a.state, language), stateName(b.state, language)),
  );
  const options = option === undefined ? RESIDENCE_OPTIONS : [option];
  return (
    <>
      <PageHead
        above={
          <>
            <PageLink path="/law">{t('shell.law')}</PageLink> /{' '}
            <PageLink path="/law/states">{t('states.all')}</PageLink>
          </>
        }
        title={t('residence.title')}
        lede={t('residence.lede')}
        facts={asked.isWrongDay ? [] : [t('states.as-of', { day: writeDate(on, language) })]}
        jumps={
          option === undefined &&
          !asked.isWrongDay && (
            <Jumps parts={options.map((one) => ({ id: one, label: t(OPTION_KEYS[one]) }))} />
          )
        }
      />
      <AskDay path="/law/residence" asked={asked}>
        <Choice
          name="option"
          label={t('residence.which')}
          look="select"
          options={RESIDENCE_OPTIONS.map((value) => ({ value, label: t(OPTION_KEYS[value]) }))}
        />
      </AskDay>
      {!asked.isWrongDay && (
        <>
          {option === undefined ? (
            <Overview states={states} said={said} on={on} />
          ) : (
            <p>
              <PageLink path={`/law/residence?on=${on}`}>{t('residence.all')}</PageLink>
            </p>
          )}
          {options.map((one) => (
            <OptionPart key={one} option={one} states={states} said={said} on={on} />
          ))}
        </>
      )}
      <MarksKey />
    </>
  );
}

type Rows = { states: readonly StaysThere[]; said: LawWords; on: Day };

function Overview({ states, said, on }: Rows): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="overview" title={t('residence.overview')}>
      <p>{t('residence.overview-note')}</p>
      {/* Nine columns: where they do not fit and are not blocks yet, the table alone moves, by keyboard, too. */}
      <section class="scroll" aria-label={t('residence.overview')} tabindex={0}>
        <Table
          caption={t('residence.overview')}
          isCaptionHidden
          columns={[
            { label: t('states.column-state') },
            ...RESIDENCE_OPTIONS.map((option) => ({ label: t(OPTION_KEYS[option]) })),
          ]}
          rows={states.map(({ state, stays }) => [
            <StateLink state={state} on={on} />,
            ...RESIDENCE_OPTIONS.map((option) => (
              <Brief stays={stays.filter((stay) => stay.option === option)} option={option} />
            )),
          ])}
        />
      </section>
      <Others count={Object.keys(said.law.states).length - states.length} />
    </Part>
  );
}

const FAR = ['unverified', 'compared', 'checked'] as const;

/** How far the one was checked that was checked least. */
function leastChecked(stays: readonly Stay[]): CheckedHow {
  return FAR.find((each) => stays.some(({ status }) => status === each)) ?? 'checked';
}

/** How long, or that somebody has said it, and the day that is known least; the words and the source stand further down. */
function Brief({ stays, option }: { stays: readonly Stay[]; option: ResidenceOption }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const [day] = stays.map((stay) => (stay.kind === 'number' ? stay.since : stay.asOf)).sort();
  if (day === undefined) return <span class="small soft">{t('states.national.nobody-has-said')}</span>;
  const lengths = [...new Set(stays.map((stay) => lengthWords(stay, words) ?? t('residence.no-length')))];
  return (
    <span class="small">
      <a href={`#${option}`}>{lengths.join('; ')}</a> <CheckMark of={leastChecked(stays)} />{' '}
      <span class="soft">
        <DateText day={day} />
      </span>
    </span>
  );
}

function OptionPart({ option, states, said, on }: Rows & { option: ResidenceOption }): JSX.Element {
  const { t } = useWords();
  const cites = ASKED_BY[option].map((ref) => getCitation(said.law, ref));
  const rows = states.flatMap(({ state, stays }) =>
    stays.filter((stay) => stay.option === option).map((stay) => ({ state, stay })),
  );
  const count = new Set(rows.map(({ state }) => state)).size;
  const title = t(OPTION_KEYS[option]);
  return (
    <Part id={option} title={title}>
      <p>{t(WHY_KEYS[option])}</p>
      {cites.length > 0 && (
        <p class="small">
          {t('residence.asked-by')} <Sources citations={cites} law={said} />
        </p>
      )}
      {rows.length === 0 ? (
        <p>{t('residence.nobody')}</p>
      ) : (
        <Table
          caption={title}
          isCaptionHidden
          columns={[
            { label: t('states.column-state') },
            { label: t('residence.column-gives') },
            { label: t('residence.column-source') },
          ]}
          rows={rows.map(({ state, stay }) => [
            <StateLink state={state} on={on} />,
            <StayWords stay={stay} said={said} />,
            <StaySource stay={stay} said={said} />,
          ])}
        />
      )}
      {rows.length > 0 && <Others count={Object.keys(said.law.states).length - count} />}
    </Part>
  );
}

function StateLink({ state, on }: { state: string; on: Day }): JSX.Element {
  const { language } = useWords();
  return <PageLink path={`/law/states/${state}?on=${on}#residence`}>{stateName(state, language)}</PageLink>;
}

function Others({ count }: { count: number }): JSX.Element | null {
  const { t } = useWords();
  return count === 0 ? null : <p>{t('residence.others', { count })}</p>;
}
