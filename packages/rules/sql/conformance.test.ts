import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkConformance, type SqlQuery } from './conformance.ts';

let duckdb: SqlQuery;
beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  duckdb = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
});

/** An engine that reads statements in a way of its own, and whether it came to that. */
function misreading(from: RegExp | string, to: string) {
  const seen = { misread: false };
  const query: SqlQuery = (sql) => {
    const misread = sql.replaceAll(from, to);
    if (misread !== sql) seen.misread = true;
    return duckdb(misread);
  };
  return { query, seen };
}

describe('an engine is asked everything before it is trusted', () => {
  test('one that means what the law means is taken', async () => {
    const conformance = await checkConformance(duckdb, 'duckdb');
    expect(conformance).toMatchObject({ ok: true });
    expect(conformance.ok && conformance.cells).toBeGreaterThan(50_000);
  });

  test.each([
    ['passes over NULL among people, as bool_and does', /count\(\*\) - count\(\w+\)/g, '0'],
    ['counts years by the turn of the year', "<= DATE '2007-01-01'", "<= DATE '2007-12-31'"],
    ['lets a birthday on 29 February come a day early', "<= DATE '2004-02-28'", "<= DATE '2004-02-29'"],
    ['takes unknown for no', /\((c\d+ AND c\d+)/g, '(COALESCE($1, FALSE)'],
    [
      'presumes against what is known',
      /COALESCE\((c\d+), CASE WHEN (c\d+) THEN TRUE END\)/g,
      '(COALESCE($2, FALSE) OR $1)',
    ],
    [
      'counts the missing people of an open group as none',
      /"g_complete" AND/g,
      '"g_complete" IS NOT NULL AND',
    ],
    [
      'knows everybody of a group of which some are missing',
      /COALESCE\(NOT r\."g_complete", FALSE\)/g,
      'FALSE',
    ],
    ['reads no reason for a group', 'COALESCE(r."g_complete_why", \'not_asked\')', "'not_known'"],
    ['reads no reason for a counted number', 'COALESCE(r."age_why", \'not_asked\')', "'not_asked'"],
    ['reads no reason', 'COALESCE(r."a_why", \'not_asked\')', "'not_known'"],
  ])('one that %s is refused', async (_, from, to) => {
    const { query, seen } = misreading(from, to);
    const conformance = await checkConformance(query, 'duckdb');
    // A misreading of what no statement says would prove nothing.
    expect(seen.misread).toBe(true);
    expect(conformance).toMatchObject({ ok: false, code: 'engine-differs' });
    expect(conformance.ok || conformance.message).toMatch(
      /do not use it\. First: \w+, rule [\w-]+ on \d{4}-/,
    );
  });

  test('one that loses the bit of every sixty-fourth record is refused', async () => {
    const { query, seen } = misreading('-9223372036854775808', '0');
    expect(await checkConformance(query, 'duckdb')).toMatchObject({ ok: false });
    expect(seen.misread).toBe(true);
  });

  test('one that drops a record is refused', async () => {
    const query: SqlQuery = async (sql) => (await duckdb(sql)).filter((row) => row.record_id !== 3n);
    expect(await checkConformance(query, 'duckdb')).toMatchObject({ ok: false, code: 'engine-differs' });
  });

  test('one that gives text for a boolean, or nothing at all, has failed', async () => {
    const text: SqlQuery = async (sql) =>
      (await duckdb(sql)).map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, `${value}`])),
      );
    expect(await checkConformance(text, 'duckdb')).toMatchObject({ ok: false, code: 'engine-failed' });
    const dead: SqlQuery = () => Promise.reject(new Error('no connection'));
    expect(await checkConformance(dead, 'duckdb')).toEqual({
      ok: false,
      code: 'engine-failed',
      message: 'The engine could not be asked: no connection',
    });
  });
});
