import type { Desk } from '../desk.ts';
import { type OpenedSession, openSession } from '../session/open-session.ts';
import { addDeviceToken, makeDeviceToken } from './device.ts';
import { ownerOf, proveWorker, type SignInAttempt, type SignInRefusal } from './prove-worker.ts';

/** A browser whose worker has signed in: the session, the cookie of known browsers, and what opens what they typed before. */
export type SignedInBrowser = { session: OpenedSession; devices: string; identity: string };

/**
 * Signs a worker in: checks passphrase and code, opens a session, and gives the cookie of a browser that did so. A name
 * that nobody has, a wrong passphrase, a wrong code and a code used before are refused alike, after the same work.
 */
export async function signIn(
  desk: Desk,
  attempt: SignInAttempt,
): Promise<({ ok: true } & SignedInBrowser) | SignInRefusal> {
  const proven = await proveWorker(desk, attempt);
  if (!proven.ok) return proven;
  const session = await openSession(desk, proven);
  if (session === undefined) return { ok: false, why: 'wrong' };
  const token = makeDeviceToken(ownerOf(proven.worker), proven.secrets.signingKey, desk.random);
  const { identity } = proven.secrets;
  return { ok: true, session, devices: addDeviceToken(attempt.devices, token), identity };
}
