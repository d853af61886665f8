import { sql, type Transaction } from 'kysely';
import { type EventOutcome, type Schema, sendJobs } from '../../store/index.ts';
import type { Bearer } from '../api/find-token.ts';
import { type EventKind, eventOf } from './event-kinds.ts';
import { openAddress } from './set-webhook.ts';

/** For how long what was sent can be sent anew. */
export const KEPT_MS = 7 * 24 * 3_600_000;

/** Why nothing is sent to an address any more. `silent`: it took nothing for three days; `gone`: it answered 410. */
export type Stopped = { at: Date; why: 'silent' | 'gone' | 'no-key' };

/** An address of a token. `address` is undefined where somebody put another in its place. */
export type OwnWebhook = {
  webhookId: string;
  address: string | undefined;
  kinds: EventKind[];
  madeAt: Date;
  failingSince: Date | undefined;
  stopped: Stopped | undefined;
};

/** The addresses that this token set, the oldest first. */
export async function listWebhooks(bearer: Bearer): Promise<OwnWebhook[]> {
  const { actor, token, door } = bearer;
  const rows = await door.read((transaction) =>
    transaction
      .selectFrom('clew.webhook')
      .select(['webhook_id', 'kinds', 'about', 'made_at', 'failing_since', 'stopped_at', 'stopped_why'])
      .where('agency_id', '=', actor.agencyId)
      .where('token_id', '=', token.tokenId)
      .orderBy('made_at')
      .orderBy('webhook_id')
      .execute(),
  );
  return rows.map((row) => ({
    webhookId: row.webhook_id,
    address: openAddress(bearer, { webhookId: row.webhook_id, about: row.about }),
    kinds: row.kinds as EventKind[],
    madeAt: row.made_at,
    failingSince: row.failing_since ?? undefined,
    stopped: row.stopped_at && row.stopped_why ? { at: row.stopped_at, why: row.stopped_why } : undefined,
  }));
}

/** An event that was tried to be sent. Of which file it told is said to nobody who asks later: they may not see it any more. */
type SentEvent = {
  deliveryId: string;
  kind: EventKind;
  madeAt: Date;
  triedAt: Date;
  attempts: number;
  outcome: Exclude<EventOutcome, 'waiting'>;
};

const MOST_LISTED = 100;

/** What was sent to an address of this token, the newest hundred; undefined if it has no such address. */
export async function listSentEvents(bearer: Bearer, webhookId: string): Promise<SentEvent[] | undefined> {
  const { actor, door } = bearer;
  return door.read(async (transaction) => {
    if (!(await isOwn(transaction, bearer, webhookId))) return undefined;
    const rows = await transaction
      .selectFrom('clew.webhook_delivery as d')
      .innerJoin('clew.journal_entry as e', (join) =>
        join.onRef('e.chain', '=', 'd.agency_id').onRef('e.number', '=', 'd.number'),
      )
      .select(['d.delivery_id', 'd.made_at', 'd.tried_at', 'd.attempts', 'd.outcome', 'e.action', 'e.thing'])
      .where('d.agency_id', '=', actor.agencyId)
      .where('d.webhook_id', '=', webhookId)
      // What was never tried, or could not be opened, was never looked at: whether the worker may know of it is not known.
      .where('d.outcome', 'not in', ['waiting', 'no-key'])
      .orderBy('d.made_at', 'desc')
      .orderBy('d.delivery_id')
      .limit(MOST_LISTED)
      .execute();
    return rows.flatMap((row) => {
      const kind = eventOf(row)?.kind;
      if (kind === undefined || row.tried_at === null || row.outcome === 'waiting') return [];
      const { delivery_id: deliveryId, made_at: madeAt, tried_at: triedAt, attempts, outcome } = row;
      return [{ deliveryId, kind, madeAt, triedAt, attempts, outcome }];
    });
  });
}

/**
 * Sends anew what was put on its way since a moment and is still kept, each under its own id, and what was never tried; and takes the
 * address up again where the node had stopped sending to it. False if the token has no such address.
 */
export async function replayEvents(
  bearer: Bearer,
  { webhookId, since }: { webhookId: string; since: Date },
): Promise<boolean> {
  const { actor, door, desk } = bearer;
  const { agencyId } = actor;
  const isThere = await door.read((transaction) => isOwn(transaction, bearer, webhookId));
  if (!isThere) return false;
  await door.write({ action: 'webhook.write', thing: `webhook ${webhookId} again` }, async (transaction) => {
    await transaction
      .updateTable('clew.webhook')
      .set({ stopped_at: null, stopped_why: null, failing_since: null })
      .where('agency_id', '=', agencyId)
      .where('webhook_id', '=', webhookId)
      .execute();
    const again = await transaction
      .updateTable('clew.webhook_delivery')
      .set({ outcome: 'waiting' })
      .where('agency_id', '=', agencyId)
      .where('webhook_id', '=', webhookId)
      // What was never tried would hold a place until its time is over if nobody told of it.
      .where((row) => row.or([row('made_at', '>=', since), row('outcome', '=', 'waiting')]))
      .returning('delivery_id')
      .execute();
    const jobs = again.map(({ delivery_id: deliveryId }) => ({
      ...{ kind: 'event.tell' as const, agencyId, deliveryId },
    }));
    await sendJobs(transaction, jobs, { due: desk.now() });
  });
  return true;
}

async function isOwn(
  transaction: Transaction<Schema>,
  { actor, token }: Bearer,
  webhookId: string,
): Promise<boolean> {
  const row = await transaction
    .selectFrom('clew.webhook')
    .select(sql<number>`1`.as('one'))
    .where('agency_id', '=', actor.agencyId)
    .where('token_id', '=', token.tokenId)
    .where('webhook_id', '=', webhookId)
    .executeTakeFirst();
  return row !== undefined;
}
