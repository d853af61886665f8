import { describe, expect, test } from 'vitest';
import type { Schedule } from './hsds/schema.ts';
import { hoursOf, isOpenAt } from './opening-hours.ts';

const weekdays: Schedule = {
  id: '48102e86-bb50-41c4-8f1e-e269368c41d1',
  freq: 'WEEKLY',
  byday: 'MO,TU,WE,TH,FR',
  opens_at: '09:00',
  closes_at: '17:00',
};

function at(moment: string, schedule: Partial<Schedule> = {}, zone: string | null = 'Europe/Paris') {
  const { hours, isWhole } = hoursOf([{ ...weekdays, ...schedule }], zone ?? undefined);
  return isOpenAt(hours, isWhole, new Date(moment));
}

describe('a service that is open from nine to five in Paris', () => {
  test.each([
    ['a minute before, in winter', '2026-01-12T07:59:00Z', 'closed'],
    ['on the minute, in winter', '2026-01-12T08:00:00Z', 'open'],
    ['on the minute, in summer, an hour earlier by UTC', '2026-07-13T07:00:00Z', 'open'],
    ['a minute before, in summer', '2026-07-13T06:59:00Z', 'closed'],
    ['on the last minute', '2026-01-12T15:59:00Z', 'open'],
    ['when it closes', '2026-01-12T16:00:00Z', 'closed'],
    ['on a Sunday', '2026-01-11T10:00:00Z', 'closed'],
  ])('%s', (_, moment, expected) => expect(at(moment)).toBe(expected));
});

test('hours past midnight belong to the day on which they began', () => {
  const night = { byday: 'FR', opens_at: '22:00', closes_at: '06:00' };
  expect(at('2026-01-16T22:30:00Z', night)).toBe('open');
  expect(at('2026-01-17T04:59:00Z', night)).toBe('open');
  expect(at('2026-01-17T05:00:00Z', night)).toBe('closed');
  expect(at('2026-01-16T04:00:00Z', night)).toBe('closed');
});

test('an offset in the times counts before the zone, and the zone before the offset of the schedule', () => {
  const kabul = { opens_at: '09:00+04:30', closes_at: '17:00+04:30' };
  expect(at('2026-01-12T04:30:00Z', kabul)).toBe('open');
  expect(at('2026-01-12T04:29:00Z', kabul)).toBe('closed');
  expect(at('2026-01-12T08:00:00Z', { timezone: 3 })).toBe('open');
  expect(at('2026-01-12T06:00:00Z', { timezone: 3 }, null)).toBe('open');
});

test('before it begins and after it ends it is closed', () => {
  const term = { valid_from: '2026-02-01', valid_to: '2026-02-28' };
  expect(at('2026-01-12T10:00:00Z', term)).toBe('closed');
  expect(at('2026-02-02T10:00:00Z', term)).toBe('open');
  expect(at('2026-03-02T10:00:00Z', term)).toBe('closed');
});

describe('nobody is told that it is closed where that cannot be told:', () => {
  test.each<[string, Partial<Schedule>]>([
    ['the second Monday of a month', { freq: 'MONTHLY', byday: '2MO' }],
    ['every other week', { interval: 2 }],
    ['so many times', { count: 3 }],
    ['no days', { byday: undefined }],
    ['hours in words', { opens_at: 'nine' }],
    ['no end', { closes_at: undefined }],
    ['a day that is none', { valid_from: '2026-02-31' }],
    ['one time with a clock and one without', { opens_at: '09:00Z' }],
  ])('%s', (_, schedule) => expect(at('2026-01-12T10:00:00Z', schedule)).toBe('unknown'));

  test('no schedule, or one without any clock', () => {
    expect(isOpenAt([], hoursOf(undefined, 'Europe/Paris').isWhole, new Date('2026-01-12T10:00:00Z'))).toBe(
      'unknown',
    );
    const { hours, isWhole } = hoursOf([weekdays], undefined);
    expect(isOpenAt(hours, isWhole, new Date('2026-01-12T10:00:00Z'))).toBe('unknown');
  });
});
