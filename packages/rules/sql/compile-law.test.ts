import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Law } from '../law.ts';
import { getClub, overlay, rule } from '../testing.ts';
import { compileLaw } from './compile-law.ts';
import type { SqlQuery } from './conformance.ts';
import { readCounts, verdictOfWords } from './population-counts.ts';
import { insertCases, type PopulationCase } from './record-values.ts';
import { createTables, layoutOf } from './records.ts';

let query: SqlQuery;
beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  query = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
});

const CLUB = getClub(
  rule('id: member\nlabel: Member\ncite: club#1.a\nany: [a, b]') +
    rule('id: guest\nlabel: Guest\ncite: club#1.a\nall: [c, {not: member}]') +
    rule('id: other\nlabel: Other\ncite: club#1.a\nis: d') +
    overlay('open', '{op: add-any, rule: member, member: {is: c}}'),
);
const PRESUMED = getClub(
  rule(
    'id: member\nlabel: Member\ncite: club#1.a\nany: [a, b]\npresume: {value: yes, when: c, cite: club#1.a}',
  ) + overlay('open', '{op: add-any, rule: member, member: {is: d}}'),
);
const PEOPLE: readonly PopulationCase[] = [
  { recordId: 0, facts: { a: 'yes' } },
  { recordId: 1, facts: { a: 'no', b: 'no', c: 'yes' } },
  { recordId: 63, facts: { a: 'no', b: 'withheld', c: 'yes' } },
  { recordId: 64, facts: { a: 'no', b: 'not_known', c: 'no', d: 'no' } },
];

/** Makes the tables of a law, fills them, and takes them away after the questions. */
async function among<T>(law: Law, cases: readonly PopulationCase[], ask: () => Promise<T>): Promise<T> {
  const target = { law, layout: layoutOf(law), dialect: 'duckdb' } as const;
  for (const sql of [...createTables(law, target.layout, 'duckdb'), ...insertCases(cases, target)])
    await query(sql);
  try {
    return await ask();
  } finally {
    await query('DROP TABLE records');
  }
}

describe('a law asked of a population', () => {
  const compiled = compileLaw(CLUB, { layout: layoutOf(CLUB), dialect: 'duckdb', overlays: [['open']] });
  const columnsOf = (id: string) => compiled.results.filter((result) => result.id === id);

  test('gives each record its verdict: unknown is NULL, never no', async () => {
    const [member] = columnsOf('member');
    const rows = await among(CLUB, PEOPLE, () =>
      query(`SELECT * FROM (${compiled.verdictsSql}) ORDER BY record_id`),
    );
    expect(rows.map((row) => [row.record_id, row[member?.strict ?? '']])).toEqual([
      [0n, true],
      [1n, false],
      [63n, null],
      [64n, null],
    ]);
  });

  test('counts three values, and who moves under an overlay', async () => {
    const [row = {}] = await among(CLUB, PEOPLE, () => query(compiled.words.countsSql));
    const { records, results } = readCounts(compiled, row);
    expect(records).toBe(4);
    const [before, after] = results.filter(({ id }) => id === 'member');
    expect(before).toMatchObject({ overlays: [], strict: { yes: 1, no: 1, unknown: 2 } });
    expect(after).toMatchObject({ overlays: ['open'], strict: { yes: 3, no: 0, unknown: 1 } });
    expect(after?.moves?.strict).toEqual({
      yes: { yes: 1, no: 0, unknown: 0 },
      no: { yes: 1, no: 0, unknown: 0 },
      unknown: { yes: 1, no: 0, unknown: 1 },
    });
  });

  test('computes once what an overlay leaves as it is, and what two verdicts share', () => {
    const [before, after] = columnsOf('other');
    expect(after).toEqual({ ...before, law: 1 });
    expect(before?.burden).toBe(before?.strict);
    // The overlay reaches the guest through the member.
    const [guest, opened] = columnsOf('guest');
    expect(opened?.strict).not.toBe(guest?.strict);
  });

  test('packed once, is counted without its records', async () => {
    const counts = await among(CLUB, PEOPLE, async () => {
      await query(`CREATE OR REPLACE TABLE packed AS ${compiled.words.packSql}`);
      return query(compiled.words.countsSql);
    });
    expect(await query(compiled.words.packedCountsSql('packed'))).toEqual(counts);
  });

  test('a fact without a column was not asked, and one table without records has none', async () => {
    const layout = { table: 'few', facts: ['a'], reasons: [], groups: {} };
    const few = compileLaw(CLUB, { layout, dialect: 'duckdb' });
    await query('CREATE TABLE few (record_id BIGINT, a BOOLEAN)');
    const [none = {}] = await query(few.words.countsSql);
    expect(readCounts(few, none).records).toBe(0);
    await query('INSERT INTO few VALUES (0, FALSE), (1, TRUE)');
    const [row = {}] = await query(few.words.countsSql);
    const [member, guest] = readCounts(few, row).results;
    expect([member?.strict, guest?.strict]).toEqual([
      { yes: 1, no: 0, unknown: 1 },
      { yes: 0, no: 1, unknown: 1 },
    ]);
    await query('DROP TABLE few');
  });

  test('answers the one verdict that is asked for as it does among both', async () => {
    const question = { layout: layoutOf(PRESUMED), dialect: 'duckdb', overlays: [['open']] } as const;
    const both = compileLaw(PRESUMED, question);
    const strict = compileLaw(PRESUMED, { ...question, verdicts: ['strict'] });
    const [all = {}, one = {}] = await among(PRESUMED, PEOPLE, async () => [
      ...(await query(both.words.countsSql)),
      ...(await query(strict.words.countsSql)),
    ]);
    const expected = readCounts(both, all).results.map(({ burden: _, moves, ...rest }) => ({
      ...rest,
      ...(moves ? { moves: { strict: moves.strict } } : {}),
    }));
    expect(readCounts(strict, one).results).toEqual(expected);
    expect(Object.keys(one).length).toBeLessThan(Object.keys(all).length);
  });

  test('refuses to count records that share an id', async () => {
    const layout = { table: 'twice', facts: ['a'], reasons: [], groups: {} };
    const twice = compileLaw(CLUB, { layout, dialect: 'duckdb' });
    await query('CREATE TABLE twice AS SELECT 7 AS record_id, TRUE AS a FROM range(3)');
    const [row = {}] = await query(twice.words.countsSql);
    expect(() => readCounts(twice, row)).toThrow('3 rows have 1 record_ids');
  });
});

describe('facts that every record answers', () => {
  const answered = ['a', 'b', 'years', 'day'];
  const full = getClub(
    rule('id: member\nlabel: Member\ncite: club#1.a\nany: [a, {not: b}, years < 18]') +
      rule('id: guest\nlabel: Guest\ncite: club#1.a\nall: [c, {not: member}]') +
      rule('id: old\nlabel: Old\ncite: club#1.a\nat_least: 2\nof: [a, b, years since day >= 18]') +
      rule('id: told\nlabel: Told\ncite: club#1.a\nis: b\npresume: {value: yes, when: c, cite: club#1.a}') +
      overlay('open', '{op: add-any, rule: member, member: {is: c}}'),
  );
  const on = '2026-07-14';
  const told = (recordId: number): PopulationCase => ({
    recordId,
    facts: {
      a: recordId % 2 === 0 ? 'yes' : 'no',
      b: recordId % 3 === 0 ? 'yes' : 'no',
      years: 10 + recordId,
      day: recordId % 5 === 0 ? '2020-01-01' : '1990-01-01',
      ...(recordId % 7 === 0 ? {} : { c: recordId % 4 === 0 ? 'yes' : 'no' }),
    },
  });
  const records = Array.from({ length: 150 }, (_, index) => told(index));
  const question = { layout: layoutOf(full), dialect: 'duckdb', on, overlays: [['open']] } as const;
  const plain = compileLaw(full, question);
  const promised = compileLaw(full, { ...question, layout: { ...question.layout, answered } });

  test('change no count and no verdict', async () => {
    await among(full, records, async () => {
      const [[one = {}], [other = {}]] = [
        await query(plain.words.countsSql),
        await query(promised.words.countsSql),
      ];
      expect(readCounts(promised, other)).toEqual(readCounts(plain, one));
      const words = [];
      for (const { words: statements } of [plain, promised]) {
        await query(`CREATE OR REPLACE TABLE packed AS ${statements.packSql}`);
        const sql = statements.packedWordsSql('packed', [0, 1, 2]);
        words.push(await query(`SELECT * FROM (${sql}) ORDER BY block`));
      }
      expect(words[1]).toEqual(words[0]);
    });
  });

  test.each([
    ['no answer', { a: 'not_known' }],
    ['a day that comes later', { day: '2026-07-15' }],
  ] as const)('are refused where a record has %s, and its verdict is unknown', async (_, facts) => {
    const broken = records.map((one) =>
      one.recordId === 70 ? { ...one, facts: { ...one.facts, ...facts } } : one,
    );
    await among(full, broken, async () => {
      const [row = {}] = await query(promised.words.countsSql);
      expect(() => readCounts(promised, row)).toThrow('In 1 of 150 records');
      await query(`CREATE OR REPLACE TABLE packed AS ${promised.words.packSql}`);
      const [word = {}] = await query(promised.words.packedWordsSql('packed', [1]));
      for (const { strict } of promised.results) {
        expect(verdictOfWords(word, strict, 70)).toBe('unknown');
      }
    });
  });
});

describe('the statements', () => {
  const chain = (count: number) =>
    getClub(
      rule('id: r.0\nlabel: R\ncite: club#1.a\nis: a') +
        rule('id: r.1\nlabel: R\ncite: club#1.a\nany: [a, b]') +
        Array.from({ length: count }, (_, index) =>
          rule(
            `id: r.${index + 2}\nlabel: R\ncite: club#1.a\nany: [{all: [r.${index}, c]}, {not: r.${index + 1}}]`,
          ),
        ).join(''),
    );

  test('grow with the law, though every rule is shared', async () => {
    const size = (count: number) => {
      const { verdictsSql } = compileLaw(chain(count), { layout: layoutOf(CLUB), dialect: 'duckdb' });
      return verdictsSql.length / count;
    };
    // Written out once for each use, sixty such rules would be a million million long.
    expect(size(60) / size(20)).toBeLessThan(4);
    const long = chain(60);
    const compiled = compileLaw(long, { layout: layoutOf(long), dialect: 'duckdb' });
    const [row = {}] = await among(long, PEOPLE, () => query(compiled.words.countsSql));
    expect(readCounts(compiled, row).records).toBe(4);
  });

  test('never say what passes over NULL', () => {
    const { verdictsSql, words } = compileLaw(CLUB, { layout: layoutOf(CLUB), dialect: 'postgresql' });
    expect(verdictsSql + words.countsSql).not.toMatch(
      /bool_and|bool_or|every\(|NOT EXISTS|NOT IN \(SELECT|date_diff/i,
    );
  });

  test('refuse a name that PostgreSQL would cut', () => {
    const long = 'x'.repeat(60);
    const layout = { table: long.repeat(2), facts: ['a'], reasons: [], groups: {} };
    expect(() => compileLaw(CLUB, { layout, dialect: 'postgresql' })).toThrow('longer than the 63 signs');
  });

  test('quote every name', () => {
    const layout = { table: 'a"b', facts: ['a'], reasons: [], groups: {} };
    expect(compileLaw(CLUB, { layout, dialect: 'postgresql' }).verdictsSql).toContain('FROM "a""b" AS r');
  });

  test('refuse an answer of another type', () => {
    const target = { law: CLUB, layout: layoutOf(CLUB), dialect: 'duckdb' } as const;
    const wrong = [
      { recordId: 0, facts: { a: 3 } },
      { recordId: 0, facts: { years: 'yes' } },
    ] as const;
    for (const one of wrong) expect(() => insertCases([one], target)).toThrow('not of its fact’s type');
  });
});
