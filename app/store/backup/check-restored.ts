import { isDeepStrictEqual } from 'node:util';
import { Kysely, PostgresDialect } from 'kysely';
import type { Client, Pool } from 'pg';
import { verifyJournal } from '../journal.ts';
import type { Schema } from '../schema.ts';
import type { KeptTable } from './kept-tables.ts';
import type { ChainHead, SectionEnd, SectionStart } from './section-format.ts';
import { quoted } from './write-section.ts';

type Checking = {
  tables: readonly KeptTable[];
  starts: readonly SectionStart[];
  ends: readonly SectionEnd[];
};

/** Holds what stands in the database now against what the sections say. Throws RangeError at the first difference. */
export async function checkRestored(
  client: Client,
  checking: Checking,
): Promise<{ rows: Record<string, number>; heads: ChainHead[] }> {
  const { tables, starts, ends } = checking;
  const rows: Record<string, number> = {};
  for (const { table, whose } of tables) {
    const stated = [
      { id: starts[0]?.nodeId, count: ends[0]?.rows[`node ${table}`] ?? 0 },
      ...starts.map(({ agencyId }, at) => ({ id: agencyId, count: ends[at]?.rows[`agency ${table}`] ?? 0 })),
    ].filter(({ count }) => count > 0);
    const counts = await countRows(client, { table, whose, nodeId: starts[0]?.nodeId ?? '' });
    // Each row is of an agency of the backup, and was stated by that agency's own section.
    if (!isDeepStrictEqual(counts, Object.fromEntries(stated.map(({ id, count }) => [id, count]))))
      throw new RangeError(`The rows of ${table} are not those that were stated.`);
    rows[table] = stated.reduce((sum, { count }) => sum + count, 0);
  }
  const heads = new Map(ends.flatMap((end) => end.heads.map((head) => [head.chain, head])));
  await walkChains(client, [...heads.values()]);
  return { rows, heads: [...heads.values()] };
}

async function countRows(
  client: Client,
  { table, whose, nodeId }: { table: string; whose: KeptTable['whose']; nodeId: string },
): Promise<Record<string, number>> {
  const id = whose === 'node' ? 'node_id' : whose;
  const { rows } = await client.query<{ id: string; count: number }>(
    `SELECT ${id} AS id, count(*)::float8 AS count FROM clew.${quoted(table)} GROUP BY 1`,
  );
  if (whose === 'node' && rows.some((row) => row.id !== nodeId))
    throw new RangeError('This is another node.');
  return Object.fromEntries(rows.map((row) => [row.id, row.count]));
}

async function walkChains(client: Client, heads: readonly ChainHead[]): Promise<void> {
  const database = onConnection(client);
  for (const { chain, number, hash } of heads) {
    await client.query(`SELECT set_config('clew.chain', $1, true)`, [chain]);
    const finding = await verifyJournal(database, chain);
    if (!finding.ok || finding.entries !== number || finding.head !== hash)
      throw new RangeError('A journal does not lead to its head.');
  }
}

/** The query builder on a connection that is within a transaction already. It ends nothing. */
function onConnection(client: Client): Kysely<Schema> {
  const pool = {
    connect: async () => Object.assign(client, { release: () => undefined }),
    end: async () => undefined,
  };
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: pool as unknown as Pool }) });
}
