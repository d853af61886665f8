import { openDoor } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import { type OpenedSession, openSession } from '../session/open-session.ts';
import { addDeviceToken, makeDeviceToken } from './device.ts';
import {
  ownerOf,
  type Proven,
  proveWorker,
  type SignInAttempt,
  type SignInRefusal,
  useStep,
} from './prove-worker.ts';

/**
 * Signs a worker in: checks passphrase and code, opens a session, and gives the cookie of a browser that did so. A name
 * that nobody has, a wrong passphrase, a wrong code and a code used before are refused alike, after the same work.
 */
export async function signIn(
  desk: Desk,
  attempt: SignInAttempt,
): Promise<{ ok: true; session: OpenedSession; devices: string; identity: string } | SignInRefusal> {
  const proven = await proveWorker(desk, attempt);
  if (!proven.ok) return proven;
  const session = await openSession(desk, proven);
  if (session === undefined) return { ok: false, why: 'wrong' };
  const token = makeDeviceToken(ownerOf(proven.worker), proven.secrets.signingKey, desk.random);
  const { identity } = proven.secrets;
  return { ok: true, session, devices: addDeviceToken(attempt.devices, token), identity };
}

/** The same for a command that asks and then ends: no session is opened, and the code is used up all the same. */
export async function proveOnce(
  desk: Desk,
  attempt: SignInAttempt,
): Promise<({ ok: true } & Proven) | SignInRefusal> {
  const proven = await proveWorker(desk, attempt);
  if (!proven.ok) return proven;
  const { worker, step } = proven;
  const door = openDoor(desk.database, {
    kind: 'worker',
    agencyId: worker.agency_id,
    workerId: worker.worker_id,
  });
  const isFirst = await door.write(
    { action: 'session.begin', thing: `command ${worker.worker_id}` },
    (transaction) => useStep(transaction, worker, step),
  );
  return isFirst ? proven : { ok: false, why: 'wrong' };
}
