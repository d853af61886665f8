import type { JSX } from 'preact';
import {
  type Answer,
  EMPTY_FORM,
  type FieldProblem,
  type FormState,
  PageHead,
  type PlainKey,
  redirectTo,
  SecretField,
  showPage,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { atDesk } from '../recovery/recovery-page.tsx';
import { SIGNED_OUT } from '../session/ticket.ts';
import { changePassphrase, type NotChanged } from '../sign-in/change-passphrase.ts';
import { type PassphraseProblem, passphraseProblem } from '../sign-in/passphrase.ts';
import { DeskForm } from './desk-form.tsx';
import { type DeskPage, deskPage } from './desk-page.tsx';
import type { SignedIn } from './signed-in.ts';

const WEAK_WORDS: Readonly<Record<PassphraseProblem, PlainKey>> = {
  short: 'desk.enrol.passphrase-short',
  long: 'desk.enrol.passphrase-long',
  simple: 'desk.enrol.passphrase-simple',
  known: 'desk.enrol.passphrase-simple',
};

const REFUSAL_WORDS: Readonly<Record<NotChanged, PlainKey>> = {
  wrong: 'desk.key-change.wrong',
  wait: 'desk.key-change.wait',
  busy: 'desk.busy',
  changed: 'desk.key-change.changed',
};

const SHARED = {
  path: '/desk/you/passphrase',
  action: 'self.change',
  title: 'desk.passphrase.title',
} as const;

/** Another passphrase, for a worker who knows the one that they have. */
export const passphrasePages: readonly DeskPage[] = [
  deskPage({ ...SHARED, method: 'get', render: (_visit, worker) => showForm(worker, EMPTY_FORM) }),
  deskPage({ ...SHARED, method: 'post', secrets: ['passphrase', 'next', 'again'], render: takeForm }),
];

async function takeForm({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const passphrase = form.get('passphrase') ?? '';
  const next = form.get('next') ?? '';
  const refuse = (name: string, message: PlainKey) =>
    showForm(worker, {
      values: new URLSearchParams(),
      problems: [{ name, message: words.t(message) }] satisfies FieldProblem[],
    });
  const name = (await worker.names.worker(worker.actor.workerId)) ?? '';
  const weak = passphraseProblem(next, name.split(/\s+/));
  if (weak !== undefined) return refuse('next', WEAK_WORDS[weak]);
  if (form.get('again') !== next) return refuse('again', 'desk.enrol.again-wrong');
  if (next === passphrase) return refuse('next', 'desk.passphrase.same');
  const changed = await changePassphrase(worker.desk, atDesk(worker), { passphrase, next });
  if (changed.ok) return redirectTo('/desk/sign-in', SIGNED_OUT);
  return refuse('passphrase', REFUSAL_WORDS[changed.why]);
}

function showForm({ formToken }: SignedIn, state: FormState): Answer {
  const status = state.problems.length > 0 ? 422 : 200;
  return showPage(<PassphraseForm state={state} token={formToken} />, { status });
}

function PassphraseForm({ state, token }: { state: FormState; token: string }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.passphrase.title')} lede={t('desk.passphrase.lede')} />
      <DeskForm path="/desk/you/passphrase" token={token} state={state} next={t('desk.passphrase.change')}>
        <SecretField name="passphrase" label={t('desk.passphrase.now')} autocomplete="current-password" />
        <SecretField
          name="next"
          label={t('desk.passphrase.next')}
          hint={t('desk.enrol.passphrase-hint')}
          autocomplete="new-password"
        />
        <SecretField name="again" label={t('desk.passphrase.again')} autocomplete="new-password" />
      </DeskForm>
    </div>
  );
}
