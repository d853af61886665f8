import type { Verdict, Which } from '@clew/rules';
import { BOTH, type Bucket, type BucketCounts, type ProvisionTally, VERDICTS } from './tally.ts';

/** A count that may be told; or that there are some, but fewer than the floor; or that it would give another one away. */
export type Cell = number | 'few' | 'withheld';
export type Cells = Record<Verdict, Cell>;
export type CellTable = Record<Verdict, Cells>;

/** One provision in one bucket, as it may be told. */
export type BucketCells = {
  before: Record<Which, Cells>;
  after: (Record<Which, Cells> | undefined)[];
  moves: (Record<Which, CellTable> | undefined)[];
};

type Variable = { value: number; cell: Cell; isFixed: boolean; isTotal: boolean; low: number; high: number };
/** Some counts that add up to another. */
type Line = { total: Variable; parts: Variable[] };

/** How often counts are withheld and bounds drawn again; and the passes in which bounds may still move. */
const ROUNDS = 60;
const PASSES = 100;

/**
 * The counts of a provision with a floor: from 1 to one less than the floor a count says only that it is few. Where the
 * others of its row, its column or its groups would give it away, the smallest of them is withheld, until bounds drawn from
 * all that is told leave open every number below the floor. Nobody is none of anybody: 0 is told. Sums over all rows and
 * groups are taken together; what one rule tells of another is not looked at, which is why such counts stay in an agency.
 */
export function withFloor(tally: ProvisionTally, buckets: readonly Bucket[], floor: number): BucketCells[] {
  const made = BOTH.map((which) => protectedCells(tally, { which, buckets, floor }));
  const [strict, burden] = made;
  return buckets.map((_, index) => {
    const [one, other] = [strict?.[index], burden?.[index]];
    if (!one || !other) throw new Error('A bucket has no counts.');
    return {
      before: { strict: one.before, burden: other.before },
      after: one.after.map((cells, law) => pair(cells, other.after[law])),
      moves: one.moves.map((cells, law) => pair(cells, other.moves[law])),
    };
  });
}

function pair<T>(strict: T | undefined, burden: T | undefined): Record<Which, T> | undefined {
  return strict && burden ? { strict, burden } : undefined;
}

type Asked = { which: Which; buckets: readonly Bucket[]; floor: number };
type BucketVariables = ReturnType<typeof variablesOf>;

function protectedCells(tally: ProvisionTally, { which, buckets, floor }: Asked) {
  const all = tally.buckets.map((counts, index) =>
    variablesOf(counts, { which, floor, records: buckets[index]?.records ?? 0, isTotal: index === 0 }),
  );
  const lines = [...all.flatMap(linesWithin), ...linesAcross(all, buckets)];
  protect(all.flatMap(listed), { lines, floor });
  return all.map(({ before, after, moves }) => ({
    before: cellsOf(before),
    after: after.map((one) => one && cellsOf(one)),
    moves: moves.map((one) => one && mapVerdicts((from) => cellsOf(one[from]))),
  }));
}

function variablesOf(
  { before, moves }: BucketCounts,
  { which, floor, records, isTotal }: { which: Which; floor: number; records: number; isTotal: boolean },
) {
  const make = (value: number): Variable => ({
    value,
    cell: value > 0 && value < floor ? 'few' : value,
    ...{ isFixed: false, isTotal, low: 0, high: Number.POSITIVE_INFINITY },
  });
  const tables = moves.map((moved) => moved?.[which]);
  return {
    // How large a group is, is told in any case: groups below the floor are put together before.
    records: { ...make(records), cell: records, isFixed: true },
    before: mapVerdicts((verdict) => make(before[which][verdict])),
    moves: tables.map((table) => table && mapVerdicts((from) => mapVerdicts((to) => make(table[from][to])))),
    after: tables.map(
      (table) => table && mapVerdicts((to) => make(VERDICTS.reduce((all, from) => all + table[from][to], 0))),
    ),
  };
}

function mapVerdicts<T>(make: (verdict: Verdict) => T): Record<Verdict, T> {
  return { yes: make('yes'), no: make('no'), unknown: make('unknown') };
}

function cellsOf(variables: Record<Verdict, Variable>): Cells {
  return mapVerdicts((verdict) => variables[verdict].cell);
}

function listed({ records, before, after, moves }: BucketVariables): Variable[] {
  const rows = moves.flatMap((table) => (table ? VERDICTS.map((from) => table[from]) : []));
  const all = [before, ...after.flatMap((one) => one ?? []), ...rows];
  return [records, ...all.flatMap((row) => VERDICTS.map((verdict) => row[verdict]))];
}

function linesWithin({ records, before, after, moves }: BucketVariables): Line[] {
  const whole = (row: Record<Verdict, Variable>): Line => ({
    total: records,
    parts: VERDICTS.map((one) => row[one]),
  });
  const tables = moves.flatMap((table, law): Line[] => {
    const to = after[law];
    if (!table || !to) return [];
    return [
      whole(to),
      ...VERDICTS.map((from) => ({ total: before[from], parts: VERDICTS.map((one) => table[from][one]) })),
      ...VERDICTS.map((one) => ({ total: to[one], parts: VERDICTS.map((from) => table[from][one]) })),
    ];
  });
  return [whole(before), ...tables];
}

/** What the groups of one column add up to: all records. */
function linesAcross(all: readonly BucketVariables[], buckets: readonly Bucket[]): Line[] {
  const [first] = all;
  if (!first) return [];
  const columns = new Set(buckets.flatMap(({ column }) => column ?? []));
  return [...columns].flatMap((column) => {
    const members = all.filter((_, index) => buckets[index]?.column === column).map(listed);
    return listed(first).map((total, place) => ({
      total,
      parts: members.flatMap((one) => one[place] ?? []),
    }));
  });
}

type Table = { lines: readonly Line[]; floor: number };

/** Withholds counts until every few is open again. */
function protect(variables: readonly Variable[], { lines, floor }: Table): void {
  if (!variables.some(({ cell }) => cell === 'few')) return;
  const linesOf = new Map<Variable, Line[]>();
  for (const line of lines) {
    for (const one of [line.total, ...line.parts]) linesOf.set(one, [...(linesOf.get(one) ?? []), line]);
  }
  for (let round = 0; round < ROUNDS; round++) {
    bound(variables, { lines, floor });
    const given = variables.filter(({ cell, low, high }) => cell === 'few' && (low > 1 || high < floor - 1));
    if (given.length === 0) break;
    // What was withheld in vain, because its own row or column gives it away, is hidden well before more is withheld.
    const inVain = variables.filter(({ cell, low, high }) => cell === 'withheld' && low === high);
    const near = (list: readonly Variable[]) =>
      list.map((one) => withholdNear(linesOf.get(one) ?? [], floor)).includes(true);
    if (!near(inVain) && !near(given)) break;
  }
  tellGiven(variables);
}

/** What can be worked out from the rest is told: to withhold it hides nothing. */
function tellGiven(variables: readonly Variable[]): void {
  for (const one of variables) if (one.cell === 'withheld' && one.low === one.high) one.cell = one.value;
}

/** Withholds one count that stands beside: the smallest that is large enough not to be few; where there is none, a nobody. */
function withholdNear(lines: readonly Line[], floor: number): boolean {
  const told = lines
    .flatMap(({ total, parts }) => [total, ...parts])
    .filter(({ cell, isFixed }) => typeof cell === 'number' && !isFixed);
  const large = told
    .filter(({ value }) => value >= floor)
    // What is said of all records is worth more than what is said of a group.
    .sort((one, other) => Number(one.isTotal) - Number(other.isTotal) || one.value - other.value);
  const chosen = large[0] ?? told[0];
  if (chosen) chosen.cell = 'withheld';
  return chosen !== undefined;
}

/** The bounds of every count that whoever reads the rest can draw. */
function bound(variables: readonly Variable[], { lines, floor }: Table): void {
  for (const one of variables) Object.assign(one, startOf(one, floor));
  let isMoving = true;
  for (let pass = 0; isMoving && pass < PASSES; pass++) {
    isMoving = false;
    for (const { total, parts } of lines) {
      const low = parts.reduce((all, part) => all + part.low, 0);
      const high = parts.reduce((all, part) => all + part.high, 0);
      isMoving = tighten(total, low, high) || isMoving;
      for (const part of parts) {
        const othersHigh = Number.isFinite(high) ? high - part.high : highOfOthers(parts, part);
        isMoving = tighten(part, total.low - othersHigh, total.high - (low - part.low)) || isMoving;
      }
    }
  }
}

function highOfOthers(parts: readonly Variable[], part: Variable): number {
  return parts.reduce((all, one) => (one === part ? all : all + one.high), 0);
}

function startOf({ cell, value }: Variable, floor: number): { low: number; high: number } {
  if (cell === 'few') return { low: 1, high: floor - 1 };
  // Who knows how counts are withheld knows that it is the large ones.
  if (cell === 'withheld') return { low: value >= floor ? floor : 0, high: Number.POSITIVE_INFINITY };
  return { low: value, high: value };
}

function tighten(one: Variable, low: number, high: number): boolean {
  const isTighter = low > one.low || high < one.high;
  one.low = Math.max(one.low, low);
  one.high = Math.min(one.high, high);
  return isTighter;
}
