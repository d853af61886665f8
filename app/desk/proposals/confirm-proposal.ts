import { attempt } from '../attempt.ts';
import { isRosterNow } from '../keys/follow-roster.ts';
import { holdsFirst, signSecond, writeStatement } from '../keys/line.ts';
import { kindOf, may, type Refusal } from '../policy/index.ts';
import { lockAgency } from '../roles/administrators.ts';
import { listProposals, type OpenProposal } from './list-proposals.ts';
import { headFor, type ProposalKind, STEPS, thingOf } from './proposal-kinds.ts';
import type { Proposer } from './propose.ts';
import { signConfirmation } from './signed-proposal.ts';

type Confirming =
  | { ok: true; confirmed: OpenProposal }
  | { ok: false; why: Refusal | 'gone' | 'other-content' };

/** Which proposal, and the hash of what the page showed of it. */
type Asked = { kind: ProposalKind; proposalId: string; seen: string };

/**
 * Confirms what somebody else proposed, as the page showed it, and writes it into its line in the same transaction, once. `gone` if
 * it is not there, was confirmed already, is too old, was overtaken, or is by somebody who has left. `other-content` if what stands
 * there is not what the page showed.
 */
export async function confirmProposal(
  worker: Proposer,
  { kind, proposalId, seen }: Asked,
): Promise<Confirming> {
  const { actor, door, desk, keys } = worker;
  const { agencyId, workerId } = actor;
  const found = (await listProposals(worker, kind)).find((proposal) => proposal.proposalId === proposalId);
  if (!found) return { ok: false, why: 'gone' };
  const action = STEPS[kind].confirm;
  const decision = may(actor, action, { kind: kindOf(action), agencyId, proposedBy: found.proposedBy });
  if (!decision.may) return { ok: false, why: decision.why };
  if (!found.mayConfirm) return { ok: false, why: 'own-proposal' };
  if (found.seen !== seen) return { ok: false, why: 'other-content' };
  const at = desk.now();
  const { first, row } = found;
  const done = await attempt<'gone'>((undo) =>
    door.write(
      { action, thing: `${thingOf(found.proposed)} proposal ${proposalId}` },
      async (transaction) => {
        await lockAgency(transaction, agencyId);
        if (!(await isRosterNow(transaction, keys.pins))) undo('gone');
        const head = await headFor({ transaction, pins: keys.pins }, first);
        if (head?.hash !== first.before || head.number + 1 !== first.number) undo('gone');
        if (!(await holdsFirst({ transaction, pins: keys.pins }, first))) undo('gone');
        const { numUpdatedRows } = await transaction
          .updateTable('clew.proposal')
          .set({ ...signConfirmation(keys, row), confirmed_at: at })
          .where('agency_id', '=', agencyId)
          .where('proposal_id', '=', proposalId)
          .where('content', '=', row.content)
          .where('confirmed_by', 'is', null)
          .where('proposed_by', '!=', workerId)
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) undo('gone');
        await writeStatement(transaction, { agencyId, at }, { ...first, second: signSecond(keys, first) });
      },
    ),
  );
  return done.ok ? { ok: true, confirmed: found } : done;
}
