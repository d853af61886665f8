import type { JSX } from 'preact';
import {
  type Answer,
  EMPTY_FORM,
  type FieldProblem,
  type FormState,
  formStatus,
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
import { drawPassphrase, judgeNewPassphrase } from '../sign-in/new-passphrase.ts';
import { hashName } from '../sign-in/sign-in-name.ts';
import {
  AgainFields,
  type AskedAgain,
  againSecrets,
  askAgainOf,
  NOT_PROVEN,
  readAgain,
} from './again-part.tsx';
import { DeskForm } from './desk-form.tsx';
import { type DeskPage, deskPage } from './desk-page.tsx';
import { PASSPHRASE_WORDS, PassphraseOffer } from './passphrase-offer.tsx';
import type { SignedIn } from './signed-in.ts';

const REFUSAL_WORDS: Readonly<Record<NotChanged, PlainKey>> = {
  ...NOT_PROVEN,
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
  deskPage({ ...SHARED, method: 'post', secrets: [...againSecrets(), 'next', 'again'], render: takeForm }),
];

async function takeForm({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const passphrase = form.get('passphrase') ?? '';
  const next = form.get('next') ?? '';
  const refuse = (name: string, message: PlainKey) =>
    showForm(worker, {
      values: new URLSearchParams(),
      problems: [{ name, message: words.t(message) }] satisfies FieldProblem[],
    });
  const { agencyId: agency, workerId: name } = worker.actor;
  const apart = await wordsAbout(worker, next);
  const weak = await judgeNewPassphrase(worker.desk, next, { apart, who: { agency, name } });
  if (weak !== undefined) return refuse('next', PASSPHRASE_WORDS[weak]);
  if (form.get('again') !== next) return refuse('again', 'desk.enrol.again-wrong');
  if (next === passphrase) return refuse('next', 'desk.passphrase.same');
  const changed = await changePassphrase(worker.desk, atDesk(worker), {
    again: readAgain(worker, form),
    next,
  });
  if (changed.ok) return redirectTo('/desk/sign-in', SIGNED_OUT);
  return refuse('passphrase', REFUSAL_WORDS[changed.why]);
}

/**
 * What a passphrase must not lean on: the names of the worker and the agency, and the sign-in name. The node knows that one by its hash
 * alone, so each word of the passphrase is held against it.
 */
async function wordsAbout({ door, actor, names }: SignedIn, next: string): Promise<string[]> {
  const { agencyId, workerId } = actor;
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.worker')
      .innerJoin('clew.agency', 'clew.agency.agency_id', 'clew.worker.agency_id')
      .select(['name_hash', 'code'])
      .where('clew.worker.agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .executeTakeFirstOrThrow(),
  );
  const isOwn = (own: string) => hashName({ own, code: row.code }).equals(row.name_hash);
  const typed = next
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s@]+/);
  const name = (await names.worker(workerId)) ?? '';
  return [...name.split(/\s+/), ...(await names.agency()).split(/\s+/), row.code, ...typed.filter(isOwn)];
}

async function showForm(worker: SignedIn, state: FormState): Promise<Answer> {
  const status = formStatus(state);
  const offer = await drawPassphrase(worker.desk.random);
  const ask = askAgainOf(worker);
  return showPage(<PassphraseForm state={state} token={worker.formToken} offer={offer} ask={ask} />, {
    status,
    script: ask.passkey && 'passkey',
  });
}

type FormProps = { state: FormState; token: string; offer: string; ask: AskedAgain };

function PassphraseForm({ state, token, offer, ask }: FormProps): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.passphrase.title')} lede={t('desk.passphrase.lede')} />
      <DeskForm path="/desk/you/passphrase" token={token} state={state} next={t('desk.passphrase.change')}>
        <AgainFields ask={ask} label="desk.passphrase.now" />
        <SecretField
          name="next"
          label={t('desk.passphrase.next')}
          hint={t('desk.enrol.passphrase-hint')}
          autocomplete="new-password"
        />
        <SecretField name="again" label={t('desk.passphrase.again')} autocomplete="new-password" />
        <PassphraseOffer offer={offer} />
      </DeskForm>
    </div>
  );
}
