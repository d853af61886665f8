import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Client } from 'pg';
import type { NodeOnDisk } from './node-on-disk.ts';

/** A defence that is switched off, and where what it kept away is then found. */
export type Careless = {
  /** What is careless. */
  what: string;
  /** Does it with these words. What it returns ends it. */
  begin(node: NodeOnDisk, words: string): Promise<() => Promise<unknown>>;
  /** In which place it must be found. */
  place: RegExp;
};

const nothing = () => Promise.resolve();

/** A column that is not sealed. */
async function writePlain({ query }: NodeOnDisk, words: string): Promise<() => Promise<unknown>> {
  await query('CREATE TABLE IF NOT EXISTS clew.careless (words text, bytes bytea)');
  await query('INSERT INTO clew.careless VALUES ($1, NULL)', [words]);
  return nothing;
}

async function writePacked({ query }: NodeOnDisk, words: string): Promise<() => Promise<unknown>> {
  await query('CREATE TABLE IF NOT EXISTS clew.careless (words text, bytes bytea)');
  await query('INSERT INTO clew.careless VALUES (NULL, $1)', [gzipSync(`before ${words} after`)]);
  return nothing;
}

/** Runs statements on one connection, which stays open until it is ended. */
async function onConnection(
  node: NodeOnDisk,
  statements: readonly string[],
): Promise<() => Promise<unknown>> {
  const client = new Client({ connectionString: (await node.adminUrl()).href });
  await client.connect();
  client.on('error', () => undefined);
  for (const statement of statements) await client.query(statement).catch(() => undefined);
  return () => client.end();
}

/** Each place that is searched, with something careless that leaves traces there. */
export const CARELESS: readonly Careless[] = [
  { what: 'a column that is not sealed, in the dump', begin: writePlain, place: /clew\.careless/ },
  { what: 'a compressed column, in the dump', begin: writePacked, place: /clew\.careless, decoded/ },
  {
    what: 'a column that is not sealed, in what is written ahead',
    begin: writePlain,
    place: /pg_wal/,
  },
  {
    what: 'a column that is not sealed, in its table',
    begin: async (node, words) => {
      await writePlain(node, words);
      await node.query('CHECKPOINT');
      return nothing;
    },
    place: /postgres\/base\//,
  },
  {
    what: 'a column that is not sealed, in memory that is shared',
    begin: writePlain,
    place: /memory of/,
  },
  {
    what: 'statistics of a column that is not sealed',
    begin: async (node, words) => {
      for (let row = 0; row < 20; row += 1) await writePlain(node, words);
      await node.query('ANALYZE clew.careless');
      return nothing;
    },
    place: /pg_statistic/,
  },
  {
    what: 'words in the text of a statement, while others look',
    begin: (node, words) => onConnection(node, [`SELECT '${words}'`]),
    place: /pg_stat_activity/,
  },
  {
    what: 'a log of statements',
    begin: (node, words) =>
      onConnection(node, ["SET log_min_messages = 'log'", "SET log_statement = 'all'", `SELECT '${words}'`]),
    place: /postgres\.log/,
  },
  {
    what: 'a log of errors with their values',
    begin: async (node, words) => {
      const failing = `DO $$ BEGIN RAISE EXCEPTION '${words}'; END $$`;
      return onConnection(node, ["SET log_min_messages = 'error'", failing]);
    },
    place: /postgres\.log/,
  },
  {
    what: 'a sort that does not fit into memory',
    begin: (node, words) =>
      onConnection(node, [
        "SET work_mem = '64kB'",
        'BEGIN',
        `DECLARE sorted CURSOR FOR SELECT '${words}' || n FROM generate_series(1, 20000) n ORDER BY 1`,
        'FETCH 10 FROM sorted',
      ]),
    place: /pgsql_tmp/,
  },
  {
    what: 'a temporary file that is left behind',
    begin: async ({ temporary }, words) => {
      await writeFile(join(temporary, 'upload'), words);
      return nothing;
    },
    place: /upload/,
  },
  {
    what: 'a web process that is not replaced',
    begin: async ({ clew }, words) => {
      const body = new URLSearchParams({ case: words });
      await fetch(`${clew.origin}/assess/go-on`, { method: 'POST', body });
      return nothing;
    },
    place: /memory of .*web\.mjs/,
  },
];
