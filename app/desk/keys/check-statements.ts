import { sql, type Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { hashOfStatement, type LineKind, type LineRow } from './line.ts';

/**
 * What is wrong with a statement: `missing`, though the journal tells that it was written; `another` than the journal tells;
 * `untold`: the journal does not know it.
 */
export type StatementFinding = {
  kind: LineKind;
  thing: string;
  number: number;
  is: 'missing' | 'another' | 'untold';
};

type TellRow = { kind: LineKind; thing: string; number: number; hash: string };

/**
 * Holds what was said against the journal, in which every statement is told with its number and hash when it is written. A
 * revocation that somebody took out of the database is missed here, as long as the journal stands: whether it does, its own
 * check says, and anchors. Nothing is found where all is as it was written.
 */
export async function checkStatements(
  transaction: Transaction<Schema>,
  agencyId: string,
): Promise<StatementFinding[]> {
  const rows = await transaction
    .selectFrom('clew.statement')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .orderBy('kind')
    .orderBy('thing')
    .orderBy('number')
    .execute();
  const told = await readTold(transaction, agencyId);
  const erased = await readErased(transaction, agencyId);
  const known = new Map(rows.map((row) => [nameOf(row), row]));
  const findings: StatementFinding[] = [];
  for (const [name, { hash, ...at }] of told) {
    const row = known.get(name);
    if (!row && !erased.has(fileOf(at))) findings.push({ ...at, is: 'missing' });
    if (row && hashOfStatement(row) !== hash) findings.push({ ...at, is: 'another' });
  }
  for (const row of rows) if (!told.has(nameOf(row))) findings.push({ ...atOf(row), is: 'untold' });
  return findings;
}

/** What the journal tells of statements: `kind thing statement number hash`. */
async function readTold(transaction: Transaction<Schema>, agencyId: string): Promise<Map<string, TellRow>> {
  const { rows } = await sql<{ thing: string }>`
    SELECT thing FROM clew.journal_entry WHERE chain = ${agencyId} AND action = 'statement.write' ORDER BY number
  `.execute(transaction);
  const told = rows.flatMap(({ thing: text }): [string, TellRow][] => {
    const words = text.split(' ');
    const [is, number, hash = ''] = words.slice(-3);
    if (is !== 'statement') return [];
    const thing = words.slice(1, -3).join(' ');
    const row = { kind: words[0] as LineKind, thing, number: Number(number), hash };
    return [[nameOf(row), row]];
  });
  return new Map(told);
}

/** The files that two people erased: who was barred from one went with it. */
async function readErased(transaction: Transaction<Schema>, agencyId: string): Promise<ReadonlySet<string>> {
  const rows = await transaction
    .selectFrom('clew.erased')
    .select('thing_id')
    .where('agency_id', '=', agencyId)
    .execute();
  return new Set(rows.map(({ thing_id }) => thing_id));
}

function fileOf({ kind, thing }: Pick<LineRow, 'kind' | 'thing'>): string {
  return kind === 'bar' ? (thing.split(' ')[0] ?? '') : '';
}

function nameOf({ kind, thing, number }: Pick<LineRow, 'kind' | 'thing' | 'number'>): string {
  return `${kind} ${thing} ${number}`;
}

function atOf({ kind, thing, number }: LineRow): Pick<LineRow, 'kind' | 'thing' | 'number'> {
  return { kind, thing, number };
}
