import { randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import type { Desk } from '../desk.ts';
import type { Keyring } from '../keys/keyring.ts';
import { type FirstSigned, type LineHead, nextOf, signFirst } from '../keys/line.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { kindOf, may, type Refusal } from '../policy/index.ts';
import { isTooMany } from './open-limit.ts';
import { type Proposal, sealProposal } from './proposal-box.ts';
import { headFor, STEPS, sayingOf, thingOf } from './proposal-kinds.ts';
import { signProposal } from './signed-proposal.ts';

export type Proposer = Pick<SignedIn, 'desk' | 'actor' | 'door' | 'keys'>;
/**
 * Why nothing was proposed, beside what the policy refuses. `broken`: what the database holds about it is not as it was signed;
 * `too-many`: this worker has proposed so much that still waits.
 */
export type NotProposed = Refusal | 'no-key' | 'broken' | 'too-many';
type Proposing = { ok: true; proposalId: string } | { ok: false; why: NotProposed };

/**
 * Proposes what takes a second person. Nothing changes until somebody else confirms it. What is proposed is signed for the place
 * that it would have in its line now: once something else was said there, nobody can confirm it any more. `given`: of what
 * administrators give, the key that signs it, and how far the line had come from which the change was made.
 */
export async function propose(
  worker: Proposer,
  proposal: Proposal,
  given?: { rosterKey: Uint8Array; head: LineHead },
): Promise<Proposing> {
  const { actor, door, desk, keys } = worker;
  const { agencyId } = actor;
  const { proposed } = proposal;
  const action = STEPS[proposed.kind].propose;
  const decision = may(actor, action, { kind: kindOf(action), agencyId });
  if (!decision.may) return { ok: false, why: decision.why };
  const proposalId = randomUUID();
  const saying = sayingOf(proposed, proposalId);
  const head =
    given?.head ?? (await door.read((transaction) => headFor({ transaction, pins: keys.pins }, saying)));
  if (!head) return { ok: false, why: 'broken' };
  const first = signFirst(keys, nextOf(saying, head, saying.said), given?.rosterKey);
  const row = await makeProposal(worker, { proposalId, ...proposal, first });
  if (!row) return { ok: false, why: 'no-key' };
  const made = await attempt<'too-many'>((undo) =>
    door.write({ action, thing: `${row.thing} proposal ${proposalId}` }, async (transaction) => {
      if (await isTooMany(transaction, { ...actor, kinds: [proposed.kind], now: desk.now() }))
        undo('too-many');
      await transaction.insertInto('clew.proposal').values(row).execute();
    }),
  );
  return made.ok ? { ok: true, proposalId } : made;
}

/** The row of a proposal, sealed and signed; undefined for who does not hold the agency's key. */
export async function makeProposal(
  { desk, keys }: { desk: Desk; keys: Keyring },
  { proposalId, ...proposal }: Proposal & { proposalId: string; first: FirstSigned },
): Promise<Insertable<Schema['clew.proposal']> | undefined> {
  const content = await sealProposal({ desk, keys }, proposalId, proposal);
  if (content === undefined) return undefined;
  const { kind } = proposal.proposed;
  const text = { proposal_id: proposalId, kind, thing: thingOf(proposal.proposed), content };
  return {
    ...{ agency_id: keys.me.agencyId, ...text, ...signProposal(keys, text) },
    ...{ confirmed_by: null, at: desk.now(), confirmed_at: null },
  };
}
