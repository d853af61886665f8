import type { JSX } from 'preact';
import { z } from 'zod';
import {
  type Answer,
  Carried,
  definePage,
  EMPTY_FORM,
  Field,
  type FormState,
  formStatus,
  Note,
  notFound,
  type Page,
  PageHead,
  PageLink,
  showFault,
  showPage,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { foundAgency, openingStands } from '../agency/found-agency.ts';
import type { Desk } from '../desk.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import { drawPassphrase } from '../sign-in/new-passphrase.ts';
import { makeCode } from '../sign-in/sign-in-name.ts';
import { openCarried, sealCarried } from './carried.ts';
import { DeskForm } from './desk-form.tsx';
import {
  CodeStep,
  ENROL_SECRETS,
  isCodeRight,
  NAME_LIMIT,
  NewcomerFields,
  NewcomerSchema,
  readNewcomer,
} from './enrol.tsx';
import { strangerFrame } from './frame.tsx';
import { type FormGuard, guardForm } from './stranger-form.ts';

const Link = z.object({ token: z.string() });
const Begun = z.object({ token: z.string(), agencyName: z.string(), newcomer: NewcomerSchema });
const Founded = z.object({ signInName: z.string(), backupIdentity: z.string() });
type Founded = z.infer<typeof Founded>;

/** The first page of a node: whoever has the link of the start line makes an agency and becomes its first administrator. */
export function beginPages(desk: Desk): Page[] {
  const shared = { action: 'agency.found', title: 'desk.begin.title', cookies: true } as const;
  return [
    definePage({
      ...shared,
      path: '/desk/begin/:token',
      method: 'get',
      render: (visit) => openLink(desk, visit),
    }),
    definePage({
      ...shared,
      path: '/desk/begin',
      method: 'post',
      secrets: ENROL_SECRETS,
      render: (visit) => takeStep(desk, visit),
    }),
  ];
}

async function openLink(desk: Desk, visit: Visit): Promise<Answer> {
  const { token = '' } = visit.params;
  if (!(await openingStands(desk, token))) return linkIsDead();
  const guard = guardForm(desk, visit);
  return showFirst(desk, guard, { link: sealCarried(desk, 'begin', { token }) });
}

/** A link that was used, has expired, or never was: which of these is not said. */
function linkIsDead(): Answer {
  return showFault({ status: 410, message: 'desk.begin.dead', advice: 'desk.begin.dead-advice' });
}

async function showFirst(
  desk: Desk,
  guard: FormGuard,
  { link, state = EMPTY_FORM }: { link: string; state?: FormState },
): Promise<Answer> {
  const offer = await drawPassphrase(desk.random);
  return showPage(<FirstStep {...{ guard, link, state, offer }} />, {
    status: formStatus(state),
    frame: strangerFrame(),
    cookies: guard.cookies,
    openForm: { id: 'first-step', name: 'again-in', value: 'yes', path: '/desk/begin' },
  });
}

async function takeStep(desk: Desk, visit: Visit): Promise<Answer> {
  const { form } = visit;
  const guard = guardForm(desk, visit);
  const link = openCarried(desk, 'begin', { box: form.get('link'), schema: Link });
  const begun = openCarried(desk, 'begun', { box: form.get('begun'), schema: Begun });
  const founded = openCarried(desk, 'founded', { box: form.get('founded'), schema: Founded });
  if (!guard.isOurs || (!link && !begun && !founded)) return linkIsDead();
  if (founded) return showKeys(desk, guard, founded);
  if (begun) return found(desk, visit, { guard, begun });
  if (!link) return notFound();
  return readFirst(desk, visit, { guard, token: link.token });
}

async function readFirst(
  desk: Desk,
  visit: Visit,
  { guard, token }: { guard: FormGuard; token: string },
): Promise<Answer> {
  const { form, words } = visit;
  const sealed = sealCarried(desk, 'begin', { token });
  if (form.has('again-in')) {
    return showFirst(desk, guard, { link: sealed, state: { values: form, problems: [] } });
  }
  const agencyName = (form.get('agency') ?? '').trim();
  const isNamed = agencyName !== '' && agencyName.length <= NAME_LIMIT;
  const problems = isNamed ? [] : [{ name: 'agency', message: words.t('desk.begin.agency-wrong') }];
  const code = makeCode(desk.random);
  // Nobody else has a name behind a new agency's code.
  const nameFor = async (wish: string) => wish;
  const read = await readNewcomer(desk, { visit, code, agencyName, nameFor });
  if (read === 'busy') return showFault(BUSY);
  if ('problems' in read || problems.length > 0) {
    const found = 'problems' in read ? read.problems : [];
    const state = { values: form, problems: [...problems, ...found] };
    return showFirst(desk, guard, { link: sealed, state });
  }
  return showCode(desk, guard, { token, agencyName, newcomer: read.newcomer });
}

export const BUSY = { status: 503, message: 'desk.busy', retryAfter: 10 } as const;

type Begun = z.infer<typeof Begun>;

function showCode(desk: Desk, guard: FormGuard, begun: Begun, state: FormState = EMPTY_FORM): Answer {
  return showPage(
    <CodeStep path="/desk/begin" newcomer={begun.newcomer} state={state}>
      <Carried
        values={[
          [FORM_TOKEN, guard.token],
          ['begun', sealCarried(desk, 'begun', begun)],
        ]}
      />
    </CodeStep>,
    {
      status: formStatus(state),
      frame: strangerFrame(),
      cookies: guard.cookies,
      openForm: { id: 'code-step', name: 'again-in', value: 'yes' },
    },
  );
}

async function found(
  desk: Desk,
  { form, words }: Visit,
  { guard, begun }: { guard: FormGuard; begun: Begun },
): Promise<Answer> {
  if (form.has('again-in')) return showCode(desk, guard, begun);
  if (!isCodeRight(desk, begun.newcomer, form)) {
    const problems = [{ name: 'code', message: words.t('desk.code.wrong') }];
    return showCode(desk, guard, begun, { values: form, problems });
  }
  const result = await foundAgency(desk, begun);
  if (!result.ok) return linkIsDead();
  const { own, code } = begun.newcomer;
  return showKeys(desk, guard, { signInName: `${own}@${code}`, backupIdentity: result.backupIdentity });
}

/** Shown once; a change of language shows it again, as long as the page lies open. */
function showKeys(desk: Desk, guard: FormGuard, founded: Founded): Answer {
  return showPage(
    <KeysStep guard={guard} founded={founded} carried={sealCarried(desk, 'founded', founded)} />,
    {
      frame: strangerFrame(),
      openForm: { id: 'keys-step', name: 'again-in', value: 'yes' },
    },
  );
}

function FirstStep({
  guard,
  link,
  state,
  offer,
}: {
  guard: FormGuard;
  link: string;
  state: FormState;
  offer: string;
}): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.begin.title')} lede={t('desk.begin.lede')} />
      <DeskForm
        id="first-step"
        path="/desk/begin"
        token={guard.token}
        state={state}
        next={t('desk.enrol.next')}
      >
        <Carried values={[['link', link]]} />
        <Field name="agency" label={t('desk.begin.agency')} hint={t('desk.begin.agency-hint')} />
        <NewcomerFields code={undefined} offer={offer} />
      </DeskForm>
    </div>
  );
}

function KeysStep(props: { guard: FormGuard; founded: Founded; carried: string }): JSX.Element {
  const { t } = useWords();
  const { signInName, backupIdentity } = props.founded;
  return (
    <div class="read">
      <PageHead title={t('desk.keys.title')} />
      <h2>{t('desk.keys.name')}</h2>
      <p class="keep">
        <bdi dir="ltr">{signInName}</bdi>
      </p>
      <h2>{t('desk.keys.backup')}</h2>
      <p>{t('desk.keys.backup-lede')}</p>
      <p class="keep">
        <bdi dir="ltr">{backupIdentity}</bdi>
      </p>
      <Note kind="safety" title={t('desk.keys.once-title')}>
        <p>{t('desk.keys.once')}</p>
      </Note>
      <form id="keys-step" method="post" action="/desk/begin">
        <Carried
          values={[
            [FORM_TOKEN, props.guard.token],
            ['founded', props.carried],
          ]}
        />
      </form>
      <p>
        <PageLink path="/desk">{t('desk.keys.next')}</PageLink>
      </p>
    </div>
  );
}
