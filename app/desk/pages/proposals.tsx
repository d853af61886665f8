import type { ComponentChildren, JSX } from 'preact';
import {
  type Answer,
  Button,
  type FaultNotice,
  notFound,
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
import type { NotProposed } from '../proposals/propose.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import { OtherContent } from './other-content.tsx';
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
  /** What was to be confirmed and is another than the page showed. */
  changedId?: string | undefined;
  /** What of a proposal stands above its reason. */
  show: (proposal: NamedProposal) => ComponentChildren;
};

/** What waits for a second person; nothing where nothing does. */
export function WaitingProposals({ proposals, ...rest }: WaitingProps): JSX.Element | null {
  const { t } = useWords();
  if (proposals.length === 0) return null;
  return (
    <Part id="proposals" title={t('desk.proposal.waiting', { count: proposals.length })}>
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
  changedId,
  show,
}: Omit<WaitingProps, 'proposals'> & { proposal: NamedProposal }): JSX.Element {
  const { t, rich, href, language } = useWords();
  const day = writeDate(proposal.at.toISOString().slice(0, 10), language);
  return (
    <li>
      <form method="post" action={href(path)}>
        <input type="hidden" name={FORM_TOKEN} value={token} />
        <input type="hidden" name="id" value={proposal.proposalId} />
        <input type="hidden" name="seen" value={proposal.seen} />
        {changedId === proposal.proposalId && <OtherContent />}
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

type TakingConfirmation = {
  kind: ProposalKind;
  leadsTo: `/${string}`;
  /** Shows the page once more, as what is to be confirmed is not what it showed. */
  again: (changedId: string) => Promise<Answer>;
};

/** Confirms the proposal that a form names as its page showed it, and leads on. */
export async function takeConfirmation(
  { form }: Visit,
  worker: SignedIn,
  { kind, leadsTo, again }: TakingConfirmation,
): Promise<Answer> {
  const asked = { proposalId: form.get('id') ?? '', seen: form.get('seen') ?? '' };
  const confirmed = await confirmProposal(worker, { kind, ...asked });
  if (confirmed.ok) return redirectTo(leadsTo);
  if (confirmed.why === 'other-content') return again(asked.proposalId);
  return refuseConfirmation(confirmed.why);
}

/** Why nothing was confirmed, as a page. */
export function refuseConfirmation(why: string): Answer {
  return showFault(why === 'own-proposal' ? OWN : GONE);
}

/** Why nothing was proposed, as a page; the form that was sent comes back with it. */
export function refuseProposal(why: NotProposed): Answer {
  if (why === 'too-many')
    return showFault({
      status: 409,
      message: 'desk.proposal.too-many',
      advice: 'desk.proposal.too-many-advice',
    });
  if (why === 'broken')
    return showFault({ status: 409, message: 'desk.proposal.broken', advice: 'desk.proposal.broken-advice' });
  return notFound();
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
