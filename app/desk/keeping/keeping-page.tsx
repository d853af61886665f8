import type { JSX } from 'preact';
import {
  type Answer,
  DateText,
  EMPTY_FORM,
  Empty,
  Field,
  type FieldProblem,
  type FormState,
  formStatus,
  Note,
  PageHead,
  PageLink,
  Pairs,
  Part,
  redirectTo,
  showPage,
  Table,
  TextArea,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { fileDeskOf } from '../file/pages/at-desk.tsx';
import { DeskForm } from '../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../pages/desk-page.tsx';
import {
  type NamedProposal,
  nameProposals,
  REASON_LIMIT,
  readReason,
  refuseProposal,
  takeConfirmation,
  WaitingProposals,
} from '../pages/proposals.tsx';
import type { SignedIn } from '../pages/signed-in.ts';
import { mayAtAll } from '../policy/index.ts';
import { listProposals } from '../proposals/list-proposals.ts';
import { KeepingChange } from '../proposals/proposal-kinds.ts';
import { propose } from '../proposals/propose.ts';
import { type DueFile, listDue } from './due-files.ts';
import { GROUNDS } from './grounds.ts';
import { KINDS } from './kinds.ts';
import { type Period, readPeriod } from './period.ts';

const PATH = '/desk/keeping';
const page = { title: 'keeping.title' } as const;

/** How long what is kept, on what ground; what is due, for a person to look at. Nothing here goes by itself. */
export const keepingPages: readonly DeskPage[] = [
  deskPage({
    ...page,
    path: PATH,
    method: 'get',
    action: 'keeping.read',
    place: 'keeping.place',
    render: (_visit, worker) => show(worker, EMPTY_FORM),
  }),
  deskPage({ ...page, path: PATH, method: 'post', action: 'keeping.propose', render: takePeriod }),
  deskPage({
    ...page,
    path: `${PATH}/confirm`,
    method: 'post',
    action: 'keeping.confirm',
    render: (visit, worker) =>
      takeConfirmation(visit, worker, {
        kind: 'keeping',
        leadsTo: PATH,
        again: (changedId) => show(worker, EMPTY_FORM, changedId),
      }),
  }),
];

async function takePeriod({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const { t } = words;
  const typed = (name: string) => (form.get(name) ?? '').trim();
  const months = typed('months');
  const checkedBy = typed('checked-by');
  const read = KeepingChange.safeParse({
    months: months === '' ? null : Number(months),
    ground: typed('ground'),
    ...(checkedBy === '' ? {} : { checkedBy }),
  });
  const reason = readReason(form);
  const problems: FieldProblem[] = [];
  if (!read.success) problems.push({ name: 'months', message: t('keeping.months-wrong') });
  if (reason === undefined)
    problems.push({ name: 'reason', message: t('desk.proposal.reason-wrong', { max: REASON_LIMIT }) });
  if (!read.success || reason === undefined) return show(worker, { values: form, problems });
  const made = await propose(worker, { proposed: { kind: 'keeping', change: read.data }, reason });
  return made.ok ? redirectTo(PATH) : refuseProposal(made.why);
}

async function show(worker: SignedIn, state: FormState, changedId?: string): Promise<Answer> {
  const period = await readPeriod(worker);
  const { actor } = worker;
  const props: KeepingProps = {
    period,
    due: mayAtAll(actor, 'file.erase-propose')
      ? await listDue(fileDeskOf(worker), period?.months)
      : undefined,
    proposals: await nameProposals(worker, await listProposals(worker, 'keeping')),
    mayPropose: mayAtAll(actor, 'keeping.propose'),
    state,
    changedId,
    token: worker.formToken,
  };
  const status = changedId ? 409 : formStatus(state);
  return showPage(<KeepingView {...props} />, { status });
}

type KeepingProps = {
  period: Period | undefined;
  /** Undefined for who could propose to erase no file. */
  due: readonly DueFile[] | undefined;
  proposals: readonly NamedProposal[];
  mayPropose: boolean;
  state: FormState;
  changedId: string | undefined;
  token: string;
};

function KeepingView({
  period,
  due,
  proposals,
  mayPropose,
  state,
  changedId,
  token,
}: KeepingProps): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read stackup">
      <PageHead title={t('keeping.title')} lede={t('keeping.lede')} />
      {period ? (
        <Said period={period} />
      ) : (
        <Note kind="unchecked" title={t('keeping.none')}>
          <p>{t('keeping.none-advice')}</p>
        </Note>
      )}
      {due && <Due due={due} />}
      <WaitingProposals
        proposals={proposals}
        path={`${PATH}/confirm`}
        token={token}
        changedId={changedId}
        show={({ proposed }) =>
          proposed.kind === 'keeping' &&
          (proposed.change.months === null ? (
            <p>{t('keeping.end')}</p>
          ) : (
            <Said period={{ ...proposed.change, months: proposed.change.months }} />
          ))
        }
      />
      {mayPropose && <PeriodForm state={state} token={token} />}
      <Kinds />
      <Grounds />
    </div>
  );
}

function Said({ period }: { period: Period }): JSX.Element {
  const { t } = useWords();
  const { months, ground, checkedBy } = period;
  return (
    <Pairs
      pairs={[
        { term: t('keeping.months'), body: String(months) },
        { term: t('keeping.ground'), body: <bdi>{ground === '' ? t('keeping.no-ground') : ground}</bdi> },
        { term: t('keeping.checked-by'), body: <bdi>{checkedBy ?? t('keeping.nobody-checked')}</bdi> },
      ]}
    />
  );
}

function Due({ due }: { due: readonly DueFile[] }): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="due" title={t('keeping.due.title')}>
      <p class="soft">{t('keeping.due.lede')}</p>
      {due.length === 0 ? (
        <Empty title={t('keeping.due.none')} why={t('keeping.due.none-why')} />
      ) : (
        <ul class="flow">
          {due.map((file) => (
            <li key={file.fileId}>
              <PageLink path={`/desk/files/${file.fileId}/keeping`}>
                <bdi>{file.codeName ?? t('file.unopened-name')}</bdi>
              </PageLink>{' '}
              {file.dueFrom !== undefined && (
                <>
                  {t('keeping.file.due-from')} <DateText day={file.dueFrom} />{' '}
                </>
              )}
              {file.heldUntil !== undefined && (
                <>
                  {t('keeping.file.held')} <DateText day={file.heldUntil} />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function PeriodForm({ state, token }: { state: FormState; token: string }): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="propose" title={t('keeping.propose')}>
      <p>{t('keeping.propose-lede')}</p>
      <DeskForm path={PATH} token={token} state={state} next={t('desk.proposal.next')}>
        <Field name="months" label={t('keeping.months')} hint={t('keeping.months-hint')} />
        <TextArea name="ground" label={t('keeping.ground')} hint={t('keeping.ground-hint')} />
        <Field name="checked-by" label={t('keeping.checked-by')} hint={t('keeping.checked-by-hint')} />
        <TextArea name="reason" label={t('desk.proposal.reason')} hint={t('desk.proposal.reason-hint')} />
      </DeskForm>
    </Part>
  );
}

function Kinds(): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="kinds" title={t('keeping.kinds')}>
      <Table
        caption={t('keeping.kinds')}
        isCaptionHidden
        columns={[{ label: t('keeping.what') }, { label: t('keeping.until') }]}
        rows={Object.values(KINDS).map(({ name, until }) => [t(name), t(until)])}
      />
    </Part>
  );
}

function Grounds(): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="grounds" title={t('keeping.grounds')}>
      <p>{t('keeping.grounds-lede')}</p>
      <ul class="flow">
        {GROUNDS.map(({ source, words, checkedBy }) => (
          <li key={words}>
            {t(words)}{' '}
            <PageLink path={`/law/${source.instrument}/${source.provision}`}>
              {t('keeping.ground.text')}
            </PageLink>{' '}
            <span class="soft small">{checkedBy ?? t('keeping.nobody-checked')}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
