import { attempt } from '../attempt.ts';
import { may, type Refusal } from '../policy/index.ts';
import { listProposals } from './list-proposals.ts';
import { carryOut, type ProposalKind, thingOf } from './proposal-kinds.ts';
import type { Proposer } from './propose.ts';
import { signConfirmation } from './signed-proposal.ts';

export type Confirming = { ok: true } | { ok: false; why: Refusal | 'gone' };

/**
 * Confirms what somebody else proposed, and carries it out in the same transaction, once. `gone` if it is not there, was
 * confirmed already, is too old, or is by somebody who has left.
 */
export async function confirmProposal(
  worker: Proposer,
  { kind, proposalId }: { kind: ProposalKind; proposalId: string },
): Promise<Confirming> {
  const { actor, door, desk, keys } = worker;
  const { agencyId, workerId } = actor;
  const found = (await listProposals(worker, kind)).find((proposal) => proposal.proposalId === proposalId);
  if (!found) return { ok: false, why: 'gone' };
  const action = `${kind}.confirm` as const;
  const decision = may(actor, action, { kind, agencyId, proposedBy: found.proposedBy });
  if (!decision.may) return { ok: false, why: decision.why };
  const at = desk.now();
  return attempt<'gone'>((undo) =>
    door.write(
      { action, thing: `${thingOf(found.proposed)} proposal ${proposalId}` },
      async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('clew.proposal')
          .set({ ...signConfirmation(keys, found.row), confirmed_at: at })
          .where('agency_id', '=', agencyId)
          .where('proposal_id', '=', proposalId)
          .where('confirmed_by', 'is', null)
          .where('proposed_by', '!=', workerId)
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) undo('gone');
        await carryOut(transaction, found.proposed, { agencyId, at });
      },
    ),
  );
}
