import { quoted } from './dialect.ts';
import type { Formula } from './formula.ts';
import { leavesUnder } from './row-statement.ts';
import { type Scan, sourceOf } from './source.ts';
import { stacked, withBefore } from './stacked.ts';
import { type Cell, type Layout, layOut } from './strata.ts';
import { LIVE, makeWordCells } from './word-cell.ts';

/**
 * Statements on words: one bit for each of 64 records, `block` being `record_id` by 64. For each output `COLUMN_yes` and
 * `COLUMN_no`; for each move also `BEFORE_AFTER_yes_yes` and so on.
 */
export type WordStatements = {
  /** Counts the records of the tables: one row. */
  countsSql: string;
  /** Packs the tables into blocks: what to make a table of, when a population is asked more than once. */
  packSql: string;
  /** Counts the blocks of such a table: one row. */
  packedCountsSql(table: string): string;
  /** The words themselves, of these blocks. */
  packedWordsSql(table: string, blocks: readonly number[]): string;
};

type Outputs = {
  outputs: ReadonlyMap<Formula, string>;
  moves: readonly (readonly [string, string])[];
};

const KEYS = `block, ${LIVE}, total`;

/** The statements on words of some outputs. `live` has the bits of records that are there, `total` counts their rows. */
export function wordStatements({ outputs, moves }: Outputs, scan: Scan): WordStatements {
  const { dialect } = scan;
  const { plan, before, packing, columns } = plannedWords(outputs, scan);
  const bases = plan.base.map(({ column }) => `, ${column}`).join('');
  const onTable = (table: string, where = '') =>
    `SELECT ${KEYS}${bases} FROM ${quoted(table, dialect)}${where}`;
  const stackOn = (first: string) => stacked(plan, { name: 's', keys: KEYS, dialect, first });
  const counted = countColumns(columns, moves, (word) => `sum(${dialect.countBits(word)})`);
  const counts = (first: string, more: readonly string[]) => {
    const stack = stackOn(first);
    const sums = [`sum(${dialect.countBits(LIVE)}) AS records`, 'sum(total) AS total', ...counted];
    return withBefore([...more, ...stack.before], `SELECT ${sums.join(', ')} FROM ${stack.last}`);
  };
  return {
    countsSql: counts(packing, before),
    packSql: withBefore(before, packing),
    packedCountsSql: (table) => counts(onTable(table), []),
    packedWordsSql: (table, blocks) => {
      const stack = stackOn(
        onTable(table, ` WHERE block IN (${[-1, ...blocks].map(Math.trunc).join(', ')})`),
      );
      const words = [...columns].map(([name, word]) => `, ${word} AS ${name}`).join('');
      return withBefore(stack.before, `SELECT block, ${LIVE}${words} FROM ${stack.last}`);
    },
  };
}

/** The words in strata, how the tables are packed for them, and the column of each output's words. */
function plannedWords(outputs: ReadonlyMap<Formula, string>, scan: Scan) {
  const { dialect } = scan;
  const leaves = leavesUnder(outputs.keys());
  const names = new Map(leaves.map((leaf, index) => [leaf, `l${index}`]));
  const source = sourceOf(leaves, scan);
  const wordsOf = makeWordCells((formula, which) => {
    if (formula.op !== 'leaf') throw new Error('Only a leaf is packed.');
    const value = dialect.asWord(names.get(formula.leaf) ?? 'NULL');
    const mask = which === 'yes' ? `-${value}` : `(${value} - 1)`;
    // 1 becomes a word of ones for yes, 0 for no; NULL takes part in neither.
    return base(`COALESCE(bit_or(bit & ${mask}), 0)`);
  });
  const words = [...outputs].map(([formula, column]) => ({ column, words: wordsOf(formula) }));
  const plan = layOut(words.flatMap(({ words: { yes, no } }) => [yes, no]));
  const columns = new Map<string, string>();
  for (const { column, words: found } of words) {
    columns.set(`${column}_yes`, getColumn(plan, found.yes));
    columns.set(`${column}_no`, getColumn(plan, found.no));
  }
  const read = leaves.map((leaf) => `, ${source.leafSql(leaf)} AS ${names.get(leaf)}`).join('');
  const rows = `SELECT r.record_id, ${dialect.bitOf('r.record_id')} AS bit${read} FROM ${source.from}${dialect.fence}`;
  const packed = plan.base.map(({ cell, column }) => `, ${cell.sql([])} AS ${column}`).join('');
  const packing = `SELECT record_id >> 6 AS block, bit_or(bit) AS ${LIVE}, count(*) AS total${packed} FROM p GROUP BY record_id >> 6`;
  return { plan, columns, packing, before: [...source.before, `p AS NOT MATERIALIZED (${rows})`] };
}

function base(sql: string): Cell {
  return { isBase: true, parts: [], sql: () => sql };
}

function getColumn(plan: Layout, cell: Cell): string {
  const column = plan.columns.get(cell);
  if (column === undefined) throw new Error('An output has no column.');
  return column;
}

/** What is counted: each output's words, and of each move the four corners from which the nine follow. */
function countColumns(
  columns: ReadonlyMap<string, string>,
  moves: readonly (readonly [string, string])[],
  count: (word: string) => string,
): string[] {
  const sides = ['yes', 'no'] as const;
  const corners = sides.flatMap((from) => sides.map((to) => [from, to] as const));
  const pairs = moves.flatMap(([before, after]) =>
    corners.map(([from, to]) => {
      const word = `(${columns.get(`${before}_${from}`)} & ${columns.get(`${after}_${to}`)})`;
      return `${count(word)} AS ${before}_${after}_${from}_${to}`;
    }),
  );
  return [...[...columns].map(([name, word]) => `${count(word)} AS ${name}`), ...pairs];
}
