import type { JSX } from 'preact';
import {
  type Answer,
  Button,
  Carried,
  EMPTY_FORM,
  Field,
  type FieldProblem,
  type FormState,
  formStatus,
  PageHead,
  Pairs,
  Part,
  redirectTo,
  SecretField,
  showPage,
  TextArea,
  Tick,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { mayAtAll } from '../policy/index.ts';
import { listProposals } from '../proposals/list-proposals.ts';
import { propose } from '../proposals/propose.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import { readProvider } from '../sign-in/agency-provider.ts';
import { Provider } from '../sign-in/provider.ts';
import { redirectOf } from '../sign-in/provider-attempt.ts';
import { DeskForm } from './desk-form.tsx';
import { type DeskPage, deskPage } from './desk-page.tsx';
import {
  type NamedProposal,
  nameProposals,
  REASON_LIMIT,
  readReason,
  refuseProposal,
  takeConfirmation,
  WaitingProposals,
} from './proposals.tsx';
import { codeOfAgency } from './provider-way.tsx';
import type { SignedIn } from './signed-in.ts';

const PATH = '/desk/provider';

/** Through whom an agency's people may sign in: set and ended by two people. */
export const providerPages: readonly DeskPage[] = [
  deskPage({
    path: PATH,
    method: 'get',
    action: 'provider.read',
    title: 'desk.provider.title',
    render: (_visit, worker) => showProvider(worker, EMPTY_FORM),
  }),
  deskPage({
    path: PATH,
    method: 'post',
    action: 'provider.propose',
    title: 'desk.provider.title',
    secrets: ['secret'],
    render: (visit, worker) => proposeProvider(visit, worker),
  }),
  deskPage({
    path: `${PATH}/confirm`,
    method: 'post',
    action: 'provider.confirm',
    title: 'desk.provider.title',
    render: (visit, worker) =>
      takeConfirmation(visit, worker, {
        kind: 'provider',
        leadsTo: PATH,
        again: (changedId) => showProvider(worker, EMPTY_FORM, changedId),
      }),
  }),
];

async function proposeProvider({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const { t } = words;
  const isEnd = form.get('do') === 'end';
  const read = Provider.safeParse({
    issuer: (form.get('issuer') ?? '').trim(),
    clientId: form.get('client') ?? '',
    clientSecret: form.get('secret') ?? '',
    counts: form.get('counts') === 'yes',
    acr: (form.get('acr') ?? '').trim() || undefined,
  });
  const reason = readReason(form);
  const problems: FieldProblem[] = [];
  if (!isEnd && !read.success) problems.push({ name: 'issuer', message: t('desk.provider.issuer-wrong') });
  if (reason === undefined)
    problems.push({ name: 'reason', message: t('desk.proposal.reason-wrong', { max: REASON_LIMIT }) });
  if (problems.length > 0 || reason === undefined || (!isEnd && !read.success))
    return showProvider(worker, { values: form, problems });
  const provider = isEnd || !read.success ? null : read.data;
  const made = await propose(worker, { proposed: { kind: 'provider', change: { provider } }, reason });
  return made.ok ? redirectTo(PATH) : refuseProposal(made.why);
}

async function showProvider(worker: SignedIn, state: FormState, changedId?: string): Promise<Answer> {
  const props: ProviderProps = {
    state,
    changedId,
    token: worker.formToken,
    provider: await readProvider(worker),
    redirect: redirectOf(worker.desk, await codeOfAgency(worker)),
    mayPropose: mayAtAll(worker.actor, 'provider.propose'),
    proposals: await nameProposals(worker, await listProposals(worker, 'provider')),
  };
  const status = changedId ? 409 : formStatus(state);
  return showPage(<ProviderView {...props} />, { status });
}

type ProviderProps = {
  state: FormState;
  changedId: string | undefined;
  token: string;
  provider: Provider | undefined;
  redirect: string;
  mayPropose: boolean;
  proposals: readonly NamedProposal[];
};

function ProviderView({
  state,
  changedId,
  token,
  provider,
  redirect,
  mayPropose,
  proposals,
}: ProviderProps): JSX.Element {
  const { t, href } = useWords();
  return (
    <>
      <PageHead title={t('desk.provider.title')} lede={t('desk.provider.lede')} />
      {provider ? <Said provider={provider} /> : <p>{t('desk.provider.none')}</p>}
      <WaitingProposals
        proposals={proposals}
        path={`${PATH}/confirm`}
        token={token}
        changedId={changedId}
        show={({ proposed }) =>
          proposed.kind === 'provider' &&
          (proposed.change.provider ? (
            <Said provider={proposed.change.provider} />
          ) : (
            <p>{t('desk.provider.end')}</p>
          ))
        }
      />
      {mayPropose && (
        <Part id="propose" title={t('desk.provider.propose')}>
          <p>{t('desk.provider.redirect')}</p>
          <p class="keep">
            <bdi dir="ltr">{redirect}</bdi>
          </p>
          <DeskForm path={PATH} token={token} state={state} next={t('desk.proposal.next')}>
            <Field name="issuer" label={t('desk.provider.issuer')} hint={t('desk.provider.issuer-hint')} />
            <Field name="client" label={t('desk.provider.client')} />
            <SecretField name="secret" label={t('desk.provider.secret')} autocomplete="new-password" />
            <Tick name="counts" value="yes" label={t('desk.provider.counts')} />
            <Field name="acr" label={t('desk.provider.acr')} hint={t('desk.provider.acr-hint')} />
            <TextArea name="reason" label={t('desk.proposal.reason')} hint={t('desk.proposal.reason-hint')} />
          </DeskForm>
          {provider && (
            <form method="post" action={href(PATH)}>
              <Carried
                values={[
                  [FORM_TOKEN, token],
                  ['do', 'end'],
                  ['reason', t('desk.provider.end')],
                ]}
              />
              <Button kind="other">{t('desk.provider.end')}</Button>
            </form>
          )}
        </Part>
      )}
    </>
  );
}

/** What confirming makes the node do. The secret is not shown. */
function Said({ provider }: { provider: Provider }): JSX.Element {
  const { t } = useWords();
  const ltr = (text: string) => <bdi dir="ltr">{text}</bdi>;
  return (
    <Pairs
      pairs={[
        { term: t('desk.provider.issuer'), body: ltr(provider.issuer) },
        { term: t('desk.provider.client'), body: ltr(provider.clientId) },
        {
          term: t('desk.provider.counts-term'),
          body: provider.counts ? t('desk.provider.counts-yes') : t('desk.provider.counts-no'),
        },
        ...(provider.acr ? [{ term: t('desk.provider.acr'), body: ltr(provider.acr) }] : []),
      ]}
    />
  );
}
