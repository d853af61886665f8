import type { Kysely } from 'kysely';
import type { AlarmOutcome, Schema } from '../../store/index.ts';

/** One alarm or test that was sent, and what became of it. */
export type Delivery = { madeAt: Date; event: 'alarm' | 'test'; attempts: number; outcome: AlarmOutcome };

const MOST = 50;

/** What was sent for the agency of this transaction, the newest fifty first. */
export async function listDeliveries(transaction: Kysely<Schema>): Promise<Delivery[]> {
  const rows = await transaction
    .selectFrom('clew.alarm_delivery')
    .select(['made_at', 'event', 'attempts', 'outcome'])
    .orderBy('made_at', 'desc')
    .orderBy('delivery_id')
    .limit(MOST)
    .execute();
  return rows.map(({ made_at, ...row }) => ({ madeAt: made_at, ...row }));
}
