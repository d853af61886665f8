import {
  type Answer,
  definePage,
  notFound,
  type Page,
  type PlainKey,
  type StaffFrame,
  settleAnswer,
  showFault,
  showPage,
  type Visit,
} from '../../web/index.ts';
import type { Desk } from '../desk.ts';
import { type Action, kindOf, may, mayAtAll } from '../policy/index.ts';
import { findSession, type SessionState } from '../session/find-session.ts';
import { FORM_TOKEN, formToken, isFormToken, readTicket, SESSION_COOKIE } from '../session/ticket.ts';
import { sealTyped } from './carried.ts';
import { ClockNotice } from './clock-notice.tsx';
import { type Place, strangerFrame, workerFrame } from './frame.tsx';
import { OutdatedForm } from './outdated-form.tsx';
import { askToSignIn } from './sign-in-page.tsx';
import { type SignedIn, signedIn } from './signed-in.ts';
import { WaitingPage } from './waiting-page.tsx';

/** A page of the desk: only for workers who are signed in, and whom the policy lets do what it is for. */
export type DeskPage = {
  /** Stands under `/desk`. */
  path: '/desk' | `/desk/${string}`;
  method: 'get' | 'post';
  /** What is done here. The page is shown to whoever may do it to anything; about its own thing it asks `may` itself. */
  action: Action;
  title: PlainKey;
  /** The words of its link in the bar, where it has one. */
  place?: PlainKey;
  secrets?: readonly string[];
  /** For a form that may bring a large file: see `Page`. */
  stream?: { readonly field: string; readonly limit: number };
  render: (visit: Visit, worker: SignedIn) => Answer | Promise<Answer>;
};

/** Declares a page of the desk; `deskPages` makes it one of the site. */
export function deskPage(page: DeskPage): DeskPage {
  return Object.freeze({ ...page });
}

/** The pages as the site serves them. The bar of each leads to those that have a place there. */
export function bindDeskPages(desk: Desk, pages: readonly DeskPage[]): Page[] {
  const places = pages.filter((page) => page.place !== undefined && page.method === 'get');
  return pages.map((page) =>
    definePage({
      path: page.path,
      method: page.method,
      action: page.action,
      title: page.title,
      cookies: true,
      secrets: [FORM_TOKEN, ...(page.secrets ?? [])],
      again: [FORM_TOKEN],
      ...(page.stream ? { stream: page.stream } : {}),
      render: (visit) => answer({ desk, page, places }, visit),
    }),
  );
}

type Bound = { desk: Desk; page: DeskPage; places: readonly DeskPage[] };

async function answer(bound: Bound, visit: Visit): Promise<Answer> {
  const { desk, page } = bound;
  const ticket = readTicket(visit.cookie(SESSION_COOKIE));
  const state = await findSession(desk, ticket);
  const isOurs = ticket !== undefined && isFormToken(visit.form.get(FORM_TOKEN), ticket.secret);
  if (page.method === 'post' && (!isOurs || state.kind === 'none')) {
    if (!isOurs) desk.note('form.without-token');
    return refuseForm(page, visit, state);
  }
  if (state.kind !== 'in') {
    const clock = state.kind === 'over' ? state.clock : undefined;
    return askToSignIn(desk, visit, { typed: await keepTyped(state, visit, page), clock });
  }
  const worker = await signedIn(desk, state);
  if (!worker) return showPage(<WaitingPage />, { frame: bareFrame(page, formToken(state.ticket.secret)) });
  const refusal = refuse(worker, page.action);
  if (refusal) {
    desk.note('desk.refused');
    await noteRefusal(worker, page.action);
  }
  return inFrame(bound, worker, refusal ?? (await page.render(visit, worker)));
}

/** Nothing is done, and what was typed is shown: also after signing out in another window of the browser. */
function refuseForm(page: DeskPage, visit: Visit, state: SessionState): Answer {
  const frame = state.kind === 'in' ? bareFrame(page, formToken(state.ticket.secret)) : strangerFrame();
  return showPage(<OutdatedForm form={visit.form} secrets={page.secrets ?? []} />, { status: 403, frame });
}

function bareFrame({ path }: DeskPage, token: string): StaffFrame {
  return workerFrame({ path, places: [], who: undefined, agency: undefined, token });
}

/** What was typed when the session was over, sealed to its worker. */
async function keepTyped(state: SessionState, visit: Visit, page: DeskPage): Promise<string | undefined> {
  if (page.method !== 'post' || state.kind !== 'over') return undefined;
  const left = [FORM_TOKEN, ...(page.secrets ?? [])];
  const fields = [...visit.form].filter(([name]) => !left.includes(name));
  return sealTyped(state.recipient, { path: visit.path, fields });
}

/** Addresses of the desk at which there is nothing, however deep. A stranger is asked to sign in there as anywhere else. */
export const NOWHERE: readonly DeskPage[] = [
  '/desk/:a',
  '/desk/:a/:b',
  '/desk/:a/:b/:c',
  '/desk/:a/:b/:c/:d',
].map((path) =>
  deskPage({
    path: path as DeskPage['path'],
    method: 'get',
    action: 'desk.read',
    title: 'fault.not-found',
    render: () => notFound(),
  }),
);

/** What may not be seen is not there; what may be seen and not done is forbidden. */
function refuse({ actor }: SignedIn, action: Action): Answer | undefined {
  if (mayAtAll(actor, action)) return undefined;
  const thing = { kind: kindOf(action), agencyId: actor.agencyId, ownerId: actor.workerId };
  const decision = may(actor, action, thing);
  if (decision.may || decision.how === 'not-found') return notFound();
  return showFault({ status: 403, message: 'desk.forbidden', advice: 'desk.forbidden-advice' });
}

/** Whoever tries what their roles do not include is seen trying. What thing they asked for stands nowhere: it may not be theirs to name. */
async function noteRefusal({ door }: SignedIn, action: Action): Promise<void> {
  await door.write({ action: 'desk.refused', thing: `page ${action}` }, async () => undefined);
}

async function inFrame({ page, places }: Bound, worker: SignedIn, given: Answer): Promise<Answer> {
  const answer = settleAnswer(given);
  if (answer.kind === 'redirect' || answer.kind === 'file' || answer.frame !== undefined) return answer;
  const shown = places.filter(({ action }) => mayAtAll(worker.actor, action));
  const frame = workerFrame({
    path: page.path,
    places: shown.map(({ path, place }) => ({ path, name: place }) as Place),
    who: await worker.names.worker(worker.actor.workerId),
    agency: await worker.names.agency(),
    token: worker.formToken,
    notice: worker.clock && (
      <ClockNotice clock={worker.clock} isAdministrator={mayAtAll(worker.actor, 'agency.change')} />
    ),
  });
  return { ...answer, frame };
}
