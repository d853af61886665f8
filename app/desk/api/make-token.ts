import { deriveSessionKey, seal } from '@clew/seal';
import { sql } from 'kysely';
import { attempt } from '../attempt.ts';
import { secretsOfPins } from '../keys/roster.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { atDesk } from '../recovery/recovery-page.tsx';
import { type Again, type NotProven, proveAgain } from '../sign-in/prove-again.ts';
import { forgetTokens } from './own-tokens.ts';
import { sealAbout } from './token-about.ts';
import type { TokenAction } from './token-actions.ts';
import { type TokenBox, tokenContext } from './token-box.ts';
import { writeToken } from './token-text.ts';

/** For how many days a token may be good. */
export const TOKEN_DAYS = [1, 7, 30, 90] as const;
/** More than so many at once is a sign that nobody looks after them. */
const MOST_TOKENS = 20;
export const LONGEST_PURPOSE = 80;

/** Why a token was not made. `made`: this very form was sent before. `many`: the worker has as many as one may have. */
export type NotMade = NotProven | 'made' | 'many';

type Wanted = {
  /** Drawn with the form, so that one that is sent twice makes one token. */
  tokenId: string;
  purpose: string;
  actions: readonly TokenAction[];
  days: (typeof TOKEN_DAYS)[number];
  again: Again;
};

/**
 * Makes a token for the worker who is signed in, once they have proved again that it is them: a stolen session makes none.
 * Returns its text, which stands nowhere else. It carries no key: whoever has it opens nothing that is sealed.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: what is looked at before anything is written stands in its order
export async function makeToken(
  worker: SignedIn,
  { tokenId, purpose, actions, days, again }: Wanted,
): Promise<{ ok: true; text: string } | { ok: false; why: NotMade }> {
  const { desk, actor, door, keys } = worker;
  const proven = await proveAgain(desk, atDesk(worker), again);
  if (!proven.ok) return proven;
  const { agencyId, workerId } = actor;
  const secret = Uint8Array.from(desk.random(32));
  const expires_at = new Date(desk.now().getTime() + days * 86_400_000);
  const content: TokenBox = {
    workerId,
    actions: [...actions],
    expiresAt: expires_at.toISOString(),
    ...secretsOfPins(keys.pins),
  };
  const box = seal({
    key: deriveSessionKey(secret, 'api token'),
    random: desk.random,
    context: tokenContext({ agencyId, tokenId }),
    text: JSON.stringify(content),
    padTo: 2048,
  });
  const about = await sealAbout(keys.me.recipient, { purpose, actions: [...actions] });
  const made = await attempt<'made' | 'many'>((undo) =>
    door.write({ action: 'token.make', thing: `token ${tokenId}` }, async (transaction) => {
      const worker = await transaction
        .selectFrom('clew.worker')
        .select('session_epoch')
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .forNoKeyUpdate()
        .executeTakeFirstOrThrow();
      const epoch = worker.session_epoch;
      const own = await transaction
        .selectFrom('clew.api_token')
        .select(['token_id', 'epoch', 'expires_at'])
        .where('agency_id', '=', agencyId)
        .where(sql<boolean>`(worker_id = ${workerId} OR expires_at <= ${desk.now()})`)
        .execute();
      const over = own.filter((token) => token.epoch !== epoch || token.expires_at <= desk.now());
      if (own.length - over.length >= MOST_TOKENS) undo('many');
      await forgetTokens(transaction, { agencyId, tokenIds: over.map(({ token_id }) => token_id) });
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('clew.api_token')
        .values({
          agency_id: agencyId,
          token_id: tokenId,
          worker_id: workerId,
          epoch,
          expires_at,
          box,
          about,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows !== 1n) undo('made');
    }),
  );
  return made.ok ? { ok: true, text: writeToken({ agencyId, tokenId, secret }) } : made;
}
