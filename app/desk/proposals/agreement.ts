import type { Door } from '../../store/index.ts';
import type { Keyring } from '../keys/keyring.ts';
import { openProposal } from './proposal-box.ts';
import { type Agreement, agreedLast, type ProposedChange } from './proposal-kinds.ts';
import { isConfirmed, SIGNED_PROPOSAL_COLUMNS } from './signed-proposal.ts';

/**
 * What two people agreed on last of what stands sealed: which of their proposals holds says a line that both signed, so that no older one
 * can be put in its place. Undefined if there is none, if its row was tampered with, or for who cannot open it.
 */
export async function openAgreement(
  { door, keys }: { door: Door; keys: Keyring },
  kind: Agreement,
): Promise<ProposedChange | undefined> {
  const { pins } = keys;
  const row = await door.read(async (transaction) => {
    const proposalId = await agreedLast({ transaction, pins }, kind);
    if (proposalId === undefined) return undefined;
    const found = await transaction
      .selectFrom('clew.proposal')
      .select(SIGNED_PROPOSAL_COLUMNS)
      .where('agency_id', '=', pins.agencyId)
      .where('kind', '=', kind)
      .where('proposal_id', '=', proposalId)
      .executeTakeFirst();
    return found && (await isConfirmed(transaction, pins, found)) ? found : undefined;
  });
  return row && (await openProposal({ keys }, row))?.proposed;
}
