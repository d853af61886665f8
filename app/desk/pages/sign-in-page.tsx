import type { JSX } from 'preact';
import type { ClockJump } from '../../store/index.ts';
import {
  type Answer,
  Button,
  Carried,
  type Cookie,
  definePage,
  Field,
  type FieldProblem,
  type FormState,
  Note,
  type Page,
  PageHead,
  PageLink,
  redirectTo,
  SecretField,
  showPage,
  useWords,
  type Visit,
  type Words,
} from '../../web/index.ts';
import { demoCode } from '../demo/demo-code.ts';
import type { Desk } from '../desk.ts';
import { endSession } from '../session/end-session.ts';
import { findSession } from '../session/find-session.ts';
import type { OpenedSession } from '../session/open-session.ts';
import { formToken, readTicket, SESSION_COOKIE } from '../session/ticket.ts';
import { DEVICE_COOKIE, DEVICE_SECONDS } from '../sign-in/device.ts';
import { openChallenge } from '../sign-in/passkey-challenge.ts';
import type { SignInAttempt, SignInRefusal } from '../sign-in/prove-worker.ts';
import { type SignedInBrowser, signIn } from '../sign-in/sign-in.ts';
import { openTyped } from './carried.ts';
import { DeskForm } from './desk-form.tsx';
import { strangerFrame, workerFrame } from './frame.tsx';
import { TypedFields } from './outdated-form.tsx';
import {
  askForPasskey,
  CHALLENGE_FIELD,
  PASSKEY_FIELD,
  type PasskeyAsked,
  PasskeyFields,
  PasskeyPart,
} from './passkey-part.tsx';
import { type FormGuard, guardForm } from './stranger-form.ts';

/** What somebody had typed, and whether the machine's clock was moved: both only where a session of theirs is over. */
type AskedFor = { typed?: string | undefined; clock?: ClockJump | undefined };

/** The page that asks who is there, at whatever address was asked for. */
export function askToSignIn(desk: Desk, visit: Visit, { typed, clock }: AskedFor): Answer {
  const guard = guardForm(desk, visit);
  const back = backPath(`${visit.path}${visit.query.size > 0 ? `?${visit.query}` : ''}`);
  const ask = askForPasskey(desk, { purpose: 'sign-in', boundTo: guard.token });
  return showPage(
    <SignInForm token={guard.token} back={back} typed={typed} demoCode={demoCode(desk)} ask={ask} />,
    {
      status: 401,
      frame: strangerFrame(clock),
      script: ask && 'passkey',
      cookies: guard.cookies,
    },
  );
}

/** Where that page sends its form. */
export function signInPages(desk: Desk): Page[] {
  return [
    definePage({
      path: '/desk/sign-in',
      method: 'get',
      action: 'session.begin',
      title: 'desk.sign-in.title',
      cookies: true,
      render: (visit) => askToSignIn(desk, visit, {}),
    }),
    definePage({
      path: '/desk/sign-in',
      method: 'post',
      action: 'session.begin',
      title: 'desk.sign-in.title',
      cookies: true,
      secrets: ['passphrase', 'code', PASSKEY_FIELD, CHALLENGE_FIELD],
      render: (visit) => answerSignIn(desk, visit),
    }),
  ];
}

async function answerSignIn(desk: Desk, visit: Visit): Promise<Answer> {
  const guard = guardForm(desk, visit);
  const { form, words } = visit;
  const again = (refused: Refused) => askAgain(desk, { guard, form }, refused);
  if (!guard.isOurs) return again({ status: 403, message: words.t('desk.sign-in.cookies') });
  const attempt = readAttempt(desk, visit, guard);
  if (attempt === 'old') return again({ status: 403, message: words.t('desk.sign-in.cookies') });
  const result = await signIn(desk, attempt);
  if (!result.ok) return again(refusalOf(result, words));
  return enter({ desk, visit, done: guard.done, typed: form.get('typed'), back: form.get('back') }, result);
}

/** What the form holds of name, passphrase and second factor; `old` if a passkey answered what this browser is not asked. */
export function readAttempt(desk: Desk, { form, cookie }: Visit, guard: FormGuard): SignInAttempt | 'old' {
  const passkey = readAnswer(desk, guard, form);
  if (passkey === 'old') return 'old';
  return {
    name: form.get('name') ?? '',
    passphrase: form.get('passphrase') ?? '',
    code: form.get('code') ?? '',
    passkey,
    devices: cookie(DEVICE_COOKIE),
  };
}

type Entering = {
  desk: Desk;
  visit: Visit;
  done: readonly Cookie[];
  typed: string | null | undefined;
  back: string | null;
};

/** Gives the browser its session, and leads back to where somebody wanted to go, or to what they had typed. */
export async function enter(
  { desk, visit, done, typed: sealed, back }: Entering,
  result: SignedInBrowser,
): Promise<Answer> {
  await endEarlier(desk, visit, result.session);
  const cookies: Cookie[] = [
    ...done,
    { name: SESSION_COOKIE, value: result.session.cookie },
    { name: DEVICE_COOKIE, value: result.devices, maxAge: DEVICE_SECONDS },
  ];
  const typed = sealed ? await openTyped(result.identity, sealed) : undefined;
  if (!sealed) return redirectTo(backPath(back), cookies);
  const token = formToken(result.session.ticket.secret);
  return showPage(typed ? <TypedBefore token={token} typed={typed} /> : <TypedByOther />, {
    frame: workerFrame({ path: '/desk/sign-in', places: [], who: undefined, agency: undefined, token }),
    cookies,
  });
}

/** What a passkey answered, and to what; `old` if this browser was not asked for that, or too long ago. */
function readAnswer(desk: Desk, { token }: FormGuard, form: URLSearchParams) {
  const answer = form.get(PASSKEY_FIELD);
  if (!answer) return undefined;
  const given = { purpose: 'sign-in', boundTo: token, sealed: form.get(CHALLENGE_FIELD) } as const;
  const challenge = openChallenge(desk, given);
  return challenge === undefined ? 'old' : { answer, challenge };
}

/** The session that the same worker still had in this browser: its cookie is about to be replaced. */
async function endEarlier(desk: Desk, visit: Visit, { workerId }: OpenedSession): Promise<void> {
  const earlier = await findSession(desk, readTicket(visit.cookie(SESSION_COOKIE)));
  if (earlier.kind === 'in' && earlier.worker.worker_id === workerId)
    await endSession(earlier.door, earlier.ticket);
}

type Refused = { status: number; message: string };

/** How a refusal is said. */
export function refusalOf(refusal: SignInRefusal, { t, language }: Words): Refused {
  if (refusal.why === 'wait') {
    const time = refusal.until.toLocaleTimeString(language, {
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'UTC',
    });
    return { status: 429, message: t('desk.sign-in.wait', { time }) };
  }
  if (refusal.why === 'busy') return { status: 503, message: t('desk.sign-in.busy') };
  return { status: 403, message: t('desk.sign-in.wrong') };
}

type Again = { guard: FormGuard; form: URLSearchParams };

/** The sign-in page with what was wrong; the passphrase does not come back. */
export function askAgain(desk: Desk, { guard, form }: Again, { status, message }: Refused): Answer {
  const values = new URLSearchParams({ name: form.get('name') ?? '' });
  const state = { values, problems: [{ name: 'name', message }] satisfies FieldProblem[] };
  const ask = askForPasskey(desk, { purpose: 'sign-in', boundTo: guard.token });
  return showPage(
    <SignInForm
      token={guard.token}
      back={backPath(form.get('back'))}
      typed={form.get('typed') ?? undefined}
      state={state}
      demoCode={demoCode(desk)}
      ask={ask}
    />,
    { status, frame: strangerFrame(), script: ask && 'passkey', cookies: guard.cookies },
  );
}

/** Only to a page of the desk and no further than an address of ours is long, whatever the form or the address said. */
function backPath(back: string | null): `/${string}` {
  const isOurs = /^\/desk(?:[/?][\w/?=&.%-]{0,200})?$/.test(back ?? '') && !back?.includes('..');
  return isOurs && back !== '/desk/sign-in' ? (back as '/desk') : '/desk';
}

function SignInForm(props: {
  token: string;
  back: string;
  typed?: string | undefined;
  state?: FormState;
  demoCode: string | undefined;
  ask: PasskeyAsked | undefined;
}): JSX.Element {
  const { token, back, typed, state, demoCode, ask } = props;
  const { t, rich } = useWords();
  const carried: [string, string][] = [['back', back]];
  if (typed) carried.push(['typed', typed]);
  return (
    <div class="read">
      <PageHead title={t('desk.sign-in.title')} lede={typed ? undefined : t('desk.sign-in.lede')} />
      {demoCode && (
        <p class="demo">{rich('desk.sign-in.demo', { code: demoCode, b: (inner) => <bdi>{inner}</bdi> })}</p>
      )}
      {typed && (
        <Note kind="worth-knowing" title={t('desk.sign-in.kept-title')}>
          <p>{t('desk.sign-in.kept')}</p>
        </Note>
      )}
      <DeskForm
        path="/desk/sign-in"
        token={token}
        next={t('desk.sign-in.next')}
        besideNext={
          <>
            {ask && <PasskeyPart ask={ask} use={t('desk.sign-in.passkey')} />}
            <Button kind="other" path="/desk/sign-in/provider">
              {t('desk.sign-in.provider')}
            </Button>
          </>
        }
        {...(state ? { state } : {})}
      >
        <Carried values={carried} />
        <Field name="name" label={t('desk.sign-in.name')} hint={t('desk.sign-in.name-hint')} type="email" />
        <SecretField name="passphrase" label={t('desk.sign-in.passphrase')} autocomplete="current-password" />
        <SecretField
          name="code"
          label={t('desk.sign-in.code')}
          hint={t('desk.sign-in.code-hint')}
          autocomplete="one-time-code"
        />
        {ask && <PasskeyFields ask={ask} off={t('desk.sign-in.passkey-off')} />}
      </DeskForm>
      <p>
        <PageLink path="/desk/recover">{t('desk.recover.link')}</PageLink>
      </p>
    </div>
  );
}

/** After a time-out: what was typed then, and a button that sends it where it was meant to go. */
function TypedBefore(props: {
  token: string;
  typed: { path: string; fields: readonly (readonly [string, string])[] };
}): JSX.Element {
  const { t } = useWords();
  const { path, fields } = props.typed;
  return (
    <div class="read">
      <PageHead title={t('desk.typed.title')} lede={t('desk.typed.lede')} />
      <TypedFields fields={fields.filter(([, value]) => value !== '')} />
      <DeskForm path={path} token={props.token} next={t('desk.typed.next')}>
        <Carried values={fields.map(([name, value]) => [name, value])} />
      </DeskForm>
    </div>
  );
}

function TypedByOther(): JSX.Element {
  const { t } = useWords();
  return <PageHead title={t('desk.typed.other-title')} lede={t('desk.typed.other')} />;
}
