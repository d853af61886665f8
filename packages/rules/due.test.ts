import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthsAfter } from './date.ts';
import { dueOf } from './due.ts';
import { type Answers, assess, type Calendar, type Day, dayAfter, isDate, nextQuestion } from './index.ts';
import { duty, getClub, rule } from './testing.ts';

type Civil = { year: number; month: number; day: number };

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysIn = ({ year, month }: Civil) =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** The day after, by the rules of the calendar alone. */
function tomorrow({ year, month, day }: Civil): Civil {
  if (day < daysIn({ year, month, day })) return { year, month, day: day + 1 };
  return month < 12 ? { year, month: month + 1, day: 1 } : { year: year + 1, month: 1, day: 1 };
}

/** 0 is Sunday: Zeller's congruence. */
function weekday({ year, month, day }: Civil): number {
  const m = month < 3 ? month + 12 : month;
  const y = month < 3 ? year - 1 : year;
  const h =
    day + Math.floor((13 * (m + 1)) / 5) + y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return (h + 6) % 7;
}

const written = ({ year, month, day }: Civil) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as Day;

/** Walks from day to day, and counts. */
function oracle(from: Civil, count: number, calendar: Calendar): Day {
  let at = from;
  for (let left = count; left > 0; ) {
    at = tomorrow(at);
    if (calendar === 'calendar' || (weekday(at) !== 0 && weekday(at) !== 6)) left--;
  }
  return written(at);
}

const anyDay = fc
  .record({
    year: fc.integer({ min: 1900, max: 2999 }),
    month: fc.constantFrom(1, 2, 2, 2, 3, 6, 11, 12, 12),
    day: fc.integer({ min: 1, max: 31 }),
  })
  .map((civil) => ({ ...civil, day: Math.min(civil.day, daysIn(civil)) }));

describe('so many days after a day', () => {
  test('is what one comes to by turning the leaves of a calendar', () => {
    const anyCalendar = fc.constantFrom<Calendar>('calendar', 'working');
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 800 }), anyCalendar, (from, count, calendar) => {
        expect(dayAfter(written(from), count, calendar)).toBe(oracle(from, count, calendar));
      }),
      { seed: 20_261_121, numRuns: 2000 },
    );
  });

  test.each<[Day, number, Calendar, Day]>([
    ['2024-02-28', 1, 'calendar', '2024-02-29'],
    ['2023-02-28', 1, 'calendar', '2023-03-01'],
    ['2000-02-28', 2, 'calendar', '2000-03-01'],
    ['2100-02-28', 1, 'calendar', '2100-03-01'],
    ['2024-12-02', 30, 'calendar', '2025-01-01'],
    ['2026-11-20', 1, 'working', '2026-11-23'],
    ['2026-11-21', 1, 'working', '2026-11-23'],
    ['2026-12-31', 15, 'working', '2027-01-21'],
  ])('%s and %i %s days: %s', (from, count, calendar, day) => {
    expect(dayAfter(from, count, calendar)).toBe(day);
  });

  test('only a day that exists is one', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(isDate(written(day))).toBe(true);
        expect(isDate(written({ ...day, day: daysIn(day) + 1 }))).toBe(false);
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });
});

const HEAD = 'label: R\ncite: club#1.a\nwhen: top\nbearer: B\nact: A\nstrength: shall\nbreach: N';
const law = getClub(
  rule('{id: top, label: Top, cite: club#1.a, is: a, unless: [{is: b, cite: club#1.b, burden: state}]}') +
    duty(`id: counted\n${HEAD}\nby: {days: 30, kind: calendar, from: day}`) +
    duty(`id: working\n${HEAD}\nby: {days: 15, kind: working, from: day}`) +
    duty(`id: worded\n${HEAD}\nby: {at: without delay}`) +
    duty(`id: open-ended\n${HEAD}`),
);
const due = (id: string, facts: Answers) => assess(law, { facts }).duties[id]?.due;

describe('a duty', () => {
  test('is owed as its condition holds, on the facts alone and after burdens', () => {
    const owed = (facts: Answers) => {
      const { strict, burden } = assess(law, { facts }).duties.counted ?? {};
      return [strict, burden];
    };
    expect(owed({ a: 'yes', b: 'no' })).toEqual(['yes', 'yes']);
    expect(owed({ a: 'yes' })).toEqual(['unknown', 'yes']);
    expect(owed({ a: 'withheld' })).toEqual(['unknown', 'unknown']);
    expect(owed({ a: 'no' })).toEqual(['no', 'no']);
    expect(assess(law, { facts: {} }).duties.counted).toMatchObject({
      bearer: 'B',
      act: 'A',
      strength: 'shall',
    });
  });

  test('has a date only where the day it counts from is known; else the reason', () => {
    const counted = { days: 30, calendar: 'calendar', from: 'day' };
    // A duty that may be owed keeps its day: unknown is never no.
    for (const a of ['yes', 'withheld'] as const) {
      expect(due('counted', { a, day: '2024-01-31' })).toEqual({
        kind: 'date',
        date: '2024-03-01',
        ...counted,
      });
    }
    expect(due('counted', { a: 'yes', day: 'withheld' })).toEqual({
      kind: 'open',
      why: 'withheld',
      ...counted,
    });
    expect(due('counted', { a: 'yes' })).toMatchObject({ kind: 'open', why: 'not_asked' });
    expect(due('counted', { a: 'yes', day: 'yes' })).toMatchObject({ kind: 'open', why: 'not_known' });
    expect(due('working', { a: 'yes', day: '2026-12-31' })).toMatchObject({
      date: '2027-01-21',
      calendar: 'working',
    });
  });

  test('has the words of the treaty where it names no number, and none where it sets no time', () => {
    expect(due('worded', { a: 'yes' })).toEqual({ kind: 'words', words: 'without delay' });
    expect(due('open-ended', { a: 'yes' })).toEqual({ kind: 'none' });
    expect(due('counted', { a: 'no', day: '2024-01-31' })).toEqual({ kind: 'not-owed' });
  });

  test('has the day it counts from asked for, once it is owed', () => {
    const next = (facts: Answers) => nextQuestion(law, { facts, targets: ['counted'] });
    expect(next({})?.fact).toBe('a');
    expect(next({ a: 'yes' })).toMatchObject({ fact: 'day', path: ['counted'] });
    expect(next({ a: 'yes', day: 'not_known' })).toBeUndefined();
    expect(next({ a: 'no' })).toBeUndefined();
  });
});

describe('calendar months', () => {
  test.each([
    ['2025-09-01', 6, '2026-03-01'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2025-08-31', 1, '2025-09-30'],
    ['2025-11-30', 3, '2026-02-28'],
    ['2025-12-15', 1, '2026-01-15'],
  ] as const)('%s and %i more: %s', (from, count, end) => {
    expect(monthsAfter(from, count)).toBe(end);
  });

  const deadline = { kind: 'value', value: 'time', calendar: 'calendar', from: 'day' } as const;
  const due = (day: Day, count: number, isFirstDayCounted?: true) =>
    dueOf(deadline, {
      owed: 'yes',
      facts: { day },
      daysOf: () => ({
        days: count * 30,
        months: { count, leastDays: 30 },
        ...(isFirstDayCounted ? { isFirstDayCounted } : {}),
      }),
    });

  test('are what a time ends by, not thirty days each', () => {
    expect(due('2025-09-01', 6)).toMatchObject({ kind: 'date', date: '2026-03-01' });
    expect(due('2025-09-01', 6, true)).toMatchObject({ kind: 'date', date: '2026-02-28' });
  });

  test('never end before the least days of the treaty: a February is shorter than those', () => {
    expect(due('2026-02-01', 1)).toMatchObject({ kind: 'date', date: '2026-03-03' });
    expect(due('2026-03-01', 1)).toMatchObject({ kind: 'date', date: '2026-04-01' });
  });
});
