import { randomUUID } from 'node:crypto';
import type { SignedIn } from '../pages/signed-in.ts';
import { kindOf, may, type Refusal } from '../policy/index.ts';
import { type Proposal, sealProposal } from './proposal-box.ts';
import { thingOf } from './proposal-kinds.ts';
import { signProposal } from './signed-proposal.ts';

export type Proposer = Pick<SignedIn, 'desk' | 'actor' | 'door' | 'keys'>;
export type Proposing = { ok: true; proposalId: string } | { ok: false; why: Refusal | 'no-key' };

/** Proposes what takes a second person. Nothing changes until somebody else confirms it. */
export async function propose(worker: Proposer, proposal: Proposal): Promise<Proposing> {
  const { actor, door, desk } = worker;
  const action = `${proposal.proposed.kind}.propose` as const;
  const decision = may(actor, action, { kind: kindOf(action), agencyId: actor.agencyId });
  if (!decision.may) return { ok: false, why: decision.why };
  const proposalId = randomUUID();
  const content = await sealProposal(worker, proposalId, proposal);
  if (content === undefined) return { ok: false, why: 'no-key' };
  const { kind } = proposal.proposed;
  const thing = thingOf(proposal.proposed);
  await door.write({ action, thing: `${thing} proposal ${proposalId}` }, (transaction) =>
    transaction
      .insertInto('clew.proposal')
      .values({
        agency_id: actor.agencyId,
        proposal_id: proposalId,
        kind,
        thing,
        content,
        ...signProposal(worker.keys, { proposal_id: proposalId, kind, thing, content }),
        confirmed_by: null,
        at: desk.now(),
        confirmed_at: null,
      })
      .execute(),
  );
  return { ok: true, proposalId };
}
