import { randomUUID } from 'node:crypto';
import { deriveSessionKey, open, seal } from '@clew/seal';
import { openDoor } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import { readTicket, type SessionTicket, writeTicket } from '../session/ticket.ts';
import type { Proven } from './prove-worker.ts';
import type { Provider } from './provider.ts';
import { askProvider, type Checks, type ProviderRefusal, readAnswer } from './provider.ts';

/** The cookie of a browser whose worker is on the way to a provider, and for how long it is good, in seconds. */
export const PROVIDER_COOKIE = 'clew-provider';
export const PROVIDER_SECONDS = 600;

/** Why somebody is sent to a provider: to sign in, with what the passphrase opened, or to be known there from then on. */
export type Errand =
  | { kind: 'sign-in'; proven: Proven; back: string; typed: string | undefined }
  | { kind: 'link'; workerId: string; sessionId: string; key: string };

type Kept = { errand: Errand; code: string; checks: Checks; provider: Pick<Provider, 'issuer' | 'clientId'> };

/** Where a provider sends browsers back to: another address for each agency, so that no provider answers for another's. */
export function redirectOf(desk: Desk, code: string): string {
  return `${desk.origin}/desk/sign-in/from/${code}`;
}

/**
 * Sends somebody to their agency's provider: the address to go to, and the cookie's value. What is needed when they come back is
 * sealed under the cookie's secret, so that it opens in this browser alone.
 */
export async function sendToProvider(
  desk: Desk,
  given: { agencyId: string; code: string; provider: Provider; errand: Errand },
): Promise<{ ok: true; address: string; cookie: string } | ProviderRefusal> {
  const { agencyId, code, provider, errand } = given;
  const { outgoing } = desk;
  const redirect = redirectOf(desk, code);
  const asked = await askProvider({ provider, redirect, isAlone: standsAlone(errand), outgoing });
  if (!asked.ok) return asked;
  const ticket = { agencyId, sessionId: randomUUID(), secret: Uint8Array.from(desk.random(32)) };
  const { issuer, clientId } = provider;
  const kept: Kept = { errand, code, checks: asked.checks, provider: { issuer, clientId } };
  const box = seal({
    key: deriveSessionKey(ticket.secret, 'provider'),
    random: desk.random,
    context: contextOf(ticket),
    text: JSON.stringify(kept),
    padTo: 8192,
  });
  const now = desk.now();
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'sign-in' });
  await door.tally(async (transaction) => {
    await transaction
      .deleteFrom('clew.provider_attempt')
      .where('agency_id', '=', agencyId)
      .where('expires_at', '<', now)
      .execute();
    await transaction
      .insertInto('clew.provider_attempt')
      .values({
        agency_id: agencyId,
        attempt_id: ticket.sessionId,
        box,
        expires_at: new Date(now.getTime() + PROVIDER_SECONDS * 1000),
      })
      .execute();
  });
  return { ok: true, address: asked.address, cookie: writeTicket(ticket) };
}

/** Somebody who came back: why they were sent, and of which agency. */
export type CameBack = { agencyId: string; errand: Errand; kept: Kept };

/** Takes what was kept for a browser that comes back, once; undefined if nothing was, or too long ago. */
export async function takeBack(desk: Desk, cookie: string | undefined): Promise<CameBack | undefined> {
  const ticket = readTicket(cookie);
  if (!ticket) return undefined;
  const { agencyId, sessionId } = ticket;
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'sign-in' });
  const row = await door.tally((transaction) =>
    transaction
      .deleteFrom('clew.provider_attempt')
      .where('agency_id', '=', agencyId)
      .where('attempt_id', '=', sessionId)
      .where('expires_at', '>', desk.now())
      .returning('box')
      .executeTakeFirst(),
  );
  const key = deriveSessionKey(ticket.secret, 'provider');
  const opened = open({ key, context: contextOf(ticket), box: row?.box ?? '' });
  if (!opened.ok) return undefined;
  const kept = JSON.parse(opened.text) as Kept;
  return { agencyId, errand: kept.errand, kept };
}

/** Who the provider says came back, if it is still the agency's and the answer is to what was asked. */
export async function whoCameBack(
  desk: Desk,
  { kept }: CameBack,
  given: { provider: Provider | undefined; code: string; query: string },
): Promise<{ ok: true; subject: string } | ProviderRefusal> {
  const { provider, code, query } = given;
  const isSame = provider?.issuer === kept.provider.issuer && provider.clientId === kept.provider.clientId;
  // An answer at another agency's address is another provider's: its code is not passed on to this one.
  if (!provider || !isSame || code !== kept.code) return { ok: false, why: 'refused' };
  const { outgoing } = desk;
  const { checks, errand } = kept;
  const redirect = redirectOf(desk, code);
  return readAnswer({ provider, redirect, isAlone: standsAlone(errand), outgoing, checks, query });
}

/** Whether the provider's word stands in for code and passkey. */
function standsAlone(errand: Errand): boolean {
  return errand.kind === 'sign-in' && errand.proven.factor.kind === 'provider';
}

function contextOf({ agencyId, sessionId }: SessionTicket): string {
  return `${agencyId}/provider-attempt/${sessionId}`;
}
