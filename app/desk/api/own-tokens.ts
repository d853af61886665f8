import type { Transaction } from 'kysely';
import type { Door, Schema } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { type Actor, may } from '../policy/index.ts';
import { forgetWebhooks } from '../webhooks/forget-webhooks.ts';
import { type ShownWebhook, showWebhooks } from '../webhooks/shown-webhooks.ts';
import { openAbout, type TokenAbout } from './token-about.ts';

/** A token as its worker sees it in a list. */
type OwnToken = {
  tokenId: string;
  expiresAt: Date;
  /** To the hour. */
  usedAt: Date | null;
  /** False once it expired, or all sessions of its worker were ended after it was made. */
  holds: boolean;
};

type Asking = { actor: Pick<Actor, 'agencyId' | 'workerId'>; door: Door; now: Date };

/** The tokens of a worker, those that end first coming first. */
export async function listOwnTokens({ actor, door, now }: Asking): Promise<(OwnToken & { about: string })[]> {
  const rows = await door.read((transaction) =>
    transaction
      .selectFrom('clew.api_token as t')
      .innerJoin('clew.worker as w', (join) =>
        join.onRef('w.agency_id', '=', 't.agency_id').onRef('w.worker_id', '=', 't.worker_id'),
      )
      .select(['t.token_id', 't.expires_at', 't.used_at', 't.epoch', 't.about', 'w.session_epoch'])
      .where('t.agency_id', '=', actor.agencyId)
      .where('t.worker_id', '=', actor.workerId)
      .orderBy('t.expires_at')
      .orderBy('t.token_id')
      .execute(),
  );
  return rows.map((row) => ({
    tokenId: row.token_id,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    holds: row.epoch === row.session_epoch && row.expires_at > now,
    about: row.about,
  }));
}

/** A token with what its worker wrote down about it, and where its program is told. */
export type ShownToken = OwnToken & { about: TokenAbout | undefined; webhooks: readonly ShownWebhook[] };

/** The same with what the worker wrote down about each. */
export async function showOwnTokens(worker: SignedIn): Promise<ShownToken[]> {
  const { actor, door, keys, desk } = worker;
  const tokens = await listOwnTokens({ actor, door, now: desk.now() });
  const webhooks = await showWebhooks(worker);
  return Promise.all(
    tokens.map(async ({ about, ...token }) => ({
      ...token,
      about: await openAbout(keys.identity, about),
      webhooks: webhooks.filter(({ tokenId }) => tokenId === token.tokenId),
    })),
  );
}

/** Ends a token of the worker's own, from the next request on. False if they have none of this id. */
export async function revokeToken(
  { actor, door }: { actor: Actor; door: Door },
  tokenId: string,
): Promise<boolean> {
  const { agencyId, workerId } = actor;
  const thing = { kind: 'token', agencyId, ownerId: workerId } as const;
  if (!may(actor, 'token.revoke', thing).may) return false;
  const ended = await attempt<'none'>((undo) =>
    door.write({ action: 'token.revoke', thing: `token ${tokenId}` }, async (transaction) => {
      const own = await transaction
        .selectFrom('clew.api_token')
        .select('token_id')
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .where('token_id', '=', tokenId)
        .forUpdate()
        .executeTakeFirst();
      if (!own) undo('none');
      await forgetTokens(transaction, { agencyId, tokenIds: [tokenId] });
    }),
  );
  return ended.ok;
}

/** Takes tokens away, with what was answered to them, and the addresses that they set. */
export async function forgetTokens(
  transaction: Transaction<Schema>,
  { agencyId, tokenIds }: { agencyId: string; tokenIds: readonly string[] },
): Promise<void> {
  if (tokenIds.length === 0) return;
  await forgetWebhooks(transaction, { agencyId, of: 'token_id', ids: tokenIds });
  for (const table of ['clew.api_answer', 'clew.api_token'] as const)
    await transaction
      .deleteFrom(table)
      .where('agency_id', '=', agencyId)
      .where('token_id', 'in', tokenIds)
      .execute();
}
