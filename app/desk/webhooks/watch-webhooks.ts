import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { type Database, openDoor, readDueNow, type Schema, sendJobs } from '../../store/index.ts';
import { deedsOf, type EventKind, eventOf } from './event-kinds.ts';
import { KEPT_MS } from './list-webhooks.ts';

type Watching = { database: Database; nodeId: string; now: Date };

/**
 * Puts on their way what programs have not been told: every event of the journal since the last one, of the kinds they asked for.
 * Asked again and again; asked twice it does it once. Throws StoreFault.
 */
export async function watchWebhooks({ database, nodeId, now }: Watching): Promise<void> {
  const node = openDoor(database, { kind: 'node', nodeId });
  const { rows } = await node.read((transaction) =>
    sql<{ id: string }>`SELECT clew.agencies_with_webhook() AS id`.execute(transaction),
  );
  for (const { id: agencyId } of rows) {
    const door = openDoor(database, { kind: 'node', agencyId });
    await door.tally((transaction) => watchAgency(transaction, { agencyId, now }));
  }
}

/** How many events of one address are on their way at once at the most; the rest follows when it is asked again. */
const MOST_AT_ONCE = 100;
/** An address that takes nothing is tried with one new event an hour, so that it holds up nobody else's. */
const PROBE_MS = 3_600_000;

type Asked = { agencyId: string; now: Date };
type WebhookRow = { webhook_id: string; kinds: EventKind[]; told_to: string; failing_since: Date | null };

async function watchAgency(transaction: Transaction<Schema>, { agencyId, now }: Asked): Promise<void> {
  // Of two who look at once one waits, and finds nothing left. What a token set that is over is passed by.
  const { rows } = await sql<WebhookRow>`
    SELECT h.webhook_id, h.kinds, h.told_to, h.failing_since FROM clew.webhook h
    JOIN clew.api_token t ON t.agency_id = h.agency_id AND t.token_id = h.token_id
    JOIN clew.worker w ON w.agency_id = t.agency_id AND w.worker_id = t.worker_id
    WHERE h.agency_id = ${agencyId} AND h.stopped_at IS NULL AND t.expires_at > ${now}
      AND t.epoch = w.session_epoch AND w.standing = 'in'
    ORDER BY h.webhook_id FOR UPDATE OF h
  `.execute(transaction);
  const head = await transaction.selectFrom('clew.journal_head').select('number').executeTakeFirst();
  for (const row of rows)
    await putEventsOnTheirWay(transaction, row, { agencyId, now, head: head?.number ?? '0' });
  const old = new Date((await readDueNow(transaction, now)).getTime() - KEPT_MS);
  await transaction
    .deleteFrom('clew.webhook_delivery')
    .where('agency_id', '=', agencyId)
    .where('made_at', '<', old)
    .execute();
}

async function putEventsOnTheirWay(
  transaction: Transaction<Schema>,
  { webhook_id, kinds, told_to, failing_since }: WebhookRow,
  { agencyId, now, head }: Asked & { head: string },
): Promise<void> {
  const most = await readRoom(transaction, {
    agencyId,
    webhookId: webhook_id,
    isFailing: failing_since !== null,
    now,
  });
  if (most <= 0) return;
  const { rows: entries } = await sql<{ number: string; at: Date; action: string; thing: string }>`
    SELECT number, at, action, thing FROM clew.journal_entry
    WHERE chain = ${agencyId} AND number > ${told_to} AND number <= ${head} AND action = ANY(${deedsOf(kinds)})
    ORDER BY number LIMIT ${most}
  `.execute(transaction);
  for (const { number, at, action, thing } of entries) {
    if (eventOf({ action, thing }) === undefined) continue;
    const deliveryId = randomUUID();
    await transaction
      .insertInto('clew.webhook_delivery')
      .values({
        ...{ agency_id: agencyId, delivery_id: deliveryId, webhook_id, number },
        ...{ made_at: now, attempts: 0, outcome: 'waiting' },
      })
      .execute();
    await sendJobs(transaction, [{ kind: 'event.tell', agencyId, deliveryId }], { due: at });
  }
  const reached = entries.length < most ? head : (entries.at(-1)?.number ?? told_to);
  if (reached === told_to) return;
  await transaction
    .updateTable('clew.webhook')
    .set({ told_to: reached })
    .where('agency_id', '=', agencyId)
    .where('webhook_id', '=', webhook_id)
    .execute();
}

type Room = { agencyId: string; webhookId: string; isFailing: boolean; now: Date };

/** How many more events of an address may be put on their way. */
async function readRoom(
  transaction: Transaction<Schema>,
  { agencyId, webhookId, isFailing, now }: Room,
): Promise<number> {
  const { rows } = await sql<{ waiting: number; last: Date | null }>`
    SELECT count(*) FILTER (WHERE outcome = 'waiting')::int AS waiting, max(made_at) AS last
    FROM clew.webhook_delivery WHERE agency_id = ${agencyId} AND webhook_id = ${webhookId}
  `.execute(transaction);
  const { waiting = 0, last = null } = rows[0] ?? {};
  if (!isFailing) return MOST_AT_ONCE - waiting;
  const isLong = last === null || Math.abs(now.getTime() - last.getTime()) >= PROBE_MS;
  return isLong ? 1 : 0;
}
