import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueAt, dueNow } from './moments.ts';

const DAY = 24 * 3_600_000;
const instant = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) })
  .map((moment) => new Date(moment));
const length = fc.integer({ min: 1_000, max: 40 * DAY });

describe('what is done every so often', () => {
  test('is done once after however long a pause, in the order in which it was due', () => {
    const things = fc.array(fc.record({ last: fc.option(instant, { nil: undefined }), everyMs: length }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(things, instant, (given, now) => {
        const done: number[] = [];
        let left = given;
        for (const { thing, due } of dueNow(given, now)) {
          done.push(due.getTime());
          left = left.map((one) => (one === thing ? { ...one, last: now } : one));
        }
        expect(done).toEqual(done.toSorted((one, other) => one - other));
        expect(dueNow(left, now)).toEqual([]);
      }),
    );
  });

  test('is never due later than one length from now, whatever the clock was meanwhile', () => {
    fc.assert(
      fc.property(instant, instant, length, (last, now, everyMs) => {
        const due = dueAt({ last, everyMs }, now).getTime();
        expect(due).toBeLessThanOrEqual(now.getTime() + everyMs);
      }),
    );
  });

  test('comes as often over days on which clocks change and over leap days as over others', () => {
    // Clocks changed in Oslo on 29 March 2026; 2028 has a 29 February.
    for (const start of ['2026-03-28T01:30:00Z', '2026-10-24T01:30:00Z', '2028-02-28T12:00:00Z']) {
      let last = new Date(start);
      const moments: number[] = [];
      for (let minute = 0; minute < 5 * 24 * 60; minute++) {
        const now = new Date(Date.parse(start) + minute * 60_000);
        if (dueNow([{ last, everyMs: DAY }], now).length === 0) continue;
        moments.push((now.getTime() - last.getTime()) / DAY);
        last = now;
      }
      expect(moments).toEqual([1, 1, 1, 1]);
    }
  });

  test('after a week in which the node was off is due once, and then a day later', () => {
    const last = new Date('2026-03-01T09:00:00Z');
    const back = new Date('2026-03-08T10:00:00Z');
    expect(dueNow([{ last, everyMs: DAY }], back)).toMatchObject([{ due: new Date('2026-03-02T09:00:00Z') }]);
    expect(dueNow([{ last: back, everyMs: DAY }], back)).toEqual([]);
    expect(dueAt({ last: back, everyMs: DAY }, back)).toEqual(new Date('2026-03-09T10:00:00Z'));
  });
});
