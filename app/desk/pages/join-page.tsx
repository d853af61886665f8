import type { JSX } from 'preact';
import { z } from 'zod';
import {
  type Answer,
  Carried,
  definePage,
  EMPTY_FORM,
  type FormState,
  formStatus,
  type Page,
  PageHead,
  PageLink,
  showFault,
  showPage,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { findInvitation, joinAgency, nameForNewcomer, type OpenInvitation } from '../agency/join-agency.ts';
import type { Newcomer } from '../agency/newcomer.ts';
import type { Desk } from '../desk.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import { drawPassphrase } from '../sign-in/new-passphrase.ts';
import { BUSY } from './begin-page.tsx';
import { openCarried, sealCarried } from './carried.ts';
import { DeskForm } from './desk-form.tsx';
import {
  CodeStep,
  ENROL_SECRETS,
  isCodeRight,
  NewcomerFields,
  NewcomerSchema,
  readNewcomer,
} from './enrol.tsx';
import { strangerFrame } from './frame.tsx';
import { type FormGuard, guardForm } from './stranger-form.ts';

const Link = z.object({ link: z.string() });
const Joining = z.object({ link: z.string(), newcomer: NewcomerSchema });

/** Where the link of an invitation leads. */
export function joinPages(desk: Desk): Page[] {
  const shared = { action: 'invitation.accept', title: 'desk.join.title', cookies: true } as const;
  return [
    definePage({
      ...shared,
      path: '/desk/join/:link',
      method: 'get',
      render: (visit) => openLink(desk, visit),
    }),
    definePage({
      ...shared,
      path: '/desk/join',
      method: 'post',
      secrets: ENROL_SECRETS,
      render: (visit) => takeStep(desk, visit),
    }),
  ];
}

async function openLink(desk: Desk, visit: Visit): Promise<Answer> {
  const { link = '' } = visit.params;
  const invitation = await findInvitation(desk, link);
  if (!invitation) return linkIsDead();
  const guard = guardForm(desk, visit);
  const values = new URLSearchParams({ name: invitation.offer.forName });
  return showFirst(desk, { guard, link, invitation }, { values, problems: [] });
}

/** An invitation that was used, taken back or has expired, or never was: which of these is not said. */
function linkIsDead(): Answer {
  return showFault({ status: 410, message: 'desk.join.dead', advice: 'desk.join.dead-advice' });
}

type Step = { guard: FormGuard; link: string; invitation: OpenInvitation };

async function showFirst(desk: Desk, { guard, link, invitation }: Step, state: FormState): Promise<Answer> {
  const carried = sealCarried(desk, 'join', { link });
  const offer = await drawPassphrase(desk.random);
  return showPage(<FirstStep {...{ guard, carried, invitation, state, offer }} />, {
    status: formStatus(state),
    frame: strangerFrame(),
    cookies: guard.cookies,
    openForm: { id: 'first-step', name: 'again-in', value: 'yes', path: '/desk/join' },
  });
}

async function takeStep(desk: Desk, visit: Visit): Promise<Answer> {
  const { form } = visit;
  const guard = guardForm(desk, visit);
  const joining = openCarried(desk, 'joining', { box: form.get('joining'), schema: Joining });
  const link = joining?.link ?? openCarried(desk, 'join', { box: form.get('link'), schema: Link })?.link;
  const invitation = guard.isOurs && link !== undefined ? await findInvitation(desk, link) : undefined;
  if (!invitation || link === undefined) return linkIsDead();
  const step = { guard, link, invitation };
  if (joining) return join(desk, visit, { ...step, newcomer: joining.newcomer });
  if (form.has('again-in')) return showFirst(desk, step, { values: form, problems: [] });
  const { code, offer } = invitation;
  const nameFor = (wish: string) => nameForNewcomer(desk, invitation, wish);
  const read = await readNewcomer(desk, { visit, code, agencyName: offer.agencyName, nameFor });
  if (read === 'busy') return showFault(BUSY);
  if ('problems' in read) return showFirst(desk, step, { values: form, problems: read.problems });
  return showCode(desk, { ...step, newcomer: read.newcomer }, EMPTY_FORM);
}

function showCode(desk: Desk, step: Step & { newcomer: Newcomer }, state: FormState): Answer {
  const { guard, link, newcomer } = step;
  return showPage(
    <CodeStep path="/desk/join" newcomer={newcomer} state={state}>
      <Carried
        values={[
          [FORM_TOKEN, guard.token],
          ['joining', sealCarried(desk, 'joining', { link, newcomer })],
        ]}
      />
    </CodeStep>,
    {
      status: formStatus(state),
      frame: strangerFrame(),
      openForm: { id: 'code-step', name: 'again-in', value: 'yes' },
    },
  );
}

async function join(
  desk: Desk,
  { form, words }: Visit,
  step: Step & { newcomer: Newcomer },
): Promise<Answer> {
  if (form.has('again-in')) return showCode(desk, step, EMPTY_FORM);
  if (!isCodeRight(desk, step.newcomer, form)) {
    const problems = [{ name: 'code', message: words.t('desk.code.wrong') }];
    return showCode(desk, step, { values: form, problems });
  }
  const digits = await joinAgency(desk, step.invitation, step.newcomer);
  if (digits === undefined) return linkIsDead();
  const { own, code } = step.newcomer;
  return showPage(<Joined signInName={`${own}@${code}`} digits={digits} />, { frame: strangerFrame() });
}

function FirstStep(props: {
  guard: FormGuard;
  carried: string;
  invitation: OpenInvitation;
  state: FormState;
  offer: string;
}): JSX.Element {
  const { t, rich } = useWords();
  const { offer, code } = props.invitation;
  return (
    <div class="read">
      <PageHead
        title={rich('desk.join.invited', { agency: offer.agencyName, b: (inner) => <bdi>{inner}</bdi> })}
        lede={t('desk.join.lede')}
      />
      <DeskForm
        id="first-step"
        path="/desk/join"
        token={props.guard.token}
        state={props.state}
        next={t('desk.enrol.next')}
      >
        <Carried values={[['link', props.carried]]} />
        <NewcomerFields code={code} offer={props.offer} />
      </DeskForm>
    </div>
  );
}

function Joined({ signInName, digits }: { signInName: string; digits: string }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.joined.title')} lede={t('desk.joined.lede')} />
      <p class="keep">
        <bdi dir="ltr">{signInName}</bdi>
      </p>
      <p>{t('desk.joined.digits')}</p>
      <p class="keep">
        <bdi dir="ltr">{digits}</bdi>
      </p>
      <p>
        <PageLink path="/desk">{t('desk.keys.next')}</PageLink>
      </p>
    </div>
  );
}
