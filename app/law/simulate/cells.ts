import type { Fact } from '@clew/rules';
import { type FactColumn, isNative } from './check-columns.ts';

/** A name as DuckDB writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Text as DuckDB writes it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const REASONS = ['not_asked', 'not_known', 'withheld', 'not_recorded'] as const;

/** What the code beside an answer says. From `FIRST_BAD` on the cell is refused. */
const CODES = { yes: 1, no: 2, value: 3, not_asked: 4, not_known: 5, withheld: 6, not_recorded: 7 } as const;
const FIRST_BAD = 90;
const BAD = { noAnswer: 90, outOfBounds: 91, tooEarly: 92, notWhole: 93 } as const;

/** The first day that a population may name: an earlier one is a slip, or stands for something else. */
const FIRST_DAY = '1900-01-01';

/** How a fact's cell is kept: columns of a table, and what the law reads of them. */
export type Cell = {
  /** Columns to keep, each with its expression over the file's column. */
  kept: readonly (readonly [name: string, sql: string])[];
  /** The answer and the reason, over what is kept. */
  answer: string;
  reason: string;
  /** Over what is kept: the code of a bad cell, else less than `FIRST_BAD`. Undefined where none can be bad. */
  code: string | undefined;
};

/** A cell that is kept first: whatever its type, it can have a reason. */
export function keptCell(column: FactColumn, fact: Fact): Cell {
  const code = quoted(`${column.fact}_code`);
  const kept = [[`${column.fact}_code`, codeSql(column, fact)] as const];
  const reason = `CASE ${code} ${REASONS.map((one) => `WHEN ${CODES[one]} THEN '${one}'`).join(' ')} END`;
  if (column.kind === 'yes-no') {
    const answer = `CASE ${code} WHEN ${CODES.yes} THEN TRUE WHEN ${CODES.no} THEN FALSE END`;
    return { kept, answer, reason, code };
  }
  return {
    kept: [...kept, [column.fact, valueSql(column)] as const],
    ...{ answer: quoted(column.fact), reason, code },
  };
}

/** A cell that the law can read as it stands in the file. Empty is not recorded. */
export function nativeCell(column: FactColumn, fact: Fact): Cell {
  const value = quoted(column.fact);
  return {
    kept: [],
    answer: column.kind === 'number' ? `CAST(${value} AS INTEGER)` : value,
    reason: `CASE WHEN ${value} IS NULL THEN 'not_recorded' END`,
    code: column.kind === 'yes-no' ? undefined : boundsSql(column, { fact, value }),
  };
}

function codeSql(column: FactColumn, fact: Fact): string {
  const cell = quoted(column.fact);
  if (column.kind === 'yes-no' && column.type === 'BOOLEAN')
    return small(`CASE ${cell} WHEN TRUE THEN 1 WHEN FALSE THEN 2 ELSE 7 END`);
  if (isNative(column)) return small(boundsSql(column, { fact, value: cell }));
  if (column.type !== 'VARCHAR') {
    const bounds = boundsSql(column, { fact, value: cell });
    return small(
      `CASE WHEN ${cell} IS NULL THEN 7 WHEN ${cell} <> floor(${cell}) THEN ${BAD.notWhole} ELSE ${bounds} END`,
    );
  }
  const words = column.kind === 'yes-no' ? (['yes', 'no', ...REASONS] as const) : REASONS;
  const told = words.map((word) => `WHEN '${word}' THEN ${CODES[word]}`).join(' ');
  const rest =
    column.kind === 'yes-no' ? `${BAD.noAnswer}` : boundsSql(column, { fact, value: valueSql(column) });
  return small(`CASE coalesce(${cell}, '') WHEN '' THEN ${CODES.not_recorded} ${told} ELSE ${rest} END`);
}

/** The answer of a cell that may also hold a word: NULL where it does, or where it cannot be read. */
function valueSql({ fact, kind, type }: FactColumn): string {
  const cell = quoted(fact);
  if (type !== 'VARCHAR') return kind === 'number' ? `TRY_CAST(${cell} AS INTEGER)` : cell;
  // TRY_CAST alone would round 17.6 up and make an adult of a child.
  const [pattern, target] =
    kind === 'number' ? ['-?[0-9]{1,9}', 'INTEGER'] : ['[0-9]{4}-[0-9]{2}-[0-9]{2}', 'DATE'];
  return `CASE WHEN regexp_full_match(${cell}, '${pattern}') THEN TRY_CAST(${cell} AS ${target}) END`;
}

type Bounded = { fact: Fact; value: string };

/** A code of a number or a day that cannot be, else that of a value; of none the code of a cell that cannot be read. */
function boundsSql({ type, kind }: FactColumn, { fact, value }: Bounded): string {
  const none = type === 'VARCHAR' ? BAD.noAnswer : CODES.not_recorded;
  const isOut =
    kind === 'date'
      ? `WHEN ${value} < DATE '${FIRST_DAY}' THEN ${BAD.tooEarly}`
      : `WHEN ${value} < ${minOf(fact)} OR ${value} > ${maxOf(fact)} THEN ${BAD.outOfBounds}`;
  return `CASE WHEN (${value}) IS NULL THEN ${none} ${isOut} ELSE ${CODES.value} END`;
}

function minOf({ type }: Fact): number {
  return type.kind === 'number' ? (type.min ?? 0) : 0;
}

function maxOf({ type }: Fact): number {
  return type.kind === 'number' ? (type.max ?? 2_147_483_647) : 0;
}

function small(sql: string): string {
  return `CAST(${sql} AS UTINYINT)`;
}

/** The first row with a bad cell, by its column: a query over a table, in which `row` is the number of a row. */
export function badCellsSql(cells: readonly Cell[], { table, row }: { table: string; row: string }): string {
  const columns = cells.flatMap(({ code }, index) =>
    code === undefined
      ? []
      : [
          `min(${row}) FILTER (WHERE ${code} >= ${FIRST_BAD}) AS r${index}, arg_min(${code}, ${row}) FILTER (WHERE ${code} >= ${FIRST_BAD}) AS c${index}`,
        ],
  );
  return columns.length === 0 ? '' : `SELECT ${columns.join(', ')} FROM ${table}`;
}

/** What is wrong with a cell, without saying what stands in it: that may be anything. */
export function badCellMessage(fact: Fact, code: number): string {
  const words = `${fact.type.kind === 'yes-no' ? 'yes, no, ' : ''}not_asked, not_known, withheld or not_recorded, or leave it empty`;
  if (code === BAD.tooEarly) {
    return `the day comes before ${FIRST_DAY}. A day that nobody knows is not_known, not a day long ago.`;
  }
  if (code === BAD.outOfBounds) {
    return `the number is outside ${minOf(fact)} to ${maxOf(fact)}. What nobody knows is not_known, not a number.`;
  }
  if (code === BAD.notWhole) return 'the number is not whole.';
  if (fact.type.kind === 'number') return `this is no whole number. Write one, or ${words}.`;
  if (fact.type.kind === 'date') return `this is no day that exists. Write it like 2024-05-31, or ${words}.`;
  return `this is no answer. Write ${words}.`;
}
