import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { storeFaultOf } from './fault.ts';
import type { Schema } from './schema.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);

/** The heads of all chains of a node at one moment (UTC, microseconds), as one hash in hexadecimal. It names no chain. */
export const Anchor = z.object({ at: Moment, root: Hash });
export type Anchor = z.infer<typeof Anchor>;

/** That entry `number` of one chain had this hash at the moment of an anchor, and hangs under its root. It names no other chain. */
export const AnchorProof = Anchor.extend({
  chain: z.uuid(),
  number: z.int().min(1),
  hash: Hash,
  /** Random; with it no other agency could know a leaf again. */
  salt: Hash,
  /** Number of the chain's leaf in the tree; the top is 1, below n stand 2n and 2n + 1. */
  place: z.int().min(1),
  /** The hashes beside the way from the leaf to the top, lowest first. */
  path: z.array(Hash),
});
export type AnchorProof = z.infer<typeof AnchorProof>;

/**
 * Joins the heads of all chains under one root and keeps for each chain its way to it (RFC 6962, section 2.1). The
 * root also enters the node's own chain, so that each anchor holds those before it. Throws StoreFault for what the
 * database did.
 */
export async function anchorHeads(database: Kysely<Schema>, nodeId: string): Promise<Anchor> {
  try {
    return await database.transaction().execute(async (transaction) => {
      await sql`SELECT set_config('clew.chain', ${nodeId}, true)`.execute(transaction);
      const { rows } = await sql`SELECT at, encode(root, 'hex') AS root FROM clew.anchor_heads()`.execute(
        transaction,
      );
      return Anchor.parse(rows[0]);
    });
  } catch (error) {
    throw storeFaultOf(error) ?? error;
  }
}

/** The kept proofs of the chain of this transaction, oldest first; with `last`, the newest alone. */
export async function readAnchorProofs(
  transaction: Transaction<Schema>,
  { last = false }: { last?: boolean } = {},
): Promise<AnchorProof[]> {
  const { rows } = await sql<Omit<AnchorProof, 'path'> & { path: string }>`
    SELECT chain, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, number::float8 AS number,
      encode(hash, 'hex') AS hash, encode(salt, 'hex') AS salt, place::float8 AS place, encode(path, 'hex') AS path, encode(root, 'hex') AS root
    FROM clew.anchor ORDER BY anchor.at ${sql.raw(last ? 'DESC LIMIT 1' : '')}
  `.execute(transaction);
  return rows.map((row) => ({ ...row, path: row.path.match(/.{64}/g) ?? [] }));
}

/** Whether the way of a proof leads from its entry to its root. Says nothing of what the chain holds today. */
export function leadsToRoot({ at, root, chain, number, hash, salt, place, path }: AnchorProof): boolean {
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(number));
  const id = Buffer.from(chain.replaceAll('-', ''), 'hex');
  let node = digest(0, Buffer.from(salt, 'hex'), id, count, Buffer.from(hash, 'hex'));
  let standing = place;
  for (const beside of path.map((text) => Buffer.from(text, 'hex'))) {
    node = standing % 2 === 0 ? digest(1, node, beside) : digest(1, beside, node);
    standing = Math.floor(standing / 2);
  }
  return standing === 1 && digest(2, node, Buffer.from(at)).toString('hex') === root;
}

/** Leaf, inner node and root are told apart by their first byte, so that none can stand for another. */
function digest(kind: 0 | 1 | 2, ...parts: Buffer[]): Buffer {
  return createHash('sha256')
    .update(Buffer.from([kind]))
    .update(Buffer.concat(parts))
    .digest();
}
