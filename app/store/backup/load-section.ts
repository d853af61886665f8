import { isDeepStrictEqual } from 'node:util';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { z } from 'zod';
import type { KeptTable } from './kept-tables.ts';
import type { OpenedSection } from './open-sections.ts';
import { lastRow, SectionEnd, type SectionStart, TableStart } from './section-format.ts';
import { isOf, quoted } from './write-section.ts';

type SectionToLoad = {
  /** A connection within the transaction in which all sections are loaded, as a role that row-level security does not bind. */
  client: Client;
  section: OpenedSection;
  tables: readonly KeptTable[];
  /** Whether this is the first: the node's own rows stand in each section and are loaded once. */
  withNode: boolean;
  onTable?: (table: string) => void;
};

const pieceBytes = 256 * 1024;

/**
 * Loads the rows of one section. Returns what it says last. Throws SyntaxError or a ZodError for what is no section of these
 * tables, RangeError where its counts are not those of its rows, and what the database or the file threw.
 */
export async function loadSection(loading: SectionToLoad): Promise<SectionEnd> {
  const { section, tables, withNode, onTable } = loading;
  const lines = section.lines();
  const rows: Record<string, number> = {};
  refuseOther(await next(lines), section.start);
  for (const { table, of, columns } of tablesInOrder(tables)) {
    const start = read(TableStart, await next(lines));
    if (!isDeepStrictEqual(start, { table, of, columns }))
      throw new SyntaxError(`Rows of ${table} do not follow.`);
    onTable?.(table);
    const count =
      of === 'node' && !withNode ? await skipRows(lines) : await copyRows(loading, { lines, start });
    rows[`${of} ${table}`] = count;
  }
  const end = read(SectionEnd, await next(lines));
  // Reading on is what tells that nothing was cut off and nothing put behind.
  if (!(await lines.next()).done) throw new SyntaxError('Something stands behind the end.');
  if (!isDeepStrictEqual(end.rows, rows)) throw new RangeError('The counts are not those of the rows.');
  return end;
}

function tablesInOrder(tables: readonly KeptTable[]): TableStart[] {
  return (['node', 'agency'] as const).flatMap((of) =>
    tables
      .filter((kept) => isOf(kept, of))
      .map(({ table, columns }) => ({ table, of, columns: [...columns] })),
  );
}

function refuseOther(line: Buffer, start: SectionStart): void {
  if (!isDeepStrictEqual(JSON.parse(line.toString()), start))
    throw new SyntaxError('This is another section.');
}

function read<Schema extends z.ZodType>(schema: Schema, line: Buffer): z.infer<Schema> {
  return schema.parse(JSON.parse(line.toString()));
}

async function next(lines: AsyncGenerator<Buffer>): Promise<Buffer> {
  const { done, value } = await lines.next();
  if (done) throw new SyntaxError('The section ends too early.');
  return value;
}

async function skipRows(lines: AsyncGenerator<Buffer>): Promise<number> {
  let count = 0;
  while ((await next(lines)).toString('latin1') !== lastRow) count += 1;
  return count;
}

async function copyRows(
  { client }: SectionToLoad,
  { lines, start }: { lines: AsyncGenerator<Buffer>; start: TableStart },
): Promise<number> {
  const list = start.columns.map(quoted).join(', ');
  const copy = client.query(copyFrom(`COPY clew.${quoted(start.table)} (${list}) FROM STDIN`));
  const failed = new Promise<never>((_, reject) => copy.once('error', reject));
  failed.catch(() => undefined);
  const write = (piece: Buffer) =>
    copy.write(piece) ? undefined : Promise.race([failed, new Promise((done) => copy.once('drain', done))]);
  let [count, held, bytes]: [number, Buffer[], number] = [0, [], 0];
  for (;;) {
    const line = await next(lines).catch((error: Error) => {
      // Else the connection would wait for rows for ever.
      copy.destroy(error);
      throw error;
    });
    if (line.toString('latin1') === lastRow) break;
    held.push(line, NEWLINE);
    bytes += line.length + 1;
    count += 1;
    if (bytes < pieceBytes) continue;
    await write(Buffer.concat(held));
    [held, bytes] = [[], 0];
  }
  if (bytes > 0) await write(Buffer.concat(held));
  await Promise.race([failed, new Promise<void>((done) => copy.end(done))]);
  return count;
}

const NEWLINE = Buffer.from('\n');
