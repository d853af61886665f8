import type { Client } from 'pg';

/** A table that a backup keeps, with the column that says whose its rows are. */
export type KeptTable = { table: string; columns: readonly string[]; whose: 'agency_id' | 'chain' | 'node' };

/** Tables of which no row is kept, with the reason. Every other is, also one that a later migration makes. */
const leftOut: Readonly<Record<string, string>> = {
  migration: 'written by the migrations that make the tables',
  migration_lock: 'of a migration that runs',
  session: 'whoever was signed in signs in again',
  api_token: 'whoever had a token makes another: one that was ended must not come back',
  api_answer: 'it belongs to a token',
  webhook: 'it belongs to a token',
  webhook_delivery: 'it belongs to a webhook',
  population: 'its owner has the file, and brings it again; what was erased must not come back',
  population_piece: 'it belongs to a population',
  population_run: 'it belongs to a population',
  population_part: 'it belongs to a population',
  clock_jump: 'of the clock of this machine',
  clock_beat: 'of the clocks of this machine',
  row_migration:
    'written by the migrations; one that was not through begins again, and changes what it has not changed',
  guess: 'wrong attempts at sign-in are forgotten within hours',
  opening: 'a link of the start line lives an hour',
  passkey_challenge: 'a question to a passkey lives an hour',
  provider_attempt: 'a way to a provider and back lives minutes',
};

type Column = { table: string; name: string };
type Reference = { table: string; refers: string };

/**
 * The tables of schema clew that are kept, each after those that it refers to. Throws if one has no column that says whose
 * its rows are, or if tables refer to each other in a ring: such a table needs a decision first.
 */
export async function readKeptTables(client: Client): Promise<KeptTable[]> {
  const { rows } = await client.query<Column>(`
    SELECT c.relname AS table, a.attname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'clew'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    ORDER BY c.relname, a.attnum`);
  const names = [...new Set(rows.map(({ table }) => table))].filter(
    (table) => !Object.hasOwn(leftOut, table),
  );
  const columnsOf = (table: string) => rows.filter((row) => row.table === table).map(({ name }) => name);
  const kept = names.map((table) => keptTable(table, columnsOf(table)));
  return inOrder(kept, await readReferences(client));
}

function keptTable(table: string, columns: readonly string[]): KeptTable {
  if (table === 'node') return { table, columns, whose: 'node' };
  const whose = (['agency_id', 'chain'] as const).find((name) => columns.includes(name));
  if (!whose)
    throw new Error(`Nothing says whose the rows of clew.${table} are, so no backup can keep them.`);
  return { table, columns, whose };
}

async function readReferences(client: Client): Promise<Reference[]> {
  const { rows } = await client.query<Reference>(`
    SELECT f.relname AS table, t.relname AS refers FROM pg_constraint c
      JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
    WHERE c.contype = 'f' AND c.connamespace = 'clew'::regnamespace AND c.conrelid <> c.confrelid`);
  return rows;
}

function inOrder(tables: readonly KeptTable[], references: readonly Reference[]): KeptTable[] {
  const done: KeptTable[] = [];
  let waiting = [...tables];
  while (waiting.length > 0) {
    const isFree = ({ table }: KeptTable) =>
      !references.some((one) => one.table === table && waiting.some((other) => other.table === one.refers));
    const free = waiting.filter(isFree);
    if (free.length === 0)
      throw new Error(
        `Tables refer to each other in a ring: ${waiting.map(({ table }) => table).join(', ')}.`,
      );
    done.push(...free);
    waiting = waiting.filter((one) => !free.includes(one));
  }
  return done;
}
