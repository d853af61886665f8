import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { type Rights, readRights } from '../keys/rights.ts';
import type { Pins } from '../keys/roster.ts';

/**
 * Lets one at a time change who does what at an agency, so that two who stop at once do not leave it without anybody, and no two
 * say the next thing in one line.
 */
export async function lockAgency(transaction: Transaction<Schema>, agencyId: string): Promise<void> {
  await transaction
    .selectFrom('clew.agency')
    .select('agency_id')
    .where('agency_id', '=', agencyId)
    .forNoKeyUpdate()
    .execute();
}

/** Everybody who works at the agency now, with what was signed of their roles and teams. */
export async function readEverybody(
  transaction: Transaction<Schema>,
  pins: Pins,
): Promise<Map<string, Rights>> {
  const rows = await transaction
    .selectFrom('clew.worker')
    .select('worker_id')
    .where('agency_id', '=', pins.agencyId)
    .where('standing', '=', 'in')
    .orderBy('worker_id')
    .execute();
  return readRights(
    transaction,
    pins,
    rows.map(({ worker_id }) => worker_id),
  );
}

/** The workers who administer an agency now. */
export async function administratorsOf(transaction: Transaction<Schema>, pins: Pins): Promise<string[]> {
  const everybody = await readEverybody(transaction, pins);
  return [...everybody].flatMap(([id, { roles }]) => (roles.includes('administrator') ? id : []));
}

/** Whether without this worker nobody would administer. */
export function isLastOf(administrators: readonly string[], workerId: string): boolean {
  return administrators.includes(workerId) && administrators.every((id) => id === workerId);
}
