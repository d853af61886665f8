import { answerTo, isKnown } from '../answer.ts';
import { isDate } from '../date.ts';
import type { Law } from '../law.ts';
import { groupOf } from '../meaning.ts';
import type { Answer, Answers, Told } from '../told.ts';
import { type Dialect, type DialectName, dialectOf, quoted } from './dialect.ts';
import { type FactTable, type RecordLayout, typeOf } from './records.ts';

/** A case of a population: its `record_id`, and what is told of it. */
export type PopulationCase = Omit<Told, 'on'> & { recordId: number };

type Tabled = { table: string; columns: string[]; rows: string[][] };
type Target = { law: Law; layout: RecordLayout; dialect: DialectName };

/**
 * INSERT statements that put cases into the tables of a layout. Throws on an answer that its fact's type does not hold.
 */
export function insertCases(cases: readonly PopulationCase[], target: Target): string[] {
  return tabled(cases, target)
    .filter(({ rows }) => rows.length > 0)
    .map(
      ({ table, columns, rows }) => `INSERT INTO ${table} (${columns.join(', ')}) VALUES\n${rowsSql(rows)}`,
    );
}

/** The tables themselves, for a WITH: what engine keeps nothing can still be asked. */
export function inlineCases(cases: readonly PopulationCase[], target: Target): string[] {
  return tabled(cases, target).map(({ table, columns, rows }) => {
    const none = `SELECT ${columns.map(() => 'NULL').join(', ')} WHERE FALSE`;
    return `${table} (${columns.join(', ')}) AS (${rows.length > 0 ? `VALUES\n${rowsSql(rows)}` : none})`;
  });
}

function rowsSql(rows: readonly string[][]): string {
  return rows.map((row) => `(${row.join(', ')})`).join(',\n');
}

/** The records' table, and one for each group, as SQL. */
function tabled(cases: readonly PopulationCase[], { law, layout, dialect: name }: Target): Tabled[] {
  const dialect = dialectOf(name);
  const groups = Object.keys(layout.groups);
  const names = (table: FactTable) => [
    'record_id',
    ...table.facts.map((fact) => quoted(fact, dialect)),
    ...table.reasons.map((fact) => quoted(`${fact}_why`, dialect)),
  ];
  const values = (recordId: number, table: FactTable, answers: Answers) => [
    literal('BIGINT', recordId),
    ...table.facts.map((fact) => answerSql(typeOf(law, fact), answerTo(fact, answers))),
    ...table.reasons.map((fact) => reasonSql(answerTo(fact, answers), dialect)),
  ];
  const complete = ({ people }: PopulationCase) =>
    groups.flatMap((group) => {
      const answer = groupOf(group, people).complete;
      return [answerSql('BOOLEAN', answer), reasonSql(answer, dialect)];
    });
  const main: Tabled = {
    table: quoted(layout.table, dialect),
    columns: [
      ...names(layout),
      ...groups.flatMap((group) => [
        quoted(`${group}_complete`, dialect),
        quoted(`${group}_complete_why`, dialect),
      ]),
    ],
    rows: cases.map((one) => [...values(one.recordId, layout, one.facts), ...complete(one)]),
  };
  const people = Object.entries(layout.groups).map(
    ([group, table]): Tabled => ({
      table: quoted(table.table, dialect),
      columns: names(table),
      rows: cases.flatMap(({ recordId, people: all }) =>
        groupOf(group, all).members.map((member) => values(recordId, table, member)),
      ),
    }),
  );
  return [main, ...people];
}

function answerSql(type: string, answer: Answer): string {
  if (!isKnown(answer)) return literal(type, null);
  if (type === 'BOOLEAN' && (answer === 'yes' || answer === 'no')) return answer === 'yes' ? 'TRUE' : 'FALSE';
  if (type === 'INTEGER' && Number.isSafeInteger(answer)) return literal(type, Number(answer));
  if (type === 'DATE' && typeof answer === 'string' && isDate(answer)) return literal(type, `'${answer}'`);
  throw new Error('An answer is not of its fact’s type.');
}

function reasonSql(answer: Answer, { text }: Dialect): string {
  // One of a closed list of words.
  return literal(text, isKnown(answer) ? null : `'${answer}'`);
}

function literal(type: string, value: string | number | null): string {
  return `CAST(${value ?? 'NULL'} AS ${type})`;
}
