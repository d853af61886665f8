import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';

/** Lets one at a time change who administers an agency, so that two who stop at once do not leave it without anybody. */
export async function lockAgency(transaction: Transaction<Schema>, agencyId: string): Promise<void> {
  await transaction
    .selectFrom('clew.agency')
    .select('agency_id')
    .where('agency_id', '=', agencyId)
    .forUpdate()
    .execute();
}

/** The workers who administer an agency now. */
export async function administratorsOf(
  transaction: Transaction<Schema>,
  agencyId: string,
): Promise<string[]> {
  const rows = await transaction
    .selectFrom('clew.worker_role as r')
    .innerJoin('clew.worker as w', (join) =>
      join.onRef('w.agency_id', '=', 'r.agency_id').onRef('w.worker_id', '=', 'r.worker_id'),
    )
    .select('r.worker_id')
    .where('r.agency_id', '=', agencyId)
    .where('r.role', '=', 'administrator')
    .where('w.standing', '=', 'in')
    .execute();
  return rows.map(({ worker_id }) => worker_id);
}

/** Whether without this worker nobody would administer. */
export function isLastOf(administrators: readonly string[], workerId: string): boolean {
  return administrators.includes(workerId) && administrators.every((id) => id === workerId);
}
