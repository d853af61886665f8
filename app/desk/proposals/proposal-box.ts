import { contextOf, open, seal } from '@clew/seal';
import { z } from 'zod';
import { AGENCY_KEY } from '../agency/profiles.ts';
import type { Desk } from '../desk.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { FirstSigned } from '../keys/line.ts';
import { type ProposedChange, readChange, sayingOf } from './proposal-kinds.ts';

/** What a proposal holds, and why. */
export type Proposal = { proposed: ProposedChange; reason: string };

/** The same with what its proposer signed, which whoever confirms it signs as the second person. */
export type SealedProposal = Proposal & { first: FirstSigned };

const Content = z.object({
  change: z.unknown(),
  reason: z.string(),
  first: z.object({
    number: z.number().int(),
    before: z.string(),
    by: z.string(),
    entry: z.number().int(),
    signature: z.string(),
    roster: z.string().nullable(),
  }),
});

/** Seals a proposal under the agency's key, for its row. The number before the box is the key's generation. */
export async function sealProposal(
  { desk, keys }: { desk: Pick<Desk, 'random'>; keys: Keyring },
  proposalId: string,
  { proposed, reason, first }: SealedProposal,
): Promise<string | undefined> {
  const key = await keys.open(AGENCY_KEY);
  if (!key) return undefined;
  const context = contextOfProposal(keys.me.agencyId, proposalId, key.generation);
  const { number, before, first_by: by, first_entry: entry } = first;
  const signed = { by, entry, signature: first.first_signature, roster: first.roster_signature };
  const content = { change: proposed.change, reason, first: { number, before, ...signed } };
  return `${key.generation} ${seal({ key: key.key, random: desk.random, context, text: JSON.stringify(content) })}`;
}

/** What stands in the row of a proposal; undefined if this worker cannot open it, or it is none of ours. */
export async function openProposal(
  { keys }: { keys: Keyring },
  row: { proposal_id: string; kind: string; content: string },
): Promise<SealedProposal | undefined> {
  const [, number = '', box = ''] = /^(\d+) (.+)$/s.exec(row.content) ?? [];
  const key = await keys.open(AGENCY_KEY, Number(number));
  if (!key) return undefined;
  const context = contextOfProposal(keys.me.agencyId, row.proposal_id, key.generation);
  const opened = open({ key: key.key, context, box });
  const content = opened.ok ? Content.safeParse(JSON.parse(opened.text)) : undefined;
  const proposed = content?.success ? readChange(row.kind, content.data.change) : undefined;
  if (!content?.success || !proposed) return undefined;
  const { reason, first } = content.data;
  // What is signed is said anew from what is shown: nobody signs one thing and reads another.
  const saying = sayingOf(proposed, row.proposal_id);
  const signed = { first_by: first.by, first_entry: first.entry, first_signature: first.signature };
  const { number: at, before, roster: roster_signature } = first;
  return { proposed, reason, first: { ...saying, number: at, before, ...signed, roster_signature } };
}

function contextOfProposal(agencyId: string, proposalId: string, generation: number): string {
  return contextOf(agencyId, 'proposal', proposalId, 'content', generation);
}
