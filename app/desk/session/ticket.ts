import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Cookie } from '../../web/index.ts';

/** The cookie of somebody who is signed in. */
export const SESSION_COOKIE = 'clew';

/** Takes the cookie back, and with it whatever else the browser has of the desk. */
export const SIGNED_OUT: readonly Cookie[] = [
  { name: SESSION_COOKIE, value: '', maxAge: 0, endsVisit: true },
];

/** What that cookie holds. */
export type SessionTicket = { agencyId: string; sessionId: string; secret: Uint8Array };

/** The cookie's value: both ids and the secret. */
export function writeTicket({ agencyId, sessionId, secret }: SessionTicket): string {
  return `${agencyId}.${sessionId}.${Buffer.from(secret).toString('base64url')}`;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const TICKET = new RegExp(`^(${UUID})\\.(${UUID})\\.([\\w-]{43})$`);

/** What a cookie says; undefined for what `writeTicket` did not write. */
export function readTicket(cookie: string | undefined): SessionTicket | undefined {
  const [, agencyId, sessionId, secret] = TICKET.exec(cookie ?? '') ?? [];
  if (agencyId === undefined || sessionId === undefined || secret === undefined) return undefined;
  return { agencyId, sessionId, secret: Buffer.from(secret, 'base64url') };
}

/** The field that every form of the desk carries. */
export const FORM_TOKEN = 'form-token';

/** What that field must say: made of a secret in a cookie, which another site cannot read. */
export function formToken(secret: Uint8Array): string {
  return createHmac('sha256', secret).update('clew form').digest('base64url');
}

/** Whether a form came from a page that this browser was given. */
export function isFormToken(given: string | null, secret: Uint8Array): boolean {
  const wanted = Buffer.from(formToken(secret));
  const found = Buffer.from(given ?? '');
  return found.length === wanted.length && timingSafeEqual(found, wanted);
}
