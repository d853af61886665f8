import type { Cookie, Visit } from '../../web/index.ts';
import type { Desk } from '../desk.ts';
import { FORM_TOKEN, formToken, isFormToken } from '../session/ticket.ts';

const FORM_COOKIE = 'clew-form';

/** What protects a form of somebody who is not signed in. */
export type FormGuard = {
  /** For the form's field. */
  token: string;
  /** To be given with the page that shows the form. */
  cookies: readonly Cookie[];
  /** To be given when the form has done its work. */
  done: readonly Cookie[];
  /** Whether the form that was sent came from a page of ours, in this browser. */
  isOurs: boolean;
};

/**
 * Ties a form before any session to this browser, by a secret in a cookie of its own: else another site could sign
 * somebody in as somebody else, who would then read what they write.
 */
export function guardForm(desk: Desk, visit: Visit): FormGuard {
  const cookie = visit.cookie(FORM_COOKIE);
  const known =
    cookie !== undefined && /^[\w-]{43}$/.test(cookie) ? Buffer.from(cookie, 'base64url') : undefined;
  const secret = known ?? desk.random(32);
  const value = Buffer.from(secret).toString('base64url');
  return {
    token: formToken(secret),
    cookies: known ? [] : [{ name: FORM_COOKIE, value }],
    done: [{ name: FORM_COOKIE, value: '', maxAge: 0 }],
    isOurs: known !== undefined && isFormToken(visit.form.get(FORM_TOKEN), known),
  };
}
