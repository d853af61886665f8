import type { Law } from '@clew/rules';
import { badCellMessage, badCellsSql, type Cell, keptCell, literal, nativeCell, quoted } from './cells.ts';
import { type Columns, checkColumns, isNative, type SourceColumn } from './check-columns.ts';
import type { Engine } from './engine.ts';
import type { PopulationFile } from './population-file.ts';
import { type Header, readHeader } from './read-header.ts';
import { Refused, refusal } from './refused.ts';

/** A file as the engine reads it. */
export type Source = {
  columns: Columns;
  /** A cell for each of `columns.facts`. */
  cells: readonly Cell[];
  rows: number;
  /** What stands behind FROM, and the number of a row in it, from 0. */
  from: string;
  row: string;
  /** Whether cells have to be kept in a table before the law can read them. */
  isKept: boolean;
  /** Which line of the file, or which record of it, a row is, as a person counts. */
  placeOf(row: number): { line: number; words: string };
};

type Opening = { engine: Engine; file: PopulationFile; law: Law; by: readonly string[] };

/** Finds out what the columns are for, and how many rows there are. Throws a `Refused` with every column that cannot be. */
export async function openSource(opening: Opening): Promise<Source> {
  return opening.file.format === 'csv' ? openCsv(opening) : openParquet(opening);
}

const FILE_ROW = 'file_row_number';
/** A record's row has 40 bits of its id. */
const MOST_ROWS = 2 ** 40;

type Opened = { engine: Engine; file: PopulationFile };

/** The columns as they stand in the file; of a CSV file with its header. Throws a `Refused` if there are none to be read. */
export async function readColumns({
  engine,
  file,
}: Opened): Promise<{ found: SourceColumn[]; header?: Header }> {
  if (file.format === 'parquet') return { found: await parquetColumns(engine) };
  const header = await readHeader(file.handle);
  if (!header.ok) throw refusal(file.path, header.message);
  return { found: header.names.map((name) => ({ name, type: 'VARCHAR' })), header };
}

async function parquetColumns(engine: Engine): Promise<SourceColumn[]> {
  const path = literal(engine.source);
  const names = await parquetNames(engine, path);
  const described = await engine.ask(
    `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${path}))`,
  );
  return described.rows.map(([name, type], index) => ({
    // The engine renames a column that stands twice.
    name: names[index] ?? String(name),
    type: String(type),
  }));
}

async function openParquet({ engine, file, law, by }: Opening): Promise<Source> {
  const path = literal(engine.source);
  const found = await parquetColumns(engine);
  const columns = checked(file, { law, by, found });
  if (found.some(({ name }) => name.toLowerCase() === FILE_ROW)) {
    throw refusal(
      file.path,
      `A column is called “${FILE_ROW}”, as the number of a row is. Call it something else.`,
    );
  }
  // Records of several States are read once, and then asked State by State.
  const isKept = columns.state !== undefined || !columns.facts.every(isNative);
  const rows = await parquetRows(engine, file);
  return {
    ...{ columns, rows, isKept, row: FILE_ROW },
    cells: columns.facts.map((column) => (isKept ? keptCell : nativeCell)(column, factOf(law, column.fact))),
    from: `read_parquet(${path}, file_row_number = true)`,
    placeOf: (row) => ({ line: row + 1, words: `Record ${row + 1}` }),
  };
}

/** What is said of a file whose own count of its records is wrong. */
export const WRONG_ROWS =
  'This file says that it has another number of records than stand in it: it is damaged, or was made to say so. Write it again.';

/** How many records the file says it has. Throws a `Refused` if it has none, too many, or contradicts itself. */
async function parquetRows(engine: Engine, { path }: PopulationFile): Promise<number> {
  const from = literal(engine.source);
  const { rows: found } = await engine.ask(
    `SELECT (SELECT max(num_rows) FROM parquet_file_metadata(${from})), (SELECT sum(rows) FROM (SELECT any_value(row_group_num_rows) AS rows FROM parquet_metadata(${from}) GROUP BY row_group_id))`,
  );
  const [rows, inGroups] = (found[0] ?? []).map(Number);
  if (rows === 0) throw refusal(path, 'The file has no records.');
  if (rows === undefined || !Number.isSafeInteger(rows) || rows < 0 || rows !== inGroups)
    throw refusal(path, WRONG_ROWS);
  if (rows >= MOST_ROWS)
    throw refusal(path, 'The file has more records than can be counted at once. Split it into several.');
  return rows;
}

/** The names of the columns as the file has them: the children of the root. */
async function parquetNames(engine: Engine, path: string): Promise<string[]> {
  const { rows } = await engine.ask(`SELECT name, num_children FROM parquet_schema(${path})`);
  const names: string[] = [];
  let inside = 0;
  for (const [name, children] of rows.slice(1)) {
    if (inside === 0) names.push(String(name));
    else inside -= 1;
    inside += Number(children ?? 0);
  }
  return names;
}

/** The longest line of a CSV file, in bytes: a record is a few hundred. */
const LONGEST_LINE = 1_000_000;

async function openCsv({ engine, file, law, by }: Opening): Promise<Source> {
  const { found, header } = await readColumns({ engine, file });
  if (!header) throw new Error('A CSV file has a header.');
  const columns = checked(file, { law, by, found });
  const cells = columns.facts.map((column) => keptCell(column, factOf(law, column.fact)));
  await engine.ask(
    `CREATE TABLE kept AS SELECT ${keptColumns(columns, cells)} FROM ${csvSql(engine, header)}`,
  );
  const { rows: counted } = await engine.ask('SELECT count(*) FROM kept');
  const rows = Number(counted[0]?.[0]);
  if (!(rows > 0)) throw refusal(file.path, 'The file has a first line and no records.');
  return {
    ...{ columns, cells, rows, isKept: false, from: 'kept', row: 'rowid' },
    // The first line names the columns.
    placeOf: (row) => ({ line: row + 2, words: `Line ${row + 2}` }),
  };
}

function csvSql({ source }: Engine, { names, delimiter }: Header): string {
  const columns = names.map((name) => `${literal(name)}: 'VARCHAR'`).join(', ');
  const options = [
    'auto_detect = false, header = true, strict_mode = true, null_padding = false, ignore_errors = false',
    `delim = ${literal(delimiter)}, quote = '"', escape = '"', max_line_size = ${LONGEST_LINE}, buffer_size = ${LONGEST_LINE * 4}`,
    `columns = {${columns}}`,
  ];
  return `read_csv(${literal(source)}, ${options.join(', ')})`;
}

/** What is kept of a file's row: the facts' cells, and as text what it is grouped by and which State's law is asked. */
export function keptColumns({ by, state, id }: Columns, cells: readonly Cell[]): string {
  const texts = [
    ...by.map((name, index) => [`by_${index}`, name] as const),
    ...(state ? [['state_', state] as const] : []),
  ];
  return [
    ...cells.flatMap(({ kept }) => kept.map(([name, sql]) => `${sql} AS ${quoted(name)}`)),
    ...texts.map(([name, column]) => `coalesce(CAST(${quoted(column)} AS VARCHAR), '') AS ${name}`),
    ...(id ? [`CAST(${quoted(id)} AS VARCHAR) AS id_`] : []),
  ].join(', ');
}

type Wanted = { law: Law; by: readonly string[]; found: readonly SourceColumn[] };

function checked({ path }: PopulationFile, { law, by, found }: Wanted): Columns {
  const read = checkColumns(law, found, by);
  if (read.ok) return read.columns;
  throw new Refused(read.messages.map((message) => ({ code: 'unreadable', file: path, line: 1, message })));
}

function factOf(law: Law, id: string) {
  const fact = law.facts[id];
  if (!fact) throw new Error(`The law has no fact ${id}.`);
  return fact;
}

type Placed = { source: Source; law: Law; path: string };

/** Throws a `Refused` if one of these rows has a cell that is no answer: the first one of its column. */
export async function refuseBadCells(
  ask: (sql: string) => ReturnType<Engine['ask']>,
  { source, law, path }: Placed,
  table: { table: string; row: string },
): Promise<void> {
  const sql = badCellsSql(source.cells, table);
  if (sql === '') return;
  const { names, rows } = await ask(sql);
  const value = (name: string) => rows[0]?.[names.indexOf(name)];
  const problems = source.columns.facts.flatMap(({ fact }, index) => {
    const row = value(`r${index}`);
    if (typeof row !== 'number') return [];
    const { line, words } = source.placeOf(row);
    const message = badCellMessage(factOf(law, fact), Number(value(`c${index}`)));
    return [
      { code: 'unreadable' as const, file: path, line, message: `${words}, column “${fact}”: ${message}` },
    ];
  });
  if (problems.length > 0) throw new Refused(problems);
}
