import type { JSX } from 'preact';
import {
  Button,
  definePage,
  type Page,
  PageHead,
  PageLink,
  Pairs,
  Part,
  redirectTo,
  useWords,
  type Visit,
} from '../../web/index.ts';
import type { Desk } from '../desk.ts';
import { may } from '../policy/index.ts';
import { listRoles, type NamedRole } from '../roles/change-role.ts';
import { endAllSessions, endSession } from '../session/end-session.ts';
import { findSession } from '../session/find-session.ts';
import { listOwnSessions, type OwnSession } from '../session/own-sessions.ts';
import { FORM_TOKEN, isFormToken, readTicket, SESSION_COOKIE, SIGNED_OUT } from '../session/ticket.ts';
import { type DeskPage, deskPage } from './desk-page.tsx';
import { endSessionPage, OwnSessions } from './own-sessions-part.tsx';
import { roleLabel } from './role-words.ts';

/** What a worker sees of themselves, and the way to end all sessions. */
export const youPages: readonly DeskPage[] = [
  deskPage({
    path: '/desk/you',
    method: 'get',
    action: 'self.read',
    title: 'desk.you',
    render: async (_visit, worker) => {
      const { actor, names, formToken, door, session, desk } = worker;
      const name = (await names.worker(actor.workerId)) ?? '';
      const held = actor.roles.map(({ id }) => id);
      const roles = (await listRoles(worker)).filter(({ id }) => held.includes(id));
      const sessions = await listOwnSessions(door, actor, desk.now());
      const current = session.sessionId;
      return <You {...{ name, roles, token: formToken, sessions, current }} />;
    },
  }),
  endSessionPage,
  deskPage({
    path: '/desk/you/sign-out-everywhere',
    method: 'post',
    action: 'session.end',
    title: 'desk.you',
    render: async (_visit, { actor, door }) => {
      const thing = { kind: 'session', agencyId: actor.agencyId, ownerId: actor.workerId } as const;
      if (may(actor, 'session.end', thing).may) await endAllSessions(door, actor);
      return redirectTo('/desk/sign-in', SIGNED_OUT);
    },
  }),
];

/** Signing out works for whoever has a session, also while they wait to be let in. */
export function signOutPage(desk: Desk): Page {
  return definePage({
    path: '/desk/sign-out',
    method: 'post',
    action: 'session.end',
    title: 'desk.you',
    cookies: true,
    secrets: [FORM_TOKEN],
    render: (visit) => signOut(desk, visit),
  });
}

async function signOut(desk: Desk, visit: Visit) {
  const ticket = readTicket(visit.cookie(SESSION_COOKIE));
  const isOurs = ticket !== undefined && isFormToken(visit.form.get(FORM_TOKEN), ticket.secret);
  // Somebody else's page cannot sign anybody out; who is signed in sees that they still are.
  if (!isOurs) return redirectTo('/desk');
  const state = await findSession(desk, ticket);
  if (state.kind === 'in') await endSession(state.door, ticket);
  return redirectTo('/desk/sign-in', SIGNED_OUT);
}

function You({
  name,
  roles,
  token,
  sessions,
  current,
}: {
  name: string;
  roles: readonly NamedRole[];
  token: string;
  sessions: readonly OwnSession[];
  current: string;
}): JSX.Element {
  const words = useWords();
  const { t, href } = words;
  return (
    <>
      <PageHead title={<bdi>{name}</bdi>} />
      <Pairs
        pairs={[
          {
            term: t('desk.people.roles'),
            body: <bdi>{roles.map((role) => roleLabel(words, role)).join(' · ')}</bdi>,
          },
        ]}
      />
      <p>
        <PageLink path="/desk/you/passphrase">{t('desk.passphrase.link')}</PageLink>
      </p>
      <p>
        <PageLink path="/desk/recovery">{t('desk.recovery.link')}</PageLink>
      </p>
      <p>
        <PageLink path="/desk/you/factors">{t('desk.factors.title')}</PageLink>
      </p>
      <p>
        <PageLink path="/desk/you/keys">{t('desk.key-change.link')}</PageLink>
      </p>
      <p>
        <PageLink path="/desk/you/tokens">{t('desk.tokens.link')}</PageLink>
      </p>
      <OwnSessions {...{ sessions, current, token }} />
      <Part id="everywhere" title={t('desk.everywhere.title')}>
        <p>{t('desk.everywhere.lede')}</p>
        <form method="post" action={href('/desk/you/sign-out-everywhere')}>
          <input type="hidden" name={FORM_TOKEN} value={token} />
          <p class="btns">
            <Button>{t('desk.everywhere.next')}</Button>
          </p>
        </form>
      </Part>
    </>
  );
}
