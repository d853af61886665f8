import {
  assess,
  checkConformance,
  compileLaw,
  createTables,
  type Day,
  type DialectName,
  insertCases,
  type Law,
  lawFor,
  layoutOf,
  type PopulationCase,
  type PopulationQuestion,
  type ResultColumns,
  readCounts,
  type SqlQuery,
  type SqlRow,
  type Verdict,
  type VerdictsOfAll,
  verdictOfColumn,
  verdictOfWords,
  verdictsOfAll,
  withOverlays,
} from '@clew/rules';
import { DuckDBInstance } from '@duckdb/node-api';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Draw, drawFrom } from '../../bench/frame/draw.ts';
import { createTestDatabase, type TestDatabase } from '../store/testing/index.ts';
import { loadLaw } from './load-law.ts';
import { randomCases } from './testing/random-cases.ts';
import { randomLaw } from './testing/random-law.ts';

type Engine = { dialect: DialectName; query: SqlQuery };

let database: TestDatabase;
let engines: Engine[];
/** Verdicts that were compared: one for each rule, duty or value, record, and law (without overlays, and with each). */
let cells = 0;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  const duck = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  engines = [
    { dialect: 'duckdb', query: async (text) => (await duck.runAndReadAll(text)).getRowObjectsJS() },
    {
      dialect: 'postgresql',
      query: async (text) => (await sql.raw<SqlRow>(text).execute(database.admin)).rows,
    },
  ];
});
afterAll(() => database.drop());

/** Two engines answer every rule of the whole law: on a busy machine that takes longer than a test may. */
const MINUTES = 240_000;

describe('a case in TypeScript and a population in SQL', () => {
  test('both engines conform', async () => {
    for (const { dialect, query } of engines) {
      expect(await checkConformance(query, dialect)).toMatchObject({ ok: true });
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 7])('agree on a law of every kind of limb (%i)', async (seed) => {
    const draw = drawFrom(seed);
    const law = randomLaw(loadLaw(), draw);
    const on = draw.pick(['2024-02-29', '2026-02-28', '2026-03-01', '2026-07-14', undefined] as const);
    const overlays = [['overlay.0'], ['overlay.1'], ['overlay.2', 'overlay.0', 'overlay.1']];
    await agree(law, { on, overlays }, { draw, count: 1_450 });
  });

  test.each([undefined, ...readers().slice(0, 2)])(
    'agree on the law of this checkout, with every reform (%s)',
    async (state) => {
      const law = loadLaw();
      const ids = Object.keys(law.overlays);
      const overlays = [...ids.map((id) => [id]), ids].filter((list) => withOverlays(law, list).ok);
      await agree(law, { on: '2025-02-28', overlays, state }, { draw: drawFrom(7), count: 150 });
    },
    MINUTES,
  );

  test.each<[Day | undefined, string | undefined]>([
    ['2012-02-29', 'NO'],
    ['2024-02-29', 'FR'],
    [undefined, undefined],
  ])(
    'agree on the law of this checkout on other days, with its reforms two by two (%s, %s)',
    async (on, state) => {
      const law = loadLaw();
      const ids = Object.keys(law.overlays);
      // Each with the next: all pairs would take minutes, and pairs are proved when the law is read.
      const pairs = ids.map((one, at) => [one, ids[(at + 1) % ids.length] ?? one]);
      const overlays = pairs.filter((list) => withOverlays(law, list).ok);
      await agree(law, { on, overlays, state }, { draw: drawFrom(11), count: 70 });
    },
    MINUTES,
  );

  test('were compared on at least two million answers', () => {
    expect(cells).toBeGreaterThanOrEqual(2_000_000);
  });
});

/** The States that read a rule in their own way, those that read most first. */
function readers(): string[] {
  const read = Object.values(loadLaw().rules).flatMap(({ variants }) => Object.keys(variants ?? {}));
  const times = (state: string) => read.filter((one) => one === state).length;
  return [...new Set(read)].sort((one, other) => times(other) - times(one));
}

const KINDS = { rule: 'rules', duty: 'duties', value: 'values' } as const;

type Asked = { on: Day | undefined; overlays: string[][]; state?: string | undefined };

/** Asks both engines and TypeScript the same of the same cases, and fails on the first answer that differs. */
async function agree(law: Law, asked: Asked, { draw, count }: { draw: Draw; count: number }): Promise<void> {
  const cases = randomCases(law, { on: asked.on ?? '2026-02-28', count, draw });
  const layout = layoutOf(law);
  const question = { layout, overlays: asked.overlays, ...defined(asked) };
  const found = await Promise.all(engines.map((engine) => answers(engine, { law, cases, question })));
  const [first] = found;
  const laws = [[], ...asked.overlays].map((overlays) =>
    lawFor(law, { on: asked.on, state: asked.state, overlays }),
  );
  for (const [index, { recordId, ...told }] of cases.entries()) {
    const byLaw = laws.map((resolved) => verdictsOfAll(resolved, { ...told, on: asked.on }));
    for (const result of first?.results ?? []) {
      const expected = byLaw[result.law]?.[KINDS[result.kind]].get(result.id);
      for (const which of ['strict', 'burden'] as const) {
        for (const { name, verdictOf } of found.flatMap(({ paths }) => paths)) {
          const verdict = verdictOf(recordId, result[which]);
          if (verdict === expected?.[which]) continue;
          const under = question.overlays[result.law - 1] ?? [];
          expect.fail(
            `${name}: ${which} ${result.id} under [${under}] is ${verdict}, not ${expected?.[which]}, for ${JSON.stringify(told)}`,
          );
        }
      }
      cells++;
    }
    // The explained answer is the slow one: of every fiftieth record.
    if (index % 50 === 0) sameWithTree(law, { ...asked, ...told }, byLaw);
  }
}

/** The answer with its tree is the answer without. */
function sameWithTree(
  law: Law,
  told: Asked & Omit<PopulationCase, 'recordId'>,
  byLaw: readonly VerdictsOfAll[],
): void {
  const { overlays, ...question } = told;
  for (const [index, verdicts] of byLaw.entries()) {
    const assessment = assess(law, { ...question, overlays: overlays[index - 1] ?? [] });
    for (const kind of Object.values(KINDS)) {
      for (const [id, { strict, burden }] of verdicts[kind]) {
        expect(assessment[kind][id]).toMatchObject({ strict, burden });
      }
    }
  }
}

function defined({ on, state }: Asked) {
  return { ...(on === undefined ? {} : { on }), ...(state === undefined ? {} : { state }) };
}

type Put = { law: Law; cases: readonly PopulationCase[]; question: Omit<PopulationQuestion, 'dialect'> };
type Path = { name: string; verdictOf(record: number, column: string): Verdict };

/** What an engine says, a row a record and in words; its counts are held against both on the way. */
async function answers({ dialect, query }: Engine, { law, cases, question }: Put) {
  const { layout } = question;
  const compiled = compileLaw(law, { ...question, dialect });
  for (const text of [
    ...createTables(law, layout, dialect),
    ...insertCases(cases, { law, layout, dialect }),
  ]) {
    await query(text);
  }
  const rows = new Map((await query(compiled.verdictsSql)).map((row) => [Number(row.record_id), row]));
  await query(`CREATE TABLE packed AS ${compiled.words.packSql}`);
  const blocks = [...new Set(cases.map(({ recordId }) => Math.floor(recordId / 64)))];
  const words = new Map(
    (await query(compiled.words.packedWordsSql('packed', blocks))).map((row) => [Number(row.block), row]),
  );
  const [counted = {}] = await query(compiled.words.countsSql);
  const { records, results } = readCounts(compiled, counted);
  expect(records).toBe(cases.length);
  for (const [index, { strict, burden }] of results.entries()) {
    const result = compiled.results[index] as ResultColumns;
    expect(strict).toEqual(tally(rows, result.strict));
    expect(burden).toEqual(tally(rows, result.burden));
  }
  for (const table of ['packed', ...[layout, ...Object.values(layout.groups)].map((one) => one.table)]) {
    await query(`DROP TABLE "${table}"`);
  }
  const paths: Path[] = [
    { name: `${dialect} rows`, verdictOf: (id, column) => verdictOfColumn(rows.get(id)?.[column]) },
    {
      name: `${dialect} words`,
      verdictOf: (id, column) => verdictOfWords(words.get(Math.floor(id / 64)) ?? {}, column, id),
    },
  ];
  return { results: compiled.results, paths };
}

function tally(rows: ReadonlyMap<number, SqlRow>, column: string) {
  const counts = { yes: 0, no: 0, unknown: 0 };
  for (const row of rows.values()) counts[verdictOfColumn(row[column])]++;
  return counts;
}
