import type { Transaction } from 'kysely';
import {
  type DoJob,
  type Door,
  type EventOutcome,
  type JobEnd,
  openDoor,
  readDueNow,
  type Schema,
} from '../../store/index.ts';
import type { AlarmSender } from '../alarms/tell-alarm.ts';
import { actAsToken } from '../api/find-token.ts';
import { refusalAt } from '../file/at-file.ts';
import { loadFile } from '../file/load-file.ts';
import { reachOut } from '../outgoing/reach-out.ts';
import { may } from '../policy/index.ts';
import { type Event, eventOf } from './event-kinds.ts';
import type { Stopped } from './list-webhooks.ts';
import { signWebhook } from './standard-webhook.ts';
import { type BoxOf, openSecret, openWebhook, type WebhookBox } from './webhook-box.ts';

/** What sending events needs: what sending alarms does, and no randomness. */
type EventSender = Omit<AlarmSender, 'random'>;

const LONGEST_ANSWER = 4_096;
const PATIENCE_MS = 10_000;
/** So long an address may take nothing before nothing more is sent to it. */
const SILENT_MS = 3 * 24 * 3_600_000;

/**
 * Tells a program of one event, if the token that asked for it may know of the file at this moment: else nothing is sent, and
 * nothing kept. Done twice it is sent twice, with the same id: the receiver tells by it. What was taken is not sent again.
 */
export function createEventTeller(sender: EventSender): DoJob<'event.tell'> {
  return async ({ agencyId, deliveryId }) => {
    const door = openDoor(sender.database, { kind: 'node', agencyId });
    const found = await door.read((transaction) => readWaiting(transaction, { agencyId, deliveryId }));
    if (!found) return { ok: true };
    const told =
      found === 'nothing' ? 'withheld' : await tell(sender, { ...found, door, agencyId, deliveryId });
    if (found === 'nothing' || told === 'withheld') {
      await forget(door, { agencyId, deliveryId });
      return { ok: true };
    }
    const { webhookId } = found;
    const end = await note(door, { ...told, agencyId, deliveryId, webhookId, now: sender.now() });
    // Whether its worker may know of it was not looked at.
    if (told.outcome === 'no-key') await forget(door, { agencyId, deliveryId });
    return end;
  };
}

type Id = { agencyId: string; deliveryId: string };
type Boxes = { box: Buffer; secret: Buffer; before: { box: Buffer; until: Date } | undefined };
type Waiting = { webhookId: string; tokenId: string; boxes: Boxes; event: Event; at: Date };

/** Undefined for what was taken, and for an address to which nothing is sent any more; `nothing` for what no program is told. */
async function readWaiting(
  transaction: Transaction<Schema>,
  { agencyId, deliveryId }: Id,
): Promise<Waiting | 'nothing' | undefined> {
  const row = await transaction
    .selectFrom('clew.webhook_delivery as d')
    .innerJoin('clew.webhook as h', (join) =>
      join.onRef('h.agency_id', '=', 'd.agency_id').onRef('h.webhook_id', '=', 'd.webhook_id'),
    )
    .innerJoin('clew.journal_entry as e', (join) =>
      join.onRef('e.chain', '=', 'd.agency_id').onRef('e.number', '=', 'd.number'),
    )
    .select(['h.webhook_id', 'h.token_id', 'h.box', 'h.secret_box', 'h.before_box', 'h.before_until'])
    .select(['e.action', 'e.thing', 'e.at'])
    .where('d.agency_id', '=', agencyId)
    .where('d.delivery_id', '=', deliveryId)
    .where('d.outcome', '!=', 'taken')
    .where('h.stopped_at', 'is', null)
    .executeTakeFirst();
  if (!row) return undefined;
  const event = eventOf(row);
  if (!event) return 'nothing';
  const { before_box: box, before_until: until } = row;
  const before = box && until ? { box, until } : undefined;
  return {
    ...{ webhookId: row.webhook_id, tokenId: row.token_id, event, at: new Date(row.at) },
    boxes: { box: row.box, secret: row.secret_box, before },
  };
}

type Told = { outcome: Exclude<EventOutcome, 'waiting'>; isGone: boolean };

async function tell(
  sender: EventSender,
  { boxes, door, event, at, webhookId, tokenId, agencyId, deliveryId }: Waiting & Id & { door: Door },
): Promise<Told | 'withheld'> {
  const now = sender.now();
  const of = { agencyId, webhookId, tokenId };
  const webhook = await openWebhook(of, boxes.box, sender.identity);
  const secrets = await openSecrets(of, boxes, { identity: sender.identity, now });
  if (!webhook || secrets === undefined) return { outcome: 'no-key', isGone: false };
  sender.onOpened();
  if (!(await mayKnow(door, { agencyId, tokenId, webhook, event, now }))) return 'withheld';
  // Thin: what happened to which file, and when. Whoever may know more asks for it.
  const body = JSON.stringify({
    type: event.kind,
    timestamp: at.toISOString(),
    data: { file: event.fileId },
  });
  const answer = await reachOut(sender.outgoing, {
    ...{ address: new URL(webhook.address), method: 'POST', body },
    headers: signWebhook({ id: deliveryId, body, now, secrets }),
    ...{ limit: LONGEST_ANSWER, patienceMs: PATIENCE_MS },
  });
  if (!answer.ok) {
    if (answer.why === 'too-large') return { outcome: 'too-large', isGone: false };
    sender.onUnreached(answer.why);
    return { outcome: 'unreached', isGone: false };
  }
  const isTaken = answer.status >= 200 && answer.status <= 299;
  return { outcome: isTaken ? 'taken' : 'refused', isGone: answer.status === 410 };
}

/** The secrets that are good now, the newest first; undefined where one was sealed to another node's key, or for another address. */
async function openSecrets(
  of: BoxOf,
  { secret, before }: Boxes,
  { identity, now }: { identity: string; now: Date },
): Promise<string[] | undefined> {
  const boxes = before && before.until > now ? [secret, before.box] : [secret];
  const opened = await Promise.all(boxes.map((box) => openSecret(of, box, identity)));
  return opened.every((one) => one !== undefined) ? opened : undefined;
}

type Asking = { agencyId: string; tokenId: string; webhook: WebhookBox; event: Event; now: Date };

/** Whether the token still holds and may still have anything told, and its worker may see the file and this of it at this moment. */
async function mayKnow(door: Door, { agencyId, tokenId, webhook, event, now }: Asking): Promise<boolean> {
  const acting = await actAsToken(door, { agencyId, tokenId, box: webhook.token, now });
  if (!acting) return false;
  const { actor, pins } = acting;
  const thing = { kind: 'webhook', agencyId, ownerId: actor.workerId } as const;
  // That is everybody's own to do, so no role says whether the token was made for it.
  if (!webhook.token.actions.includes('webhook.write') || !may(actor, 'webhook.write', thing).may)
    return false;
  const file = await door.read((transaction) => loadFile(transaction, { pins, fileId: event.fileId }, false));
  if (!file) return false;
  const desk = { actor, door, now: () => now, keys: { pins } };
  return event.asks.every((actions) =>
    actions.some((action) => refusalAt(desk, actor, { file, action }) === undefined),
  );
}

async function forget(door: Door, { agencyId, deliveryId }: Id): Promise<void> {
  await door.tally((transaction) =>
    transaction
      .deleteFrom('clew.webhook_delivery')
      .where('agency_id', '=', agencyId)
      .where('delivery_id', '=', deliveryId)
      .execute(),
  );
}

type Noted = Told & Id & { webhookId: string; now: Date };

/** Writes down what became of it, and stops sending to an address that is gone or took nothing for three days. */
async function note(door: Door, noted: Noted): Promise<JobEnd> {
  const { agencyId, deliveryId, webhookId, now, outcome } = noted;
  const why = await door.tally(async (transaction) => {
    await transaction
      .updateTable('clew.webhook_delivery')
      .set((row) => ({ attempts: row('attempts', '+', 1), tried_at: now, outcome }))
      .where('agency_id', '=', agencyId)
      .where('delivery_id', '=', deliveryId)
      .execute();
    const since = await noteFailing(transaction, noted);
    // A clock that was moved forward makes nobody silent.
    const due = await readDueNow(transaction, now);
    if (noted.isGone) return 'gone';
    if (outcome === 'no-key') return 'no-key';
    return since !== undefined && due.getTime() - since.getTime() >= SILENT_MS ? 'silent' : undefined;
  });
  if (outcome === 'taken') return { ok: true };
  if (why === undefined) return { ok: false, why: 'unreached' };
  await stop(door, { agencyId, webhookId, why, at: now });
  return { ok: true };
}

/** Since when nothing was taken; undefined if this was. */
async function noteFailing(
  transaction: Transaction<Schema>,
  { agencyId, webhookId, outcome, now }: Noted,
): Promise<Date | undefined> {
  const row = await transaction
    .selectFrom('clew.webhook')
    .select('failing_since')
    .where('agency_id', '=', agencyId)
    .where('webhook_id', '=', webhookId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  const before = row?.failing_since ?? undefined;
  // One of a time to come was written by a clock that has been set back since.
  const since = outcome === 'taken' ? undefined : before === undefined || before > now ? now : before;
  if (since?.getTime() !== before?.getTime())
    await transaction
      .updateTable('clew.webhook')
      .set({ failing_since: since ?? null })
      .where('agency_id', '=', agencyId)
      .where('webhook_id', '=', webhookId)
      .execute();
  return since;
}

type Stopping = Stopped & { agencyId: string; webhookId: string };

async function stop(door: Door, { agencyId, webhookId, why, at }: Stopping): Promise<void> {
  await door.write({ action: 'webhook.stopped', thing: `webhook ${webhookId}` }, (transaction) =>
    transaction
      .updateTable('clew.webhook')
      .set({ stopped_at: at, stopped_why: why })
      .where('agency_id', '=', agencyId)
      .where('webhook_id', '=', webhookId)
      .execute(),
  );
}
