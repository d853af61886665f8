import type { Day } from '../date.ts';
import { verdictsOfAll } from '../meaning.ts';
import type { Verdict } from '../three.ts';
import { type CompiledLaw, compileLaw } from './compile-law.ts';
import { CONFORMANCE_DAYS, conformanceCases, conformanceLaw } from './conformance-law.ts';
import type { DialectName } from './dialect.ts';
import { readCounts, type SqlRow, verdictOfColumn, verdictOfWords } from './population-counts.ts';
import { inlineCases } from './record-values.ts';
import { layoutOf } from './records.ts';

/** Puts one statement to an engine and gives the rows, by column name. Clew's packages hold no driver. */
export type SqlQuery = (sql: string) => Promise<readonly SqlRow[]>;

/** Where an engine says something else than the law means. */
export type Difference = {
  /** The statement: a row a record, words, or counts. */
  path: 'rows' | 'words' | 'counts';
  on: Day;
  rule: string;
  record?: number;
  expected: string;
  found: string;
};

export type Conformance =
  | { ok: true; cells: number }
  | { ok: false; code: 'engine-differs'; message: string; differences: readonly Difference[] }
  | { ok: false; code: 'engine-failed'; message: string };

/**
 * Puts a table of everything that a law can say, with all three values, people, ages and 29 February, to an engine, and
 * compares every answer with the law's own meaning. Nothing is written. Ask before an engine is trusted with a
 * population, and refuse it unless `ok`. Never rejects.
 */
export async function checkConformance(query: SqlQuery, dialect: DialectName): Promise<Conformance> {
  try {
    let cells = 0;
    const differences: Difference[] = [];
    for (const on of CONFORMANCE_DAYS) {
      const table = expectedOn(on, dialect);
      const found = await differencesOn(table, query);
      cells += found.cells;
      differences.push(...found.differences);
    }
    if (differences.length === 0) return { ok: true, cells };
    const message = `The engine gives ${differences.length} of ${cells} answers otherwise than the law means them: do not use it. First: ${told(differences[0])}`;
    return { ok: false, code: 'engine-differs', message, differences: differences.slice(0, 20) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, code: 'engine-failed', message: `The engine could not be asked: ${reason}` };
  }
}

function told(difference: Difference | undefined): string {
  if (!difference) return '';
  const { path, on, rule, record, expected, found } = difference;
  return `${path}, rule ${rule} on ${on}${record === undefined ? '' : `, record ${record}`}: ${expected}, not ${found}.`;
}

type Expected = {
  on: Day;
  compiled: CompiledLaw;
  tables: string;
  /** By record and column. */
  verdicts: ReadonlyMap<number, Readonly<Record<string, Verdict>>>;
  ruleOf: ReadonlyMap<string, string>;
};

function expectedOn(on: Day, dialect: DialectName): Expected {
  const law = conformanceLaw();
  const layout = layoutOf(law);
  const cases = conformanceCases();
  const compiled = compileLaw(law, { layout, dialect, on });
  const verdicts = cases.map(({ recordId, facts, people }) => {
    const row: Record<string, Verdict> = {};
    const { rules } = verdictsOfAll(law, { facts, people, on });
    for (const { id, strict, burden } of compiled.results) {
      const both = rules.get(id);
      if (both) Object.assign(row, { [strict]: both.strict, [burden]: both.burden });
    }
    return [recordId, row] as const;
  });
  const tables = inlineCases(cases, { law, layout, dialect }).join(',\n');
  const ruleOf = new Map(
    compiled.results.flatMap(
      ({ id, strict, burden }) =>
        [
          [strict, id],
          [burden, id],
        ] as const,
    ),
  );
  return { on, compiled, tables, verdicts: new Map(verdicts), ruleOf };
}

async function differencesOn(expected: Expected, query: SqlQuery) {
  const { compiled, tables, verdicts } = expected;
  const { words } = compiled;
  const blocks = [...new Set([...verdicts.keys()].map((id) => Math.floor(id / 64)))];
  const packed = `${tables},\n"blocks" AS (${words.packSql})`;
  const rows = await query(after(tables, compiled.verdictsSql));
  const wordRows = await query(after(packed, words.packedWordsSql('blocks', blocks)));
  const [counts] = await query(after(tables, words.countsSql));
  const byId = new Map(rows.map((row) => [Number(row.record_id), row]));
  const byBlock = new Map(wordRows.map((row) => [Number(row.block), row]));
  const columns = [...expected.ruleOf.keys()];
  const differences = [...verdicts].flatMap(([record, want]) =>
    columns.flatMap((column) => {
      const row = byId.get(record);
      const word = byBlock.get(Math.floor(record / 64));
      const inRow = row ? verdictOfColumn(row[column]) : 'no row';
      const inWord = word ? verdictOfWords(word, column, record) : 'no row';
      return [
        ...difference(expected, { path: 'rows', column, record, expected: want[column], found: inRow }),
        ...difference(expected, { path: 'words', column, record, expected: want[column], found: inWord }),
      ];
    }),
  );
  const counted = countDifferences(expected, counts ?? {});
  return {
    cells: verdicts.size * columns.length * 2 + columns.length,
    differences: [...differences, ...counted],
  };
}

type Compared = {
  path: Difference['path'];
  column: string;
  record?: number;
  expected: string | undefined;
  found: string;
};

function difference(
  { on, ruleOf }: Expected,
  { column, expected = 'nothing', ...compared }: Compared,
): Difference[] {
  if (expected === compared.found) return [];
  return [{ ...compared, expected, on, rule: ruleOf.get(column) ?? column }];
}

function countDifferences(expected: Expected, row: SqlRow): Difference[] {
  const all = [...expected.verdicts.values()];
  const count = (column: string, verdict: Verdict) => all.filter((each) => each[column] === verdict).length;
  return readCounts(expected.compiled, row).results.flatMap((result, index) => {
    const columns = expected.compiled.results[index];
    return (['strict', 'burden'] as const).flatMap((which) => {
      const column = columns?.[which] ?? '';
      const want = { yes: count(column, 'yes'), no: count(column, 'no'), unknown: count(column, 'unknown') };
      const texts = { expected: JSON.stringify(want), found: JSON.stringify(result[which]) };
      return difference(expected, { path: 'counts', column, ...texts });
    });
  });
}

/** A statement that reads tables which stand before it. */
function after(tables: string, sql: string): string {
  return sql.startsWith('WITH ') ? `WITH ${tables},\n${sql.slice('WITH '.length)}` : `WITH ${tables}\n${sql}`;
}
