import {
  type CompiledLaw,
  compileLaw,
  type Day,
  type Law,
  type OpenFacts,
  openFacts,
  type RecordLayout,
} from '@clew/rules';
import { quoted } from './cells.ts';
import { bySql, type Groups, stateSql } from './groups.ts';
import type { Source } from './source.ts';

/** What a population is asked: the law without reforms, and with each list of them. */
type Question = { law: Law; on: Day; overlays: readonly (readonly string[])[] };

/** The law of one State as statements: what is counted, and which facts keep rules open. */
export type StateQuestion = {
  compiled: CompiledLaw;
  open: OpenFacts;
  /** The facts that the file has no column for, as empty columns after a comma: nobody was asked them. */
  notAskedSql: string;
};

/** Where a record's group stands in its id: above its row. */
const ROW_BITS = 40;
/** The part of a block's number that is the group. */
export const PART_BITS = ROW_BITS - 6;

const TYPES = { 'yes-no': 'BOOLEAN', number: 'INTEGER', date: 'DATE' } as const;

/** Compiles the law for one State. Throws where the overlays cannot go together. */
export function compileFor(
  { law, on, overlays }: Question,
  source: Source,
  state: string | undefined,
): StateQuestion {
  const told = source.columns.facts.map(({ fact }) => fact);
  const asked = { on, dialect: 'duckdb' as const, ...(state === undefined ? {} : { state }) };
  const layout: RecordLayout = { table: 'records', facts: told, reasons: told, groups: {} };
  const rest = Object.values(law.facts).filter(({ group }) => group === undefined);
  const whole = { ...layout, table: 'sample', facts: rest.map(({ id }) => id) };
  const missing = rest.filter(({ id }) => !told.includes(id));
  const empty = missing.map(({ id, type }) => `, CAST(NULL AS ${TYPES[type.kind]}) AS ${quoted(id)}`);
  return {
    notAskedSql: empty.join(''),
    compiled: compileLaw(law, { ...asked, layout, overlays }),
    open: openFacts(law, { ...asked, layout: whole, rules: Object.keys(law.rules) }),
  };
}

/** Rows of a table, the State among its records, and what their ids are made of. */
type Rows = { from: string; row: string; where: string; groups: Groups; state: string | undefined };

/** What the law reads of some rows: a view with one row a record. */
export function recordsSql(view: string, source: Source, rows: Rows): string {
  const { columns, cells } = source;
  const { from, row, where, groups, state } = rows;
  const at = { columns, from: source.isKept ? 'kept' : source.from };
  const group = groupSql(at, groups);
  const told = columns.facts.map(({ fact }, index) => {
    const cell = cells[index];
    return `${cell?.answer} AS ${quoted(fact)}, ${cell?.reason} AS ${quoted(`${fact}_why`)}`;
  });
  const id =
    group === '0' ? `CAST(${row} AS BIGINT)` : `((CAST(${group} AS BIGINT) << ${ROW_BITS}) + ${row})`;
  const inState = columns.state === undefined ? '' : ` AND ${stateSql(at)} = '${state ?? ''}'`;
  return `CREATE OR REPLACE TEMP VIEW ${view} AS SELECT ${[`${id} AS record_id`, ...told].join(', ')} FROM ${from} WHERE ${where}${inState}`;
}

function groupSql(at: Pick<Source, 'columns' | 'from'>, { by }: Groups): string {
  let stride = 1;
  const terms = by.map(({ values }, index) => {
    const cases = values.map(
      (value, place) => `WHEN '${value.replaceAll("'", "''")}' THEN ${place * stride}`,
    );
    stride *= values.length;
    return `CASE ${bySql(at, index)} ${cases.join(' ')} END`;
  });
  return terms.length === 0 ? '0' : terms.join(' + ');
}

/** The value of each column of `by` that a group's number stands for. */
export function valuesOfGroup({ by }: Groups, group: number): string[] {
  let rest = group;
  return by.map(({ values }) => {
    const value = values[rest % values.length] ?? '';
    rest = Math.floor(rest / values.length);
    return value;
  });
}
