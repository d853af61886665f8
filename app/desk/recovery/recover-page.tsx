import type { JSX } from 'preact';
import { z } from 'zod';
import {
  type Answer,
  Carried,
  definePage,
  EMPTY_FORM,
  Field,
  type FieldProblem,
  type FormState,
  formStatus,
  Note,
  type Page,
  PageHead,
  PageLink,
  Part,
  SecretField,
  showFault,
  showPage,
  useWords,
  type Visit,
} from '../../web/index.ts';
import type { Newcomer } from '../agency/newcomer.ts';
import type { Desk } from '../desk.ts';
import { BUSY } from '../pages/begin-page.tsx';
import { openCarried, sealCarried } from '../pages/carried.ts';
import { DeskForm } from '../pages/desk-form.tsx';
import { CodeStep, isCodeRight, NewcomerSchema } from '../pages/enrol.tsx';
import { strangerFrame } from '../pages/frame.tsx';
import { PASSPHRASE_WORDS, PassphraseOffer } from '../pages/passphrase-offer.tsx';
import { type FormGuard, guardForm } from '../pages/stranger-form.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import { DEVICE_COOKIE } from '../sign-in/device.ts';
import { drawPassphrase, judgeNewPassphrase } from '../sign-in/new-passphrase.ts';
import { makeCodeSecret } from '../sign-in/one-time-code.ts';
import { deriveKey } from '../sign-in/passphrase.ts';
import { readSignInName } from '../sign-in/sign-in-name.ts';
import { askRecovery } from './ask-recovery.ts';
import { countGifts, finishRecovery } from './finish-recovery.ts';

const Coming = z.object({ ticket: z.string(), newcomer: NewcomerSchema });
type Coming = z.infer<typeof Coming>;

/** Where somebody who lost their passphrase asks for the custodians' help, and comes back by it. */
export function recoverPages(desk: Desk): Page[] {
  const shared = { action: 'recovery.ask', title: 'desk.recover.title', cookies: true } as const;
  return [
    definePage({
      ...shared,
      path: '/desk/recover',
      method: 'get',
      render: (visit) => showAsk(desk, guardForm(desk, visit)),
    }),
    definePage({
      ...shared,
      path: '/desk/recover',
      method: 'post',
      render: (visit) => answerAsk(desk, visit),
    }),
    definePage({
      ...shared,
      path: '/desk/recover/back',
      method: 'post',
      secrets: ['passphrase', 'again', 'ticket', 'code', FORM_TOKEN],
      render: (visit) => comeBack(desk, visit),
    }),
  ];
}

type Asking = { asked?: FormState; back?: FormState };

async function showAsk(
  desk: Desk,
  guard: FormGuard,
  { asked = EMPTY_FORM, back = EMPTY_FORM }: Asking = {},
): Promise<Answer> {
  const offer = await drawPassphrase(desk.random);
  const isWrong = asked.problems.length + back.problems.length > 0;
  return showPage(<Ask {...{ token: guard.token, asked, back, offer }} />, {
    status: isWrong ? 422 : 200,
    frame: strangerFrame(),
    cookies: guard.cookies,
  });
}

async function answerAsk(desk: Desk, visit: Visit): Promise<Answer> {
  const guard = guardForm(desk, visit);
  const { form, words } = visit;
  const name = form.get('name') ?? '';
  const { own, code } = readSignInName(name);
  if (!guard.isOurs || own === '' || code === '') {
    const message = guard.isOurs ? words.t('desk.recover.name-wrong') : words.t('desk.sign-in.cookies');
    return showAsk(desk, guard, { asked: { values: form, problems: [{ name: 'name', message }] } });
  }
  const asked = await askRecovery(desk, name, visit.cookie(DEVICE_COOKIE));
  if (!asked.ok) {
    const problems = [{ name: 'name', message: words.t('desk.sign-in.busy') }];
    return showAsk(desk, guard, { asked: { values: form, problems } });
  }
  const { ticket, fingerprint } = asked;
  return showPage(<Asked ticket={ticket} fingerprint={fingerprint} />, { frame: strangerFrame() });
}

async function comeBack(desk: Desk, visit: Visit): Promise<Answer> {
  const guard = guardForm(desk, visit);
  const { form } = visit;
  const coming = openCarried(desk, 'recover', { box: form.get('coming'), schema: Coming });
  if (coming && guard.isOurs) return finish(desk, visit, { guard, coming });
  const problems = guard.isOurs
    ? await findProblems(desk, visit)
    : [{ name: 'ticket', message: visit.words.t('desk.sign-in.cookies') }];
  const values = new URLSearchParams({ 'name-back': form.get('name-back') ?? '' });
  if (problems.length > 0) return showAsk(desk, guard, { back: { values, problems } });
  const newcomer = await readNew(desk, form);
  if (!newcomer) return showFault(BUSY);
  return showCode(desk, guard, { ticket: form.get('ticket') ?? '', newcomer }, EMPTY_FORM);
}

async function findProblems(desk: Desk, { form, words: { t } }: Visit): Promise<FieldProblem[]> {
  const { own, code } = readSignInName(form.get('name-back') ?? '');
  const passphrase = form.get('passphrase') ?? '';
  const gifts = await countGifts(desk, form.get('ticket') ?? '');
  if (gifts === undefined) return [{ name: 'ticket', message: t('desk.recover.ticket-wrong') }];
  if (gifts < 2) return [{ name: 'ticket', message: t('desk.recover.waiting') }];
  const weak = await judgeNewPassphrase(desk, passphrase, {
    apart: [own, code],
    who: { agency: code, name: own },
  });
  if (weak) return [{ name: 'passphrase', message: t(PASSPHRASE_WORDS[weak]) }];
  if (passphrase !== form.get('again')) return [{ name: 'again', message: t('desk.enrol.again-wrong') }];
  return [];
}

/** What was chosen, as the next step carries it: a worker who is there already, under a new passphrase. */
async function readNew(desk: Desk, form: URLSearchParams): Promise<Newcomer | undefined> {
  const { own, code } = readSignInName(form.get('name-back') ?? '');
  const salt = Buffer.from(desk.random(16)).toString('base64url');
  const { kdf } = desk;
  const turn = { isKnownDevice: false, agency: 'recovering', name: own };
  const derived = await desk.line.run(turn, () => deriveKey(form.get('passphrase') ?? '', { kdf, salt }));
  if (!derived.ok) return undefined;
  const key = Buffer.from(derived.value).toString('base64url');
  const codeSecret = makeCodeSecret(desk.random);
  return { workerId: NOBODY, name: '', own, code, kdf, salt, key, codeSecret };
}

/** Who comes back is known by the ticket alone. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

function showCode(desk: Desk, guard: FormGuard, coming: Coming, state: FormState): Answer {
  return showPage(
    <CodeStep path="/desk/recover/back" newcomer={coming.newcomer} state={state}>
      <Carried
        values={[
          [FORM_TOKEN, guard.token],
          ['coming', sealCarried(desk, 'recover', coming)],
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

async function finish(
  desk: Desk,
  { form, words }: Visit,
  { guard, coming }: { guard: FormGuard; coming: Coming },
): Promise<Answer> {
  if (form.has('again-in')) return showCode(desk, guard, coming, EMPTY_FORM);
  const { ticket, newcomer } = coming;
  if (!isCodeRight(desk, newcomer, form)) {
    const problems = [{ name: 'code', message: words.t('desk.code.wrong') }];
    return showCode(desk, guard, coming, { values: form, problems });
  }
  const { kdf, salt, key, codeSecret } = newcomer;
  const next = { kdf, salt, key: Buffer.from(key, 'base64url'), codeSecret };
  const result = await finishRecovery(desk, ticket, next);
  if (!result.ok) {
    const message = words.t('desk.recover.waiting');
    const back = { values: new URLSearchParams(), problems: [{ name: 'ticket', message }] };
    return showAsk(desk, guard, { back });
  }
  return showPage(<Back />, { frame: strangerFrame() });
}

function Ask(props: { token: string; asked: FormState; back: FormState; offer: string }): JSX.Element {
  const { token, asked, back, offer } = props;
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.recover.title')} lede={t('desk.recover.lede')} />
      <DeskForm id="ask" path="/desk/recover" token={token} state={asked} next={t('desk.recover.ask')}>
        <Field name="name" label={t('desk.sign-in.name')} />
      </DeskForm>
      <Part id="back" title={t('desk.recover.back')}>
        <DeskForm
          id="come-back"
          path="/desk/recover/back"
          token={token}
          state={back}
          next={t('desk.enrol.next')}
        >
          <Field name="name-back" label={t('desk.sign-in.name')} />
          <Field name="ticket" label={t('desk.recover.ticket')} hint={t('desk.recover.ticket-hint')} />
          <SecretField
            name="passphrase"
            label={t('desk.recover.passphrase')}
            hint={t('desk.enrol.passphrase-hint')}
            autocomplete="new-password"
          />
          <SecretField name="again" label={t('desk.enrol.again')} autocomplete="new-password" />
          <PassphraseOffer offer={offer} />
        </DeskForm>
      </Part>
    </div>
  );
}

function Asked({ ticket, fingerprint }: { ticket: string; fingerprint: string }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.recover.asked')} lede={t('desk.recover.asked-lede')} />
      <h2>{t('desk.recover.digits')}</h2>
      <p class="keep">
        <bdi dir="ltr">{fingerprint}</bdi>
      </p>
      <h2>{t('desk.recover.ticket')}</h2>
      <p>{t('desk.recover.keep')}</p>
      <p class="keep">
        <bdi dir="ltr">{ticket}</bdi>
      </p>
      <Note kind="safety" title={t('desk.keys.once-title')}>
        <p>{t('desk.recover.once')}</p>
      </Note>
      <p>
        <PageLink path="/desk/recover">{t('desk.recover.back')}</PageLink>
      </p>
    </div>
  );
}

function Back(): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.recover.done')} lede={t('desk.recover.done-lede')} />
      <p>
        <PageLink path="/desk">{t('desk.sign-in.title')}</PageLink>
      </p>
    </div>
  );
}
