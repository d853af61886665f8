import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveSessionKey, open, seal } from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Door, Schema } from '../../store/index.ts';
import type { ApiAnswer, Once } from '../../web/index.ts';
import type { Bearer } from './find-token.ts';

/** For how long an answer is kept. A program that asks again later than this does it anew. */
const KEPT_MS = 86_400_000;

/** Ends a transaction that finds that it was carried out before, with what was answered then. */
class Answered extends Error {
  readonly answer: ApiAnswer;
  constructor(answer: ApiAnswer) {
    super('answered before');
    this.answer = answer;
  }
}

/** What is to be done once: through which key, and what its answer is made of. */
type Doing<Result> = { once: Once; action: string; answer: (result: Result) => ApiAnswer };

/**
 * Does something once for a key, however often it is asked. `work` is given a door: the first write of `action` through it looks
 * for the key in its own transaction, and writes the answer there. So what was done has its answer, also if the process
 * ends before it was sent; and two that come at once are one. A refusal is not kept: it may be another one the next time.
 */
export async function doOnce<Result extends { ok: true }, Refusal extends { ok: false }>(
  bearer: Bearer,
  { once, action, answer }: Doing<Result>,
  work: (door: Door) => Promise<Result | Refusal>,
): Promise<ApiAnswer | Refusal> {
  const { door } = bearer;
  const writing: Door = {
    ...door,
    write: (deed, inside) => {
      if (deed.action !== action) return door.write(deed, inside);
      return door.write(deed, async (transaction) => {
        await claim(transaction, bearer, once);
        const done = await inside(transaction);
        await keep(transaction, bearer, { once, answer: answer({ ok: true, ...done } as unknown as Result) });
        return done;
      });
    },
  };
  try {
    const result = await work(writing);
    return result.ok ? answer(result) : result;
  } catch (error) {
    if (error instanceof Answered) return error.answer;
    throw error;
  }
}

type Hashes = { key_hash: Buffer; request_hash: Buffer };

/** Takes the key. Waits for another request of the same key that is under way; throws `Answered` if there was one. */
async function claim(transaction: Transaction<Schema>, bearer: Bearer, once: Once): Promise<void> {
  const { agencyId: agency_id, tokenId: token_id } = bearer.token;
  const hashes = hashesOf(bearer, once);
  const now = bearer.desk.now();
  await transaction
    .deleteFrom('clew.api_answer')
    .where('agency_id', '=', agency_id)
    .where('token_id', '=', token_id)
    .where('at', '<', new Date(now.getTime() - KEPT_MS))
    .execute();
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('clew.api_answer')
    .values({ agency_id, token_id, ...hashes, answer: '', at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return;
  const row = await transaction
    .selectFrom('clew.api_answer')
    .select(['request_hash', 'answer'])
    .where('agency_id', '=', agency_id)
    .where('token_id', '=', token_id)
    .where('key_hash', '=', hashes.key_hash)
    .executeTakeFirst();
  if (!row || !timingSafeEqual(row.request_hash, hashes.request_hash))
    throw new Answered({ ok: false, code: 'other-request' });
  const opened = open({ ...sealingOf(bearer, hashes), box: row.answer });
  // Kept under a token that was since made anew in its place: nobody's.
  throw new Answered(
    opened.ok ? (JSON.parse(opened.text) as ApiAnswer) : { ok: false, code: 'other-request' },
  );
}

async function keep(
  transaction: Transaction<Schema>,
  bearer: Bearer,
  { once, answer }: { once: Once; answer: ApiAnswer },
): Promise<void> {
  const { agencyId, tokenId } = bearer.token;
  const hashes = hashesOf(bearer, once);
  const box = seal({
    ...sealingOf(bearer, hashes),
    random: bearer.desk.random,
    text: JSON.stringify(answer),
  });
  await transaction
    .updateTable('clew.api_answer')
    .set({ answer: box })
    .where('agency_id', '=', agencyId)
    .where('token_id', '=', tokenId)
    .where('key_hash', '=', hashes.key_hash)
    .execute();
}

function hashesOf({ token }: Bearer, { key, request }: Once): Hashes {
  const hash = (what: string, text: string) =>
    createHmac('sha256', deriveSessionKey(token.secret, `api ${what}`))
      .update(text)
      .digest();
  return { key_hash: hash('key', key), request_hash: hash('request', request) };
}

function sealingOf({ token }: Bearer, { key_hash }: Hashes): { key: Uint8Array; context: string } {
  const { agencyId, tokenId } = token;
  return {
    key: deriveSessionKey(token.secret, 'api answer'),
    context: `${agencyId}/api_answer/${tokenId}/${key_hash.toString('base64url')}`,
  };
}
