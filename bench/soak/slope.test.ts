import { expect, test } from 'vitest';
import { slopeOf } from './slope.ts';

const hours = Array.from({ length: 60 }, (_, at) => at / 120);

test('what grows by a tenth an hour is not flat, however it wavers', () => {
  const values = hours.map((hour, at) => 100 + 10 * hour + (at % 2));
  expect(slopeOf(hours, values)).toMatchObject({ isFlat: false, perHour: expect.closeTo(10, 0) });
});

test('what wavers and does not grow is flat, and so is what shrinks', () => {
  expect(
    slopeOf(
      hours,
      hours.map((_, at) => 100 + (at % 7)),
    ).isFlat,
  ).toBe(true);
  expect(
    slopeOf(
      hours,
      hours.map((hour) => 100 - 20 * hour),
    ).isFlat,
  ).toBe(true);
});

test('two samples are no slope', () => {
  expect(() => slopeOf([0, 1], [1, 2])).toThrow(/three samples/);
});
