import { createHash } from 'node:crypto';
import type { RosterWorker } from '@clew/seal';
import { type Selectable, sql, type Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { type Pins, pinsText } from './roster.ts';
import {
  isByAgency,
  type Signed,
  type Signer,
  type Statement,
  signAsAgency,
  signStatement,
  whoSigned,
} from './statement.ts';

// What holds at an agency because people said so stands in lines of numbered statements. Each bears the signatures of those who
// made it and the hash of the one before; the newest counts. An older one cannot be put back: it has an older number.

/** A statement of a line as it stands in the database, where nothing of it is to be believed unchecked. */
export type LineRow = Selectable<Schema['clew.statement']>;
export type LineKind = LineRow['kind'];

/** Which line: what kind of thing it is about, and which of them. */
export type LineAt = { kind: LineKind; thing: string };

/** How far a line has come: the number and the hash of its newest statement; 0 and nothing where there is none. */
export type LineHead = { number: number; hash: string };
export const NO_LINE: LineHead = { number: 0, hash: '' };

/** The next statement of a line, as those sign it who make it. */
export type NextStatement = LineAt & { number: number; said: string; before: string };

/** The first person's part of a statement. For roles and teams with the agency's roster key beside their own. */
export type FirstSigned = NextStatement & {
  first_by: string;
  first_entry: number;
  first_signature: string;
  roster_signature: string | null;
};

/** What follows in a line that has come so far. */
export function nextOf(at: LineAt, head: LineHead, said: string): NextStatement {
  return { kind: at.kind, thing: at.thing, number: head.number + 1, said, before: head.hash };
}

/** Signs the next statement of a line as the first person. */
export function signFirst(signer: Signer, next: NextStatement, rosterKey?: Uint8Array): FirstSigned {
  const { workerId, number, agencyId } = signer.me;
  const statement = firstStatement(next);
  return {
    ...next,
    first_by: workerId,
    first_entry: number,
    first_signature: signStatement(signer, statement),
    roster_signature: rosterKey ? signAsAgency(rosterKey, { agencyId, statement }) : null,
  };
}

/** The second person's part: over the same, and over who said it first. */
export function signSecond(
  signer: Signer,
  first: FirstSigned,
): { second_by: string; second_entry: number; second_signature: string } {
  const { workerId, number } = signer.me;
  const second_signature = signStatement(signer, secondStatement(first));
  return { second_by: workerId, second_entry: number, second_signature };
}

/** What the first person signs, and the roster key with them. */
export function firstStatement({ kind, thing, number, said, before }: NextStatement): Statement {
  return { words: ['line', kind, thing, String(number), 'said'], content: JSON.stringify([before, said]) };
}

function secondStatement(first: NextStatement & { first_by: string }): Statement {
  const { kind, thing, number, said, before, first_by } = first;
  const content = JSON.stringify([before, said, first_by]);
  return { words: ['line', kind, thing, String(number), 'confirmed'], content };
}

/** The hash by which the next statement names this one. Not over the roster key's signature: that key is made anew. */
export function hashOfStatement(row: LineRow): string {
  const { agency_id, kind, thing, number, said, before } = row;
  const first = [row.first_by, row.first_entry, row.first_signature];
  const second = [row.second_by, row.second_entry, row.second_signature];
  return hashOf([agency_id, kind, thing, number, said, before, first, second]);
}

/** A statement whose signatures hold. `second`: somebody else who said the same. */
export type HeldStatement = {
  thing: string;
  number: number;
  said: string;
  first: string;
  second?: string;
  /** Whether the keys of `first` were no longer anybody's when the roster key was last made anew. */
  isRetired: boolean;
};

/** How the statements of a kind add up, one after another, to what holds. */
export type Adding<Value> = {
  kind: LineKind;
  add: (before: Value | undefined, statement: HeldStatement) => Value | Promise<Value>;
};

/** What a line says; `broken` where one of its statements is missing or is not signed as it must be: it says nothing then. */
export type Line<Value> = { state: 'whole'; value: Value; head: LineHead; at: Date } | { state: 'broken' };

export type Reading = { transaction: Transaction<Schema>; pins: Pins };

/** The lines of one kind, all of them or some, by what they are about. A line that never began is not among them. */
export async function readLines<Value>(
  { transaction, pins }: Reading,
  adding: Adding<Value>,
  things?: readonly string[],
): Promise<Map<string, Line<Value>>> {
  if (things?.length === 0) return new Map();
  const newest = await newestRows(transaction, { agencyId: pins.agencyId, kind: adding.kind, things });
  return addUp({ transaction, pins }, adding, newest);
}

/** The lines of one kind whose newest statements say one of these. */
export async function readLinesThatSay<Value>(
  { transaction, pins }: Reading,
  adding: Adding<Value>,
  said: readonly string[],
): Promise<Map<string, Line<Value>>> {
  const { rows } = await sql<LineRow>`
    SELECT * FROM (SELECT DISTINCT ON (thing) * FROM clew.statement
      WHERE agency_id = ${pins.agencyId} AND kind = ${adding.kind} ORDER BY thing, number DESC) newest
    WHERE said = ANY(${said}::text[])
  `.execute(transaction);
  return addUp({ transaction, pins }, adding, rows);
}

/** What lines say of which the newest statements were read. */
export async function addUp<Value>(
  reading: Reading,
  adding: Adding<Value>,
  newest: readonly LineRow[],
): Promise<Map<string, Line<Value>>> {
  const lines = new Map<string, Line<Value>>();
  for (const row of newest) {
    const known = added.get(nameOf(reading.pins, row));
    lines.set(row.thing, known ? (known as Line<Value>) : await walk(reading, adding, row));
  }
  return lines;
}

/** One line; undefined where it never began. */
export async function readLine<Value>(
  reading: Reading,
  adding: Adding<Value>,
  thing: string,
): Promise<Line<Value> | undefined> {
  return (await readLines(reading, adding, [thing])).get(thing);
}

/** How far a line has come that is whole or has not begun; undefined where it is broken: nothing can follow it. */
export function headOf(line: Line<unknown> | undefined): LineHead | undefined {
  if (line === undefined) return NO_LINE;
  return line.state === 'whole' ? line.head : undefined;
}

/**
 * Writes a statement, with a note in the journal that tells its number and hash: so that one which is taken away again is missed.
 * It takes the journal's lock: whatever else a transaction waits for comes before. Returns how far the line has come with it.
 */
export async function writeStatement(
  transaction: Transaction<Schema>,
  { agencyId, at }: { agencyId: string; at: Date },
  { second, ...first }: FirstSigned & { second?: ReturnType<typeof signSecond> },
): Promise<LineHead> {
  const nobody = { second_by: null, second_entry: null, second_signature: null };
  const row: LineRow = { agency_id: agencyId, ...first, ...(second ?? nobody), at };
  await transaction.insertInto('clew.statement').values(row).execute();
  const by = row.second_by ?? row.first_by;
  const head = { number: row.number, hash: hashOfStatement(row) };
  const thing = `${row.kind} ${row.thing} statement ${head.number} ${head.hash}`;
  await sql`SELECT clew.journal_append(${agencyId}::uuid, ${by}, 'statement.write', ${thing})`.execute(
    transaction,
  );
  return head;
}

type Wanted = { agencyId: string; kind: LineKind; things: readonly string[] | undefined };

async function newestRows(
  transaction: Transaction<Schema>,
  { agencyId, kind, things }: Wanted,
): Promise<LineRow[]> {
  const some = things === undefined ? sql`true` : sql`thing = ANY(${things}::text[])`;
  const { rows } = await sql<LineRow>`
    SELECT DISTINCT ON (thing) * FROM clew.statement
    WHERE agency_id = ${agencyId} AND kind = ${kind} AND ${some} ORDER BY thing, number DESC
  `.execute(transaction);
  return rows;
}

/** Checks a line from its beginning. */
async function walk<Value>(reading: Reading, adding: Adding<Value>, newest: LineRow): Promise<Line<Value>> {
  const { transaction, pins } = reading;
  const rows = await transaction
    .selectFrom('clew.statement')
    .selectAll()
    .where('agency_id', '=', pins.agencyId)
    .where('kind', '=', newest.kind)
    .where('thing', '=', newest.thing)
    .orderBy('number')
    .execute();
  let value: Value | undefined;
  let head = NO_LINE;
  for (const row of rows) {
    const held = await heldOf(reading, row);
    if (!held || row.number !== head.number + 1 || row.before !== head.hash) return { state: 'broken' };
    value = await adding.add(value, held);
    head = { number: row.number, hash: hashOfStatement(row) };
  }
  if (value === undefined) return { state: 'broken' };
  const line: Line<Value> = { state: 'whole', value, head, at: newest.at };
  remember(nameOf(pins, newest), line);
  return line;
}

/**
 * Whether the first person's part of a statement holds, before a second one signs it: what does not would break the line for good.
 * What was signed with keys that were retired since is not confirmed any more.
 */
export async function holdsFirst(reading: Reading, first: FirstSigned): Promise<boolean> {
  const signer = await whoSaidFirst(reading, first);
  return signer !== undefined && !signer.isRetired;
}

async function whoSaidFirst(
  { transaction, pins }: Reading,
  first: FirstSigned,
): Promise<RosterWorker | undefined> {
  const statement = firstStatement(first);
  if (first.kind === 'worker' && !isByAgency(pins, { statement, signature: first.roster_signature }))
    return undefined;
  const signed: Signed = { by: first.first_by, entry: first.first_entry, signature: first.first_signature };
  return whoSigned(transaction, pins, { statement, signed });
}

/** A statement whose every signature holds; undefined if one of them does not. */
async function heldOf({ transaction, pins }: Reading, row: LineRow): Promise<HeldStatement | undefined> {
  const first = await whoSaidFirst({ transaction, pins }, row);
  if (!first) return undefined;
  const { thing, number, said } = row;
  const held = { thing, number, said, first: row.first_by, isRetired: first.isRetired === true };
  if (row.second_by === null) return held;
  const confirmed: Signed = { by: row.second_by, entry: row.second_entry, signature: row.second_signature };
  const second = await whoSigned(transaction, pins, { statement: secondStatement(row), signed: confirmed });
  if (!second || second.workerId === row.first_by) return undefined;
  return { ...held, second: second.workerId };
}

/** Lines that held, by a hash of the newest statement, which holds those before: what held once goes on holding. */
const added = new Map<string, Line<unknown>>();
const REMEMBERED = 20_000;

function remember(name: string, line: Line<unknown>): void {
  if (added.size >= REMEMBERED) added.delete(added.keys().next().value ?? '');
  added.set(name, line);
}

function nameOf(pins: Pins, row: LineRow): string {
  return hashOf([pinsText(pins), hashOfStatement(row), row.roster_signature]);
}

function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
