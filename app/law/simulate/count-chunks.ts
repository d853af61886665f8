import type { Law } from '@clew/rules';
import type { Engine, EngineRows } from './engine.ts';
import type { Groups } from './groups.ts';
import type { Journal, Part } from './journal.ts';
import { PART_BITS, recordsSql, type StateQuestion } from './question.ts';
import { refusal } from './refused.ts';
import { keptColumns, refuseBadCells, type Source, WRONG_ROWS } from './source.ts';

type Counting = {
  engine: Engine;
  law: Law;
  path: string;
  source: Source;
  groups: Groups;
  /** One for each State of `groups`. */
  questions: readonly StateQuestion[];
  journal: Journal;
  /** Records that are counted at a time. */
  chunk: number;
  lanes: number;
  signal: AbortSignal;
  /** Told after each chunk. */
  onProgress(records: number): void;
};

/** The sums of every part: by the State's place and the group's number. Journalled chunks are not counted again. */
export async function countChunks(counting: Counting): Promise<Part[]> {
  const { source, journal, chunk, lanes, signal } = counting;
  const sums = new Map<string, Part>();
  const add = (parts: readonly Part[]) => {
    for (const [state, group, more] of parts) {
      const name = `${state} ${group}`;
      const before = sums.get(name)?.[2];
      const added = Object.entries(more).map(([column, sum]) => [column, sum + (before?.[column] ?? 0)]);
      sums.set(name, [state, group, Object.fromEntries(added)]);
    }
  };
  for (const { parts } of journal.finished) add(parts);
  const done = new Set(journal.finished.map((entry) => entry.chunk));
  const waiting = waitingOf(done, Math.ceil(source.rows / chunk));
  let records = [...done].reduce((all, index) => all + sizeOf(index, counting), 0);
  counting.onProgress(records);
  // One line at a time: two that are written at once could mix.
  let writing = Promise.resolve();
  const lane = async (number: number): Promise<void> => {
    // Every lane takes from the same.
    for (const index of waiting) {
      signal.throwIfAborted();
      const entry = { chunk: index, parts: await countChunk(index, number, counting) };
      writing = writing.then(() => journal.add(entry));
      await writing;
      add(entry.parts);
      records += sizeOf(index, counting);
      counting.onProgress(records);
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  } finally {
    // The first that fails ends all: no other takes a chunk more.
    waiting.return(undefined);
  }
  return [...sums.values()];
}

/** The chunks that are not done, one by one: how many there are is what a file says of itself. */
function* waitingOf(done: ReadonlySet<number>, chunks: number): Generator<number, void, undefined> {
  for (let index = 0; index < chunks; index += 1) if (!done.has(index)) yield index;
}

function sizeOf(index: number, { chunk, source }: Counting): number {
  return Math.min(chunk, source.rows - index * chunk);
}

async function countChunk(index: number, lane: number, counting: Counting): Promise<Part[]> {
  const { engine, source, groups, questions, law, path, chunk } = counting;
  const ask = (sql: string): Promise<EngineRows> => engine.ask(sql, lane);
  const rows = await readRows(ask, { source, first: index * chunk, past: (index + 1) * chunk });
  const inChunk = `${rows.from} WHERE ${rows.where}`;
  await refuseBadCells(ask, { source, law, path }, { table: inChunk, row: rows.row });
  const parts: Part[] = [];
  let records = 0;
  for (const [place, { compiled }] of questions.entries()) {
    const state = groups.states[place];
    await ask(recordsSql('records', source, { ...rows, groups, state }));
    await ask(`CREATE OR REPLACE TEMP TABLE packed AS ${compiled.words.packSql}`);
    const found = await ask(compiled.words.packedCountsSql('packed', PART_BITS));
    for (const row of found.rows) {
      const { part, ...sums } = Object.fromEntries(found.names.map((name, at) => [name, Number(row[at])]));
      parts.push([place, part ?? 0, sums]);
      records += sums.total ?? 0;
    }
  }
  if (records !== sizeOf(index, counting)) throw refusal(path, WRONG_ROWS);
  return parts;
}

type Reading = { source: Source; first: number; past: number };

/** Rows as they can be read again and again: where they must be kept for that, they are. */
export async function readRows(ask: (sql: string) => Promise<EngineRows>, { source, first, past }: Reading) {
  const where = `${source.row} >= ${first} AND ${source.row} < ${past}`;
  if (!source.isKept) return { from: source.from, row: source.row, where };
  const kept = keptColumns(source.columns, source.cells);
  await ask(
    `CREATE OR REPLACE TEMP TABLE chunk AS SELECT ${source.row} AS row_, ${kept} FROM ${source.from} WHERE ${where}`,
  );
  return { from: 'chunk', row: 'row_', where: 'TRUE' };
}
