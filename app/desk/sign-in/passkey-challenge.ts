import { createHash } from 'node:crypto';
import { open, seal } from '@clew/seal';
import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Schema } from '../../store/index.ts';
import type { Desk } from '../desk.ts';

/** For how long a page that asks for a passkey may lie open, in milliseconds. */
export const CHALLENGE_MS = 3_600_000;
const CHALLENGE_BYTES = 32;

/** What a passkey signs so that nothing signed before is of use, and the same sealed, to come back with the answer. */
export type Challenge = { challenge: string; sealed: string };

/** What a passkey is asked for: to sign in, to be added, or again before what a stolen session must not do. */
export type Purpose = 'sign-in' | 'add' | 'again';

const Sealed = z.object({ challenge: z.string(), until: z.number() });

/**
 * A new challenge for one purpose and one browser. `boundTo` is what only pages of that browser carry: the token of its
 * forms. Nothing is kept: `useChallenge` notes which were used.
 */
export function makeChallenge(desk: Desk, given: { purpose: Purpose; boundTo: string }): Challenge {
  const challenge = Buffer.from(desk.random(CHALLENGE_BYTES)).toString('base64url');
  const until = desk.now().getTime() + CHALLENGE_MS;
  const text = JSON.stringify({ challenge, until } satisfies z.infer<typeof Sealed>);
  const sealed = seal({ key: desk.sealKey, random: desk.random, context: contextOfChallenge(given), text });
  return { challenge, sealed };
}

/** The challenge that was sealed for this purpose and browser; undefined for any other, and once it is too old. */
export function openChallenge(
  desk: Desk,
  { sealed, ...given }: { purpose: Purpose; boundTo: string; sealed: string | null },
): string | undefined {
  const opened = open({ key: desk.sealKey, context: contextOfChallenge(given), box: sealed ?? '' });
  if (!opened.ok) return undefined;
  const { challenge, until } = Sealed.parse(JSON.parse(opened.text));
  return until > desk.now().getTime() ? challenge : undefined;
}

/** Refuses a challenge from now on; false if it was refused already. */
export async function useChallenge(
  transaction: Transaction<Schema>,
  { agencyId, challenge, now }: { agencyId: string; challenge: string; now: Date },
): Promise<boolean> {
  await transaction
    .deleteFrom('clew.passkey_challenge')
    .where('agency_id', '=', agencyId)
    .where('used_at', '<', new Date(now.getTime() - 2 * CHALLENGE_MS))
    .execute();
  const challenge_hash = createHash('sha256').update(`clew challenge\0${challenge}`).digest();
  const { rows } = await sql`
    INSERT INTO clew.passkey_challenge (agency_id, challenge_hash, used_at) VALUES (${agencyId}, ${challenge_hash}, ${now})
    ON CONFLICT DO NOTHING RETURNING agency_id
  `.execute(transaction);
  return rows.length === 1;
}

function contextOfChallenge({ purpose, boundTo }: { purpose: string; boundTo: string }): string {
  return `desk.passkey ${purpose} ${boundTo}`;
}
