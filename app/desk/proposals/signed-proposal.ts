import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import type { Pins } from '../keys/roster.ts';
import { type Signer, type Statement, signStatement, whoSigned } from '../keys/statement.ts';

/** What of a proposal is signed. */
type ProposalText = { proposal_id: string; kind: string; thing: string; content: string };

/** A proposal's row with both signatures. */
export type SignedProposal = ProposalText & {
  proposed_by: string;
  proposed_entry: number | null;
  proposed_signature: string | null;
  confirmed_by: string | null;
  confirmed_entry: number | null;
  confirmed_signature: string | null;
};

/** The columns of a signed proposal. */
export const SIGNED_PROPOSAL_COLUMNS = [
  'proposal_id',
  'kind',
  'thing',
  'content',
  'proposed_by',
  'proposed_entry',
  'proposed_signature',
  'confirmed_by',
  'confirmed_entry',
  'confirmed_signature',
] as const;

/** What the first person's signature adds to a row. */
export function signProposal(
  signer: Signer,
  row: ProposalText,
): { proposed_by: string; proposed_entry: number; proposed_signature: string } {
  const { workerId, number } = signer.me;
  return {
    proposed_by: workerId,
    proposed_entry: number,
    proposed_signature: signStatement(signer, proposing(row)),
  };
}

/** What the second person's signature adds to a row. It is over who proposed it, too. */
export function signConfirmation(
  signer: Signer,
  row: ProposalText & { proposed_by: string },
): { confirmed_by: string; confirmed_entry: number; confirmed_signature: string } {
  const { workerId, number } = signer.me;
  return {
    confirmed_by: workerId,
    confirmed_entry: number,
    confirmed_signature: signStatement(signer, confirming(row)),
  };
}

/** Whether who is said to have proposed this did, with exactly this content. */
export async function isProposed(
  transaction: Transaction<Schema>,
  pins: Pins,
  row: SignedProposal,
): Promise<boolean> {
  const { proposed_by: by, proposed_entry: entry, proposed_signature: signature } = row;
  const signed = { by, entry, signature };
  return (await whoSigned(transaction, pins, { statement: proposing(row), signed })) !== undefined;
}

/** What says that somebody confirmed a proposal. */
type SignedConfirmation = Omit<SignedProposal, 'proposed_entry' | 'proposed_signature'>;

/** Whether two people of the roster stand behind this: one proposed it, another confirmed it. A row alone is nobody. */
export async function isConfirmed(
  transaction: Transaction<Schema>,
  pins: Pins,
  row: SignedProposal,
): Promise<boolean> {
  return (await isProposed(transaction, pins, row)) && bearsConfirmation(transaction, pins, row);
}

/**
 * Whether somebody of the roster, other than who proposed it, confirmed exactly this. For what its proposer signed in another
 * way; else ask `isConfirmed`.
 */
export async function bearsConfirmation(
  transaction: Transaction<Schema>,
  pins: Pins,
  row: SignedConfirmation,
): Promise<boolean> {
  const { confirmed_by: by, confirmed_entry: entry, confirmed_signature: signature } = row;
  if (by === row.proposed_by) return false;
  const signed = { by, entry, signature };
  return (await whoSigned(transaction, pins, { statement: confirming(row), signed })) !== undefined;
}

function proposing({ proposal_id, kind, thing, content }: ProposalText): Statement {
  return { words: ['proposal', proposal_id, 'proposed'], content: JSON.stringify([kind, thing, content]) };
}

function confirming(row: ProposalText & { proposed_by: string }): Statement {
  const { proposal_id, kind, thing, content, proposed_by } = row;
  return {
    words: ['proposal', proposal_id, 'confirmed'],
    content: JSON.stringify([kind, thing, content, proposed_by]),
  };
}
