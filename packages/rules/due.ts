import { answerTo, isKnown } from './answer.ts';
import { type Calendar, type Day, dayAfter, isDate, monthsAfter } from './date.ts';
import type { Deadline, LaterEnd } from './law.ts';
import type { Verdict } from './three.ts';
import type { Answers, Reason } from './told.ts';

/**
 * What a value of the law gives: its days, what a State's time lasts up to where that comes later, and whether they begin with
 * the day that they are counted from.
 */
export type ValueDays = {
  days: number;
  orLater?: LaterEnd;
  isFirstDayCounted?: true;
  /** Where a State's law says months: the end is counted by the calendar, and is never before the least days of the treaty. */
  months?: { count: number; leastDays: number };
};

/**
 * `value`: the value of the law that gives the days. It is the least that somebody has, so the day is the earliest end;
 * `orLater` is what the time lasts up to where that comes later.
 */
type Counted = ValueDays & { calendar: Calendar; from: string; value?: string };

/**
 * By when a duty is to be done. `date`: the last day; working days pass over Saturdays and Sundays, public holidays are
 * not known. `open`: nobody said on which day the count begins, and why. `words`: the treaty names no number. `none`: the
 * law sets no time. `not-owed`: there is nothing to be done.
 */
export type Due =
  | ({ kind: 'date'; date: Day } & Counted)
  | ({ kind: 'open'; why: Reason } & Counted)
  | { kind: 'words'; words: string }
  | { kind: 'none' }
  | { kind: 'not-owed' };

type Owed = {
  owed: Verdict;
  facts: Answers;
  /** The days that a value of the law gives here. */
  daysOf: (value: string) => ValueDays | undefined;
};

/** When a duty is due. A date only if the day that it counts from is known. */
export function dueOf(deadline: Deadline | undefined, { owed, facts, daysOf }: Owed): Due {
  if (owed === 'no') return { kind: 'not-owed' };
  if (!deadline) return { kind: 'none' };
  if (deadline.kind === 'words') return deadline;
  const found: ValueDays | undefined =
    deadline.kind === 'days' ? { days: deadline.days } : daysOf(deadline.value);
  if (found === undefined) return { kind: 'none' };
  const { calendar, from } = deadline;
  const counted = {
    ...found,
    calendar,
    from,
    ...(deadline.kind === 'value' ? { value: deadline.value } : {}),
  };
  const answer = answerTo(from, facts);
  if (!isKnown(answer)) return { kind: 'open', why: answer, ...counted };
  // Answers are typed by hand in programs too: what is no day must not become one.
  if (typeof answer !== 'string' || !isDate(answer)) return { kind: 'open', why: 'not_known', ...counted };
  return {
    kind: 'date',
    date: endOf(answer, found, calendar),
    ...counted,
  };
}

function endOf(from: Day, { days, months, isFirstDayCounted }: ValueDays, calendar: Calendar): Day {
  const before = isFirstDayCounted ? 1 : 0;
  if (months === undefined) return dayAfter(from, days - before, calendar);
  const end = dayAfter(monthsAfter(from, months.count), -before, 'calendar');
  const least = dayAfter(from, Math.max(months.leastDays - before, 0), calendar);
  return end > least ? end : least;
}
