import type { JSX } from 'preact';
import {
  type Answer,
  Choice,
  EMPTY_FORM,
  type FieldProblem,
  type FormState,
  PageHead,
  PageLink,
  Part,
  redirectTo,
  showPage,
  TextArea,
  useWords,
  type Visit,
  writeDate,
} from '../../web/index.ts';
import { readApprovedLaws } from '../keys/agency-rules.ts';
import { MANDATES, type Mandate, mayAtAll } from '../policy/index.ts';
import { listProposals } from '../proposals/list-proposals.ts';
import { MandateChange } from '../proposals/proposal-kinds.ts';
import { propose } from '../proposals/propose.ts';
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
import { MANDATE_WORDS } from './role-words.ts';
import type { SignedIn } from './signed-in.ts';

/** What the agency is there for, and the law it works by: both set by two people. */
export function agencyPages({ lawHash }: { lawHash: string }): readonly DeskPage[] {
  const shared = { title: 'desk.agency.title' } as const;
  return [
    deskPage({
      ...shared,
      path: '/desk/agency',
      method: 'get',
      action: 'mandate.read',
      place: 'desk.agency.place',
      render: (_visit, worker) => showAgency(worker, lawHash, {}),
    }),
    deskPage({
      ...shared,
      path: '/desk/agency/mandate',
      method: 'post',
      action: 'mandate.propose',
      render: (visit, worker) => proposeMandate(visit, worker, lawHash),
    }),
    deskPage({
      ...shared,
      path: '/desk/agency/mandate/confirm',
      method: 'post',
      action: 'mandate.confirm',
      render: (visit, worker) =>
        takeConfirmation(visit, worker, {
          kind: 'mandate',
          leadsTo: '/desk/agency',
          again: (changedId) => showAgency(worker, lawHash, { changedId }),
        }),
    }),
    deskPage({
      ...shared,
      path: '/desk/agency/law',
      method: 'post',
      action: 'approval.propose',
      render: (visit, worker) => proposeLaw(visit, worker, lawHash),
    }),
    deskPage({
      ...shared,
      path: '/desk/agency/law/confirm',
      method: 'post',
      action: 'approval.confirm',
      render: (visit, worker) =>
        takeConfirmation(visit, worker, {
          kind: 'approval',
          leadsTo: '/desk/agency',
          again: (changedId) => showAgency(worker, lawHash, { changedId }),
        }),
    }),
  ];
}

async function proposeMandate({ form, words }: Visit, worker: SignedIn, lawHash: string): Promise<Answer> {
  const { t } = words;
  const change = MandateChange.safeParse({ mandate: form.get('mandate'), change: form.get('change') });
  const reason = readReason(form);
  const problems: FieldProblem[] = [];
  if (!change.success) problems.push({ name: 'mandate', message: t('desk.agency.mandate-wrong') });
  if (reason === undefined)
    problems.push({ name: 'reason', message: t('desk.proposal.reason-wrong', { max: REASON_LIMIT }) });
  if (!change.success || reason === undefined)
    return showAgency(worker, lawHash, { mandate: { values: form, problems } });
  const made = await propose(worker, { proposed: { kind: 'mandate', change: change.data }, reason });
  return made.ok ? redirectTo('/desk/agency') : refuseProposal(made.why);
}

async function proposeLaw({ form, words }: Visit, worker: SignedIn, lawHash: string): Promise<Answer> {
  const reason = readReason(form, 'law-reason');
  if (reason === undefined) {
    const message = words.t('desk.proposal.reason-wrong', { max: REASON_LIMIT });
    return showAgency(worker, lawHash, {
      law: { values: form, problems: [{ name: 'law-reason', message }] },
    });
  }
  const made = await propose(worker, { proposed: { kind: 'approval', change: { lawHash } }, reason });
  return made.ok ? redirectTo('/desk/agency') : refuseProposal(made.why);
}

type States = { mandate?: FormState; law?: FormState; changedId?: string };

async function showAgency(worker: SignedIn, lawHash: string, states: States): Promise<Answer> {
  const { actor, door, formToken, keys } = worker;
  const approved = await door.read((transaction) => readApprovedLaws(transaction, keys.pins));
  const approvedAt = approved.get(lawHash);
  const props: AgencyProps = {
    states,
    lawHash,
    approvedAt,
    token: formToken,
    mandates: actor.mandates,
    mayProposeMandate: mayAtAll(actor, 'mandate.propose'),
    mayProposeLaw: mayAtAll(actor, 'approval.propose'),
    mandateProposals: await nameProposals(worker, await listProposals(worker, 'mandate')),
    lawProposals: await nameProposals(worker, await listProposals(worker, 'approval')),
  };
  const isWrong = states.mandate !== undefined || states.law !== undefined;
  return showPage(<Agency {...props} />, { status: states.changedId ? 409 : isWrong ? 422 : 200 });
}

type AgencyProps = {
  states: States;
  lawHash: string;
  approvedAt: Date | undefined;
  token: string;
  mandates: readonly Mandate[];
  mayProposeMandate: boolean;
  mayProposeLaw: boolean;
  mandateProposals: readonly NamedProposal[];
  lawProposals: readonly NamedProposal[];
};

function Agency(props: AgencyProps): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t('desk.agency.title')} />
      <Mandates {...props} />
      <LawOfAgency {...props} />
      <p>
        <PageLink path="/desk/provider">{t('desk.provider.title')}</PageLink>
      </p>
    </>
  );
}

function Mandates({
  mandates,
  mandateProposals,
  mayProposeMandate,
  states,
  token,
}: AgencyProps): JSX.Element {
  const { t } = useWords();
  return (
    <Part id="mandates" title={t('desk.agency.mandates')}>
      <p>{t('desk.agency.mandates-lede')}</p>
      {mandates.length === 0 ? (
        <p>{t('desk.agency.mandates-none')}</p>
      ) : (
        <ul>
          {mandates.map((mandate) => (
            <li key={mandate}>{t(MANDATE_WORDS[mandate])}</li>
          ))}
        </ul>
      )}
      <WaitingProposals
        proposals={mandateProposals}
        path="/desk/agency/mandate/confirm"
        token={token}
        changedId={states.changedId}
        show={(proposal) => <ProposedMandate proposal={proposal} />}
      />
      {mayProposeMandate && (
        <DeskForm
          path="/desk/agency/mandate"
          token={token}
          state={states.mandate ?? EMPTY_FORM}
          next={t('desk.proposal.next')}
        >
          <Choice
            name="mandate"
            look="select"
            label={t('desk.agency.mandate-which')}
            options={MANDATES.map((mandate) => ({ value: mandate, label: t(MANDATE_WORDS[mandate]) }))}
          />
          <Choice
            name="change"
            label={t('desk.agency.mandate-change')}
            options={[
              { value: 'add', label: t('desk.agency.mandate-add') },
              { value: 'end', label: t('desk.agency.mandate-end') },
            ]}
          />
          <TextArea name="reason" label={t('desk.proposal.reason')} hint={t('desk.proposal.reason-hint')} />
        </DeskForm>
      )}
    </Part>
  );
}

function ProposedMandate({ proposal }: { proposal: NamedProposal }): JSX.Element | null {
  const { t } = useWords();
  if (proposal.proposed.kind !== 'mandate') return null;
  const { mandate, change } = proposal.proposed.change;
  const named = { mandate: t(MANDATE_WORDS[mandate]) };
  return (
    <p>
      <b>{change === 'add' ? t('desk.agency.proposed-add', named) : t('desk.agency.proposed-end', named)}</b>
    </p>
  );
}

function LawOfAgency({
  lawHash,
  approvedAt,
  lawProposals,
  mayProposeLaw,
  states,
  token,
}: AgencyProps): JSX.Element {
  const { t, language } = useWords();
  return (
    <Part id="law" title={t('desk.agency.law')}>
      <p>{t('desk.agency.law-lede')}</p>
      <p>
        <Hash text={lawHash} />
      </p>
      <p>
        {approvedAt
          ? t('desk.agency.law-approved', { day: writeDate(approvedAt.toISOString().slice(0, 10), language) })
          : t('desk.agency.law-open')}
      </p>
      <WaitingProposals
        proposals={lawProposals}
        path="/desk/agency/law/confirm"
        token={token}
        changedId={states.changedId}
        show={({ proposed }) => proposed.kind === 'approval' && <Hash text={proposed.change.lawHash} />}
      />
      {mayProposeLaw && !approvedAt && (
        <DeskForm
          path="/desk/agency/law"
          token={token}
          state={states.law ?? EMPTY_FORM}
          next={t('desk.agency.law-propose')}
        >
          <TextArea
            name="law-reason"
            label={t('desk.proposal.reason')}
            hint={t('desk.proposal.reason-hint')}
          />
        </DeskForm>
      )}
    </Part>
  );
}

function Hash({ text }: { text: string }): JSX.Element {
  return (
    <code>
      <bdi dir="ltr">{text}</bdi>
    </code>
  );
}
