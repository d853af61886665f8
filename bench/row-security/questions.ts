import { type RawBuilder, sql } from 'kysely';
import { tableName } from './big-table.ts';

/** What a page asks. `where` names the agency, or is true where the policy alone does. */
export type Question = {
  name: string;
  ask(id: string, where: RawBuilder<unknown>): RawBuilder<unknown>;
};

const table = sql.raw(tableName);

export const questions: readonly Question[] = [
  {
    name: 'oneRow',
    ask: (id, where) => sql`SELECT row_id, code_name FROM ${table} WHERE ${where} AND row_id = ${id}::uuid`,
  },
  {
    name: 'pageOfFifty',
    ask: (id, where) =>
      sql`SELECT row_id, code_name FROM ${table} WHERE ${where} AND (opened_month, row_id) > ('2023-01-01'::date, ${id}::uuid)
        ORDER BY opened_month, row_id LIMIT 50`,
  },
  {
    name: 'countOfAMonth',
    ask: (_, where) =>
      sql`SELECT count(*) FROM ${table} WHERE ${where} AND opened_month = '2023-01-01'::date`,
  },
  {
    name: 'wholeAgency',
    ask: (_, where) =>
      sql`SELECT opened_month, count(*), max(length(code_name)) FROM ${table} WHERE ${where} GROUP BY 1 ORDER BY 1`,
  },
];
