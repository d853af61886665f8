import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Day, yearsBetween } from '../date.ts';
import { latestBirth } from './year-bound.ts';

test('a birthday on 29 February is reached on 1 March of a common year', () => {
  expect(latestBirth('2022-02-28', 18)).toBe('2004-02-28');
  expect(latestBirth('2022-03-01', 18)).toBe('2004-03-01');
  expect(latestBirth('2022-02-28', 17)).toBe('2005-02-28');
  expect(latestBirth('2024-02-29', 18)).toBe('2006-02-28');
  expect(latestBirth('2024-02-29', 20)).toBe('2004-02-29');
  expect(latestBirth('2024-02-29', 2024)).toBeUndefined();
});

test('fewer than no years are full for everybody who is born, in the last year that can be written too', () => {
  expect(latestBirth('9999-12-31', -1)).toBe('9999-12-31');
  expect(latestBirth('9999-12-31', 0)).toBe('9999-12-31');
  expect(latestBirth('2024-01-01', -120)).toBe('2024-01-01');
});

test('there was a 29 February in 2000 and none in 1900', () => {
  expect(latestBirth('2020-02-29', 20)).toBe('2000-02-29');
  expect(latestBirth('1920-02-29', 20)).toBe('1900-02-28');
});

test('who was born by that day is so old, and nobody else', () => {
  const day = fc
    .date({ min: new Date('1890-01-01'), max: new Date('2110-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10) as Day);
  const nearLeapDay = fc.constantFrom<Day>(
    '2004-02-28',
    '2004-02-29',
    '2004-03-01',
    '2022-02-28',
    '2022-03-01',
    '2024-02-29',
  );
  const either = fc.oneof(day, nearLeapDay);
  fc.assert(
    fc.property(either, either, fc.integer({ min: 0, max: 120 }), (one, other, years) => {
      const [born, on] = one <= other ? [one, other] : [other, one];
      const latest = latestBirth(on, years);
      expect(latest !== undefined && born <= latest).toBe(yearsBetween(born, on) >= years);
    }),
  );
});
