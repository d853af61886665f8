import type { JSX } from 'preact';
import { z } from 'zod';
import { type Answer, Choice, notFound, Part, redirectTo, useWords, type Visit } from '../../web/index.ts';
import { may } from '../policy/index.ts';
import { endOwnSession, type OwnSession } from '../session/own-sessions.ts';
import { SIGNED_OUT } from '../session/ticket.ts';
import { DeskForm } from './desk-form.tsx';
import { type DeskPage, deskPage } from './desk-page.tsx';
import type { SignedIn } from './signed-in.ts';

const PATH = '/desk/you/end-session';

/** Ends the session that was chosen. */
export const endSessionPage: DeskPage = deskPage({
  path: PATH,
  method: 'post',
  action: 'session.end',
  title: 'desk.you',
  render: endChosen,
});

async function endChosen({ form }: Visit, { actor, door, session }: SignedIn): Promise<Answer> {
  const thing = { kind: 'session', agencyId: actor.agencyId, ownerId: actor.workerId } as const;
  const chosen = z.uuid().safeParse(form.get('session'));
  if (!may(actor, 'session.end', thing).may) return notFound();
  if (chosen.success) await endOwnSession(door, actor, chosen.data);
  return chosen.data === session.sessionId
    ? redirectTo('/desk/sign-in', SIGNED_OUT)
    : redirectTo('/desk/you');
}

/** Where a worker is signed in: since when, and when last. */
export function OwnSessions(props: {
  sessions: readonly OwnSession[];
  current: string;
  token: string;
}): JSX.Element {
  const { t, language } = useWords();
  const told = (time: Date) =>
    time.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const labelOf = ({ sessionId, madeAt, seenAt }: OwnSession) => {
    const times = { began: told(madeAt), seen: told(seenAt) };
    return sessionId === props.current ? t('desk.sessions.this', times) : t('desk.sessions.other', times);
  };
  return (
    <Part id="sessions" title={t('desk.sessions.title')}>
      <p>{t('desk.sessions.lede')}</p>
      <DeskForm path={PATH} token={props.token} next={t('desk.sessions.end')}>
        <Choice
          name="session"
          label={t('desk.sessions.which')}
          options={props.sessions.map((one) => ({ value: one.sessionId, label: labelOf(one) }))}
        />
      </DeskForm>
    </Part>
  );
}
