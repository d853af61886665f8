import { randomUUID } from 'node:crypto';
import { openEnvelope, sealEnvelope } from '@clew/seal';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Schema } from '../../store/index.ts';
import { may, type Refusal } from '../policy/index.ts';
import type { Proposer } from '../proposals/propose.ts';

/** Where alarms are sent, and the secret by which the receiver knows that they are the node's. */
const Channel = z.strictObject({
  address: z.url().max(500).refine(isTarget),
  /** base64url of 32 random bytes. */
  secret: z.string().regex(/^[\w-]{43}$/),
});
type Channel = z.infer<typeof Channel>;

/** Over https, and with no name and password in it; where it leads is looked at whenever it is asked. */
export function isTarget(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, hash } = new URL(address);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost');
  return isSafe && `${username}${password}${hash}` === '';
}

const SECRET_BYTES = 32;

/** What is known of a channel without opening it. */
export type ChannelState = {
  channelId: string;
  setAt: Date;
  /** When the receiver last answered a test with its challenge; undefined if it never did. */
  arrivedAt: Date | undefined;
  toldTo: number;
  testedAt: Date | undefined;
};

/** The channel of the agency of this transaction; undefined if it has none. */
export async function readChannel(
  transaction: Kysely<Schema>,
): Promise<(ChannelState & { box: Buffer }) | undefined> {
  const row = await transaction.selectFrom('clew.alarm_channel').selectAll().executeTakeFirst();
  return (
    row && {
      channelId: row.channel_id,
      setAt: row.set_at,
      arrivedAt: row.arrived_at ?? undefined,
      toldTo: Number(row.told_to),
      testedAt: row.tested_at ?? undefined,
      box: row.box,
    }
  );
}

/** A test goes out each day; two hours after the next one was due it is told that alarms do not arrive. */
export const TEST_EVERY_MS = 24 * 3_600_000;
const LATE_MS = 26 * 3_600_000;
/** How long a channel that was just set may take. */
const FIRST_MS = 600_000;

/** Whether nothing shows that alarms arrive: no test was answered lately. A clock that was set back is no proof either. */
export function isSilent({ setAt, arrivedAt }: ChannelState, now: Date): boolean {
  const since = (moment: Date) => now.getTime() - moment.getTime();
  if (arrivedAt === undefined) return since(setAt) > FIRST_MS || since(setAt) < -FIRST_MS;
  return since(arrivedAt) > LATE_MS || since(arrivedAt) < -FIRST_MS;
}

/**
 * Sets where the agency's alarms go, or another address in place of the one before, with a new secret: returned here, sealed to
 * the process that sends, and kept nowhere else. Alarms of before are not sent.
 */
export async function setChannel(
  worker: Proposer,
  address: string,
): Promise<{ ok: true; secret: string } | { ok: false; why: Refusal | 'no-sender' }> {
  const { actor, desk, door } = worker;
  const { agencyId, workerId } = actor;
  const decision = may(actor, 'alarm.channel', { kind: 'alarm', agencyId });
  if (!decision.may) return { ok: false, why: decision.why };
  if (desk.channelRecipient === undefined) return { ok: false, why: 'no-sender' };
  const secret = Buffer.from(desk.random(SECRET_BYTES)).toString('base64url');
  const channel = Channel.parse({ address, secret });
  const content = Buffer.from(JSON.stringify(channel));
  const box = Buffer.from(await sealEnvelope({ content, recipients: [desk.channelRecipient] }));
  await door.write({ action: 'alarm.channel', thing: 'channel set' }, async (transaction) => {
    const head = await transaction.selectFrom('clew.journal_head').select('number').executeTakeFirst();
    await transaction.deleteFrom('clew.alarm_channel').where('agency_id', '=', agencyId).execute();
    await transaction
      .insertInto('clew.alarm_channel')
      .values({
        ...{ agency_id: agencyId, channel_id: randomUUID(), box, set_by: workerId, set_at: desk.now() },
        told_to: head?.number ?? 0,
      })
      .execute();
  });
  return { ok: true, secret };
}

/** Takes the channel away; alarms stand on their page alone from then on. */
export async function endChannel({ actor, door }: Proposer): Promise<boolean> {
  const { agencyId } = actor;
  if (!may(actor, 'alarm.channel', { kind: 'alarm', agencyId }).may) return false;
  await door.write({ action: 'alarm.channel', thing: 'channel ended' }, (transaction) =>
    transaction.deleteFrom('clew.alarm_channel').where('agency_id', '=', agencyId).execute(),
  );
  return true;
}

/** What a channel holds; undefined where it was sealed to another node's key, as after a restore. */
export async function openChannel(box: Uint8Array, identity: string): Promise<Channel | undefined> {
  const opened = await openEnvelope({ envelope: box, identities: [identity] });
  if (!opened.ok) return undefined;
  const read = Channel.safeParse(JSON.parse(Buffer.from(opened.content).toString('utf8')));
  return read.success ? read.data : undefined;
}
