import type { Dialect } from './dialect.ts';
import type { Layout } from './strata.ts';

type Stack = {
  /** What its tables are called: the name and a number. */
  name: string;
  /** The columns that every stratum carries along. */
  keys: string;
  dialect: Dialect;
  /** The first SELECT: the keys, and the columns of the bases. */
  first: string;
};

/**
 * The strata as tables of a WITH, each reading the one before. Never materialised: a stack that is written out first is
 * slower by half and more in both engines.
 */
export function stacked(
  layout: Layout,
  { name, keys, dialect, first }: Stack,
): { before: string[]; last: string } {
  const table = (level: number, sql: string) =>
    `${name}_${level} AS NOT MATERIALIZED (${sql}${dialect.fence})`;
  const rest = layout.strata.map(({ added, kept }, index) => {
    const columns = [keys, ...kept, ...added.map(({ column, sql }) => `${sql} AS ${column}`)];
    return table(index + 1, `SELECT ${columns.join(', ')} FROM ${name}_${index}`);
  });
  return { before: [table(0, first), ...rest], last: `${name}_${layout.strata.length}` };
}

/** The bases of a layout as columns of a SELECT, after a comma. */
export function baseColumns({ base }: Layout): string {
  return base.map(({ cell, column }) => `, ${cell.sql([])} AS ${column}`).join('');
}

/** A statement with what stands before it. */
export function withBefore(before: readonly string[], select: string): string {
  return before.length === 0 ? select : `WITH ${before.join(',\n')}\n${select}`;
}
