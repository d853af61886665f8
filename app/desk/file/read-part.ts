import { readAtFile } from './at-file.ts';
import { type Entry, openEntry, type Sealed } from './entry.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { openPartKeys, type PartOf } from './part-keys.ts';
import { revealOf } from './parts.ts';
import type { Refused } from './refusal.ts';

/** An entry that opened, with its id. */
type OpenedEntry = Entry & { entryId: string };

/**
 * What came out of a part. `shut`: entries for which the reader was given no key. `unsound`: entries that do not open
 * under a key the reader holds, because they were changed, or moved there from elsewhere. `missing`: entries that others count
 * and that are not there; of the last ones only the journal tells. `badKeys`: keys that stand there for the reader and open
 * nothing: somebody wrote them there or changed them, or whoever gave them has other keys by now.
 */
export type OpenedPart = {
  entries: readonly OpenedEntry[];
  shut: number;
  unsound: number;
  missing: number;
  badKeys: number;
};

/**
 * Opens a part of a file, with one entry in the journal, and one more where a key stands there that opens nothing. Entries stand in
 * the order in which they were written down.
 */
export async function readPart(
  desk: FileDesk,
  { fileId, part }: PartOf,
): Promise<({ ok: true } & OpenedPart) | Refused> {
  const read = await readAtFile(
    desk,
    { action: revealOf(part), fileId, part },
    async (transaction, file) => ({
      ...(await openPart(transaction, desk, { fileId: file.file_id, part })),
      at: file.file_id,
    }),
  );
  if (!read.ok) return read;
  const { at, ...opened } = read;
  // What is read may not write, so this is told apart.
  if (opened.badKeys > 0)
    await desk.door.write({ action: 'keys.unsound', thing: `file ${at} ${part}` }, async () => undefined);
  return opened;
}

/** Opens a part inside a transaction that has asked the policy and writes the journal. */
export async function openPart(
  transaction: FileTransaction,
  desk: FileDesk,
  { fileId, part }: PartOf,
): Promise<OpenedPart> {
  const rows = await transaction
    .selectFrom('clew.file_entry')
    .select(['entry_id', 'generation', 'box'])
    .where('agency_id', '=', desk.actor.agencyId)
    .where('file_id', '=', fileId)
    .where('compartment', '=', part)
    .execute();
  const generations = [...new Set(rows.map(({ generation }) => generation))];
  const { keys, unsound: bad } = await openPartKeys(transaction, desk, { fileId, part, generations });
  const opened: (Sealed & { entryId: string })[] = [];
  let shut = 0;
  for (const { entry_id: entryId, generation, box } of rows) {
    const key = keys.get(generation);
    if (key === undefined) shut += 1;
    const sealed = key && openEntry(desk, { fileId, part, entryId, generation, key }, box);
    if (sealed !== undefined) opened.push({ ...sealed, entryId });
  }
  opened.sort((one, other) => one.number - other.number);
  return {
    entries: opened.map(({ entry, entryId }) => ({ ...entry, entryId })),
    shut,
    unsound: rows.length - shut - opened.length,
    missing: Math.max(0, (opened.at(-1)?.number ?? 0) - rows.length),
    badKeys: bad.length,
  };
}
