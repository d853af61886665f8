import type { SignedIn } from '../pages/signed-in.ts';
import { openShown } from './webhook-box.ts';

/** An address that a token set, as its worker sees it. */
export type ShownWebhook = {
  tokenId: string;
  /** Undefined where it was sealed to keys that the worker had before. */
  address: string | undefined;
  isStopped: boolean;
};

/** Where the programs of a worker's tokens are told, by token, the oldest first. */
export async function showWebhooks({ door, actor, keys }: SignedIn): Promise<ShownWebhook[]> {
  const { agencyId, workerId } = actor;
  const rows = await door.read((transaction) =>
    transaction
      .selectFrom('clew.webhook as h')
      .innerJoin('clew.api_token as t', (join) =>
        join.onRef('t.agency_id', '=', 'h.agency_id').onRef('t.token_id', '=', 'h.token_id'),
      )
      .select(['h.webhook_id', 'h.token_id', 'h.shown', 'h.stopped_at'])
      .where('h.agency_id', '=', agencyId)
      .where('t.worker_id', '=', workerId)
      .orderBy('h.made_at')
      .orderBy('h.webhook_id')
      .execute(),
  );
  return Promise.all(
    rows.map(async ({ webhook_id: webhookId, token_id: tokenId, shown, stopped_at }) => ({
      tokenId,
      address: await openShown({ agencyId, webhookId, tokenId }, shown, keys.identity),
      isStopped: stopped_at !== null,
    })),
  );
}
