import { createHmac } from 'node:crypto';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import type { SearchKey } from './search-key.ts';

/**
 * A name's parts, each in its plainest form: no marks, no case, no signs. So Noël and NOEL are one, and أحمد and احمد; other
 * ways to write a name in other letters are not joined here.
 */
export function plainNameParts(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/ـ/g, '');
  return [...new Set(plain.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length > 1))];
}

/** Hashes the parts of a name under the agency's search key, bound to the agency. */
export function hashNameParts(desk: FileDesk, searchKey: Uint8Array, name: string): Buffer[] {
  const { agencyId } = desk.actor;
  return plainNameParts(name).map((part) =>
    createHmac('sha256', searchKey).update(`clew name part 1 ${agencyId} ${part}`).digest(),
  );
}

/** Names of a file, and the key under which they are hashed. */
type NamesOfFile = { fileId: string; names: readonly string[]; searchKey: SearchKey };

/** Adds by which parts a file can be found. Earlier ones stay: a name that was corrected is still one that was heard. */
export async function addNameParts(
  transaction: FileTransaction,
  desk: FileDesk,
  { fileId, names, searchKey }: NamesOfFile,
): Promise<void> {
  const { agencyId: agency_id } = desk.actor;
  const { key, generation } = searchKey;
  const rows = names
    .flatMap((name) => hashNameParts(desk, key, name))
    .map((part_hash) => ({ agency_id, part_hash, file_id: fileId, generation }));
  if (rows.length === 0) return;
  await transaction
    .insertInto('clew.file_name_part')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The same in the place of what was hashed under an older key. */
export async function remakeNameParts(
  transaction: FileTransaction,
  desk: FileDesk,
  of: NamesOfFile,
): Promise<void> {
  await transaction
    .deleteFrom('clew.file_name_part')
    .where('agency_id', '=', desk.actor.agencyId)
    .where('file_id', '=', of.fileId)
    .where('generation', '<', of.searchKey.generation)
    .execute();
  await addNameParts(transaction, desk, of);
}
