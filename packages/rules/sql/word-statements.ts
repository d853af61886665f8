import { type Dialect, quoted } from './dialect.ts';
import type { Formula, Leaf } from './formula.ts';
import { leavesUnder } from './row-statement.ts';
import { type Scan, sourceOf } from './source.ts';
import { stacked, withBefore } from './stacked.ts';
import { type Cell, type Layout, layOut } from './strata.ts';
import { isPromised, twoValuedIn } from './two-valued.ts';
import { type LeafFormula, LIVE, makeWordCells } from './word-cell.ts';

/**
 * Statements on words: one bit for each of 64 records, `block` being `record_id` by 64. For each output `COLUMN_yes` and
 * `COLUMN_no`; for each move also `BEFORE_AFTER_yes_yes` and so on.
 */
export type WordStatements = {
  /** Counts the records of the tables: one row. */
  countsSql: string;
  /** Packs the tables into blocks: what to make a table of, when a population is asked more than once. */
  packSql: string;
  /**
   * Counts the blocks of such a table: one row. With `bits`, a row for each `part`, which is `block >> bits`: whoever
   * gives the records of each part ids from a multiple of `64 << bits` on has them counted by part.
   */
  packedCountsSql(table: string, bits?: number): string;
  /** The words themselves, of these blocks. */
  packedWordsSql(table: string, blocks: readonly number[]): string;
};

/** A column that is never less than its base where `isMore`, else never more; a base is near to nothing. */
export type Near = { base: string; isMore: boolean };

type Outputs = {
  outputs: ReadonlyMap<Formula, string>;
  near: ReadonlyMap<string, Near>;
  moves: readonly (readonly [string, string])[];
};

const KEYS = `block, ${LIVE}, total`;

/** The statements on words of some outputs. `live` has the bits of records that are there, `total` counts their rows. */
export function wordStatements({ outputs, moves, near }: Outputs, scan: Scan): WordStatements {
  const { dialect } = scan;
  const { plan, before, packing, words, gaps } = plannedWords(outputs, scan);
  const bases = plan.base.map(({ column }) => `, ${column}`).join('');
  const onTable = (table: string, where = '') =>
    `SELECT ${KEYS}${bases} FROM ${quoted(table, dialect)}${where}`;
  const stackOn = (first: string) => stacked(plan, { name: 's', keys: KEYS, dialect, first });
  const counted = countColumns({ words, moves, near }, (word) => `sum(${dialect.countBits(word)})`);
  const counts = (first: string, more: readonly string[], bits?: number) => {
    const stack = stackOn(first);
    const sums = ['sum(total) AS total', `sum(${dialect.countBits(gaps)}) AS gaps`, ...counted];
    const part = bits === undefined ? undefined : `block >> ${Math.trunc(bits)}`;
    const columns = part === undefined ? sums : [`${part} AS part`, ...sums];
    const grouped = part === undefined ? '' : ` GROUP BY ${part}`;
    return withBefore(
      [...more, ...stack.before],
      `SELECT ${columns.join(', ')} FROM ${stack.last}${grouped}`,
    );
  };
  return {
    countsSql: counts(packing, before),
    packSql: withBefore(before, packing),
    packedCountsSql: (table, bits) => counts(onTable(table), [], bits),
    packedWordsSql: (table, blocks) => {
      const stack = stackOn(
        onTable(table, ` WHERE block IN (${[-1, ...blocks].map(Math.trunc).join(', ')})`),
      );
      // A record that breaks the layout's promise has no verdict.
      const columns = [...words].map(([name, { word }]) => `, (${word} & ~${gaps}) AS ${name}`).join('');
      return withBefore(stack.before, `SELECT block, ${LIVE}${columns} FROM ${stack.last}`);
    },
  };
}

/** A word of an output. `isRest`: it has every record that the other word of the output has not. */
type Side = { word: string; isRest: boolean };

/** The words in strata, how the tables are packed for them, and each output's two words. */
function plannedWords(outputs: ReadonlyMap<Formula, string>, scan: Scan) {
  const { dialect, layout } = scan;
  const leaves = leavesUnder(outputs.keys());
  const names = new Map(leaves.map((leaf, index) => [leaf, `l${index}`]));
  const source = sourceOf(leaves, scan);
  const isTwoValued = twoValuedIn(layout);
  const wordsOf = makeWordCells({ base: baseOf(names, dialect), isTwoValued });
  const gaps = gapsOf(leaves.filter((leaf) => isPromised(leaf, layout)).map((leaf) => names.get(leaf)));
  const found = [...outputs].map(([formula, column]) => ({ formula, column, cells: wordsOf(formula) }));
  const asked = found.flatMap(({ formula, cells: { yes, no } }) =>
    isTwoValued(formula) ? [yes] : [yes, no],
  );
  const plan = layOut([...asked, gaps]);
  const words = new Map<string, Side>();
  for (const { formula, column, cells } of found) {
    const yes = sideOf(getColumn(plan, cells.yes));
    words.set(`${column}_yes`, yes);
    words.set(`${column}_no`, isTwoValued(formula) ? restOf(yes) : sideOf(getColumn(plan, cells.no)));
  }
  const read = leaves.map((leaf) => `, ${source.leafSql(leaf)} AS ${names.get(leaf)}`).join('');
  const rows = `SELECT r.record_id, ${dialect.bitOf('r.record_id')} AS bit${read} FROM ${source.from}${dialect.fence}`;
  const packed = plan.base.map(({ cell, column }) => `, ${cell.sql([])} AS ${column}`).join('');
  const packing = `SELECT record_id >> 6 AS block, bit_or(bit) AS ${LIVE}, count(*) AS total${packed} FROM p GROUP BY record_id >> 6`;
  const before = [...source.before, `p AS NOT MATERIALIZED (${rows})`];
  return { plan, words, packing, before, gaps: getColumn(plan, gaps) };
}

/**
 * A leaf is packed as where it is yes and where it is known: no is known and not yes. Asking whether a value is there is
 * quicker than a sum that could overflow.
 */
function baseOf(names: ReadonlyMap<Leaf, string>, dialect: Dialect) {
  const made = new Map<string, Cell>();
  const packed = (mask: string): Cell => {
    // 1 becomes a word of ones; 0 and NULL take no part.
    const cell = made.get(mask) ?? base(`COALESCE(bit_or(bit & -${mask}), 0)`);
    made.set(mask, cell);
    return cell;
  };
  return ({ leaf }: LeafFormula, which: 'yes' | 'no'): Cell => {
    const value = names.get(leaf) ?? 'NULL';
    const yes = packed(dialect.asWord(value));
    if (which === 'yes') return yes;
    const known = packed(dialect.asWord(`(${value} IS NOT NULL)`));
    return { isBase: false, parts: [known, yes], sql: ([all, some]) => `(${all} & ~${some})` };
  };
}

/** The records that do not say what the layout promises of all. */
function gapsOf(leaves: readonly (string | undefined)[]): Cell {
  if (leaves.length === 0) return { isBase: false, parts: [], sql: () => 'CAST(0 AS BIGINT)' };
  const isOpen = leaves.map((leaf) => `${leaf} IS NULL`).join(' OR ');
  return base(`COALESCE(bit_or(CASE WHEN ${isOpen} THEN bit END), 0)`);
}

function base(sql: string): Cell {
  return { isBase: true, parts: [], sql: () => sql };
}

function sideOf(word: string): Side {
  return { word, isRest: false };
}

function restOf({ word }: Side): Side {
  return { word: `(~${word} & ${LIVE})`, isRest: true };
}

function getColumn(plan: Layout, cell: Cell): string {
  const column = plan.columns.get(cell);
  if (column === undefined) throw new Error('An output has no column.');
  return column;
}

type Counted = Pick<Outputs, 'moves' | 'near'> & { words: ReadonlyMap<string, Side> };

/** What is counted: the records, each output's words, and of each move the four corners from which the nine follow. */
function countColumns({ words, moves, near }: Counted, count: (word: string) => string): string[] {
  const sides = ['yes', 'no'] as const;
  const wordOf = (column: string, side: string) => words.get(`${column}_${side}`)?.word;
  const countOf = (column: string, side: (typeof sides)[number]): string => {
    if (words.get(`${column}_${side}`)?.isRest) return `(${count(LIVE)} - ${countOf(column, 'yes')})`;
    const found = near.get(column);
    if (!found) return count(`${wordOf(column, side)}`);
    const [before, after] = [wordOf(found.base, side), wordOf(column, side)];
    return found.isMore === (side === 'yes')
      ? `(${countOf(found.base, side)} + ${count(`(${after} & ~${before})`)})`
      : `(${countOf(found.base, side)} - ${count(`(${before} & ~${after})`)})`;
  };
  const columns = new Set([...words.keys()].map((name) => name.replace(/_(yes|no)$/, '')));
  const singles = [...columns].flatMap((column) =>
    sides.map((side) => `${countOf(column, side)} AS ${column}_${side}`),
  );
  const corners = sides.flatMap((from) => sides.map((to) => [from, to] as const));
  const pairs = moves.flatMap(([before, after]) =>
    corners.map(([from, to]) => {
      const word = `(${wordOf(before, from)} & ${wordOf(after, to)})`;
      return `${count(word)} AS ${before}_${after}_${from}_${to}`;
    }),
  );
  return [`${count(LIVE)} AS records`, ...singles, ...pairs];
}
