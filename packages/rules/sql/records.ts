import type { Law } from '../law.ts';
import { type Dialect, type DialectName, dialectOf, quoted } from './dialect.ts';

/** A table of people: who they are told about, and which of their facts have a column. */
export type FactTable = {
  table: string;
  /** Facts with a column. A fact without one was not asked. */
  facts: readonly string[];
  /** Facts with a second column, which says why there is no answer. Without one, or where it is empty: not asked. */
  reasons: readonly string[];
};

/**
 * The tables that a population is read from. `table` has one row a record:
 *
 * - `record_id`: a whole number from 0, each once. Best without gaps: 64 neighbours are counted at a time.
 * - for each fact a column with its id as its name: boolean, integer or date; empty where nobody knows.
 * - for each fact in `reasons` a column `FACT_why`: `not_asked`, `not_known`, `withheld` or `not_recorded`.
 * - for each group `GROUP_complete` (boolean: whether all its people are named; empty where nobody knows) and
 *   `GROUP_complete_why`.
 *
 * A group's own table has one row a person: `record_id` of the case, and the same columns for the facts asked of each.
 * Ids have no underscore, so the names never meet.
 */
export type RecordLayout = FactTable & {
  groups: Readonly<Record<string, FactTable>>;
  /**
   * Facts that every record of `table` answers, a day that comes before the one on which the law is asked included. What
   * rests on these alone is never unknown, and is counted in half the time. The counts are refused where a record does
   * not answer.
   */
  answered?: readonly string[];
};

/** The layout that holds everything the law asks, with every reason: the table's name, and `NAME_GROUP` for each group. */
export function layoutOf(law: Law, table = 'records'): RecordLayout {
  const facts = Object.values(law.facts);
  const idsIn = (group: string | undefined) =>
    facts.filter((fact) => fact.group === group).map(({ id }) => id);
  const tableOf = (name: string, group?: string): FactTable => {
    const ids = idsIn(group);
    return { table: name, facts: ids, reasons: ids };
  };
  const groups = Object.keys(law.groups).map((id) => [id, tableOf(`${table}_${id}`, id)] as const);
  return { ...tableOf(table), groups: Object.fromEntries(groups) };
}

const TYPES = { 'yes-no': 'BOOLEAN', number: 'INTEGER', date: 'DATE' } as const;

/** The statements that make empty tables of a layout. Throws on a fact that the law has not. */
export function createTables(law: Law, layout: RecordLayout, name: DialectName): string[] {
  const dialect = dialectOf(name);
  const groups = Object.keys(layout.groups).flatMap((group) => [
    `${quoted(`${group}_complete`, dialect)} BOOLEAN`,
    `${quoted(`${group}_complete_why`, dialect)} ${dialect.text}`,
  ]);
  const id = 'record_id BIGINT NOT NULL CHECK (record_id >= 0)';
  const main = [`${id} UNIQUE`, ...columnsOf(law, layout, dialect), ...groups];
  const create = (table: string, columns: readonly string[]) =>
    `CREATE TABLE ${quoted(table, dialect)} (\n  ${columns.join(',\n  ')}\n)`;
  return [
    create(layout.table, main),
    ...Object.values(layout.groups).map((group) =>
      create(group.table, [id, ...columnsOf(law, group, dialect)]),
    ),
  ];
}

function columnsOf(law: Law, { facts, reasons }: FactTable, dialect: Dialect): string[] {
  return [
    ...facts.map((id) => `${quoted(id, dialect)} ${typeOf(law, id)}`),
    ...reasons.map((id) => `${quoted(`${id}_why`, dialect)} ${dialect.text}`),
  ];
}

/** The type of a fact's column. Throws on a fact that the law has not. */
export function typeOf(law: Law, id: string): (typeof TYPES)[keyof typeof TYPES] {
  const fact = law.facts[id];
  if (!fact) throw new Error(`The law has no fact ${id}.`);
  return TYPES[fact.type.kind];
}
