import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintOf, type SigningKeys, sign, verify } from '@clew/seal';
import type { Client } from 'pg';
import { z } from 'zod';
import { StoreFault } from '../fault.ts';
import type { KeptTable } from './kept-tables.ts';
import { quoted } from './write-section.ts';

/** The list's name, beside the backups. */
export const ERASED_LIST = 'clew-erased';
const CONTEXT = 'clew erased 1';

const List = z.strictObject({
  /** As it stood then (UTC). */
  at: z.iso.datetime(),
  /** Random ids that files had. They name no agency. */
  ids: z.array(z.uuid()),
});
const SignedList = z.strictObject({ erased: List, verifyKey: z.string(), signature: z.string() });

/** What was erased, as far as a list says: a backup of before is restored without it. */
export type ErasedList = { at: string; ids: readonly string[]; signedBy: string };

/**
 * Writes beside backups what was erased so far, with what `before`, an older list of this node's, says, signed. Nothing where nothing
 * ever was. A list of another node that lies there is put aside under its signer's digits: to sign what it says would be to answer for it.
 */
export async function writeErasedList(
  client: Client,
  { folder, signer, before: found }: { folder: string; signer: SigningKeys; before: ErasedList | undefined },
): Promise<void> {
  const file = join(folder, ERASED_LIST);
  const isOurs = found?.signedBy === fingerprintOf(signer.verifyKey);
  const before = isOurs ? found : undefined;
  if (found && !isOurs) await rename(file, `${file}-of-${found.signedBy.replaceAll(/\D/g, '')}`);
  const { rows } = await client.query<{ id: string; at: Date }>(
    'SELECT thing_id AS id, now() AS at FROM clew.erased ORDER BY 1',
  );
  const ids = [...new Set([...(before?.ids ?? []), ...rows.map(({ id }) => id)])].toSorted();
  if (ids.length === 0) return;
  const erased = { at: (rows[0]?.at ?? new Date(before?.at ?? 0)).toISOString(), ids };
  const signature = sign({ signingKey: signer.signingKey, context: CONTEXT, bytes: bytesOf(erased) });
  const text = `${JSON.stringify({ erased, verifyKey: signer.verifyKey, signature })}\n`;
  const part = `${file}-${randomUUID()}.part`;
  const handle = await open(part, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
}

/** Reads such a list; undefined if there is none. Throws `store.backup-file` for what is not what was written. */
export async function readErasedList(file: string): Promise<ErasedList | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw notWritten(file, error);
  });
  if (text === undefined) return undefined;
  try {
    const { erased, verifyKey, signature } = SignedList.parse(JSON.parse(text));
    if (verify({ verifyKey, context: CONTEXT, bytes: bytesOf(erased), signature }))
      return { ...erased, signedBy: fingerprintOf(verifyKey) };
  } catch (cause) {
    throw notWritten(file, cause);
  }
  throw notWritten(file);
}

function notWritten(file: string, cause?: unknown): StoreFault {
  return new StoreFault(
    'store.backup-file',
    `${file}, the list of what was erased, is not what was written. Copy it again from where it was kept, or move it away: what was erased since the backup then comes back.`,
    { cause },
  );
}

function bytesOf(erased: z.infer<typeof List>): Uint8Array {
  return Buffer.from(JSON.stringify({ at: erased.at, ids: erased.ids }));
}

/**
 * Takes out of a database that is being restored what had been erased since, within the transaction that loads it, and says so in
 * the journals of its agencies. `tables` stand each after those that it refers to. Returns how many came back and went again.
 */
export async function eraseAgain(
  client: Client,
  { tables, ids }: { tables: readonly KeptTable[]; ids: readonly string[] },
): Promise<number> {
  if (!tables.some(({ table }) => table === 'file') || ids.length === 0) return 0;
  const { rows: back } = await client.query<{ agency_id: string; file_id: string }>(
    'SELECT agency_id, file_id FROM clew.file WHERE file_id = ANY($1::uuid[])',
    [ids],
  );
  if (back.length === 0) return 0;
  const found = back.map(({ file_id }) => file_id);
  for (const { table, columns } of tables.toReversed()) {
    const where = whoseFile(table, columns);
    if (where !== undefined)
      await client.query(`DELETE FROM clew.${quoted(table)} WHERE ${where} = ANY($1::text[])`, [found]);
  }
  const isListed = tables.some(({ table }) => table === 'erased');
  for (const { agency_id: agencyId, file_id: fileId } of back) {
    if (isListed)
      await client.query('INSERT INTO clew.erased (agency_id, thing_id, at) VALUES ($1, $2, now())', [
        agencyId,
        fileId,
      ]);
    await client.query(`SELECT set_config('clew.chain', $1, true)`, [agencyId]);
    await client.query(`SELECT clew.journal_append($1, 'node', 'file.erased-again', $2)`, [
      agencyId,
      `file ${fileId}`,
    ]);
  }
  return back.length;
}

/** What of a row names a file; undefined for a table of which none does. */
function whoseFile(table: string, columns: readonly string[]): string | undefined {
  if (columns.includes('file_id')) return 'file_id::text';
  if (columns.includes('key_id'))
    return `(CASE WHEN key_id LIKE 'file:%' THEN split_part(key_id, ':', 2) END)`;
  // Who was barred from a file.
  if (table === 'statement') return `(CASE WHEN kind = 'bar' THEN split_part(thing, ' ', 1) END)`;
  return table === 'proposal'
    ? `(CASE WHEN thing LIKE 'file %' THEN split_part(thing, ' ', 2) END)`
    : undefined;
}
