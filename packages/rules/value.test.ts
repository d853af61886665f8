import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess, type Day, dayAfter, type StateValue } from './index.ts';
import { getClub, readClub, value } from './testing.ts';

const HEAD = 'id: v\nlabel: V\ncite: club#1.a\nwhen: a\nunit: days';
const law = getClub(
  value(`${HEAD}
value: 30
floor: 30
variants:
  NO: [{from: 2007-01-01, value: 180, cite: club#1.b}]
  GB: [{from: 2009-04-01, value: 45, cite: club#1.b}, {from: 2023-01-30, value: 30, cite: club#1.b}]
  FR: [{from: 2010-01-01, to: 2015-12-31, value: 20, cite: club#1.b}]`),
);
const given = (state: string, on?: Day): StateValue | undefined =>
  assess(law, { facts: {}, state, on }).values.v?.given;

describe('a value', () => {
  test('is what the State gave on that day, with its own source', () => {
    expect(given('GB', '2020-06-01')).toMatchObject({ said: 'state', value: 45, since: '2009-04-01' });
    expect(given('GB', '2023-01-29')).toMatchObject({ value: 45 });
    expect(given('GB', '2023-01-30')).toMatchObject({ value: 30, cites: [{ ref: 'club#1.b' }] });
    expect(given('NO', '2024-01-01')).toMatchObject({ value: 180 });
    expect(given('FR', '2015-12-31')).toMatchObject({ said: 'state', value: 20 });
  });

  test("is the treaty's floor where nobody has said what the State gives, and says so", () => {
    expect(given('SE', '2024-01-01')).toEqual({
      state: 'SE',
      value: 30,
      said: 'nobody',
      why: 'nothing-for-state',
    });
    expect(given('NO', '2006-12-31')).toEqual({
      state: 'NO',
      value: 30,
      said: 'nobody',
      why: 'nothing-for-day',
    });
    expect(given('FR', '2016-01-01')).toEqual({
      state: 'FR',
      value: 30,
      said: 'nobody',
      why: 'nothing-for-day',
    });
    expect(given('NO')).toEqual({ state: 'NO', value: 30, said: 'nobody', why: 'no-day' });
    expect(given('constructor', '2024-01-01')).toMatchObject({ said: 'nobody' });
    const nowhere = assess(law, { facts: {} }).values.v;
    expect(nowhere).toMatchObject({ value: 30, floor: 30 });
    expect(nowhere?.given).toBeUndefined();
  });

  test('is the floor, where the treaty itself gives more than its floor', () => {
    const more = getClub(value(`${HEAD}\nvalue: 45\nfloor: 30`));
    const { values } = assess(more, { facts: {}, state: 'SE', on: '2024-01-01' });
    expect(values.v).toMatchObject({ value: 45, given: { value: 30, said: 'nobody' } });
  });

  test('applies as its condition holds', () => {
    expect(assess(law, { facts: { a: 'yes' } }).values.v).toMatchObject({ strict: 'yes', burden: 'yes' });
    expect(assess(law, { facts: {} }).values.v).toMatchObject({ strict: 'unknown', burden: 'unknown' });
  });

  test("is a finding below the treaty's floor, and never an error", () => {
    const findings = (state: string, on: Day) => assess(law, { facts: {}, state, on }).findings;
    expect(findings('FR', '2012-01-01')).toMatchObject([
      { code: 'below-floor', rule: 'v', state: 'FR', value: 20, floor: 30, cites: [{ ref: 'club#1.b' }] },
    ]);
    expect(findings('FR', '2020-01-01')).toEqual([]);
    expect(findings('GB', '2024-01-01')).toEqual([]);
  });

  test('is for each day the one that a walk through the list finds', () => {
    const anyLengths = fc.array(fc.record({ days: fc.integer({ min: 1, max: 400 }), ends: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(anyLengths, fc.integer({ min: -10, max: 2000 }), (lengths, offset) => {
        const start: Day = '2019-12-25';
        let from = start;
        const list = lengths.map(({ days, ends }, index) => {
          const to = dayAfter(from, days - 1, 'calendar');
          const variant = { from, to, ends, value: 100 + index };
          from = dayAfter(to, 1, 'calendar');
          return variant;
        });
        const text = list.map(
          ({ from: first, to, ends, value: days }) =>
            `{from: ${first}, ${ends ? `to: ${to}, ` : ''}value: ${days}, cite: club#1.b}`,
        );
        const dated = getClub(value(`${HEAD}\nvalue: 1\nvariants: {NO: [${text.join(', ')}]}`));
        const on = offset < 0 ? ('2019-12-24' as Day) : dayAfter(start, offset, 'calendar');
        const found = assess(dated, { facts: {}, state: 'NO', on }).values.v?.given;
        const last = list.length - 1;
        const wanted = list.find(
          ({ from: first, to, ends }, index) => on >= first && (on <= to || (index === last && !ends)),
        );
        expect(found).toMatchObject(
          wanted ? { said: 'state', value: wanted.value } : { said: 'nobody', value: 1 },
        );
      }),
      { seed: 20_261_121, numRuns: 200 },
    );
  });
});

describe('a value that cannot be', () => {
  const refuse = (lines: string) => {
    const read = readClub(value(`${HEAD}\n${lines}`));
    return read.ok ? [] : read.problems.map(({ code, line, message }) => ({ code, line, message }));
  };
  const variants = (list: string) => refuse(`value: 30\nvariants:\n  NO:\n${list}`);
  const entry = (from: string, to = '') => `    - {from: ${from},${to} value: 30, cite: club#1.b}\n`;

  test.each([
    ['two values for one day', entry('2010-01-01', ' to: 2012-06-30,') + entry('2012-06-30'), 'given twice'],
    [
      'days for which nothing is said',
      entry('2010-01-01', ' to: 2012-06-29,') + entry('2012-07-01'),
      'nothing is said for the days from 2012-06-30 to 2012-06-30',
    ],
    ['a later one first', entry('2012-01-01') + entry('2010-01-01'), 'does not come after'],
    ['one first day twice', entry('2012-01-01') + entry('2012-01-01'), 'does not come after'],
    ['an end before its beginning', entry('2012-01-01', ' to: 2011-12-31,'), 'is before'],
  ])('because of %s', (_, list, words) => {
    expect(variants(list)).toMatchObject([
      { code: 'wrong-dates', line: 11, message: expect.stringContaining(words) },
    ]);
  });

  test.each([
    [
      'an unknown State',
      'value: 30\nvariants: {XX: [{from: 2010-01-01, value: 1, cite: club#1.b}]}',
      'wrong-shape',
      'No State has the code “XX”',
    ],
    [
      'no source',
      'value: 30\nvariants: {NO: [{from: 2010-01-01, value: 1}]}',
      'missing-source',
      'Write “cite:',
    ],
    [
      'a source nobody wrote',
      'value: 30\nvariants: {NO: [{from: 2010-01-01, value: 1, cite: club#9}]}',
      'unknown-article',
      'club#9',
    ],
    [
      'a day that does not exist',
      'value: 30\nvariants: {NO: [{from: 2011-02-29, value: 1, cite: club#1.b}]}',
      'wrong-shape',
      'a date that exists',
    ],
    ['a treaty below its own floor', 'value: 20\nfloor: 30', 'wrong-value', 'below its own floor'],
    ['another unit', 'unit: weeks\nvalue: 3', 'duplicate-key', 'written twice'],
    ['half a day', 'value: 1.5', 'wrong-shape', 'a whole number'],
    ['a misspelt word', 'value: 1\nflor: 1', 'wrong-shape', 'Did you mean “floor”?'],
  ])('because of %s', (_, lines, code, words) => {
    expect(refuse(lines)).toContainEqual({
      code,
      line: expect.any(Number),
      message: expect.stringContaining(words),
    });
  });
});
