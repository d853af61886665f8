import { DuckDBInstance } from '@duckdb/node-api';
import { recordsSql } from '../population/records.ts';

// Run by the bench in a process of its own: what generating takes is no part of what is measured.
const [count = '', path = ''] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '900MB' });
const connection = await instance.connect();
await connection.run(
  `COPY (SELECT * EXCLUDE (record_id) FROM (${recordsSql(Number(count))})) TO '${path}' (FORMAT parquet, COMPRESSION uncompressed)`,
);
