import type { RosterWorker } from '@clew/seal';
import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { Schema } from '../../store/index.ts';

type Transaction = KyselyTransaction<Schema>;

/**
 * Notes that somebody else may have a worker's private keys: nothing is sealed to their public keys any more, and every key that was
 * given to them waits to be made anew. Call it before their wraps are deleted. Returns how many keys wait because of it.
 */
export async function markWithdrawn(
  transaction: Transaction,
  { agencyId, workerId, at }: { agencyId: string; workerId: string; at: Date },
): Promise<number> {
  await sql`
    INSERT INTO clew.withdrawn_key (agency_id, recipient, worker_id, at)
    SELECT agency_id, recipient, worker_id, ${at} FROM clew.worker
    WHERE agency_id = ${agencyId} AND worker_id = ${workerId} ON CONFLICT DO NOTHING
  `.execute(transaction);
  const held = await transaction
    .selectFrom('clew.key_wrap')
    .select('key_id')
    .distinct()
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .execute();
  await waitForRenewal(transaction, { agencyId, at, keyIds: held.map(({ key_id }) => key_id) });
  return held.length;
}

/** Notes that keys wait to be made anew, those that do already from when they did. */
export async function waitForRenewal(
  transaction: Transaction,
  { agencyId, keyIds, at }: { agencyId: string; keyIds: readonly string[]; at: Date },
): Promise<void> {
  if (keyIds.length === 0) return;
  await transaction
    .insertInto('clew.key_renewal')
    .values(keyIds.map((key_id) => ({ agency_id: agencyId, key_id, since: at })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The public keys of an agency to which nothing is to be sealed. */
export async function readWithdrawn(
  transaction: Transaction,
  agencyId: string,
): Promise<ReadonlySet<string>> {
  const rows = await transaction
    .selectFrom('clew.withdrawn_key')
    .select('recipient')
    .where('agency_id', '=', agencyId)
    .execute();
  return new Set(rows.map(({ recipient }) => recipient));
}

/** Those to whom something may be sealed. */
export function withoutWithdrawn(
  workers: readonly RosterWorker[],
  withdrawn: ReadonlySet<string>,
): RosterWorker[] {
  return workers.filter(({ recipient }) => !withdrawn.has(recipient));
}

/** Which of these keys wait to be made anew. */
export async function readWaitingKeys(
  transaction: Transaction,
  agencyId: string,
  keyIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await transaction
    .selectFrom('clew.key_renewal')
    .select('key_id')
    .where('agency_id', '=', agencyId)
    .where('key_id', 'in', keyIds)
    .execute();
  return new Set(rows.map(({ key_id }) => key_id));
}

/** Notes that a key was made anew. */
export async function noteRenewed(transaction: Transaction, agencyId: string, keyId: string): Promise<void> {
  await transaction
    .deleteFrom('clew.key_renewal')
    .where('agency_id', '=', agencyId)
    .where('key_id', '=', keyId)
    .execute();
}
