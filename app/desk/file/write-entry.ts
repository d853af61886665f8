import { randomUUID } from 'node:crypto';
import { readWithdrawn } from '../keys/renewal.ts';
import { type Entry, sealEntry } from './entry.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import type { LoadedFile } from './load-file.ts';
import { openPartKeys, type PartOf } from './part-keys.ts';
import type { Part } from './parts.ts';
import { Refusal } from './refusal.ts';
import { settleKeys, startPart } from './settle-keys.ts';

type Writing = { file: LoadedFile; part: Part; entry: Entry; entryId?: string };

/**
 * Seals an entry into a part of a file, under the newest generation of its key. If somebody has a key who may not (any more),
 * such as after break-glass, or the key was on a stolen machine, the part gets a new one first. Throws Refusal `no-key` if the worker was given none that is
 * sound. Call it with the file's row locked. Returns the entry's id.
 */
export async function writeEntry(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, part, entry, entryId = randomUUID() }: Writing,
): Promise<string> {
  const fileId = file.file_id;
  const { generation, key } = await keyToWrite(transaction, desk, { file, part });
  const number = 1 + (await countEntries(transaction, desk, { fileId, part }));
  const box = sealEntry(desk, { fileId, part, entryId, generation, key }, { number, entry });
  await transaction
    .insertInto('clew.file_entry')
    .values({
      agency_id: desk.actor.agencyId,
      file_id: fileId,
      compartment: part,
      entry_id: entryId,
      generation,
      box,
    })
    .execute();
  return entryId;
}

async function keyToWrite(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, part }: { file: LoadedFile; part: Part },
): Promise<{ generation: number; key: Uint8Array }> {
  // Whoever else has these keys would read along: whose keys were withdrawn changes them first.
  if ((await readWithdrawn(transaction, desk.actor.agencyId)).has(desk.keys.me.recipient))
    throw new Refusal('no-key');
  if ((await readGeneration(transaction, desk, { file, part })) === undefined)
    return { generation: 1, key: await startPart(transaction, desk, { file, part }) };
  await settleKeys(transaction, desk, { file, parts: [part] });
  const generation = await readGeneration(transaction, desk, { file, part });
  if (generation === undefined) throw new Refusal('no-key');
  const { keys } = await openPartKeys(transaction, desk, {
    fileId: file.file_id,
    part,
    generations: [generation],
  });
  const key = keys.get(generation);
  if (key === undefined) throw new Refusal('no-key');
  return { generation, key };
}

async function readGeneration(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, part }: { file: LoadedFile; part: Part },
): Promise<number | undefined> {
  const row = await transaction
    .selectFrom('clew.file_compartment')
    .select('generation')
    .where('agency_id', '=', desk.actor.agencyId)
    .where('file_id', '=', file.file_id)
    .where('compartment', '=', part)
    .executeTakeFirst();
  return row?.generation;
}

async function countEntries(
  transaction: FileTransaction,
  desk: FileDesk,
  { fileId, part }: PartOf,
): Promise<number> {
  const row = await transaction
    .selectFrom('clew.file_entry')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('agency_id', '=', desk.actor.agencyId)
    .where('file_id', '=', fileId)
    .where('compartment', '=', part)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
