import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BucketCells, withFloor } from './floor.ts';
import type { Cell } from './is-open.ts';
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

const ALL_WITHHELD = { yes: 'withheld', no: 'withheld', unknown: 'withheld' };

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, one) => sum + one, 0);
}

/** The places of a row's cells, three times, and of a column's. */
const MARGINS = [0, 1, 2]
  .map((row) => [row * 3, row * 3 + 1, row * 3 + 2])
  .concat([0, 1, 2].map((column) => [column, column + 3, column + 6]));

/** Nine cells, what they were before, and what they are after. */
function printedOf({ before, after, moves }: BucketCells): Cell[] {
  const [to, table] = [after[0]?.strict, moves[0]?.strict];
  if (!to || !table) throw new Error('There is no table.');
  const rows = [...VERDICTS.map((from) => table[from]), before.strict, to];
  return rows.flatMap((row) => VERDICTS.map((verdict) => row[verdict]));
}

function isWithheld(cells: BucketCells): boolean {
  return printedOf(cells).every((cell) => cell === 'withheld');
}

/** What a count can be, as it is told: one that is withheld is nobody, or at least the floor. */
function domainOf(cell: Cell, most: number): number[] {
  if (typeof cell === 'number') return [cell];
  const all = Array.from({ length: most + 1 }, (_, count) => count);
  return all.filter((count) => (cell === 'few' ? count > 0 && count < FLOOR : count === 0 || count >= FLOOR));
}

/** Whether there is a table of these counts: it tries them all, cell by cell, where a sum is still in reach. */
function hasTable(domains: readonly number[][], records: number): boolean {
  const lines = [
    ...MARGINS.map((parts, index) => ({ parts, total: 9 + index })),
    { parts: [9, 10, 11], total: 15 },
    { parts: [12, 13, 14], total: 15 },
  ];
  const narrowed = narrow([...domains, [records]], lines);
  if (!narrowed) return false;
  const [open] = [...narrowed.keys()]
    .filter((at) => (narrowed[at]?.length ?? 0) > 1)
    .sort((one, other) => (narrowed[one]?.length ?? 0) - (narrowed[other]?.length ?? 0));
  if (open === undefined) return true;
  return (narrowed[open] ?? []).some((value) =>
    hasTable(
      narrowed.slice(0, 15).map((domain, at) => (at === open ? [value] : domain)),
      records,
    ),
  );
}

type Sum = { parts: readonly number[]; total: number };

/** Takes out what no sum allows; undefined where nothing is left of one. */
function narrow(domains: readonly number[][], lines: readonly Sum[]): number[][] | undefined {
  const left = domains.map((domain) => [...domain]);
  const low = (at: number) => left[at]?.[0] ?? 0;
  const high = (at: number) => left[at]?.at(-1) ?? 0;
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const { parts, total } of lines) {
      const [least, most] = [sumOf(parts.map(low)), sumOf(parts.map(high))];
      const bounds = [
        [total, least, most] as const,
        ...parts.map((at) => [at, low(total) - (most - high(at)), high(total) - (least - low(at))] as const),
      ];
      for (const [at, from, to] of bounds) {
        const kept = (left[at] ?? []).filter((value) => value >= from && value <= to);
        if (kept.length === 0) return undefined;
        isMoving ||= kept.length < (left[at]?.length ?? 0);
        left[at] = kept;
      }
    }
  }
  return left;
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

  test('never determine a small number, over every table of three by three that agrees with what is told', () => {
    const count = fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 10, max: 60 }),
    );
    const nine = fc
      .array(count, { minLength: 9, maxLength: 9 })
      .filter((all) => sumOf(all) >= 10 && sumOf(all) <= 90);
    let told = 0;
    fc.assert(
      fc.property(nine, (counts) => {
        const { tally, buckets } = tallyOf([counts]);
        const [cells] = withFloor(tally, buckets, FLOOR);
        if (!cells || isWithheld(cells)) return;
        told += 1;
        const truth = [...counts, ...MARGINS.map((places) => sumOf(places.map((at) => counts[at] ?? 0)))];
        const domains = printedOf(cells).map((cell) => domainOf(cell, sumOf(counts)));
        for (const [at, value] of truth.entries()) {
          if (value === 0 || value >= FLOOR) continue;
          const others = domains.map((domain, place) =>
            place === at ? domain.filter((one) => one !== value) : domain,
          );
          expect([counts, at, hasTable(others, sumOf(counts))]).toEqual([counts, at, true]);
        }
      }),
      { seed: 20, numRuns: 400 },
    );
    expect(told).toBeGreaterThan(50);
  });

  test('give none of eleven records away, of which one moves', () => {
    const { tally, buckets } = tallyOf([[10, 0, 0, 0, 0, 0, 1, 0, 0]]);
    const [cells] = withFloor(tally, buckets, FLOOR);
    expect(cells && isWithheld(cells)).toBe(true);
  });

  test('tell nothing where bounds would still narrow one that is few', () => {
    const { tally: ones, buckets: few } = tallyOf([[3, 3, 3, 3, 3, 3, 3, 3, 3]]);
    const [none] = withFloor(ones, few, FLOOR);
    expect(none && isWithheld(none)).toBe(true);
  });

  test('withhold the strict table where burden less strict is three', () => {
    const [burden, strict] = [
      countsOf([100, 0, 0, 0, 200, 0, 50, 0, 300]),
      countsOf([100, 0, 0, 0, 200, 0, 47, 0, 303]),
    ];
    const { buckets } = tallyOf([[100, 0, 0, 0, 200, 0, 50, 0, 300]]);
    const moves = burden.moves.map((one, law) => {
      const other = strict.moves[law];
      return one && other && { burden: one.burden, strict: other.strict };
    });
    const tally = { kind: 'rule' as const, id: 'r', buckets: [{ before: burden.before, moves }] };
    const [cells] = withFloor(tally, buckets, FLOOR);
    expect(cells?.moves[0]?.burden.unknown.yes).toBe(50);
    expect(cells?.moves[0]?.strict.unknown).toEqual(ALL_WITHHELD);
    expect(cells?.after[0]?.strict).toEqual(ALL_WITHHELD);
  });

  test('withhold the table of a later list of reforms where one less the other is three', () => {
    const [first, second, third] = [
      countsOf([100, 0, 0, 0, 200, 0, 50, 0, 300]),
      countsOf([100, 0, 0, 0, 200, 0, 53, 0, 297]),
      countsOf([100, 0, 0, 0, 200, 0, 80, 0, 270]),
    ];
    const { buckets } = tallyOf([[100, 0, 0, 0, 200, 0, 50, 0, 300]]);
    const moves = [first, second, third].flatMap((one) => one.moves);
    const tally = { kind: 'rule' as const, id: 'r', buckets: [{ before: first.before, moves }] };
    const [cells] = withFloor(tally, buckets, FLOOR);
    const moved = cells?.moves.map((table) => table?.burden.unknown.yes);
    expect(moved).toEqual([50, 'withheld', 80]);
  });
});
