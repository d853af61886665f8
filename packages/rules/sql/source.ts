import type { Day } from '../date.ts';
import type { Comparison } from '../law.ts';
import type { Reason } from '../told.ts';
import { type Dialect, quoted } from './dialect.ts';
import type { Leaf } from './formula.ts';
import type { FactTable, RecordLayout } from './records.ts';
import { makeRowCells } from './row-cell.ts';
import { baseColumns, stacked } from './stacked.ts';
import { layOut } from './strata.ts';
import { latestBirth } from './year-bound.ts';

/** What statements read: the tables, the engine, and the day on which the law is asked. */
export type Scan = { layout: RecordLayout; dialect: Dialect; on: Day | undefined };

/** The part of a statement that reads the tables: what stands before it, its FROM, and each leaf as an expression. */
type Source = { before: readonly string[]; from: string; leafSql(leaf: Leaf): string };

type GroupLeaf = Extract<Leaf, { kind: 'members' | 'any-member' }>;

/** The source of these leaves. Each group is counted once a record, and joined to the record. */
export function sourceOf(leaves: readonly Leaf[], scan: Scan): Source {
  const { layout, dialect } = scan;
  const groups = [...new Set(leaves.flatMap((leaf) => (isOverPeople(leaf) ? leaf.group : [])))];
  const counted = groups.map((group, index) => {
    const members = leaves.filter((leaf) => isOverPeople(leaf) && leaf.group === group) as GroupLeaf[];
    return countMembers(`g${index}`, { group, members, scan });
  });
  const joins = counted.map(({ name }) => ` LEFT JOIN ${name} ON ${name}.record_id = r.record_id`);
  return {
    before: counted.flatMap(({ before }) => before),
    from: `${quoted(layout.table, dialect)} AS r${joins.join('')}`,
    leafSql: (leaf) => {
      if (isOverPeople(leaf)) return counted[groups.indexOf(leaf.group)]?.leafSql(leaf) ?? 'NULL';
      return recordLeaf(leaf, { table: layout, alias: 'r', ...scan });
    },
  };
}

function isOverPeople(leaf: Leaf): leaf is GroupLeaf {
  return leaf.kind === 'members' || leaf.kind === 'any-member';
}

type Counted = { group: string; members: readonly GroupLeaf[]; scan: Scan };

/** Counts, for each record, of how many people of a group a formula is true, and of how many unknown. */
function countMembers(name: string, { group, members, scan }: Counted) {
  const { dialect, layout } = scan;
  const table = layout.groups[group];
  if (!table) throw new Error(`The layout has no group ${group}.`);
  const formulas = [...new Set(members.map(({ member }) => member))];
  const cellOf = makeRowCells((leaf) => recordLeaf(leaf, { table, alias: 'm', ...scan }));
  const plan = layOut(formulas.map(cellOf));
  const first = `SELECT m.record_id${baseColumns(plan)} FROM ${quoted(table.table, dialect)} AS m`;
  const stack = stacked(plan, { name, keys: 'record_id', dialect, first });
  const counts = formulas.map((formula, index) => {
    const column = plan.columns.get(cellOf(formula));
    // Never bool_and or NOT EXISTS: they pass over NULL, and {yes, unknown} would be yes.
    return `, count(*) FILTER (WHERE ${column}) AS yes${index}, count(*) - count(${column}) AS open${index}`;
  });
  const grouped = `${name} AS (SELECT record_id${counts.join('')} FROM ${stack.last} GROUP BY record_id)`;
  const leafSql = (leaf: GroupLeaf): string => {
    const index = formulas.indexOf(leaf.member);
    const yes = `COALESCE(${name}.yes${index}, 0)`;
    if (leaf.kind === 'any-member') return `(${yes} > 0)`;
    const possible = `${yes} + COALESCE(${name}.open${index}, 0)`;
    const complete = `r.${quoted(`${group}_complete`, dialect)}`;
    // While people may be missing, too few are no reason for no.
    return `CASE WHEN ${yes} >= ${leaf.least} THEN TRUE WHEN ${complete} AND ${possible} < ${leaf.least} THEN FALSE END`;
  };
  return { name, before: [...stack.before, grouped], leafSql };
}

type Told = Scan & { table: FactTable; alias: string };
type RecordLeaf = Exclude<Leaf, GroupLeaf>;

function recordLeaf(leaf: Leaf, told: Told): string {
  if (isOverPeople(leaf)) throw new Error('People of a group have no people of their own.');
  return readLeaf(leaf, told);
}

function readLeaf(leaf: RecordLeaf, told: Told): string {
  const { alias, dialect, on } = told;
  const column = (name: string) => `${alias}.${quoted(name, dialect)}`;
  switch (leaf.kind) {
    case 'fact':
      return column(leaf.fact);
    case 'compare':
      return `(${column(leaf.fact)} ${leaf.comparison} ${whole(leaf.bound)})`;
    case 'years':
      return on === undefined ? 'CAST(NULL AS BOOLEAN)' : yearsSql(column(leaf.fact), leaf, on);
    case 'reason':
      return reasonSql(leaf, column, told);
    case 'group-reason':
      return groupReasonSql(leaf, column);
  }
}

/** Whole years since a day, as a bound on that day: a later day, or none, is unknown. */
function yearsSql(
  born: string,
  { comparison, bound }: { comparison: Comparison; bound: number },
  on: Day,
): string {
  const isFrom = comparison === '>=' || comparison === '<';
  const latest = latestBirth(on, isFrom ? bound : bound + 1);
  const reached = latest === undefined ? 'FALSE' : `${born} <= DATE '${latest}'`;
  const says = comparison === '>=' || comparison === '>' ? reached : `NOT (${reached})`;
  return `CASE WHEN ${born} <= DATE '${on}' THEN ${says} END`;
}

type Column = (name: string) => string;

function reasonSql(leaf: Extract<Leaf, { kind: 'reason' }>, column: Column, { table, on }: Told): string {
  const { fact, except, isDay } = leaf;
  const value = column(fact);
  const why = table.reasons.includes(fact) ? column(`${fact}_why`) : undefined;
  const open = `(${value} IS NULL AND ${isOther(why, except)})`;
  if (!isDay || except.includes('not_asked')) return open;
  return `(${open} OR ${on === undefined ? `${value} IS NOT NULL` : `COALESCE(${value} > DATE '${on}', FALSE)`})`;
}

function groupReasonSql({ group, except }: Extract<Leaf, { kind: 'group-reason' }>, column: Column): string {
  const complete = column(`${group}_complete`);
  const unknown = `(${complete} IS NULL AND ${isOther(column(`${group}_complete_why`), except)})`;
  // Who knows that people are missing knows of people whose facts nobody wrote down.
  return except.includes('not_recorded') ? unknown : `(${unknown} OR COALESCE(NOT ${complete}, FALSE))`;
}

function isOther(why: string | undefined, except: readonly Reason[]): string {
  if (why === undefined) return except.includes('not_asked') ? 'FALSE' : 'TRUE';
  const list = except.map((reason) => `'${reason}'`).join(', ');
  return except.length === 0 ? 'TRUE' : `COALESCE(${why}, 'not_asked') NOT IN (${list})`;
}

function whole(value: number): string {
  if (!Number.isSafeInteger(value)) throw new Error(`${value} is no whole number.`);
  return `${value}`;
}
