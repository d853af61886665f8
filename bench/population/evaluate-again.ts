import {
  type Answer,
  type CompiledLaw,
  isDate,
  type Law,
  lawFor,
  type SqlQuery,
  type SqlRow,
  verdictOfWords,
  verdictsOfAll,
} from '@clew/rules';
import { drawFrom } from '../frame/draw.ts';
import { ON } from './law-text.ts';
import { LAYOUT } from './records.ts';

export const AGAIN = 10_000;

type Population = { query: SqlQuery; law: Law; compiled: CompiledLaw; count: number };

/** Evaluates random records of the table `packed` in TypeScript under every law. Throws on the first verdict that the population has otherwise. */
export async function evaluateAgain({
  query,
  law,
  compiled,
  count,
}: Population): Promise<{ records: number; verdicts: number }> {
  const draw = drawFrom(4);
  const ids = [...new Set(Array.from({ length: AGAIN * 2 }, () => draw.below(count)))].slice(0, AGAIN);
  const records = await query(`SELECT * FROM records WHERE record_id IN (${ids.join(', ')})`);
  const blocks = [...new Set(ids.map((id) => Math.floor(id / 64)))];
  const words = new Map(
    (await query(compiled.words.packedWordsSql('packed', blocks))).map((row) => [Number(row.block), row]),
  );
  const laws = compiled.overlays.map((overlays) => lawFor(law, { on: ON, overlays }));
  let verdicts = 0;
  for (const record of records) {
    const id = Number(record.record_id);
    const byLaw = laws.map((one) => verdictsOfAll(one, { facts: factsOf(record), on: ON }));
    for (const result of compiled.results) {
      const expected = byLaw[result.law]?.rules.get(result.id);
      for (const which of ['strict', 'burden'] as const) {
        const found = verdictOfWords(words.get(Math.floor(id / 64)) ?? {}, result[which], id);
        if (found !== expected?.[which])
          throw new Error(`${which} ${result.id} of record ${id} is ${expected?.[which]}, not ${found}.`);
        verdicts++;
      }
    }
  }
  if (records.length !== ids.length) throw new Error('Some of the random records are not there.');
  return { records: records.length, verdicts };
}

function factsOf(record: SqlRow): Record<string, Answer> {
  return Object.fromEntries(LAYOUT.facts.map((fact) => [fact, answerOf(record[fact])]));
}

function answerOf(value: unknown): Answer {
  if (value === null) return 'not_asked';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value;
  const day = value instanceof Date ? value.toISOString().slice(0, 10) : '';
  if (!isDate(day)) throw new Error('A record has a value that is no answer.');
  return day;
}
