import type { SignedIn } from '../pages/signed-in.ts';
import { may } from '../policy/index.ts';
import { openProposal, type Proposal } from './proposal-box.ts';
import type { ProposalKind } from './proposal-kinds.ts';
import { isProposed, SIGNED_PROPOSAL_COLUMNS, type SignedProposal } from './signed-proposal.ts';

/** After this a proposal can no longer be confirmed: who confirms should know why it was made. */
export const PROPOSAL_MS = 14 * 86_400_000;

export type OpenProposal = Proposal & {
  proposalId: string;
  proposedBy: string;
  at: Date;
  /** As it stands, for the second signature. */
  row: SignedProposal;
  /** Whether this worker is one who may confirm it. */
  mayConfirm: boolean;
};

/** What waits for a second person, of one kind, the newest first. What this worker may not see of it is left out, and
 * what nobody of the roster signed. */
export async function listProposals(
  worker: Pick<SignedIn, 'desk' | 'actor' | 'door' | 'keys'>,
  kind: ProposalKind,
): Promise<OpenProposal[]> {
  const { actor, door, desk } = worker;
  const { agencyId } = actor;
  if (!may(actor, `${kind}.read`, { kind, agencyId }).may) return [];
  const since = new Date(desk.now().getTime() - PROPOSAL_MS);
  const rows = await door.read((transaction) =>
    transaction
      .selectFrom('clew.proposal as p')
      // Somebody who left no longer stands for what they proposed.
      .innerJoin('clew.worker as w', (join) =>
        join.onRef('w.agency_id', '=', 'p.agency_id').onRef('w.worker_id', '=', 'p.proposed_by'),
      )
      .select(SIGNED_PROPOSAL_COLUMNS.map((column) => `p.${column}` as const))
      .select('p.at')
      .where('p.agency_id', '=', agencyId)
      .where('p.kind', '=', kind)
      .where('p.confirmed_by', 'is', null)
      .where('p.at', '>', since)
      .where('w.standing', '=', 'in')
      .orderBy('p.at', 'desc')
      .execute(),
  );
  const opened: OpenProposal[] = [];
  for (const row of rows) {
    const isTheirs = await door.read((transaction) => isProposed(transaction, worker.keys.pins, row));
    const proposal = isTheirs ? await openProposal(worker, row) : undefined;
    const mayConfirm = may(actor, `${kind}.confirm`, { kind, agencyId, proposedBy: row.proposed_by }).may;
    const about = { proposalId: row.proposal_id, proposedBy: row.proposed_by, at: row.at, mayConfirm, row };
    if (proposal) opened.push({ ...proposal, ...about });
  }
  return opened;
}
