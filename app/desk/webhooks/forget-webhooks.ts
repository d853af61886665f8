import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';

type Which = { agencyId: string; of: 'token_id' | 'webhook_id'; ids: readonly string[] };

/** Takes addresses away, with what was on its way to them. Returns how many there were. */
export async function forgetWebhooks(
  transaction: Transaction<Schema>,
  { agencyId, of, ids }: Which,
): Promise<number> {
  const found = await transaction
    .selectFrom('clew.webhook')
    .select('webhook_id')
    .where('agency_id', '=', agencyId)
    .where(of, 'in', ids)
    .forUpdate()
    .execute();
  if (found.length === 0) return 0;
  const webhookIds = found.map(({ webhook_id }) => webhook_id);
  for (const table of ['clew.webhook_delivery', 'clew.webhook'] as const)
    await transaction
      .deleteFrom(table)
      .where('agency_id', '=', agencyId)
      .where('webhook_id', 'in', webhookIds)
      .execute();
  return found.length;
}
