import { lockSecrets, type SecretBundle } from '@clew/seal';
import type { Transaction } from 'kysely';
import { openDoor, type Schema } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import { providerOf, readLink } from './agency-provider.ts';
import { checkAssertion, isBehind } from './check-passkey.ts';
import { stepOfCode } from './one-time-code.ts';
import { readPasskeys, userHandleOf, withPasskeys } from './passkey.ts';
import { useChallenge } from './passkey-challenge.ts';
import type { Factor, SignInAttempt, WorkerRow } from './prove-worker.ts';

/** Whose factor it is, and the box in which it lies. */
export type FactorOwner = Pick<WorkerRow, 'agency_id' | 'worker_id' | 'secret_box'>;
/** A worker's secrets, the key that opened them, and what they are sealed for. */
type Opened = { worker: FactorOwner; secrets: SecretBundle; key: Uint8Array; context: string };

/** What the attempt proves beside the passphrase, which has opened the worker's secrets; undefined if nothing. */
export async function proveFactor(
  desk: Desk,
  attempt: Pick<SignInAttempt, 'code' | 'passkey' | 'isOnTheWay'>,
  opened: Opened,
): Promise<Factor | undefined> {
  if (attempt.passkey) return provePasskey(desk, attempt.passkey, opened);
  if (attempt.isOnTheWay && attempt.code === '') return proveByProvider(desk, opened);
  const step = stepOfCode(opened.secrets.code, attempt.code, desk.now());
  return step === undefined ? undefined : { kind: 'code', step };
}

/** A provider's word to come, for whoever is linked to one that the agency says is enough beside the passphrase. */
async function proveByProvider(desk: Desk, { worker, secrets }: Opened): Promise<Factor | undefined> {
  const ids = { agencyId: worker.agency_id, workerId: worker.worker_id };
  const provider = await providerOf(desk, { ...ids, secrets });
  return provider?.counts && readLink(secrets)?.issuer === provider.issuer ? { kind: 'provider' } : undefined;
}

async function provePasskey(
  desk: Desk,
  { answer, challenge }: { answer: string; challenge: string },
  { worker, secrets, key, context }: Opened,
): Promise<Factor | undefined> {
  const ids = { agencyId: worker.agency_id, workerId: worker.worker_id };
  const passkeys = readPasskeys(secrets);
  const { party } = desk;
  const userHandle = userHandleOf(ids);
  const answered = party && (await checkAssertion(answer, { party, challenge, passkeys, userHandle }));
  if (!answered) return undefined;
  if (isBehind(answered)) {
    const door = openDoor(desk.database, { kind: 'worker', ...ids });
    await door.write({ action: 'passkey.copied', thing: `worker ${ids.workerId}` }, async () => undefined);
    return undefined;
  }
  const { passkey, counter } = answered;
  if (counter === passkey.counter) return { kind: 'passkey', challenge, counted: undefined };
  const now = passkeys.map((one) => (one === passkey ? { ...one, counter } : one));
  const counted = withPasskeys(secrets, now);
  const secretBox = lockSecrets({ key, random: desk.random, context, secrets: counted });
  return { kind: 'passkey', challenge, counted: { secrets: counted, secretBox } };
}

/** A worker's secrets once a factor is used up. */
export function secretsAfter(secrets: SecretBundle, factor: Factor): SecretBundle {
  return factor.kind === 'passkey' && factor.counted ? factor.counted.secrets : secrets;
}

/** The box in which they lie then. */
export function boxAfter({ secret_box }: FactorOwner, factor: Factor): string {
  return factor.kind === 'passkey' && factor.counted ? factor.counted.secretBox : secret_box;
}

/**
 * Uses a factor up, within the transaction that opens the session or asked for it again: false if it was used before, or if the worker's secrets were
 * changed since they were opened.
 */
export async function useFactor(
  transaction: Transaction<Schema>,
  { worker, factor, now }: { worker: FactorOwner; factor: Factor; now: Date },
): Promise<boolean> {
  if (factor.kind === 'code') return useStep(transaction, worker, factor.step);
  const challenge = factor.kind === 'passkey' ? factor.challenge : undefined;
  const agencyId = worker.agency_id;
  if (challenge !== undefined && !(await useChallenge(transaction, { agencyId, challenge, now })))
    return false;
  const { numUpdatedRows } = await transaction
    .updateTable('clew.worker')
    .set({ secret_box: boxAfter(worker, factor) })
    .where('agency_id', '=', worker.agency_id)
    .where('worker_id', '=', worker.worker_id)
    // A passkey that was removed a moment ago must not come back with its counter, nor sign in once more.
    .where('secret_box', '=', worker.secret_box)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Refuses a code's half minute, and all before it, from now on; false if it was refused already. */
async function useStep(
  transaction: Transaction<Schema>,
  worker: { agency_id: string; worker_id: string },
  step: number,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('clew.worker')
    .set({ code_step: String(step) })
    .where('agency_id', '=', worker.agency_id)
    .where('worker_id', '=', worker.worker_id)
    .where('code_step', '<', String(step))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
