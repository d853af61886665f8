import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * What the check of one chain found: all in order, or the number of the first entry that is not. `missing`: others
 * follow it. `altered`: it is not what was written, or not what its neighbour holds. `cut-short`: the chain was longer,
 * or its head is gone.
 */
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

const usualBatch = 1_000;
const nothingBefore: Buffer = Buffer.alloc(32);

/**
 * Walks one chain from its first entry and recomputes every hash (SHA-256 over each field as "bytes:field").
 * The transaction must belong to that chain and see one moment (repeatable read). An empty chain is in order.
 * An entry that was altered and hashed anew is found at the entry after it, which holds the old hash; the last one
 * at the head. Whoever rewrites a chain from some entry on, head included, is not found by this walk.
 * `batch` is how many entries are read at a time; throws RangeError unless it is a whole number of at least 1.
 */
export async function verifyJournal(
  transaction: Kysely<Schema>,
  chain: string,
  batch: number = usualBatch,
): Promise<JournalFinding> {
  if (!Number.isInteger(batch) || batch < 1)
    throw new RangeError(`batch is ${batch}, not a whole number from 1.`);
  let number = 0;
  let before: Buffer = nothingBefore;
  for (;;) {
    const entries = await readEntries(transaction, { chain, after: number, batch });
    for (const entry of entries) {
      if (Number(entry.number) !== number + 1) return { ok: false, number: number + 1, reason: 'missing' };
      number += 1;
      const intact = entry.before.equals(before) && entry.hash.equals(hashOf(chain, entry));
      if (!intact) return { ok: false, number, reason: 'altered' };
      before = entry.hash;
    }
    if (entries.length < batch) break;
  }
  return compareHead(transaction, chain, { number, hash: before });
}

/** Compares the last entry that was found (number 0: none) with the head, which the append wrote with it. */
async function compareHead(
  transaction: Kysely<Schema>,
  chain: string,
  last: { number: number; hash: Buffer },
): Promise<JournalFinding> {
  const { number, hash } = last;
  const head = await transaction
    .selectFrom('clew.journal_head')
    .select(['number', 'hash'])
    .where('chain', '=', chain)
    .executeTakeFirst();
  if (!head && number > 0) return { ok: false, number: number + 1, reason: 'cut-short' };
  if (head && Number(head.number) > number) return { ok: false, number: number + 1, reason: 'cut-short' };
  if (head && Number(head.number) < number)
    return { ok: false, number: Number(head.number) + 1, reason: 'altered' };
  if (head && !head.hash.equals(hash)) return { ok: false, number, reason: 'altered' };
  return { ok: true, entries: number, head: hash.toString('hex') };
}

type Reading = { chain: string; after: number; batch: number };

async function readEntries(transaction: Kysely<Schema>, { chain, after, batch }: Reading): Promise<Entry[]> {
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
