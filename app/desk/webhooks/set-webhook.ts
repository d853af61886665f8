import { deriveSessionKey, open, seal } from '@clew/seal';
import type { Door } from '../../store/index.ts';
import type { Bearer } from '../api/find-token.ts';
import { attempt } from '../attempt.ts';
import { findOnRoster, secretsOfPins } from '../keys/roster.ts';
import type { EventKind } from './event-kinds.ts';
import { forgetWebhooks } from './forget-webhooks.ts';
import { SECRET_BYTES, writeSecret } from './standard-webhook.ts';
import { type BoxOf, sealSecret, sealShown, sealWebhook } from './webhook-box.ts';

/** How many addresses a token may set. */
export const MOST_WEBHOOKS = 5;
/** So long the secret before signs beside the new one, for a program to change over. */
export const OVERLAP_MS = 24 * 3_600_000;

/** Why an address was not set. `no-sender`: nothing is sent from here, as at a terminal. */
export type NotSet = { ok: false; why: 'taken' | 'many' | 'no-sender' };
/** The secret as the program is given it, once. */
export type Given = { ok: true; secret: string };

type Wanted = { webhookId: string; address: string; kinds: readonly EventKind[] };

/**
 * Sets an address that is told of what happens from now on, as far as this token may know of it. Its secret is returned, sealed to
 * the process that sends, and kept nowhere else. It ends with the token.
 */
export async function setWebhook(
  bearer: Bearer,
  door: Door,
  { webhookId, address, kinds }: Wanted,
): Promise<Given | NotSet> {
  const { desk, actor, token, actions, expiresAt, pins } = bearer;
  const { agencyId, workerId } = actor;
  if (desk.channelRecipient === undefined) return { ok: false, why: 'no-sender' };
  const secret = writeSecret(desk.random(SECRET_BYTES));
  const made_for = { workerId, actions: [...actions], expiresAt: expiresAt.toISOString() };
  const content = { address, token: { ...made_for, ...secretsOfPins(pins) } };
  const of = { agencyId, webhookId, tokenId: token.tokenId };
  const box = await sealWebhook(of, content as Parameters<typeof sealWebhook>[1], desk.channelRecipient);
  const secret_box = await sealSecret(of, secret, desk.channelRecipient);
  const shown = await showTo(bearer, of, address);
  const about = seal({ ...aboutSealing(bearer, webhookId), random: desk.random, text: address, padTo: 512 });
  return giving((undo) =>
    door.write(deed(webhookId, 'set'), async (transaction) => {
      // Of several that come at the same moment each waits for the one before, and counts it.
      await transaction
        .selectFrom('clew.api_token')
        .select('token_id')
        .where('agency_id', '=', agencyId)
        .where('token_id', '=', token.tokenId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      const own = await transaction
        .selectFrom('clew.webhook')
        .select('webhook_id')
        .where('agency_id', '=', agencyId)
        .where('token_id', '=', token.tokenId)
        .execute();
      if (own.length >= MOST_WEBHOOKS) undo('many');
      const head = await transaction.selectFrom('clew.journal_head').select('number').executeTakeFirst();
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('clew.webhook')
        .values({
          ...{ agency_id: agencyId, webhook_id: webhookId, token_id: token.tokenId, kinds: [...kinds] },
          ...{ box, secret_box, about, shown, made_at: desk.now(), told_to: head?.number ?? 0 },
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows !== 1n) undo('taken');
      return { secret };
    }),
  );
}

/** Gives an address another secret; the one before signs for a day more. `none`: the token has no such address. */
export async function changeSecret(
  bearer: Bearer,
  door: Door,
  webhookId: string,
): Promise<Given | { ok: false; why: 'none' | 'no-sender' }> {
  const { desk, actor, token } = bearer;
  if (desk.channelRecipient === undefined) return { ok: false, why: 'no-sender' };
  const secret = writeSecret(desk.random(SECRET_BYTES));
  const of = { agencyId: actor.agencyId, webhookId, tokenId: token.tokenId };
  const secret_box = await sealSecret(of, secret, desk.channelRecipient);
  return giving((undo) =>
    door.write(deed(webhookId, 'secret'), async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('clew.webhook')
        .set(({ ref }) => ({
          ...{ before_box: ref('secret_box'), before_until: new Date(desk.now().getTime() + OVERLAP_MS) },
          secret_box,
        }))
        .where('agency_id', '=', actor.agencyId)
        .where('token_id', '=', token.tokenId)
        .where('webhook_id', '=', webhookId)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) undo('none');
      return { secret };
    }),
  );
}

/** Takes an address of this token away, with what was on its way to it. False if it has none of this id. */
export async function endWebhook({ actor, token, door }: Bearer, webhookId: string): Promise<boolean> {
  const { agencyId } = actor;
  const ended = await attempt<'none'>((undo) =>
    door.write(deed(webhookId, 'ended'), async (transaction) => {
      const own = await transaction
        .selectFrom('clew.webhook')
        .select('webhook_id')
        .where('agency_id', '=', agencyId)
        .where('token_id', '=', token.tokenId)
        .where('webhook_id', '=', webhookId)
        .executeTakeFirst();
      if (!own) undo('none');
      await forgetWebhooks(transaction, { agencyId, of: 'webhook_id', ids: [webhookId] });
    }),
  );
  return ended.ok;
}

/** The address that a program set, as its token opens it; undefined for what was put in its place. */
export function openAddress(bearer: Bearer, { webhookId, about }: { webhookId: string; about: string }) {
  const opened = open({ ...aboutSealing(bearer, webhookId), box: about });
  return opened.ok ? opened.text : undefined;
}

/** The address for the page of its worker, by the keys that they have on the roster. */
async function showTo({ door, pins, actor }: Bearer, of: BoxOf, address: string): Promise<string> {
  const worker = await door.read((transaction) => findOnRoster(transaction, pins, actor.workerId));
  return worker ? sealShown(of, address, worker.recipient) : '';
}

function deed(webhookId: string, what: string) {
  return { action: 'webhook.write', thing: `webhook ${webhookId} ${what}` };
}

function aboutSealing({ token }: Bearer, webhookId: string): { key: Uint8Array; context: string } {
  return {
    key: deriveSessionKey(token.secret, 'api webhook'),
    context: `${token.agencyId}/webhook/${webhookId}`,
  };
}

async function giving<Why extends string>(
  work: (undo: (why: Why) => never) => Promise<{ secret: string }>,
): Promise<Given | { ok: false; why: Why }> {
  let given: { secret: string } | undefined;
  const done = await attempt<Why>(async (undo) => {
    given = await work(undo);
  });
  if (!done.ok) return done;
  return { ok: true, secret: given?.secret ?? '' };
}
