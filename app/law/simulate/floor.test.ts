import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BucketCells, type Cell, withFloor } from './floor.ts';
import { type Bucket, type BucketCounts, type ProvisionTally, VERDICTS } from './tally.ts';

const FLOOR = 10;

type Nine = readonly number[];

/** A provision with one reform: all records, and groups that add up to them. */
function tallyOf(groups: readonly Nine[]): { tally: ProvisionTally; buckets: Bucket[] } {
  const all = groups[0]?.map((_, index) => groups.reduce((sum, nine) => sum + (nine[index] ?? 0), 0)) ?? [];
  const many = groups.length > 1 ? [all, ...groups] : [all];
  const buckets = many.map((nine, index) => ({
    ...{ column: index === 0 ? undefined : 'camp', value: `${index}`, others: 0 },
    records: nine.reduce((sum, count) => sum + count, 0),
  }));
  return { tally: { kind: 'rule', id: 'r', buckets: many.map(countsOf) }, buckets };
}

function countsOf(nine: Nine): BucketCounts {
  const at = (from: number, to: number) => nine[from * 3 + to] ?? 0;
  const row = (from: number) => ({ yes: at(from, 0), no: at(from, 1), unknown: at(from, 2) });
  const moves = { yes: row(0), no: row(1), unknown: row(2) };
  const sum = (from: number) => at(from, 0) + at(from, 1) + at(from, 2);
  const before = { yes: sum(0), no: sum(1), unknown: sum(2) };
  return { before: { strict: before, burden: before }, moves: [{ strict: moves, burden: moves }] };
}

/** Every line of cells that adds up to another, within the groups and over them. */
function linesOf(
  cells: readonly BucketCells[],
  records: readonly number[],
): { total: Cell; parts: Cell[] }[] {
  const flat = (one: BucketCells) => {
    const [after, moves] = [one.after[0]?.strict, one.moves[0]?.strict];
    if (!after || !moves) throw new Error('There is no table.');
    return { before: one.before.strict, after, moves };
  };
  const within = cells.flatMap((one, index) => {
    const { before, after, moves } = flat(one);
    const whole = records[index] ?? 0;
    return [
      { total: whole, parts: VERDICTS.map((verdict) => before[verdict]) },
      { total: whole, parts: VERDICTS.map((verdict) => after[verdict]) },
      ...VERDICTS.map((from) => ({ total: before[from], parts: VERDICTS.map((to) => moves[from][to]) })),
      ...VERDICTS.map((to) => ({ total: after[to], parts: VERDICTS.map((from) => moves[from][to]) })),
    ];
  });
  const listed = cells.map((one) => {
    const { before, after, moves } = flat(one);
    return [before, after, ...VERDICTS.map((from) => moves[from])].flatMap((row) =>
      VERDICTS.map((one) => row[one]),
    );
  });
  const across =
    cells.length === 1
      ? []
      : (listed[0] ?? []).map((total, place) => ({
          total,
          parts: listed.slice(1).map((one) => one[place] ?? 0),
        }));
  return [...within, ...across];
}

describe('counts with a floor', () => {
  test('leave a large table as it is', () => {
    const { tally, buckets } = tallyOf([[100, 0, 0, 0, 200, 0, 50, 0, 300]]);
    const [cells] = withFloor(tally, buckets, FLOOR);
    expect(cells?.moves[0]?.strict.unknown).toEqual({ yes: 50, no: 0, unknown: 300 });
    expect(cells?.after[0]?.strict).toEqual({ yes: 150, no: 200, unknown: 300 });
  });

  test('say of a small one only that it is few, and withhold what would give it away', () => {
    const { tally, buckets } = tallyOf([[100, 0, 0, 0, 200, 0, 3, 0, 300]]);
    const [cells] = withFloor(tally, buckets, FLOOR);
    expect(cells?.moves[0]?.strict.unknown.yes).toBe('few');
    // 303 before and 300 that stay would say three.
    expect([cells?.before.strict.unknown, cells?.moves[0]?.strict.unknown.unknown]).toContain('withheld');
    expect([cells?.after[0]?.strict.yes, cells?.moves[0]?.strict.yes.yes]).toContain('withheld');
  });

  test('withhold a second group where all records and the others would give one away', () => {
    const { tally, buckets } = tallyOf([
      [0, 0, 0, 0, 0, 0, 4, 0, 100],
      [0, 0, 0, 0, 0, 0, 40, 0, 100],
      [0, 0, 0, 0, 0, 0, 60, 0, 100],
    ]);
    const cells = withFloor(tally, buckets, FLOOR);
    const moved = cells.map((one) => one.moves[0]?.strict.unknown.yes);
    expect(moved[1]).toBe('few');
    expect(moved.filter((cell) => cell === 'withheld').length).toBeGreaterThan(0);
  });

  test('never show a small number, nor a line from which one follows', () => {
    const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 500 }));
    const nine = fc
      .array(count, { minLength: 9, maxLength: 9 })
      .filter((all) => all.reduce((sum, one) => sum + one, 0) >= 60);
    fc.assert(
      fc.property(fc.array(nine, { minLength: 1, maxLength: 4 }), (groups) => {
        const { tally, buckets } = tallyOf(groups);
        const cells = withFloor(tally, buckets, FLOOR);
        for (const { total, parts } of linesOf(
          cells,
          buckets.map(({ records }) => records),
        )) {
          const all = [total, ...parts];
          expect(all.filter((cell) => typeof cell === 'number' && cell > 0 && cell < FLOOR)).toEqual([]);
          // One that is few, and all others told: it follows.
          if (all.includes('few'))
            expect(all.filter((cell) => typeof cell !== 'number').length).toBeGreaterThan(1);
        }
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});
