import type { Verdict, Which } from '@clew/rules';
import { type Cell, isOpen, type Line, type Variable } from './is-open.ts';
import { type Bucket, type BucketCounts, type ProvisionTally, VERDICTS } from './tally.ts';

type Cells = Record<Verdict, Cell>;
type CellTable = Record<Verdict, Cells>;

/** One provision in one bucket, as it may be told. */
export type BucketCells = {
  before: Record<Which, Cells>;
  after: (Record<Which, Cells> | undefined)[];
  moves: (Record<Which, CellTable> | undefined)[];
};

/** How often counts are withheld and bounds drawn again; and the passes in which bounds may still move. */
const ROUNDS = 60;
const PASSES = 100;

/**
 * The counts of a provision with a floor: from 1 to one less than the floor a count says only that it is few, and others are
 * withheld beside it. Where bounds drawn from what is left, over rows, columns and groups, still narrow one that is few or
 * say one that is withheld, or no other table is found in which one that is few differs, no cell of the groups is told, and
 * if need be none of all records. Nor is one of fewer than twice the floor. Burden comes first, then strict, and lists in their order: a table that is not wholly equal to one that
 * is told stands beside it only if neither hides a cell and no count differs by 1 to one less than the floor.
 * Nobody is none of anybody: 0 is told. Not looked at: other provisions, other runs, and what the law itself says of how
 * counts hang together. Such counts stay in an agency.
 */
export function withFloor(tally: ProvisionTally, buckets: readonly Bucket[], floor: number): BucketCells[] {
  const read = readsOf(tally, buckets, floor);
  withholdBeside(read, floor);
  const [burden = [], strict = []] = read;
  return buckets.map((_, index) => {
    const [one, other] = [strict[index], burden[index]];
    if (!one || !other) throw new Error('A bucket has no counts.');
    const after = one.after.map((cells, law) => pair(cells, other.after[law]));
    const moves = one.moves.map((cells, law) => pair(cells, other.moves[law]));
    return {
      before: { strict: cellsOf(one.before), burden: cellsOf(other.before) },
      after: after.map((both) => both && mapWhich((which) => cellsOf(both[which]))),
      moves: moves.map(
        (both) => both && mapWhich((which) => mapVerdicts((from) => cellsOf(both[which][from]))),
      ),
    };
  });
}

function pair<T>(strict: T | undefined, burden: T | undefined): Record<Which, T> | undefined {
  return strict && burden ? { strict, burden } : undefined;
}

function mapWhich<T>(make: (which: Which) => T): Record<Which, T> {
  return { strict: make('strict'), burden: make('burden') };
}

/** In the order in which they are told. The groups are told of both or of neither: their sums are the same records. */
const ORDER: readonly Which[] = ['burden', 'strict'];

function readsOf(tally: ProvisionTally, buckets: readonly Bucket[], floor: number): BucketVariables[][] {
  const hasRoom = (list: readonly Bucket[]) => list.every(({ records }) => records >= 2 * floor);
  const make = () =>
    ORDER.map((which) => {
      const of = (counts: BucketCounts, index: number) =>
        variablesOf(counts, { which, floor, records: buckets[index]?.records ?? 0, isTotal: index === 0 });
      return tally.buckets.map(of);
    });
  for (const told of buckets.length > 1 ? [buckets, buckets.slice(0, 1)] : [buckets]) {
    const read = make();
    const shown = read.map((all) => all.slice(0, told.length));
    if (!hasRoom(told) || !shown.every((all) => protect(all, { buckets: told, floor }))) continue;
    for (const all of read) for (const one of all.slice(told.length)) withhold(listed(one).slice(1));
    return read;
  }
  const read = make();
  for (const one of read.flat()) withhold(listed(one).slice(1));
  return read;
}

/** The cells of a list's table in each bucket, or without a list those of the law as it is. */
type Printed = Variable[][];

/** Withholds a table where it would tell a small number beside one that is told before it, in every bucket. */
function withholdBeside(read: readonly BucketVariables[][], floor: number): void {
  const bases: Printed[] = [];
  const tables: Printed[] = [];
  for (const all of read) {
    const base = all.map(beforeOf);
    const lists = (all[0]?.moves ?? []).flatMap((table, law) =>
      table ? [all.map((one) => [...beforeOf(one), ...listOf(one, law)])] : [],
    );
    if (!stands(base, { told: bases, floor })) {
      for (const one of all) withhold(listed(one).slice(1));
      continue;
    }
    bases.push(base);
    for (const list of lists) {
      if (stands(list, { told: tables, floor })) tables.push(list);
      else for (const cells of list) withhold(cells.slice(VERDICTS.length));
    }
  }
}

function beforeOf({ before }: BucketVariables): Variable[] {
  return VERDICTS.map((verdict) => before[verdict]);
}

function listOf({ after, moves }: BucketVariables, law: number): Variable[] {
  const [to, table] = [after[law], moves[law]];
  return to && table
    ? [to, ...VERDICTS.map((from) => table[from])].flatMap((row) => VERDICTS.map((one) => row[one]))
    : [];
}

/** Whether a table can stand beside those that are told. One that is equal in a bucket is told in the same words there. */
function stands(table: Printed, { told, floor }: { told: readonly Printed[]; floor: number }): boolean {
  return table.every((cells, bucket) => {
    const others = told.flatMap((one) => [one[bucket] ?? []]);
    // A table that is wholly withheld tells nothing that another could be taken from.
    if (cells.every(({ cell }) => cell === 'withheld')) return true;
    const same = others.find((other) => cells.every(({ value }, at) => value === other[at]?.value));
    if (same) {
      cells.forEach((one, at) => {
        one.cell = same[at]?.cell ?? 'withheld';
      });
      return true;
    }
    return others.every((other) => isApart(cells, { other, floor }));
  });
}

function isApart(
  cells: readonly Variable[],
  { other, floor }: { other: readonly Variable[]; floor: number },
): boolean {
  // Who knows how far apart counts stand could draw tighter bounds on one that is hidden.
  if ([...cells, ...other].some(({ cell }) => typeof cell !== 'number')) return false;
  return cells.every(({ value }, at) => {
    const apart = Math.abs(value - (other[at]?.value ?? value));
    return apart === 0 || apart >= floor;
  });
}

function withhold(variables: readonly Variable[]): void {
  for (const one of variables) one.cell = 'withheld';
}

type BucketVariables = ReturnType<typeof variablesOf>;

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

/** Withholds counts until every few is open again. False where that does not come about: then nothing may be told. */
function protect(
  all: readonly BucketVariables[],
  { buckets, floor }: { buckets: readonly Bucket[]; floor: number },
): boolean {
  const variables = all.flatMap(listed);
  const lines = [...all.flatMap(linesWithin), ...linesAcross(all, buckets)];
  if (!variables.some(({ cell }) => cell === 'few')) return true;
  const linesOf = new Map<Variable, Line[]>();
  for (const line of lines) {
    for (const one of [line.total, ...line.parts]) linesOf.set(one, [...(linesOf.get(one) ?? []), line]);
  }
  for (let round = 0; round < ROUNDS; round++) {
    bound(variables, { lines, floor });
    const given = variables.filter(({ cell, low, high }) => cell === 'few' && (low > 1 || high < floor - 1));
    // What was withheld in vain, because its own row or column gives it away, is hidden well before more is withheld.
    const inVain = variables.filter(({ cell, low, high }) => cell === 'withheld' && low === high);
    if (given.length === 0 && inVain.length === 0) {
      given.push(...variables.filter((one) => one.cell === 'few' && !isOpen(one, { linesOf, floor })));
      if (given.length === 0) return true;
    }
    const near = (list: readonly Variable[]) =>
      list.map((one) => withholdNear(linesOf.get(one) ?? [], floor)).includes(true);
    if (!near(inVain) && !near(given)) return false;
  }
  return false;
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
      isMoving = tighten(total, { low, high, floor }) || isMoving;
      for (const part of parts) {
        const othersHigh = Number.isFinite(high) ? high - part.high : highOfOthers(parts, part);
        const bounds = { low: total.low - othersHigh, high: total.high - (low - part.low), floor };
        isMoving = tighten(part, bounds) || isMoving;
      }
    }
  }
}

function highOfOthers(parts: readonly Variable[], part: Variable): number {
  return parts.reduce((all, one) => (one === part ? all : all + one.high), 0);
}

function startOf({ cell, value }: Variable, floor: number): { low: number; high: number } {
  if (cell === 'few') return { low: 1, high: floor - 1 };
  if (cell === 'withheld') return { low: 0, high: Number.POSITIVE_INFINITY };
  return { low: value, high: value };
}

type Bounds = { low: number; high: number; floor: number };

function tighten(one: Variable, { low, high, floor }: Bounds): boolean {
  const [oldLow, oldHigh] = [one.low, one.high];
  one.low = Math.max(one.low, low);
  one.high = Math.min(one.high, high);
  // What is withheld is not few: nobody, or at least the floor.
  if (one.cell === 'withheld' && one.high < floor) one.high = 0;
  if (one.cell === 'withheld' && one.low > 0) one.low = Math.max(one.low, floor);
  return one.low > oldLow || one.high < oldHigh;
}
