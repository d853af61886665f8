import type { Transaction } from 'kysely';
import {
  type AlarmOutcome,
  type Database,
  type DoJob,
  type Door,
  type JobEnd,
  openDoor,
  type Schema,
} from '../../store/index.ts';
import { type Outgoing, reachOut } from '../outgoing/reach-out.ts';
import { answersChallenge, signMessage } from './alarm-message.ts';
import { openChannel, readChannel } from './channel.ts';

/** What sending alarms needs. */
export type AlarmSender = {
  database: Database;
  outgoing: Outgoing;
  /** Opens the channels of this node. */
  identity: string;
  /** Told whenever a channel was opened: its address and secret are in this process's memory from then on. */
  onOpened: () => void;
  /** Told why a receiver was not reached: for whoever looks after the node, and for nobody else. */
  onUnreached: (why: Unreached) => void;
  now: () => Date;
  random: (length: number) => Uint8Array;
};

/** Why nobody was reached. Told apart to an administrator, it would say what there is in the network that the node stands in. */
export type Unreached = 'guarded' | 'unreached' | 'too-slow';

const LONGEST_ANSWER = 4_096;
const PATIENCE_MS = 10_000;
const CHALLENGE_BYTES = 24;

/**
 * Sends one alarm or test to its agency's channel and notes what became of it. Done twice it is sent twice, with the same id:
 * the receiver tells by it. What was delivered is not sent again.
 */
export function createAlarmTeller(sender: AlarmSender): DoJob<'alarm.tell'> {
  return async ({ agencyId, deliveryId }) => {
    const door = openDoor(sender.database, { kind: 'node', agencyId });
    const found = await door.read((transaction) => readDelivery(transaction, deliveryId));
    if (!found || found.isDone) return { ok: true };
    const outcome = await tell(sender, found);
    await note(door, { deliveryId, outcome, now: sender.now(), channelId: found.channelId });
    return endOf(outcome);
  };
}

type Delivery = {
  deliveryId: string;
  channelId: string;
  event: 'alarm' | 'test';
  /** Undefined where the channel was set anew since: what was on its way to the old one goes nowhere. */
  box: Buffer | undefined;
  isDone: boolean;
};

async function readDelivery(
  transaction: Transaction<Schema>,
  deliveryId: string,
): Promise<Delivery | undefined> {
  const row = await transaction
    .selectFrom('clew.alarm_delivery')
    .selectAll()
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirst();
  if (!row) return undefined;
  const channel = await readChannel(transaction);
  return {
    ...{ deliveryId, channelId: row.channel_id, event: row.event },
    box: channel?.channelId === row.channel_id ? channel.box : undefined,
    isDone: ['arrived', 'taken', 'replaced'].includes(row.outcome),
  };
}

async function tell(sender: AlarmSender, { box, deliveryId, event }: Delivery): Promise<AlarmOutcome> {
  if (box === undefined) return 'replaced';
  const channel = await openChannel(box, sender.identity);
  if (!channel) return 'no-key';
  sender.onOpened();
  const challenge = Buffer.from(sender.random(CHALLENGE_BYTES)).toString('base64url');
  const message = { event, id: deliveryId, version: 1 as const, ...(event === 'test' ? { challenge } : {}) };
  const signed = signMessage(message, { secret: channel.secret, now: sender.now() });
  const answer = await reachOut(sender.outgoing, {
    ...{ address: new URL(channel.address), method: 'POST', ...signed },
    ...{ limit: LONGEST_ANSWER, patienceMs: PATIENCE_MS },
  });
  if (!answer.ok) {
    if (answer.why === 'too-large') return answer.why;
    sender.onUnreached(answer.why);
    return 'unreached';
  }
  if (answer.status < 200 || answer.status > 299) return 'refused';
  return event === 'test' && answersChallenge(answer.body, challenge) ? 'arrived' : 'taken';
}

type Noted = { deliveryId: string; channelId: string; outcome: AlarmOutcome; now: Date };

async function note(door: Door, { deliveryId, channelId, outcome, now }: Noted): Promise<void> {
  await door.tally(async (transaction) => {
    await transaction
      .updateTable('clew.alarm_delivery')
      .set((row) => ({ attempts: row('attempts', '+', 1), tried_at: now, outcome }))
      .where('delivery_id', '=', deliveryId)
      .execute();
    if (outcome !== 'arrived') return;
    await transaction
      .updateTable('clew.alarm_channel')
      .set({ arrived_at: now })
      .where('channel_id', '=', channelId)
      .execute();
  });
}

/** What cannot be mended by waiting is not tried again. */
function endOf(outcome: AlarmOutcome): JobEnd {
  if (['arrived', 'taken', 'replaced'].includes(outcome)) return { ok: true };
  return { ok: false, why: outcome === 'no-key' ? 'no-key' : 'unreached' };
}
