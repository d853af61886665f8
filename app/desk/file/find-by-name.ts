import { sql } from 'kysely';
import { may, mayAtAll } from '../policy/index.ts';
import { noteTry } from './at-file.ts';
import { agencyKeysOf } from './code-name.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { type ListedFile, listed } from './list-files.ts';
import { FILE_COLUMNS, type LoadedFile, loadRelations, thingOf } from './load-file.ts';
import { hashNameParts, plainNameParts } from './name-parts.ts';
import type { Refused } from './refusal.ts';
import { readSearchKeys } from './search-key.ts';

/** How the journal begins the entry of a search that met several files which bar the worker. */
export const TRIED_FOR_MANY = 'files find';

/** More than this is no search for somebody. */
const MOST = 50;

/**
 * The files of the worker's own agency in which every part of this name occurs, of those that the policy lets them see and
 * open the identity of. The search is in the journal, without the name. Files that they may not see are not told and not
 * counted. If some of them bar the worker by name, the journal tells that they looked for them, in the second of two entries
 * that every search leaves: so it takes as long whether there are such files or not.
 */
export async function findByName(
  desk: FileDesk,
  name: string,
): Promise<{ ok: true; files: readonly ListedFile[] } | Refused> {
  if (!mayAtAll(desk.actor, 'file.list') || !mayAtAll(desk.actor, 'file.reveal.identity')) {
    await noteTry(desk, 'files find');
    return { ok: false, why: 'forbidden' };
  }
  const agencyKeys = await agencyKeysOf(desk);
  if (agencyKeys.length === 0) return { ok: false, why: 'no-key' };
  const found = await desk.door.readSealed({ action: 'file.list', thing: 'files find' }, (transaction) =>
    filesWithName(transaction, desk, name),
  );
  const now = desk.now();
  await desk.door.write(secondEntry(desk, found), async () => undefined);
  const seen = found.filter((file) => {
    const thing = thingOf(file, now);
    return may(desk.actor, 'file.list', thing).may && may(desk.actor, 'file.reveal.identity', thing).may;
  });
  return { ok: true, files: seen.map((file) => listed(desk, agencyKeys, file)) };
}

function secondEntry(desk: FileDesk, found: readonly LoadedFile[]): { action: string; thing: string } {
  const barring = found
    .filter(({ bars }) => bars.some(({ worker_id }) => worker_id === desk.actor.workerId))
    .map(({ file_id }) => file_id);
  if (barring.length === 0) return { action: 'file.list', thing: 'files found' };
  const [first] = barring;
  const thing = barring.length === 1 ? `file ${first} find` : `${TRIED_FOR_MANY} ${barring.join(' ')}`;
  return { action: 'file.tried', thing };
}

async function filesWithName(
  transaction: FileTransaction,
  desk: FileDesk,
  name: string,
): Promise<LoadedFile[]> {
  // Under each generation, as some files may not have been hashed anew: it is one question, whatever is found.
  const searchKeys = await readSearchKeys(transaction, desk);
  if (searchKeys.length === 0) return [];
  const hashes = searchKeys.flatMap(({ key }) => hashNameParts(desk, key, name));
  const rows = await transaction
    .selectFrom('clew.file')
    .select(FILE_COLUMNS)
    .where('agency_id', '=', desk.actor.agencyId)
    .where(
      sql<boolean>`file_id IN (SELECT file_id FROM clew.file_name_part
        WHERE agency_id = ${desk.actor.agencyId} AND part_hash = ANY(${hashes})
        GROUP BY file_id, generation HAVING count(*) = ${plainNameParts(name).length})`,
    )
    .orderBy('clew.file.opened_month', 'desc')
    .orderBy('file_id')
    .limit(MOST)
    .execute();
  return loadRelations(transaction, desk.keys.pins, rows);
}
