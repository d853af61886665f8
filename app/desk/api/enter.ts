import type { Enter } from '../../web/index.ts';
import type { Desk } from '../desk.ts';
import { type Action, isAction, kindOf, may, mayAtAll } from '../policy/index.ts';
import { type Bearer, findToken } from './find-token.ts';
import { WITH_EVERY_TOKEN } from './token-actions.ts';

/**
 * Who may enter a route of the desk: whoever brings a token that holds, was made for the route's action, and whose worker may do
 * it to anything at this moment. About its own thing the route asks `may` itself.
 */
export function enterByToken(desk: Desk): Enter<Bearer> {
  return async (authorization, action) => {
    const bearer = await findToken(desk, authorization);
    if (!bearer) {
      if (authorization !== null) desk.note('token.wrong');
      return { ok: false, code: 'no-token' };
    }
    if (!isAction(action) || !isFor(bearer, action)) {
      desk.note('token.wrong');
      return { ok: false, code: 'narrow-token' };
    }
    const { actor, door } = bearer;
    if (mayAtAll(actor, action)) return { ok: true, who: bearer };
    // Whoever tries what their roles do not include is seen trying, as on a page.
    desk.note('desk.refused');
    await door.write({ action: 'desk.refused', thing: `route ${action}` }, async () => undefined);
    const thing = { kind: kindOf(action), agencyId: actor.agencyId, ownerId: actor.workerId };
    const decision = may(actor, action, thing);
    return { ok: false, code: !decision.may && decision.how === 'forbidden' ? 'forbidden' : 'not-found' };
  };
}

/** Whether a token was made for an action. */
export function isFor({ actions }: Bearer, action: Action): boolean {
  return WITH_EVERY_TOKEN.includes(action) || actions.includes(action);
}
