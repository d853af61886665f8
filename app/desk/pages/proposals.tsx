import type { ComponentChildren, JSX } from 'preact';
import {
  type Answer,
  Button,
  type FaultNotice,
  Part,
  redirectTo,
  showFault,
  useWords,
  type Visit,
  writeDate,
} from '../../web/index.ts';
import { confirmProposal } from '../proposals/confirm-proposal.ts';
import type { OpenProposal } from '../proposals/list-proposals.ts';
import type { ProposalKind } from '../proposals/proposal-kinds.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import type { SignedIn } from './signed-in.ts';

/** The longest reason that is kept. */
export const REASON_LIMIT = 2_000;

/** A proposal with the name of who made it. */
export type NamedProposal = OpenProposal & { by: string };

/** Names who proposed. */
export async function nameProposals(
  { names }: SignedIn,
  proposals: readonly OpenProposal[],
): Promise<NamedProposal[]> {
  const named = proposals.map(async (one) => ({ ...one, by: (await names.worker(one.proposedBy)) ?? '' }));
  return Promise.all(named);
}

type WaitingProps = {
  proposals: readonly NamedProposal[];
  /** Where a confirmation is sent. */
  path: string;
  token: string;
  /** What of a proposal stands above its reason. */
  show: (proposal: NamedProposal) => ComponentChildren;
};

/** What waits for a second person; nothing where nothing does. */
export function WaitingProposals({ proposals, ...rest }: WaitingProps): JSX.Element | null {
  const { t } = useWords();
  if (proposals.length === 0) return null;
  return (
    <Part id="proposals" title={t('desk.proposal.title')}>
      <ul class="flow">
        {proposals.map((proposal) => (
          <Waiting key={proposal.proposalId} proposal={proposal} {...rest} />
        ))}
      </ul>
    </Part>
  );
}

function Waiting({
  proposal,
  path,
  token,
  show,
}: Omit<WaitingProps, 'proposals'> & { proposal: NamedProposal }): JSX.Element {
  const { t, rich, href, language } = useWords();
  const day = writeDate(proposal.at.toISOString().slice(0, 10), language);
  return (
    <li>
      <form method="post" action={href(path)}>
        <input type="hidden" name={FORM_TOKEN} value={token} />
        <input type="hidden" name="id" value={proposal.proposalId} />
        {show(proposal)}
        <p>
          <bdi>{proposal.reason}</bdi>
        </p>
        <p class="soft small">
          {rich('desk.proposal.by', { day, name: proposal.by, b: (inner) => <bdi>{inner}</bdi> })}
        </p>
        {proposal.mayConfirm ? (
          <p class="btns">
            <Button kind="other">{t('desk.proposal.confirm')}</Button>
          </p>
        ) : (
          <p class="soft small">{t('desk.proposal.own')}</p>
        )}
      </form>
    </li>
  );
}

/** Confirms the proposal that a form names, and leads on. */
export async function takeConfirmation(
  { form }: Visit,
  worker: SignedIn,
  { kind, leadsTo }: { kind: ProposalKind; leadsTo: `/${string}` },
): Promise<Answer> {
  const confirmed = await confirmProposal(worker, { kind, proposalId: form.get('id') ?? '' });
  if (confirmed.ok) return redirectTo(leadsTo);
  return showFault(confirmed.why === 'own-proposal' ? OWN : GONE);
}

const OWN: FaultNotice = {
  status: 403,
  message: 'desk.proposal.own-fault',
  advice: 'desk.proposal.own-advice',
};
const GONE: FaultNotice = { status: 409, message: 'desk.proposal.gone', advice: 'desk.proposal.gone-advice' };

/** The reason in a field of a form, without what stands around it; undefined if there is none or it is too long. */
export function readReason(form: URLSearchParams, name = 'reason'): string | undefined {
  const reason = (form.get(name) ?? '').trim();
  return reason === '' || reason.length > REASON_LIMIT ? undefined : reason;
}
