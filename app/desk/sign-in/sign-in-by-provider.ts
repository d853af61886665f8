import { openDoor } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import { openSession } from '../session/open-session.ts';
import { providerOf, readLink } from './agency-provider.ts';
import { addDeviceToken, makeDeviceToken } from './device.ts';
import {
  forgetGuesses,
  ownerOf,
  type Proven,
  proveWorker,
  type SignInAttempt,
  type SignInRefusal,
} from './prove-worker.ts';
import type { ProviderRefusal } from './provider.ts';
import { type CameBack, type Errand, sendToProvider, whoCameBack } from './provider-attempt.ts';
import { boxAfter, secretsAfter, useFactor } from './second-factor.ts';
import type { SignedInBrowser } from './sign-in.ts';
import { readSignInName } from './sign-in-name.ts';

/**
 * Checks name and passphrase, and code or passkey unless the agency says that its provider's word is enough; then says where the
 * provider is. Nobody learns of an agency's provider without a passphrase of that agency: it is sealed.
 */
export async function setOut(
  desk: Desk,
  attempt: Omit<SignInAttempt, 'isOnTheWay'>,
  { back, typed }: { back: string; typed: string | undefined },
): Promise<{ ok: true; address: string; cookie: string } | SignInRefusal | ProviderRefusal> {
  const proven = await proveWorker(desk, { ...attempt, isOnTheWay: true });
  if (!proven.ok) return proven;
  const { agency_id: agencyId, worker_id: workerId } = proven.worker;
  const provider = await providerOf(desk, { agencyId, workerId, secrets: proven.secrets });
  if (!provider || readLink(proven.secrets)?.issuer !== provider.issuer) {
    desk.note('sign-in.wrong');
    return { ok: false, why: 'wrong' };
  }
  const { ok: _ok, ...before } = proven;
  const kept = await spend(desk, before);
  if (!kept) {
    desk.note('sign-in.wrong');
    return { ok: false, why: 'wrong' };
  }
  const errand: Errand = { kind: 'sign-in', proven: kept, back, typed };
  const { code } = readSignInName(attempt.name);
  return sendToProvider(desk, { agencyId, code, provider, errand });
}

/**
 * Uses up the factor that was given before the way to the provider: else a code would be good for minutes more, for whoever saw it.
 * Undefined if it was used before. What the provider says comes later, and is taken once by itself.
 */
async function spend(desk: Desk, proven: Proven): Promise<Proven | undefined> {
  const { worker, secrets, factor } = proven;
  if (factor.kind === 'provider') return proven;
  const ids = { agencyId: worker.agency_id, workerId: worker.worker_id };
  const door = openDoor(desk.database, { kind: 'worker', ...ids });
  const now = desk.now();
  if (!(await door.tally((transaction) => useFactor(transaction, { worker, factor, now })))) return undefined;
  return {
    ...proven,
    worker: { ...worker, secret_box: boxAfter(worker, factor) },
    secrets: secretsAfter(secrets, factor),
    factor: { kind: 'spent' },
  };
}

/** Signs in who came back from their provider, if it knows them as the one whom they linked. */
export async function arrive(
  desk: Desk,
  cameBack: CameBack & { errand: { kind: 'sign-in' } },
  given: Given,
): Promise<Arrived> {
  const arrived = await signInBy(desk, cameBack, given);
  if (!arrived.ok && arrived.why === 'refused') desk.note('sign-in.wrong', { factor: 'provider' });
  return arrived;
}

type Given = { code: string; query: string; devices: string | undefined };
type Arrived = ({ ok: true } & SignedInBrowser) | { ok: false; why: 'wrong' } | ProviderRefusal;

async function signInBy(
  desk: Desk,
  cameBack: CameBack & { errand: { kind: 'sign-in' } },
  given: Given,
): Promise<Arrived> {
  const { proven } = cameBack.errand;
  const { worker, secrets } = proven;
  const { agencyId } = cameBack;
  const provider = await providerOf(desk, { agencyId, workerId: worker.worker_id, secrets });
  // What the agency agreed on may have changed on the way.
  if (proven.factor.kind === 'provider' && !provider?.counts) return { ok: false, why: 'refused' };
  const who = await whoCameBack(desk, cameBack, { provider, code: given.code, query: given.query });
  if (!who.ok) return who;
  const link = readLink(secrets);
  if (link?.issuer !== provider?.issuer || link?.subject !== who.subject)
    return { ok: false, why: 'refused' };
  const session = await openSession(desk, proven);
  if (session === undefined) return { ok: false, why: 'wrong' };
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'sign-in' });
  await forgetGuesses(door, { agencyId, guessedAs: proven.guessedAs });
  const token = makeDeviceToken(ownerOf(worker), secrets.signingKey, desk.random);
  return { ok: true, session, devices: addDeviceToken(given.devices, token), identity: secrets.identity };
}
