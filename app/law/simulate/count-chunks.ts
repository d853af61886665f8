import type { Law } from '@clew/rules';
import type { Engine, EngineRows } from './engine.ts';
import type { Groups } from './groups.ts';
import type { Journal, Part } from './journal.ts';
import { PART_BITS, recordsSql, type StateQuestion } from './question.ts';
import { keptColumns, refuseBadCells, type Source } from './source.ts';

export type Counting = {
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
  const chunks = Math.ceil(source.rows / chunk);
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
  const waiting = Array.from({ length: chunks }, (_, index) => index).filter((index) => !done.has(index));
  let records = [...done].reduce((all, index) => all + sizeOf(index, counting), 0);
  counting.onProgress(records);
  // One line at a time: two that are written at once could mix.
  let writing = Promise.resolve();
  const lane = async (number: number): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      signal.throwIfAborted();
      const entry = { chunk: index, parts: await countChunk(index, number, counting) };
      writing = writing.then(() => journal.add(entry));
      await writing;
      add(entry.parts);
      records += sizeOf(index, counting);
      counting.onProgress(records);
    }
  };
  const running = Array.from({ length: Math.min(lanes, waiting.length) }, (_, number) => lane(number));
  try {
    await Promise.all(running);
  } finally {
    // The first that fails ends all: no other takes a chunk more.
    waiting.length = 0;
  }
  return [...sums.values()];
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
  for (const [place, { compiled }] of questions.entries()) {
    const state = groups.states[place];
    await ask(recordsSql('records', source, { ...rows, groups, state }));
    await ask(`CREATE OR REPLACE TEMP TABLE packed AS ${compiled.words.packSql}`);
    const found = await ask(compiled.words.packedCountsSql('packed', PART_BITS));
    for (const row of found.rows) {
      const { part, ...sums } = Object.fromEntries(found.names.map((name, at) => [name, Number(row[at])]));
      parts.push([place, part ?? 0, sums]);
    }
  }
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
