import type { Door } from '../../store/index.ts';
import { type FirstSigned, holdsFirst, type Reading } from '../keys/line.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { kindOf, may } from '../policy/index.ts';
import { PROPOSAL_MS } from './open-limit.ts';
import { openProposal, type SealedProposal } from './proposal-box.ts';
import { headFor, type ProposalKind, STEPS } from './proposal-kinds.ts';
import { seenOf } from './seen.ts';
import { isProposed, SIGNED_PROPOSAL_COLUMNS, type SignedProposal } from './signed-proposal.ts';

export type OpenProposal = SealedProposal & {
  proposalId: string;
  proposedBy: string;
  at: Date;
  /** As it stands, for the second signature. */
  row: SignedProposal;
  /** The hash of what stands there, which the form that confirms it carries. */
  seen: string;
  /** Whether this worker is one who may confirm it. */
  mayConfirm: boolean;
};

/**
 * What waits for a second person, of one kind, the longest waiting first. What this worker may not see of it is left out, what
 * nobody of the roster signed, and what was overtaken: something else was said about the same since, or the roster key that
 * signed it was made anew.
 */
export async function listProposals(
  worker: Pick<SignedIn, 'desk' | 'actor' | 'door' | 'keys'>,
  kind: ProposalKind,
): Promise<OpenProposal[]> {
  const { actor, door, desk, keys } = worker;
  const { agencyId } = actor;
  const { read, confirm } = STEPS[kind];
  if (!may(actor, read, { kind: kindOf(read), agencyId }).may) return [];
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
      .orderBy('p.at')
      .orderBy('p.proposal_id')
      .execute(),
  );
  const found: OpenProposal[] = [];
  for (const row of rows) {
    const isTheirs = await door.read((transaction) => isProposed(transaction, keys.pins, row));
    const proposal = isTheirs ? await openProposal(worker, row) : undefined;
    if (!proposal || proposal.first.first_by !== row.proposed_by) continue;
    const { first, proposed } = proposal;
    if (!(await door.read((transaction) => isNext({ transaction, pins: keys.pins }, first)))) continue;
    const thing = { kind: kindOf(confirm), agencyId, proposedBy: row.proposed_by };
    if (proposed.kind === 'rights' && !(await isIn(door, agencyId, proposed.change.workerId))) continue;
    const isAboutThem = proposed.kind === 'rights' && proposed.change.workerId === actor.workerId;
    const mayConfirm = !isAboutThem && may(actor, confirm, thing).may;
    const about = { proposalId: row.proposal_id, proposedBy: row.proposed_by, at: row.at, mayConfirm, row };
    found.push({ ...proposal, ...about, seen: seenOf(row) });
  }
  return found;
}

/** Whether what was signed still follows in its line, and by the roster key of now where that signed it. */
async function isNext(reading: Reading, first: FirstSigned): Promise<boolean> {
  const head = await headFor(reading, first);
  if (head?.hash !== first.before || head.number + 1 !== first.number) return false;
  return holdsFirst(reading, first);
}

/** Of who is not in yet, roles are confirmed with letting them in. */
async function isIn(door: Door, agencyId: string, workerId: string): Promise<boolean> {
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.worker')
      .select('worker_id')
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .where('standing', '=', 'in')
      .executeTakeFirst(),
  );
  return row !== undefined;
}
