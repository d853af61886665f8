import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { KeptTable } from './kept-tables.ts';
import { ChainHead, lastRow, type SectionEnd, type SectionStart, type TableStart } from './section-format.ts';

type SectionToWrite = {
  /** A connection within one transaction that sees one moment, as a role that may read all of it. */
  client: Client;
  start: SectionStart;
  tables: readonly KeptTable[];
  /** Told after each table. */
  onTable?: (table: string) => void;
  /** Told once, with what the section says last. */
  onEnd: (end: SectionEnd) => void;
};

/** The plain content of one section, piece by piece: the node's own rows, then the agency's. Throws what the database threw. */
export async function* writeSection(section: SectionToWrite): AsyncGenerator<Buffer> {
  const { client, start, tables, onTable, onEnd } = section;
  const rows: Record<string, number> = {};
  yield line(start);
  for (const of of ['node', 'agency'] as const) {
    const id = of === 'node' ? start.nodeId : start.agencyId;
    await client.query(`SELECT set_config('clew.chain', $1, true)`, [id]);
    for (const kept of tables.filter((one) => isOf(one, of))) {
      const { table, columns } = kept;
      yield line({ table, of, columns: [...columns] } satisfies TableStart);
      const copy = client.query(copyTo(`COPY (${selectOf(kept, id)}) TO STDOUT`));
      yield* copy as AsyncIterable<Buffer>;
      yield Buffer.from(`${lastRow}\n`);
      rows[`${of} ${table}`] = copy.rowCount;
      onTable?.(table);
    }
  }
  const end: SectionEnd = { end: true, rows, heads: await readHeads(client, start) };
  onEnd(end);
  yield line(end);
}

/** Chains are kept for the node and for the agency; what has an agency is the agency's alone. */
export function isOf({ whose }: KeptTable, of: 'node' | 'agency'): boolean {
  return whose === 'chain' || (whose === 'node') === (of === 'node');
}

/** The last entries of the node's chain and of the agency's, as this transaction sees them. */
async function readHeads(client: Client, { nodeId, agencyId }: SectionStart): Promise<ChainHead[]> {
  const heads: ChainHead[] = [];
  for (const chain of [nodeId, agencyId]) {
    await client.query(`SELECT set_config('clew.chain', $1, true)`, [chain]);
    const { rows } = await client.query(
      `SELECT chain, number::float8 AS number, encode(hash, 'hex') AS hash FROM clew.journal_head WHERE chain = $1`,
      [chain],
    );
    heads.push(...rows.map((row) => ChainHead.parse(row)));
  }
  return heads;
}

/** `id` comes from the database or a parsed section, and is a uuid: COPY takes no parameters. */
function selectOf({ table, columns, whose }: KeptTable, id: string): string {
  const list = columns.map(quoted).join(', ');
  const rows = whose === 'node' ? '' : ` WHERE ${whose} = '${id}'`;
  return `SELECT ${list} FROM clew.${quoted(table)}${rows}`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function line(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
