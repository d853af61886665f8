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

/**
 * Notes that what a worker who goes held beside files waits to be made anew: the agency's key, the one by which names are found,
 * the roster's. Parts of files are made anew by who writes there next.
 */
export async function markLeaving(
  transaction: Transaction,
  { agencyId, workerId }: { agencyId: string; workerId: string },
): Promise<void> {
  await sql`
    INSERT INTO clew.key_renewal (agency_id, key_id, since)
    SELECT DISTINCT agency_id, key_id, now() FROM clew.key_wrap
    WHERE agency_id = ${agencyId} AND worker_id = ${workerId} AND key_id NOT LIKE 'file:%' ON CONFLICT DO NOTHING
  `.execute(transaction);
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

type Openable = { key: Uint8Array; generation?: number };

/** A key of every generation that a worker was given, the newest first: what was sealed before a renewal opens under an older one. */
export async function openGenerations<Opened extends Openable>(
  keys: { open(keyId: string, generation?: number): Promise<Opened | undefined> },
  keyId: string,
): Promise<Opened[]> {
  const newest = await keys.open(keyId);
  if (!newest) return [];
  const opened = [newest];
  for (let generation = (newest.generation ?? 1) - 1; generation >= 1; generation--) {
    const older = await keys.open(keyId, generation);
    if (older) opened.push(older);
  }
  return opened;
}

/** Notes that a key was made anew. */
export async function noteRenewed(transaction: Transaction, agencyId: string, keyId: string): Promise<void> {
  await transaction
    .deleteFrom('clew.key_renewal')
    .where('agency_id', '=', agencyId)
    .where('key_id', '=', keyId)
    .execute();
}
