import { type Answer, isDate, lawFor, type Verdict, verdictsOfAll } from '@clew/rules';
import { DuckDBInstance } from '@duckdb/node-api';
import type { SimulationResult } from '../../app/law/index.ts';
import { getLaw } from '../population/bench-law.ts';
import { ON, REFORMS } from '../population/law-text.ts';
import { LAYOUT } from '../population/records.ts';

type Moved = Record<Verdict, Record<Verdict, number>>;

/** Answers every record of a file in TypeScript, and compares every count that is told. Throws on the first that differs. */
export async function countAgain(
  result: SimulationResult,
  { path, count }: { path: string; count: number },
): Promise<number> {
  const rows = await readRows(path);
  if (rows.length !== count) throw new Error('Some records are not there.');
  const law = getLaw();
  const before = lawFor(law, { on: ON });
  const answered = rows.map((facts) => verdictsOfAll(before, { facts, on: ON }).rules);
  let compared = 0;
  for (const reform of REFORMS) {
    const after = lawFor(law, { on: ON, overlays: [reform] });
    const then = rows.map((facts) => verdictsOfAll(after, { facts, on: ON }).rules);
    for (const { id, groups } of result.provisions) {
      const told = groups[0]?.reforms.find(({ reforms }) => reforms[0] === reform);
      if (!told) continue;
      for (const which of ['strict', 'burden'] as const) {
        const moved = none();
        for (const [index, rules] of answered.entries()) {
          const [from, to] = [rules.get(id), then[index]?.get(id)];
          if (from && to) moved[from[which]][to[which]]++;
        }
        compared += compare(`${which} ${id} under ${reform}`, told.moves[which], moved);
      }
    }
  }
  return compared;
}

function compare(
  name: string,
  told: Record<Verdict, Record<Verdict, number | string>>,
  moved: Moved,
): number {
  let compared = 0;
  for (const from of ['yes', 'no', 'unknown'] as const) {
    for (const to of ['yes', 'no', 'unknown'] as const) {
      const cell = told[from][to];
      if (typeof cell !== 'number') continue;
      if (cell !== moved[from][to])
        throw new Error(`${name}: ${from} to ${to} is ${moved[from][to]}, not ${cell}.`);
      compared++;
    }
  }
  return compared;
}

function none(): Moved {
  const row = () => ({ yes: 0, no: 0, unknown: 0 });
  return { yes: row(), no: row(), unknown: row() };
}

async function readRows(path: string): Promise<Record<string, Answer>[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`);
  return reader
    .getRowObjectsJS()
    .map((row) => Object.fromEntries(LAYOUT.facts.map((fact) => [fact, answerOf(row[fact])])));
}

function answerOf(value: unknown): Answer {
  if (value === null || value === undefined) return 'not_recorded';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value;
  const day = value instanceof Date ? value.toISOString().slice(0, 10) : '';
  if (!isDate(day)) throw new Error('A record has a value that is no answer.');
  return day;
}
