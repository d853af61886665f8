import { createHash } from 'node:crypto';
import { type SecretBundle, unlockSecrets } from '@clew/seal';
import type { PlainKey } from '../../web/index.ts';
import type { Desk } from '../desk.ts';
import { spendGuess } from '../sign-in/guess-budget.ts';
import { deriveKey, isBearable } from '../sign-in/passphrase.ts';
import { secretsContext } from '../sign-in/prove-worker.ts';
import type { AtDesk } from './arrange-recovery.ts';

/** Why a passphrase that is asked for again opened nothing. */
export type NotReopened = 'wrong' | 'wait' | 'busy';

/** The same in words. */
export const NOT_OPENED: Readonly<Record<NotReopened, PlainKey>> = {
  wrong: 'desk.key-change.wrong',
  wait: 'desk.key-change.wait',
  busy: 'desk.busy',
};

/** What a passphrase opened: the key that it makes, what is sealed under it, and the box that it lay in. */
export type Reopened = { ok: true; key: Uint8Array; secrets: SecretBundle; box: string };

/**
 * Asks a worker who is signed in for the passphrase again, as before what a stolen session must not do. Returns the key that it
 * makes and all that is sealed under it. Attempts are counted as those of a sign-in are, for each session
 * apart: who stole one uses up its ten, and not those of the worker, who signs in anew. More sessions nobody makes without all factors.
 */
export async function reopenSecrets(
  desk: Desk,
  at: AtDesk,
  passphrase: string,
): Promise<Reopened | { ok: false; why: NotReopened }> {
  const result = await reopen(desk, at, passphrase);
  if (!result.ok && result.why !== 'busy') desk.note(result.why === 'wrong' ? 'proof.wrong' : 'proof.spent');
  return result;
}

async function reopen(
  desk: Desk,
  { door, keyring, sessionId = '' }: AtDesk,
  passphrase: string,
): Promise<Reopened | { ok: false; why: NotReopened }> {
  const { agencyId, workerId } = keyring.me;
  const budget = createHash('sha256').update(`clew passphrase again ${workerId} ${sessionId}`).digest();
  if (await spendGuess(door, { agencyId, budget }, desk.now())) return { ok: false, why: 'wait' };
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.worker')
      .select(['secret_box', 'kdf', 'salt'])
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .executeTakeFirstOrThrow(),
  );
  if (!isBearable(row, desk)) return { ok: false, why: 'wrong' };
  const turn = { isKnownDevice: true, agency: agencyId, name: workerId };
  const derived = await desk.line.run(turn, () => deriveKey(passphrase, row));
  if (!derived.ok) return { ok: false, why: 'busy' };
  const context = secretsContext({ agency_id: agencyId, worker_id: workerId });
  const unlocked = unlockSecrets({ key: derived.value, context, box: row.secret_box });
  if (!unlocked.ok) return { ok: false, why: 'wrong' };
  await door.tally((transaction) =>
    transaction
      .deleteFrom('clew.guess')
      .where('agency_id', '=', agencyId)
      .where('budget', '=', budget)
      .execute(),
  );
  return { ok: true, key: derived.value, secrets: unlocked.secrets, box: row.secret_box };
}
