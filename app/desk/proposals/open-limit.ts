import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';

/** How much of one person may wait for a second one at a time: a list that one person fills hides what others ask. */
export const OPEN_AT_ONCE = 20;

/** After this a proposal can no longer be confirmed: who confirms should know why it was made. */
export const PROPOSAL_MS = 14 * 86_400_000;

type Asked = { agencyId: string; workerId: string; kinds: readonly string[]; now: Date };

/** Whether this worker has proposed so much of these kinds that still waits that nothing more is taken. */
export async function isTooMany(
  transaction: Transaction<Schema>,
  { agencyId, workerId, kinds, now }: Asked,
): Promise<boolean> {
  const { count } = await transaction
    .selectFrom('clew.proposal')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('agency_id', '=', agencyId)
    .where('kind', 'in', kinds)
    .where('proposed_by', '=', workerId)
    .where('confirmed_by', 'is', null)
    .where('at', '>', new Date(now.getTime() - PROPOSAL_MS))
    .executeTakeFirstOrThrow();
  return Number(count) >= OPEN_AT_ONCE;
}
