import { makeKey, unwrapKey, wrapKey } from '@clew/seal';
import { noteRenewed, readWaitingKeys, readWithdrawn, waitForRenewal } from '../keys/renewal.ts';
import { mayAtAll } from '../policy/index.ts';
import { findGiver, loadColleagues, onRoster } from './colleagues.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';

/** The key under which parts of names are hashed. Whoever may open an identity in some file holds it. */
export const SEARCH_KEY = 'names';
/** What waits while hashes of some files are still under an older one. */
export const NAMES_OF_FILES = 'names:files';

/** The search key of one generation. */
export type SearchKey = { key: Uint8Array; generation: number };

/**
 * The agency's search key. The first who needs it makes it; whoever opens it to write gives it to colleagues who may open
 * identities and lack it. Where it waits to be made anew it is, for whoever may open identities now. Undefined if others have it and
 * the worker was given none that is sound, or has keys that were withdrawn.
 */
export async function openSearchKey(
  transaction: FileTransaction,
  desk: FileDesk,
): Promise<SearchKey | undefined> {
  const { agencyId } = desk.actor;
  // One of two who would make it waits here, and then finds the other's.
  await transaction
    .selectFrom('clew.agency')
    .select('agency_id')
    .where('agency_id', '=', agencyId)
    .forNoKeyUpdate()
    .execute();
  const withdrawn = await readWithdrawn(transaction, agencyId);
  if (withdrawn.has(desk.keys.me.recipient)) return undefined;
  const held = await readHolders(transaction, agencyId);
  const newest = held.at(-1)?.generation ?? 0;
  const own = await readSearchKeys(transaction, desk);
  const isWaiting = (await readWaitingKeys(transaction, agencyId, [SEARCH_KEY])).has(SEARCH_KEY);
  const isOver = isWaiting || newest === 0;
  if (!isOver && own[0]?.generation !== newest) return undefined;
  const made = isOver ? [{ key: makeKey(desk.random), generation: newest + 1 }] : [];
  const keys = [...made, ...own];
  const isLacking = (workerId: string, generation: number) =>
    !held.some((one) => one.worker_id === workerId && one.generation === generation);
  for (const colleague of await loadColleagues(transaction, desk)) {
    const { workerId } = colleague.actor;
    const lacking = keys.filter(({ generation }) => isLacking(workerId, generation));
    if (lacking.length === 0 || !mayAtAll(colleague.actor, 'file.reveal.identity')) continue;
    const recipient = await onRoster(transaction, desk, colleague);
    if (recipient === undefined || withdrawn.has(recipient.recipient)) continue;
    const giver = { worker: desk.keys.me, signingKey: desk.keys.signingKey };
    for (const { key, generation } of lacking) {
      const wrapped = await wrapKey({ key, about: { keyId: SEARCH_KEY, generation }, recipient, giver });
      const ids = { agency_id: agencyId, key_id: SEARCH_KEY, generation, worker_id: workerId };
      await transaction
        .insertInto('clew.key_wrap')
        .values({ ...ids, given_by: desk.actor.workerId, ...wrapped })
        .execute();
    }
  }
  if (isWaiting) {
    await noteRenewed(transaction, agencyId, SEARCH_KEY);
    await waitForRenewal(transaction, { agencyId, keyIds: [NAMES_OF_FILES], at: desk.now() });
  }
  return keys[0];
}

/** The agency's search key as the worker was given it, the newest generation first. */
export async function readSearchKeys(transaction: FileTransaction, desk: FileDesk): Promise<SearchKey[]> {
  const rows = await transaction
    .selectFrom('clew.key_wrap')
    .select(['generation', 'wrap', 'signature', 'given_by'])
    .where('agency_id', '=', desk.actor.agencyId)
    .where('key_id', '=', SEARCH_KEY)
    .where('worker_id', '=', desk.actor.workerId)
    .orderBy('generation', 'desc')
    .execute();
  const { me: recipient, identity } = desk.keys;
  const keys: SearchKey[] = [];
  for (const { generation, given_by, ...wrapped } of rows) {
    const giver = await findGiver(transaction, desk, given_by);
    const about = { keyId: SEARCH_KEY, generation };
    const opened = giver && (await unwrapKey({ wrapped, about, recipient, identity, giver }));
    if (opened?.ok) keys.push({ key: opened.key, generation });
  }
  return keys;
}

/**
 * Forgets the older keys once no hash is under one of them. Call it with the agency's row locked, or leave it to the next who
 * does: of two who make the last hashes at the same moment neither sees the other's.
 */
export async function finishNames(transaction: FileTransaction, agencyId: string): Promise<void> {
  const newest = (await readHolders(transaction, agencyId)).at(-1)?.generation ?? 0;
  if (await hasOlderHashes(transaction, agencyId)) return;
  await noteRenewed(transaction, agencyId, NAMES_OF_FILES);
  await transaction
    .deleteFrom('clew.key_wrap')
    .where('agency_id', '=', agencyId)
    .where('key_id', '=', SEARCH_KEY)
    .where('generation', '<', newest)
    .execute();
}

/** Whether a hash of a name is still under an older key than the newest. */
export async function hasOlderHashes(transaction: FileTransaction, agencyId: string): Promise<boolean> {
  const newest = (await readHolders(transaction, agencyId)).at(-1)?.generation ?? 0;
  const older = await transaction
    .selectFrom('clew.file_name_part')
    .select('file_id')
    .where('agency_id', '=', agencyId)
    .where('generation', '<', newest)
    .limit(1)
    .executeTakeFirst();
  return older !== undefined;
}

/** Who was given which generation, the newest last. */
async function readHolders(transaction: FileTransaction, agencyId: string) {
  return transaction
    .selectFrom('clew.key_wrap')
    .select(['worker_id', 'generation'])
    .where('agency_id', '=', agencyId)
    .where('key_id', '=', SEARCH_KEY)
    .orderBy('generation')
    .execute();
}
