import type { JSX } from 'preact';
import {
  type Answer,
  DateText,
  EMPTY_FORM,
  type FormState,
  formStatus,
  Note,
  notFound,
  PageHead,
  PageLink,
  Part,
  type PlainKey,
  showPage,
  Tick,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { readLastBackup, renewBackupKey } from '../agency/backup-key.ts';
import { atDesk } from '../recovery/recovery-page.tsx';
import { proveAgain } from '../sign-in/prove-again.ts';
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
import type { SignedIn } from './signed-in.ts';

const PATH = '/desk/backups';
const SHARED = { title: 'desk.backups.title', action: 'agency.change' } as const;

/** When the last backup was made, and another key for the next ones: for whoever keeps that key on paper. */
export const backupPages: readonly DeskPage[] = [
  deskPage({
    ...SHARED,
    path: PATH,
    method: 'get',
    place: 'desk.backups.place',
    render: (_visit, worker) => showBackups(worker, EMPTY_FORM),
  }),
  deskPage({ ...SHARED, path: PATH, method: 'post', secrets: againSecrets(), render: takeRenewal }),
];

async function showBackups(worker: SignedIn, state: FormState): Promise<Answer> {
  const last = await readLastBackup(worker);
  const ask = askAgainOf(worker);
  return showPage(<Backups last={last} token={worker.formToken} state={state} ask={ask} />, {
    status: formStatus(state),
    script: ask.passkey && 'passkey',
  });
}

async function takeRenewal({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const refused = (name: string, message: PlainKey) =>
    showBackups(worker, { values: form, problems: [{ name, message: words.t(message) }] });
  if (form.get('sure') !== 'yes') return refused('sure', 'desk.backups.sure-wrong');
  // Whoever has only a session would have the key of all later backups, and nobody else would.
  const opened = await proveAgain(worker.desk, atDesk(worker), readAgain(worker, form));
  if (!opened.ok) return refused('passphrase', NOT_PROVEN[opened.why]);
  const renewed = await renewBackupKey(worker);
  return renewed.ok ? showPage(<NewKey identity={renewed.identity} />) : notFound();
}

type BackupsOf = { last: Date | undefined; token: string; state: FormState; ask: AskedAgain };

function Backups({ last, token, state, ask }: BackupsOf): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.backups.title')} lede={t('desk.backups.lede')} />
      {last ? (
        <p>
          {t('desk.backups.last')} <DateText day={last.toISOString().slice(0, 10)} />
        </p>
      ) : (
        <Note kind="safety" title={t('desk.backups.none')}>
          <p>{t('desk.backups.none-advice')}</p>
        </Note>
      )}
      <Part id="key" title={t('desk.backups.key')}>
        <p>{t('desk.backups.key-lede')}</p>
        <DeskForm path={PATH} id="renew" token={token} state={state} next={t('desk.backups.renew')}>
          <Tick name="sure" value="yes" label={t('desk.backups.sure')} />
          <AgainFields ask={ask} />
        </DeskForm>
      </Part>
    </div>
  );
}

function NewKey({ identity }: { identity: string }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.backups.new-title')} />
      <p>{t('desk.keys.backup-lede')}</p>
      <p class="keep">
        <bdi dir="ltr">{identity}</bdi>
      </p>
      <Note kind="safety" title={t('desk.keys.once-title')}>
        <p>{t('desk.keys.once')}</p>
        <p>{t('desk.backups.old')}</p>
      </Note>
      <p>
        <PageLink path={PATH}>{t('desk.backups.title')}</PageLink>
      </p>
    </div>
  );
}
