import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import {
  type Database,
  dueNow,
  openDoor,
  type Rhythm,
  readDueNow,
  type Schema,
  sendJobs,
} from '../../store/index.ts';
import { type ChannelState, readChannel, TEST_EVERY_MS } from './channel.ts';

type Watching = { database: Database; nodeId: string; now: Date };

/**
 * Puts on their way what agencies' channels have not been told: every alarm of the journal since the last one, and a test each
 * day, those first whose test has been due longest. Asked again and again; asked twice it does it once. Throws StoreFault.
 */
export async function watchChannels({ database, nodeId, now }: Watching): Promise<void> {
  const node = openDoor(database, { kind: 'node', nodeId });
  const due = await node.read((transaction) => readDueNow(transaction, now));
  const channels: (Rhythm & { agencyId: string })[] = [];
  for (const agencyId of await readAgencies(database, nodeId)) {
    const last = await tellAlarms(database, { agencyId, now });
    channels.push({ agencyId, last, everyMs: TEST_EVERY_MS });
  }
  for (const { thing, due: since } of dueNow(channels, due))
    await sendTest(database, { agencyId: thing.agencyId, now, due: since });
}

/** The channels of all agencies, unopened, for who looks after the node. Throws StoreFault. */
export async function readChannels(database: Database, nodeId: string): Promise<ChannelState[]> {
  const found: ChannelState[] = [];
  for (const agencyId of await readAgencies(database, nodeId)) {
    const channel = await openDoor(database, { kind: 'node', agencyId }).read(readChannel);
    if (channel) found.push(channel);
  }
  return found;
}

async function readAgencies(database: Database, nodeId: string): Promise<string[]> {
  const door = openDoor(database, { kind: 'node', nodeId });
  const { rows } = await door.read((transaction) =>
    sql<{ id: string }>`SELECT clew.agencies_with_channel() AS id`.execute(transaction),
  );
  return rows.map(({ id }) => id);
}

/** How many alarms go out at once at the most; the rest follows when it is asked again. */
const MOST_AT_ONCE = 100;
const KEPT_MS = 30 * 24 * 3_600_000;

type Asked = { agencyId: string; now: Date };

/** Returns when the channel was last tested. */
async function tellAlarms(database: Database, { agencyId, now }: Asked): Promise<Date | undefined> {
  const door = openDoor(database, { kind: 'node', agencyId });
  return door.tally(async (transaction) => {
    // Of two who look at once one waits, and finds nothing left.
    await sql`SELECT 1 FROM clew.alarm_channel FOR UPDATE`.execute(transaction);
    const channel = await readChannel(transaction);
    if (!channel) return now;
    const { rows } = await sql<{ number: string; at: Date }>`
      SELECT number, at FROM clew.journal_entry WHERE chain = ${agencyId} AND action = 'alarm.raise'
        AND number > ${channel.toldTo}
      ORDER BY number LIMIT ${MOST_AT_ONCE}
    `.execute(transaction);
    for (const { at } of rows)
      await putOnItsWay(transaction, {
        agencyId,
        now,
        due: at,
        event: 'alarm',
        channelId: channel.channelId,
      });
    const last = rows.at(-1);
    if (last) await transaction.updateTable('clew.alarm_channel').set({ told_to: last.number }).execute();
    const old = new Date(now.getTime() - KEPT_MS);
    await transaction.deleteFrom('clew.alarm_delivery').where('made_at', '<', old).execute();
    return channel.testedAt;
  });
}

async function sendTest(database: Database, { agencyId, now, due }: Asked & { due: Date }): Promise<void> {
  const door = openDoor(database, { kind: 'node', agencyId });
  await door.tally(async (transaction) => {
    const channel = await readChannel(transaction);
    if (!channel) return;
    await putOnItsWay(transaction, { agencyId, now, due, event: 'test', channelId: channel.channelId });
    await transaction.updateTable('clew.alarm_channel').set({ tested_at: now }).execute();
  });
}

type OnItsWay = { agencyId: string; now: Date; due: Date; event: 'alarm' | 'test'; channelId: string };

async function putOnItsWay(
  transaction: Transaction<Schema>,
  { agencyId, now, due, event, channelId }: OnItsWay,
): Promise<void> {
  const deliveryId = randomUUID();
  await transaction
    .insertInto('clew.alarm_delivery')
    .values({
      ...{ agency_id: agencyId, delivery_id: deliveryId, channel_id: channelId, event },
      ...{ made_at: now, attempts: 0, outcome: 'waiting' },
    })
    .execute();
  await sendJobs(transaction, [{ kind: 'alarm.tell', agencyId, deliveryId }], { due });
}
