import type { DutyResult, LaterEnd, Reason } from '@clew/rules';
import type { JSX } from 'preact';
import { DateText, Folded, type PlainKey, type Stop, TimeLine, useWords, type Words } from '../web/index.ts';
import type { AssessedCase } from './assess-case.ts';
import { asksOf } from './duty-asks.ts';
import { settledWord } from './explanation.tsx';
import { footingOfDuty, withoutStrength } from './footing.ts';
import { FootingInline } from './footing-words.tsx';
import { laterReadingText } from './later-reading-words.ts';
import type { LawWords } from './law-words.ts';
import type { Result } from './result-page.tsx';

/** Who must do what, in the order of time: first what has a date, then what has none; the rest can be opened. */
export function Duties({ assessed, said, interview, today }: Result): JSX.Element {
  const words = useWords();
  const { t } = words;
  const duties = sortDuties(Object.values(assessed.assessment.duties), assessed);
  const on = interview.on ?? today;
  const stopsOf = (some: readonly DutyResult[]) =>
    some.map((duty) => stopOf(duty, { words, said, on, assessed }));
  const stops = stopsOf(duties.dated);
  const todayStop: Stop = { state: 'today', when: t('time.today'), heading: <DateText day={on} /> };
  const past = stops.filter(({ isAhead }) => !isAhead);
  return (
    <>
      {assessed.assessment.state === undefined && <p class="read">{t('assess.duties.no-state')}</p>}
      {duties.dated.length + duties.undated.length === 0 && <p>{t('assess.duties.none')}</p>}
      {stops.length > 0 && <TimeLine isDated stops={[...past, todayStop, ...stops.slice(past.length)]} />}
      {duties.undated.length > 0 && (
        <>
          <h3>{t('assess.duties.undated')}</h3>
          <TimeLine stops={stopsOf(duties.undated)} />
        </>
      )}
      {FOLDED.map(({ part, title, body }) => {
        const some = duties[part];
        if (some.length === 0) return null;
        return (
          <Folded key={part} isAsLeft title={t(title, { count: some.length })}>
            {body && <p class="read">{t(body)}</p>}
            <TimeLine stops={stopsOf(some)} />
          </Folded>
        );
      })}
    </>
  );
}

const FOLDED = [
  { part: 'softer', title: 'assess.duties.softer', body: undefined },
  { part: 'unread', title: 'assess.duties.unread', body: undefined },
  { part: 'advised', title: 'assess.duties.advised', body: undefined },
  { part: 'unbound', title: 'assess.duties.unbound', body: 'assess.duties.unbound-body' },
  { part: 'elsewhere', title: 'assess.duties.not-bound', body: 'assess.duties.not-bound-body' },
  { part: 'open', title: 'assess.duties.open', body: undefined },
] as const;

type Sorted = Record<
  'dated' | 'undated' | 'softer' | 'unread' | 'advised' | 'unbound' | 'elsewhere' | 'open',
  DutyResult[]
>;

/** Duties by what they come to in the State that was named; what is not owed is left out. */
function sortDuties(duties: readonly DutyResult[], assessed: AssessedCase): Sorted {
  const sorted: Sorted = {
    ...{ dated: [], undated: [], softer: [], unread: [], advised: [] },
    ...{ unbound: [], elsewhere: [], open: [] },
  };
  for (const duty of duties) {
    const part = partOf(duty, assessed);
    if (part) sorted[part].push(duty);
  }
  sorted.dated.sort(byDate);
  return sorted;
}

function partOf(duty: DutyResult, assessed: AssessedCase): keyof Sorted | undefined {
  const { burden, due } = duty;
  if (burden === 'no') return undefined;
  const { rests, stands } = footingOfDuty(duty, assessed);
  const isAdvice = stands.every(({ standing }) => standing === 'guidance');
  if (rests === 'not-binding' && !isAdvice) return 'elsewhere';
  if (burden === 'unknown') return 'open';
  // Advice with a day is advice still.
  if (isAdvice) return 'advised';
  if (rests === 'not-known') return 'unbound';
  if (due.kind === 'date') return 'dated';
  const asks = asksOf(duty);
  if (asks === 'unread') return 'unread';
  return asks === 'owed' && duty.strength !== 'recommended' ? 'undated' : 'softer';
}

function byDate(a: DutyResult, b: DutyResult): number {
  const day = ({ due }: DutyResult) => (due.kind === 'date' ? due.date : '');
  return day(a) < day(b) ? -1 : 1;
}

type Drawing = { words: Words; said: LawWords; on: string; assessed: AssessedCase };

function stopOf(duty: DutyResult, { words, said, on, assessed }: Drawing): Stop {
  const { due, burden } = duty;
  const isDate = due.kind === 'date';
  return {
    state: burden === 'unknown' ? 'unknown' : 'due',
    isAhead: isDate ? due.date > on : true,
    when: isDate ? <DateText day={due.date} /> : undefined,
    ...(isDate ? { distance: distance(due.date, on, words) } : {}),
    heading: said.duty(duty.id).label,
    body: <Said duty={duty} said={said} assessed={assessed} />,
  };
}

/** Whether something was done, Clew does not know: a day that has passed is told as passed, never as late. */
function distance(date: string, on: string, { t }: Words): string {
  const days = Math.round((Date.parse(date) - Date.parse(on)) / 86_400_000);
  if (days === 0) return t('time.today');
  return days > 0 ? t('time.in-days', { count: days }) : t('time.days-ago', { count: -days });
}

const STRENGTH: Readonly<Record<DutyResult['strength'], PlainKey>> = {
  shall: 'duty.shall',
  'shall-where-appropriate': 'duty.shall-where-appropriate',
  'shall-enable': 'duty.shall-enable',
  endeavour: 'duty.endeavour',
  consider: 'duty.consider',
  may: 'duty.may',
  recommended: 'duty.recommended',
  unverified: 'duty.unverified',
};

type SaidProps = { duty: DutyResult; said: LawWords; assessed: AssessedCase };

function Said({ duty, said, assessed }: SaidProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { bearer, act } = said.duty(duty.id);
  const footing = withoutStrength(footingOfDuty(duty, assessed));
  // The law names who owes it in the midst of a sentence; here it begins one.
  const first = bearer.charAt(0).toLocaleUpperCase(words.language) + bearer.slice(1);
  return (
    <>
      <FootingInline footing={footing} state={assessed.assessment.state} said={said} />{' '}
      {t('duty.who', { bearer: first, act })} {t(STRENGTH[duty.strength])}{' '}
      <When duty={duty} said={said} assessed={assessed} />{' '}
      {duty.strict !== duty.burden && `${settledWord(duty.tree, words)}. `}
    </>
  );
}

const NO_DAY: Readonly<Record<Reason, PlainKey>> = {
  not_asked: 'duty.day-not-asked',
  not_known: 'duty.day-not-known',
  withheld: 'duty.day-withheld',
  not_recorded: 'duty.day-not-recorded',
};

const LATER: Readonly<Record<LaterEnd, PlainKey>> = {
  'conclusive-decision': 'duty.until-conclusive-decision',
};

/** How the day is counted, or why there is none: the treaty's own words, or the day from which it would be counted. */
function When({ duty, said, assessed }: SaidProps): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const { due } = duty;
  if (due.kind === 'words') return <>{t('duty.words', { words: said.duty(duty.id).at ?? due.words })}</>;
  if (due.kind === 'none') return <>{t('duty.no-time')}</>;
  if (due.kind === 'not-owed') return null;
  const key = due.isFirstDayCounted ? 'duty.days-beginning-with' : 'duty.calendar-days';
  const from = said.fact(due.from).label;
  const counted = due.months
    ? t('duty.calendar-months', { count: due.months.count, from })
    : t(due.calendar === 'working' ? 'duty.working-days' : key, { count: due.days, from });
  return (
    <>
      {counted}{' '}
      {due.value !== undefined &&
        `${t(due.orLater === undefined ? 'duty.earliest-end' : LATER[due.orLater])} ${laterReadingText(due.value, assessed, { law: said, words })} `}
      {due.kind === 'open' && t(NO_DAY[due.why])}
    </>
  );
}
