import { createHash } from 'node:crypto';
import { type SecretBundle, unlockSecrets } from '@clew/seal';
import { attempt } from '../attempt.ts';
import type { Desk } from '../desk.ts';
import type { AtDesk } from '../recovery/arrange-recovery.ts';
import { spendGuess } from './guess-budget.ts';
import { deriveKey, isBearable } from './passphrase.ts';
import { type Factor, type SignInAttempt, secretsContext } from './prove-worker.ts';
import { boxAfter, type FactorOwner, proveFactor, secretsAfter, useFactor } from './second-factor.ts';

/** What a worker who is signed in gives again: the passphrase, and what they have beside it. */
export type Again = {
  passphrase: string;
  /**
   * A code, or what a passkey answered; `old` for an answer to what this page did not ask. `at-sign-in` only at a terminal, whose
   * command has asked for a code a moment before: a session of a browser may be stolen, that one is never kept.
   */
  second: Pick<SignInAttempt, 'code' | 'passkey'> | 'old' | 'at-sign-in';
};

/**
 * Why what was given again proved nothing. `wrong` says nothing of what was wrong: whoever has stolen a session must not try
 * passphrases without the second factor.
 */
export type NotProven = 'wrong' | 'wait' | 'busy';

/** What the passphrase opened: the key that it makes, what is sealed under it, and the box that it lies in now. */
type ProvenAgain = { ok: true; key: Uint8Array; secrets: SecretBundle; box: string };

type Refused = { ok: false; why: NotProven };

/**
 * Asks a worker who is signed in for all that a sign-in asks for, as before what a stolen session must not do: what guards the
 * account, and what moves keys. The agency's provider does not stand in for the second factor here. Uses the factor up. Attempts are
 * counted as those of a sign-in are, for each session apart: who stole one uses up its ten, and not those of the worker, who signs
 * in anew. More sessions nobody makes without all factors.
 */
export async function proveAgain(desk: Desk, at: AtDesk, again: Again): Promise<ProvenAgain | Refused> {
  const result = await prove(desk, at, again);
  if (!result.ok && result.why !== 'busy') desk.note(result.why === 'wrong' ? 'proof.wrong' : 'proof.spent');
  return result;
}

async function prove(desk: Desk, at: AtDesk, { passphrase, second }: Again): Promise<ProvenAgain | Refused> {
  const { door, keyring, sessionId = '' } = at;
  const { agencyId, workerId } = keyring.me;
  const budget = createHash('sha256').update(`clew passphrase again ${workerId} ${sessionId}`).digest();
  if (await spendGuess(door, { agencyId, budget }, desk.now())) return { ok: false, why: 'wait' };
  const worker = await door.read((transaction) =>
    transaction
      .selectFrom('clew.worker')
      .select(['agency_id', 'worker_id', 'secret_box', 'kdf', 'salt'])
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .executeTakeFirstOrThrow(),
  );
  if (!isBearable(worker, desk)) return { ok: false, why: 'wrong' };
  const turn = { isKnownDevice: true, agency: agencyId, name: workerId };
  const derived = await desk.line.run(turn, () => deriveKey(passphrase, worker));
  if (!derived.ok) return { ok: false, why: 'busy' };
  const { value: key } = derived;
  const context = secretsContext(worker);
  const unlocked = unlockSecrets({ key, context, box: worker.secret_box });
  if (!unlocked.ok) return { ok: false, why: 'wrong' };
  const { secrets } = unlocked;
  const factor = await findFactor(desk, second, { worker, secrets, key, context });
  if (!factor || !(await spend(at, { worker, factor, budget, now: desk.now() })))
    return { ok: false, why: 'wrong' };
  return { ok: true, key, secrets: secretsAfter(secrets, factor), box: boxAfter(worker, factor) };
}

type Opened = Parameters<typeof proveFactor>[2];

async function findFactor(desk: Desk, second: Again['second'], opened: Opened): Promise<Factor | undefined> {
  if (second === 'old') return undefined;
  return second === 'at-sign-in' ? { kind: 'spent' } : proveFactor(desk, second, opened);
}

type Spending = { worker: FactorOwner; factor: Factor; budget: Buffer; now: Date };

/** Uses the factor up and forgets the attempts; false, with neither done, if it was used before. */
async function spend({ door }: AtDesk, { worker, factor, budget, now }: Spending): Promise<boolean> {
  const spent = await attempt<'used'>((undo) =>
    door.tally(async (transaction) => {
      if (factor.kind !== 'spent' && !(await useFactor(transaction, { worker, factor, now }))) undo('used');
      await transaction
        .deleteFrom('clew.guess')
        .where('agency_id', '=', worker.agency_id)
        .where('budget', '=', budget)
        .execute();
    }),
  );
  return spent.ok;
}
