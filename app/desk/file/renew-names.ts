import { sql } from 'kysely';
import { readWaitingKeys } from '../keys/renewal.ts';
import { may, mayAtAll } from '../policy/index.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { loadFile, thingOf } from './load-file.ts';
import { addNameParts, remakeNameParts } from './name-parts.ts';
import { inRandomOrder } from './random-order.ts';
import { openPart } from './read-part.ts';
import {
  finishNames,
  hasOlderHashes,
  NAMES_OF_FILES,
  openSearchKey,
  SEARCH_KEY,
  type SearchKey,
} from './search-key.ts';

/** Whether the key by which names are found waits to be made anew, and which files still wait for that whose names the worker opens. */
type WaitingNames = { key: boolean; files: readonly string[] };

/** What of the search for names waits for this worker; nothing for who opens no identity. */
export async function readOwnNames(desk: FileDesk): Promise<WaitingNames> {
  if (!mayAtAll(desk.actor, 'file.reveal.identity')) return { key: false, files: [] };
  return desk.door.read(async (transaction) => {
    const { agencyId } = desk.actor;
    const waiting = await readWaitingKeys(transaction, agencyId, [SEARCH_KEY, NAMES_OF_FILES]);
    const files = waiting.has(NAMES_OF_FILES) ? await ownFiles(transaction, desk) : [];
    return { key: waiting.has(SEARCH_KEY), files };
  });
}

/**
 * Makes the key by which names are found anew where it waits for that, and then the hashes of the files whose names this worker
 * opens, file by file, each with its entry in the journal; `most` files at a time. Names are opened for it and shown to nobody.
 * Returns how many files were. Until a file's are made it is found by the older ones.
 */
export async function renewNames(desk: FileDesk, most: number): Promise<number> {
  const { agencyId } = desk.actor;
  const { key } = await readOwnNames(desk);
  if (key)
    await desk.door.write({ action: 'keys.names-renewed', thing: `agency ${agencyId}` }, (transaction) =>
      openSearchKey(transaction, desk),
    );
  const { files } = await readOwnNames(desk);
  let made = 0;
  for (const fileId of inRandomOrder(files, desk.random).slice(0, most))
    made += await desk.door.write(
      { action: 'keys.names-hashed', thing: `file ${fileId} identity` },
      (transaction) => renewFile(transaction, desk, fileId),
    );
  const isDone = await desk.door.read(async (transaction) => {
    const waiting = await readWaitingKeys(transaction, agencyId, [NAMES_OF_FILES]);
    return waiting.has(NAMES_OF_FILES) && !(await hasOlderHashes(transaction, agencyId));
  });
  if (isDone)
    await desk.door.write({ action: 'keys.names-renewed', thing: `agency ${agencyId}` }, (transaction) =>
      finishNames(transaction, agencyId),
    );
  return made;
}

async function renewFile(transaction: FileTransaction, desk: FileDesk, fileId: string): Promise<number> {
  const file = await loadFile(transaction, { pins: desk.keys.pins, fileId }, true);
  if (!file || !may(desk.actor, 'file.reveal.identity', thingOf(file, desk.now())).may) return 0;
  const searchKey = await openSearchKey(transaction, desk);
  return searchKey && (await hashNames(transaction, desk, { fileId, searchKey })) ? 1 : 0;
}

/**
 * Hashes every name of a file under this key, those too that a colleague wrote who had no search key, in the place of what was
 * hashed under an older one. False where some names are shut to this worker: the older hashes stay then, and the file waits for
 * somebody who opens them all.
 */
export async function hashNames(
  transaction: FileTransaction,
  desk: FileDesk,
  { fileId, searchKey }: { fileId: string; searchKey: SearchKey },
): Promise<boolean> {
  const { entries, shut } = await openPart(transaction, desk, { fileId, part: 'identity' });
  const names = entries.flatMap((entry) =>
    entry.kind === 'statement' && entry.about === 'name' ? [entry.words] : [],
  );
  const put = shut === 0 ? remakeNameParts : addNameParts;
  await put(transaction, desk, { fileId, names, searchKey });
  return shut === 0;
}

/** Files with hashes under an older key whose identity the worker may open, and has the key of. */
async function ownFiles(transaction: FileTransaction, desk: FileDesk): Promise<string[]> {
  const { agencyId, workerId } = desk.actor;
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT p.file_id::text AS id FROM clew.file_name_part p
    JOIN clew.key_wrap k ON k.agency_id = p.agency_id AND k.key_id = 'file:' || p.file_id || ':identity'
    WHERE p.agency_id = ${agencyId} AND k.worker_id = ${workerId} AND p.generation < (
      SELECT max(generation) FROM clew.key_wrap WHERE agency_id = ${agencyId} AND key_id = ${SEARCH_KEY})
    ORDER BY id
  `.execute(transaction);
  const found: string[] = [];
  for (const { id: fileId } of rows) {
    const file = await loadFile(transaction, { pins: desk.keys.pins, fileId }, false);
    const thing = file && thingOf(file, desk.now());
    if (thing && may(desk.actor, 'file.reveal.identity', thing).may) found.push(fileId);
  }
  return found;
}
