import type { JSX } from 'preact';
import {
  type Answer,
  BackLink,
  Choice,
  EMPTY_FORM,
  type FormState,
  PageHead,
  Part,
  redirectTo,
  TextArea,
  Tick,
  useWords,
  type Visit,
} from '../../../web/index.ts';
import { DeskForm } from '../../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../../pages/desk-page.tsx';
import type { SignedIn } from '../../pages/signed-in.ts';
import { CLOSING } from '../entry.ts';
import { type FileView, lookAtFile } from '../look-at-file.ts';
import { closeFile, proposeReopening, withdrawPerson } from '../standing.ts';
import { fileDeskOf, refuse, showForm, stateOf, typed } from './at-desk.tsx';
import { WaitsForSecond } from './exclusion-forms.tsx';
import { CLOSING_WORDS } from './words.ts';

const page = { title: 'file.standing.title' } as const;

/** The person withdraws from a file; it is closed; it is opened again. */
export const standingPages: readonly DeskPage[] = [
  deskPage({
    ...page,
    path: '/desk/files/:file/standing',
    method: 'get',
    action: 'file.open',
    render: (visit, worker) => showStanding(visit, worker, EMPTY_FORM),
  }),
  deskPage({
    ...page,
    path: '/desk/files/:file/standing/withdraw',
    method: 'post',
    action: 'file.withdraw',
    render: async (visit, worker) => {
      const fileId = visit.params.file ?? '';
      const words = typed(visit.form, 'said');
      const at = words === undefined ? { fileId } : { fileId, words };
      const done = await withdrawPerson(fileDeskOf(worker), at);
      return done.ok ? redirectTo(`/desk/files/${fileId}`) : refuse(done);
    },
  }),
  deskPage({
    ...page,
    path: '/desk/files/:file/standing/close',
    method: 'post',
    action: 'file.close',
    render: (visit, worker) => close(visit, worker),
  }),
  deskPage({
    ...page,
    path: '/desk/files/:file/standing/reopen',
    method: 'post',
    action: 'file.reopen-propose',
    render: (visit, worker) => reopen(visit, worker),
  }),
];

async function close(visit: Visit, worker: SignedIn): Promise<Answer> {
  const fileId = visit.params.file ?? '';
  const why = CLOSING.find((one) => one === visit.form.get('why'));
  const words = typed(visit.form, 'words');
  if (why === undefined)
    return showStanding(visit, worker, stateOf(visit, [['why', 'file.standing.why-wrong']]));
  const at = words === undefined ? { fileId, why } : { fileId, why, words };
  const done = await closeFile(fileDeskOf(worker), at);
  return done.ok ? redirectTo('/desk/files') : refuse(done);
}

async function reopen(visit: Visit, worker: SignedIn): Promise<Answer> {
  const fileId = visit.params.file ?? '';
  const reason = typed(visit.form, 'reopen-reason');
  if (reason === undefined)
    return showStanding(visit, worker, stateOf(visit, [['reopen-reason', 'file.people.reason-wrong']]));
  const personAsks = visit.form.get('asks') === 'yes';
  const done = await proposeReopening(fileDeskOf(worker), { fileId, reason, personAsks });
  if (done.ok) return showStanding(visit, worker, EMPTY_FORM, true);
  if (done.why === 'nobody')
    return showStanding(visit, worker, stateOf(visit, [['reopen-reason', 'file.people.nobody']]));
  if (done.why === 'wish')
    return showStanding(visit, worker, stateOf(visit, [['asks', 'file.standing.asks-wrong']]));
  return refuse(done);
}

async function showStanding(
  visit: Visit,
  worker: SignedIn,
  state: FormState,
  waits = false,
): Promise<Answer> {
  const seen = await lookAtFile(fileDeskOf(worker), visit.params.file ?? '');
  if (!seen.ok) return refuse(seen);
  return showForm(<StandingPage {...{ file: seen.file, state, waits, token: worker.formToken }} />, state);
}

type StandingProps = { file: FileView; state: FormState; waits: boolean; token: string };

function StandingPage({ file, state, waits, token }: StandingProps): JSX.Element {
  const { t } = useWords();
  const path = (name: string) => `/desk/files/${file.fileId}/standing/${name}`;
  const isReopening = state.values.has('reopen-reason');
  return (
    <div class="read stackup">
      <BackLink path={`/desk/files/${file.fileId}`}>{t('file.back')}</BackLink>
      <PageHead title={t('file.standing.title')} lede={t('file.standing.lede')} />
      {waits && <WaitsForSecond />}
      {file.mayWithdraw && (
        <Part id="withdraw" title={t('file.standing.withdraw')}>
          <p>{t('file.standing.withdraw-lede')}</p>
          <DeskForm path={path('withdraw')} token={token} next={t('file.standing.withdraw-next')}>
            <TextArea name="said" label={t('file.standing.said')} hint={t('file.standing.said-hint')} />
          </DeskForm>
        </Part>
      )}
      {file.mayClose && (
        <Part id="close" title={t('file.standing.close')}>
          <p>{t('file.standing.close-lede')}</p>
          <DeskForm
            path={path('close')}
            token={token}
            state={isReopening ? EMPTY_FORM : state}
            next={t('file.standing.close-next')}
          >
            <Choice
              name="why"
              label={t('file.people.reason')}
              options={CLOSING.map((value) => ({ value, label: t(CLOSING_WORDS[value]) }))}
            />
            <TextArea name="words" label={t('file.standing.words')} hint={t('file.standing.words-hint')} />
          </DeskForm>
        </Part>
      )}
      {file.mayReopen && (
        <Part id="reopen" title={t('file.standing.reopen')}>
          <p>{t('file.standing.reopen-lede')}</p>
          <DeskForm
            path={path('reopen')}
            token={token}
            state={isReopening ? state : EMPTY_FORM}
            next={t('file.standing.reopen-next')}
          >
            <Tick name="asks" label={t('file.standing.asks')} />
            <TextArea
              name="reopen-reason"
              label={t('file.people.reason')}
              hint={t('file.standing.words-hint')}
            />
          </DeskForm>
        </Part>
      )}
    </div>
  );
}
