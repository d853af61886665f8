import { CompiledQuery, type Kysely, type Migration, sql, type Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/** A migration over very many rows: its tables, what counts their rows, and one step over the next of them. */
export type RowMigration = { name: string; tables: readonly string[]; count: string; step: string };

/** How far one has come. */
export type RowProgress = { name: string; rows: number; of: number };
export type TellRows = (progress: RowProgress) => void;

/** Rows of a step: some hundredths of a second, so that no limit on statements is met and little is done anew. */
const ROWS_A_STEP = 2_000;
const TABLES = '-- tables: ';

/**
 * Reads a file `NNNN-name.rows.sql`: `-- tables: a, b`, a line `-- count` with a query for one number, and a line `-- step` with one
 * statement. That takes the key of the last row that was looked at (text, null at first) as `$1` and the most rows as `$2`, changes
 * the next ones, and gives back one row: `reached`, the key of the last of them, and `rows`, how many there were. None: it is through.
 * Throws on another form.
 */
export function readRowMigration(name: string, text: string): RowMigration {
  const lines = text.trim().split('\n');
  const [countAt, stepAt] = [lines.indexOf('-- count'), lines.indexOf('-- step')];
  const [first = ''] = lines;
  const tables = first.slice(TABLES.length).split(', ');
  const isWhole = first.startsWith(TABLES) && tables.every((table) => /^[a-z_]+$/.test(table));
  const [count, step] = [lines.slice(countAt + 1, stepAt).join('\n'), lines.slice(stepAt + 1).join('\n')];
  if (!isWhole || countAt < 1 || stepAt < countAt || count.trim() === '' || step.trim() === '')
    throw new Error(`${name} is no migration in steps: see docs/guide/developer.md.`);
  return { name, tables, count, step };
}

/** The same for who applies it with others in one transaction: what is left of it, at once. */
export function asMigration(migration: RowMigration): Migration {
  return {
    up: async (db) => {
      const transaction = db as Transaction<Schema>;
      while (!(await takeStep(transaction, migration)).isThrough);
    },
  };
}

/**
 * Takes the steps that are left, each in a transaction of its own with the note of how far it came. Whoever is killed on the way goes on
 * from there; of two who do it at once each takes steps in turn. Throws what a step threw: what was done stays.
 */
export async function runRowMigration(
  database: Kysely<Schema>,
  migration: RowMigration,
  tell: TellRows,
): Promise<void> {
  for (;;) {
    const { isThrough, ...progress } = await database.transaction().execute(async (transaction) => {
      await sql`SELECT pg_advisory_xact_lock(hashtextextended('clew.rows', 0))`.execute(transaction);
      return takeStep(transaction, migration);
    });
    if (isThrough) return;
    tell(progress);
  }
}

type State = { reached: string | null; rows: string; of_rows: string; ended_at: Date | null };

async function takeStep(
  transaction: Transaction<Schema>,
  migration: RowMigration,
): Promise<RowProgress & { isThrough: boolean }> {
  const { name, tables } = migration;
  // Forced security binds the owner too: for this transaction it reads and writes the rows of all agencies.
  for (const table of tables)
    await sql`ALTER TABLE clew.${sql.id(table)} NO FORCE ROW LEVEL SECURITY`.execute(transaction);
  const { reached, rows: before, of_rows, ended_at } = await readState(transaction, migration);
  const of = Number(of_rows);
  const step = ended_at ? { rows: 0, reached } : await changeRows(transaction, migration, reached);
  const rows = Number(before) + step.rows;
  const isThrough = step.rows === 0;
  await sql`UPDATE clew.row_migration SET rows = ${rows}, reached = ${step.reached ?? reached},
    ended_at = coalesce(ended_at, CASE WHEN ${isThrough} THEN now() END) WHERE name = ${name}`.execute(
    transaction,
  );
  for (const table of tables)
    await sql`ALTER TABLE clew.${sql.id(table)} FORCE ROW LEVEL SECURITY`.execute(transaction);
  return { name, rows, of, isThrough };
}

/** How far it came; begins it where nobody has. */
async function readState(transaction: Transaction<Schema>, migration: RowMigration): Promise<State> {
  const read = sql<State>`
    SELECT reached, rows, of_rows, ended_at FROM clew.row_migration WHERE name = ${migration.name} FOR UPDATE`;
  const found = (await read.execute(transaction)).rows[0];
  if (found) return found;
  const { rows } = await sql.raw<Record<string, string>>(migration.count).execute(transaction);
  const of = Object.values(rows[0] ?? {})[0] ?? '0';
  await sql`INSERT INTO clew.row_migration (name, rows, of_rows) VALUES (${migration.name}, 0, ${of})`.execute(
    transaction,
  );
  return { reached: null, rows: '0', of_rows: of, ended_at: null };
}

type Step = { reached: string | null; rows: number };

async function changeRows(
  transaction: Transaction<Schema>,
  { name, step }: RowMigration,
  reached: string | null,
): Promise<Step> {
  const { rows } = await transaction.executeQuery<{ reached: string | null; rows: string | number }>(
    CompiledQuery.raw(step, [reached, ROWS_A_STEP]),
  );
  const [row] = rows;
  if (!row || !Number.isInteger(Number(row.rows)))
    throw new Error(`The step of ${name} does not say how many rows it looked at.`);
  return { reached: row.reached, rows: Number(row.rows) };
}
