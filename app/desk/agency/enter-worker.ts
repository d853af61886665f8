import { type RosterWorker, wrapKey } from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import type { Keyring, OpenKey } from '../keys/keyring.ts';

/** Who comes in, and by whose hand. */
export type Entering = { agencyId: string; workerId: string; givenBy: string };
/** A key that is given to a newcomer, sealed to them. */
export type EntryWrap = { key_id: string; generation: number; wrap: string; signature: string };

/** Seals to a newcomer whom two people let in the keys that they begin with. */
export async function giveEntryKeys(
  keyring: Keyring,
  recipient: RosterWorker,
  keys: readonly (OpenKey & { keyId: string })[],
): Promise<EntryWrap[]> {
  const giver = { worker: keyring.me, signingKey: keyring.signingKey };
  const made = keys.map(async ({ keyId, key, generation }) => ({
    key_id: keyId,
    generation,
    ...(await wrapKey({ key, about: { keyId, generation }, recipient, giver })),
  }));
  return Promise.all(made);
}

/** Puts in whoever waits, with their first keys; the invitation is gone. False if they do not wait any more. */
export async function putIn(
  transaction: Transaction<Schema>,
  { agencyId, workerId, givenBy }: Entering,
  wraps: readonly EntryWrap[],
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('clew.worker')
    .set({ standing: 'in' })
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .where('standing', '=', 'invited')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await transaction
    .insertInto('clew.key_wrap')
    .values(wraps.map((wrap) => ({ agency_id: agencyId, worker_id: workerId, given_by: givenBy, ...wrap })))
    .execute();
  await transaction
    .deleteFrom('clew.invitation')
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .execute();
  return true;
}
