import { contextOf, open, seal } from '@clew/seal';
import { AGENCY_KEY } from '../agency/profiles.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { type ProposedChange, readChange } from './proposal-kinds.ts';

/** What a proposal holds, and why. */
export type Proposal = { proposed: ProposedChange; reason: string };

/** Seals a proposal under the agency's key, for its row. The number before the box is the key's generation. */
export async function sealProposal(
  { desk, keys }: Pick<SignedIn, 'desk' | 'keys'>,
  proposalId: string,
  { proposed, reason }: Proposal,
): Promise<string | undefined> {
  const key = await keys.open(AGENCY_KEY);
  if (!key) return undefined;
  const context = contextOfProposal(keys.me.agencyId, proposalId, key.generation);
  const text = JSON.stringify({ change: proposed.change, reason });
  return `${key.generation} ${seal({ key: key.key, random: desk.random, context, text })}`;
}

/** What stands in the row of a proposal; undefined if this worker cannot open it, or it is none of ours. */
export async function openProposal(
  { keys }: Pick<SignedIn, 'keys'>,
  row: { proposal_id: string; kind: string; content: string },
): Promise<Proposal | undefined> {
  const [, number = '', box = ''] = /^(\d+) (.+)$/s.exec(row.content) ?? [];
  const key = await keys.open(AGENCY_KEY, Number(number));
  if (!key) return undefined;
  const context = contextOfProposal(keys.me.agencyId, row.proposal_id, key.generation);
  const opened = open({ key: key.key, context, box });
  if (!opened.ok) return undefined;
  const { change, reason } = JSON.parse(opened.text) as { change: unknown; reason: string };
  const proposed = readChange(row.kind, change);
  return proposed && { proposed, reason };
}

function contextOfProposal(agencyId: string, proposalId: string, generation: number): string {
  return contextOf(agencyId, 'proposal', proposalId, 'content', generation);
}
