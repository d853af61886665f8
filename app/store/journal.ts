import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** What the check of one chain found: all in order, or the number of the first entry that is not. */
export type JournalFinding =
  | { ok: true; entries: number; head: string }
  | { ok: false; number: number; reason: 'missing' | 'altered' | 'cut-short' };

type Entry = {
  number: string;
  at: string;
  actor: string;
  action: string;
  thing: string;
  before: Buffer;
  hash: Buffer;
};

const batch = 1_000;
const nothingBefore: Buffer = Buffer.alloc(32);

/**
 * Walks one chain from its first entry and recomputes every hash (SHA-256 over each field as "bytes:field").
 * The transaction must belong to that chain. An empty chain is in order.
 */
export async function verifyJournal(transaction: Kysely<Schema>, chain: string): Promise<JournalFinding> {
  let number = 0;
  let before: Buffer = nothingBefore;
  for (;;) {
    const entries = await readEntries(transaction, chain, number);
    for (const entry of entries) {
      if (Number(entry.number) !== number + 1) return { ok: false, number: number + 1, reason: 'missing' };
      number += 1;
      const intact = entry.before.equals(before) && entry.hash.equals(hashOf(chain, entry));
      if (!intact) return { ok: false, number, reason: 'altered' };
      before = entry.hash;
    }
    if (entries.length < batch) break;
  }
  const head = await transaction
    .selectFrom('clew.journal_head')
    .select(['number', 'hash'])
    .where('chain', '=', chain)
    .executeTakeFirst();
  const same = head ? Number(head.number) === number && head.hash.equals(before) : number === 0;
  if (!same) return { ok: false, number: number + 1, reason: 'cut-short' };
  return { ok: true, entries: number, head: before.toString('hex') };
}

async function readEntries(transaction: Kysely<Schema>, chain: string, after: number): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    SELECT number, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, actor, action, thing, before, hash
    FROM clew.journal_entry WHERE chain = ${chain} AND number > ${after} ORDER BY number LIMIT ${batch}
  `.execute(transaction);
  return rows;
}

function hashOf(chain: string, entry: Entry): Buffer {
  const fields = [
    chain,
    entry.number,
    entry.at,
    entry.actor,
    entry.action,
    entry.thing,
    entry.before.toString('hex'),
  ];
  const text = fields.map((field) => `${Buffer.byteLength(field)}:${field}`).join('');
  return createHash('sha256').update(text).digest();
}
