import { join } from 'node:path';
import type { SqlQuery } from '@clew/rules';
import { DuckDBInstance } from '@duckdb/node-api';

/** DuckDB with two threads and a bounded memory, on a file with row groups small enough for two threads to share. */
export async function openDuckDb(folder: string) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '900MB' });
  const connection = await instance.connect();
  const query: SqlQuery = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
  await query(`ATTACH '${join(folder, 'population.duckdb')}' AS population (ROW_GROUP_SIZE 16384)`);
  await query('USE population');
  const [row] = await query('SELECT version() AS version');
  const close = async () => {
    connection.closeSync();
    instance.closeSync();
  };
  return { query, version: String(row?.version), close };
}
