import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * What the check of one chain found: all in order, or the number of the first entry that is not. `missing`: others
 * follow it. `altered`: it is not what was written, or not what its neighbour holds. `cut-short`: the chain was longer,
 * or its head is gone. `rewritten`: the chain fits together, and is not the one that was anchored; something up to this
 * entry is another. `stopped`: whoever asked wanted no more; up to this entry all is in order, and the rest unknown.
 */
export type JournalFinding =
  | { ok: true; entries: number; head: string }
  | { ok: false; number: number; reason: 'missing' | 'altered' | 'cut-short' | 'rewritten' | 'stopped' };

export type VerifyOptions = {
  /** How many entries are read at a time; 1,000 unless told. */
  batch?: number;
  /** Hashes, in hexadecimal, that are known from elsewhere, by the number of their entry: from anchors. */
  held?: ReadonlyMap<number, string>;
  /** Told after each batch how many entries were checked, of how many that the head counts. */
  onProgress?: (done: number, of: number) => void;
  /** Ends the walk at the next batch. */
  signal?: AbortSignal;
};

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
 * at the head. Whoever rewrites a chain from some entry on, head included, is found only by what `held` knows of an
 * entry from there on. Throws RangeError unless `batch` is a whole number of at least 1.
 */
export async function verifyJournal(
  transaction: Kysely<Schema>,
  chain: string,
  options: VerifyOptions = {},
): Promise<JournalFinding> {
  const { batch = usualBatch, held = new Map<number, string>(), onProgress, signal } = options;
  if (!Number.isInteger(batch) || batch < 1)
    throw new RangeError(`batch is ${batch}, not a whole number from 1.`);
  const head = await readHead(transaction, chain);
  const last = { number: 0, hash: nothingBefore };
  for (;;) {
    if (signal?.aborted) return { ok: false, number: last.number, reason: 'stopped' };
    const entries = await readEntries(transaction, { chain, after: last.number, batch });
    for (const entry of entries) {
      const reason = judge(chain, entry, { ...last, held });
      if (reason) return { ok: false, number: last.number + 1, reason };
      last.number += 1;
      last.hash = entry.hash;
    }
    onProgress?.(last.number, Math.max(last.number, Number(head?.number ?? 0)));
    if (entries.length < batch) break;
  }
  const beyond = [...held.keys()].filter((number) => number > last.number);
  const compared = compareHead(head, last);
  if (compared.ok && beyond.length > 0) return { ok: false, number: last.number + 1, reason: 'cut-short' };
  return compared;
}

type Known = { number: number; hash: Buffer; held: ReadonlyMap<number, string> };

/** What is wrong with an entry, after the last one that was in order. */
function judge(
  chain: string,
  entry: Entry,
  { number, hash, held }: Known,
): 'missing' | 'altered' | 'rewritten' | undefined {
  if (Number(entry.number) !== number + 1) return 'missing';
  if (!entry.before.equals(hash) || !entry.hash.equals(hashOf(chain, entry))) return 'altered';
  const known = held.get(number + 1);
  return known === undefined || known === entry.hash.toString('hex') ? undefined : 'rewritten';
}

type Head = { number: string; hash: Buffer };

function readHead(transaction: Kysely<Schema>, chain: string): Promise<Head | undefined> {
  return transaction
    .selectFrom('clew.journal_head')
    .select(['number', 'hash'])
    .where('chain', '=', chain)
    .executeTakeFirst();
}

/** Compares the last entry that was found (number 0: none) with the head, which the append wrote with it. */
function compareHead(
  head: Head | undefined,
  { number, hash }: { number: number; hash: Buffer },
): JournalFinding {
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
