import { isState } from '@clew/rules';
import { literal, quoted } from './cells.ts';
import type { Engine } from './engine.ts';
import { A_DAY, looksLikeNames, REACHING } from './personal-column.ts';
import { Refused, refusal } from './refused.ts';
import type { Source } from './source.ts';

/** What a file's records are parted by. */
export type Groups = {
  by: readonly { column: string; values: readonly string[] }[];
  /** How many parts there are: one for each set of values. */
  count: number;
  /** The States whose law is asked; undefined is nobody's. */
  states: readonly (string | undefined)[];
};

/** More values than this in a column, or more sets of them, and a group is a few people. */
const MOST_VALUES = 50;
const MOST_GROUPS = 200;
const LONGEST_VALUE = 80;

type Asking = { engine: Engine; source: Source; path: string; state: string | undefined };

/** The values to group by and the States. Throws a `Refused` on a column that singles people out and on a code of no State. */
export async function readGroups({ engine, source, path, state }: Asking): Promise<Groups> {
  const { by, state: column } = source.columns;
  const read: Groups['by'][number][] = [];
  for (const [index, name] of by.entries()) {
    const values = await valuesOf(engine, { source, sql: bySql(source, index), name, path });
    read.push({ column: name, values });
  }
  const count = read.reduce((all, { values }) => all * values.length, 1);
  if (count > MOST_GROUPS) {
    throw refusal(
      path,
      `--by makes ${count} groups, and a run has at most ${MOST_GROUPS}. Group by fewer columns.`,
    );
  }
  if (column === undefined) return { by: read, count, states: [state] };
  if (state !== undefined) {
    throw refusal(
      '--state',
      'The file has a column “state”: each record is asked under that State. Leave --state away, or take the column out.',
    );
  }
  const found = await valuesOf(engine, { source, sql: stateSql(source), name: column, path });
  const wrong = found.find((code) => code !== '' && !isState(code));
  if (wrong !== undefined) {
    const row = await firstRow(engine, source, `${stateSql(source)} = ${literal(wrong)}`);
    const { line, words } = source.placeOf(row);
    throw new Refused([
      {
        code: 'unknown-state',
        file: path,
        line,
        message: `${words}, column “${column}”: this is the code of no State. Write two capital letters, like NO for Norway.`,
      },
    ]);
  }
  return { by: read, count, states: found.map((code) => (code === '' ? undefined : code)) };
}

/** A column as text, over the file itself or over what is kept of it. */
export function bySql({ columns, from }: Pick<Source, 'columns' | 'from'>, index: number): string {
  return from === 'kept' ? `by_${index}` : textOf(columns.by[index] ?? '');
}

export function stateSql({ columns, from }: Pick<Source, 'columns' | 'from'>): string {
  return from === 'kept' ? 'state_' : textOf(columns.state ?? '');
}

function textOf(column: string): string {
  return `coalesce(CAST(${quoted(column)} AS VARCHAR), '')`;
}

type Column = { source: Source; sql: string; name: string; path: string };

/** So many rows tell whether a column holds names; no more are looked at. */
const SAMPLED = 1000;

async function refuseNames(engine: Engine, { source, sql, name, path }: Column): Promise<void> {
  const { rows } = await engine.ask(
    `SELECT left(${sql}, ${LONGEST_VALUE + 1}) FROM ${source.from} LIMIT ${SAMPLED}`,
  );
  if (!looksLikeNames(rows.map(([value]) => String(value ?? '')))) return;
  throw refusal(
    path,
    `Column “${name}” seems to hold names: most of its cells are two or three words with capitals, and nearly each stands there once. A population has no names: take the column out of the file.`,
  );
}

async function valuesOf(engine: Engine, { source, sql, name, path }: Column): Promise<string[]> {
  await refuseNames(engine, { source, sql, name, path });
  // No more of a value than shows that it is too long: there may be megabytes of it.
  const { rows } = await engine.ask(
    `SELECT DISTINCT left(${sql}, ${LONGEST_VALUE + 1}) AS value FROM ${source.from} LIMIT ${MOST_VALUES + 1}`,
  );
  const values = rows.map(([value]) => String(value)).sort();
  if (values.some((value) => value.includes('\0'))) {
    throw refusal(
      path,
      `Column “${name}” has a value with a byte of no text (NUL). Take it out, or leave the column away.`,
    );
  }
  if (values.length > MOST_VALUES) {
    throw refusal(
      path,
      `Column “${name}” has more than ${MOST_VALUES} different values. Groups so small single people out: group by something coarser.`,
    );
  }
  if (values.some((value) => value.length > LONGEST_VALUE || reaches(value))) {
    throw refusal(
      path,
      `Column “${name}” seems to hold names or contacts. A population has none: take the column out of the file.`,
    );
  }
  return values;
}

function reaches(value: string): boolean {
  return new RegExp(REACHING).test(value) && !new RegExp(A_DAY).test(value);
}

async function firstRow(engine: Engine, { from, row }: Source, where: string): Promise<number> {
  const { rows } = await engine.ask(`SELECT min(${row}) FROM ${from} WHERE ${where}`);
  return Number(rows[0]?.[0] ?? 0);
}

/** Throws a `Refused` on ids that are empty, stand twice, or are addresses of mail or numbers to call. */
export async function refuseBadIds(
  engine: Engine,
  { source, path }: { source: Source; path: string },
): Promise<void> {
  const { id } = source.columns;
  if (id === undefined) return;
  const sql = source.from === 'kept' ? 'id_' : `CAST(${quoted(id)} AS VARCHAR)`;
  await refuseNames(engine, { source, sql, name: id, path });
  const fail = (row: number, what: string) => {
    const { line, words } = source.placeOf(row);
    return new Refused([
      { code: 'unreadable', file: path, line, message: `${words}, column “${id}”: ${what}` },
    ]);
  };
  const { rows } = await engine.ask(
    `SELECT min(${source.row}) FILTER (WHERE ${sql} IS NULL OR ${sql} = ''), min(${source.row}) FILTER (WHERE contains(${sql}, '@')) FROM ${source.from}`,
  );
  const [empty, reaching] = rows[0] ?? [];
  if (typeof empty === 'number')
    throw fail(empty, 'the id is empty. Give each record one, or take the column out.');
  if (typeof reaching === 'number')
    throw fail(reaching, 'the id is an address of mail. A population has no contacts: take the column out.');
  const twice = await engine.ask(
    `SELECT min(${source.row}), max(${source.row}) FROM ${source.from} GROUP BY ${sql} HAVING count(*) > 1 ORDER BY 1 LIMIT 1`,
  );
  const [first, second] = twice.rows[0] ?? [];
  if (typeof first === 'number' && typeof second === 'number')
    throw fail(
      second,
      `the id stands in ${source.placeOf(first).words.toLowerCase()} too. Each record is counted once: leave one of them.`,
    );
}
