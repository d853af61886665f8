import { createHmac } from 'node:crypto';
import { makeKey, unwrapKey, wrapKey } from '@clew/seal';
import { mayAtAll } from '../policy/index.ts';
import { findGiver, loadColleagues, onRoster } from './colleagues.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';

/** The key under which parts of names are hashed. Whoever may open an identity in some file holds it; it is never made anew. */
const SEARCH_KEY = { keyId: 'names', generation: 1 };

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

/** Adds by which parts a file can be found. Earlier ones stay: a name that was corrected is still one that was heard. */
export async function addNameParts(
  transaction: FileTransaction,
  desk: FileDesk,
  { fileId, name, searchKey }: { fileId: string; name: string; searchKey: Uint8Array },
): Promise<void> {
  const rows = hashNameParts(desk, searchKey, name).map((part_hash) => ({
    agency_id: desk.actor.agencyId,
    part_hash,
    file_id: fileId,
  }));
  if (rows.length === 0) return;
  await transaction
    .insertInto('clew.file_name_part')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * The agency's search key. The first who needs it makes it; whoever opens it to write gives it to colleagues who may open
 * identities and lack it. Throws Refusal `no-key` if others have it and the worker was given none that is sound.
 */
export async function openSearchKey(
  transaction: FileTransaction,
  desk: FileDesk,
): Promise<Uint8Array | undefined> {
  const { agencyId } = desk.actor;
  // One of two who would make it waits here, and then finds the other's.
  await transaction
    .selectFrom('clew.agency')
    .select('agency_id')
    .where('agency_id', '=', agencyId)
    .forNoKeyUpdate()
    .execute();
  const holders = await searchKeyHolders(transaction, desk);
  const own = await readSearchKey(transaction, desk);
  if (own === undefined && holders.length > 0) return undefined;
  const key = own ?? makeKey(desk.random);
  for (const colleague of await loadColleagues(transaction, desk)) {
    const { workerId } = colleague.actor;
    if (holders.includes(workerId) || !mayAtAll(colleague.actor, 'file.reveal.identity')) continue;
    const recipient = await onRoster(transaction, desk, colleague);
    if (recipient === undefined) continue;
    const giver = { worker: desk.keys.me, signingKey: desk.keys.signingKey };
    const wrapped = await wrapKey({ key, about: SEARCH_KEY, recipient, giver });
    await transaction
      .insertInto('clew.key_wrap')
      .values({
        agency_id: agencyId,
        key_id: SEARCH_KEY.keyId,
        generation: SEARCH_KEY.generation,
        worker_id: workerId,
        given_by: desk.actor.workerId,
        ...wrapped,
      })
      .execute();
  }
  return key;
}

/** The agency's search key, if the worker was given it. */
export async function readSearchKey(
  transaction: FileTransaction,
  desk: FileDesk,
): Promise<Uint8Array | undefined> {
  const row = await transaction
    .selectFrom('clew.key_wrap')
    .select(['wrap', 'signature', 'given_by'])
    .where('agency_id', '=', desk.actor.agencyId)
    .where('key_id', '=', SEARCH_KEY.keyId)
    .where('generation', '=', SEARCH_KEY.generation)
    .where('worker_id', '=', desk.actor.workerId)
    .executeTakeFirst();
  const giver = row && (await findGiver(transaction, desk, row.given_by));
  if (!row || !giver) return undefined;
  const { me: recipient, identity } = desk.keys;
  const opened = await unwrapKey({ wrapped: row, about: SEARCH_KEY, recipient, identity, giver });
  return opened.ok ? opened.key : undefined;
}

async function searchKeyHolders(transaction: FileTransaction, desk: FileDesk): Promise<string[]> {
  const rows = await transaction
    .selectFrom('clew.key_wrap')
    .select('worker_id')
    .where('agency_id', '=', desk.actor.agencyId)
    .where('key_id', '=', SEARCH_KEY.keyId)
    .execute();
  return rows.map(({ worker_id }) => worker_id);
}
