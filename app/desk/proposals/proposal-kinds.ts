import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Schema } from '../../store/index.ts';
import { MANDATES, PERMISSIONS, REACHES, roleProblems } from '../policy/index.ts';
import { Provider } from '../sign-in/provider.ts';

/** A mandate that an agency gets or gives up. */
export const MandateChange = z.strictObject({ mandate: z.enum(MANDATES), change: z.enum(['add', 'end']) });
export type MandateChange = z.infer<typeof MandateChange>;

/** A law by its hash. */
export const LawApproval = z.strictObject({ lawHash: z.string().regex(/^[0-9a-f]{64}$/) });
export type LawApproval = z.infer<typeof LawApproval>;

/** A role as it is to be, with the box of its name. */
export const RoleChange = z
  .strictObject({
    id: z.string(),
    reach: z.enum(REACHES),
    permissions: z.array(z.enum(PERMISSIONS)),
    name: z.string(),
    profile: z.string(),
  })
  .refine((role) => roleProblems(role).length === 0);
export type RoleChange = z.infer<typeof RoleChange>;

/** The provider of identities that an agency signs in through; none once it is ended. */
export const ProviderChange = z.strictObject({ provider: Provider.nullable() });
export type ProviderChange = z.infer<typeof ProviderChange>;

/**
 * For how many months a closed file is kept, on what ground, and who held that against the law's own text: nobody, unless a name
 * stands here. None ends what was agreed.
 */
export const KeepingChange = z.strictObject({
  months: z.int().min(1).max(1_200).nullable(),
  ground: z.string().max(1_000),
  checkedBy: z.string().min(1).max(200).optional(),
});
export type KeepingChange = z.infer<typeof KeepingChange>;

/** What takes two people here: the word in the database, and what it holds. */
export type ProposedChange =
  | { kind: 'mandate'; change: MandateChange }
  | { kind: 'approval'; change: LawApproval }
  | { kind: 'role'; change: RoleChange }
  | { kind: 'provider'; change: ProviderChange }
  | { kind: 'keeping'; change: KeepingChange };
export type ProposalKind = ProposedChange['kind'];

/** Reads what a proposal holds; undefined for what is none of these, so that nothing else is ever carried out. */
export function readChange(kind: string, change: unknown): ProposedChange | undefined {
  if (kind === 'mandate') return parsed(MandateChange, change, (read) => ({ kind, change: read }));
  if (kind === 'approval') return parsed(LawApproval, change, (read) => ({ kind, change: read }));
  if (kind === 'provider') return parsed(ProviderChange, change, (read) => ({ kind, change: read }));
  if (kind === 'keeping') return parsed(KeepingChange, change, (read) => ({ kind, change: read }));
  return kind === 'role' ? parsed(RoleChange, change, (read) => ({ kind, change: read })) : undefined;
}

function parsed<Read>(
  schema: z.ZodType<Read>,
  given: unknown,
  make: (read: Read) => ProposedChange,
): ProposedChange | undefined {
  const read = schema.safeParse(given);
  return read.success ? make(read.data) : undefined;
}

/** The thing of a change in the journal's words: a kind and a word of a closed list or an id. */
export function thingOf(proposed: ProposedChange): string {
  if (proposed.kind === 'mandate') return `mandate ${proposed.change.mandate}`;
  if (proposed.kind === 'provider') return `provider ${proposed.change.provider ? 'set' : 'ended'}`;
  if (proposed.kind === 'keeping') return 'keeping file';
  return proposed.kind === 'role' ? `role ${proposed.change.id}` : `law ${proposed.change.lawHash}`;
}

/** Carries a change out, in the transaction that confirms it. */
export async function carryOut(
  transaction: Transaction<Schema>,
  proposed: ProposedChange,
  { agencyId, at }: { agencyId: string; at: Date },
): Promise<void> {
  // The agreement itself is what holds: see `readProvider` and `readPeriod`.
  if (proposed.kind === 'provider' || proposed.kind === 'keeping') return;
  if (proposed.kind === 'role') return writeRole(transaction, agencyId, proposed.change);
  if (proposed.kind === 'approval') {
    await transaction
      .insertInto('clew.law_approval')
      .values({ agency_id: agencyId, law_hash: proposed.change.lawHash, at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return;
  }
  const { mandate, change } = proposed.change;
  await (change === 'add'
    ? transaction
        .insertInto('clew.agency_mandate')
        .values({ agency_id: agencyId, mandate, since: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    : transaction
        .deleteFrom('clew.agency_mandate')
        .where('agency_id', '=', agencyId)
        .where('mandate', '=', mandate)
        .execute());
}

/** Writes a role of an agency, in place of what it was. */
export async function writeRole(
  transaction: Transaction<Schema>,
  agencyId: string,
  { id, reach, permissions, profile }: RoleChange,
): Promise<void> {
  const values = { reach, permissions, profile };
  await transaction
    .insertInto('clew.agency_role')
    .values({ agency_id: agencyId, role: id, ...values })
    .onConflict((conflict) => conflict.columns(['agency_id', 'role']).doUpdateSet(values))
    .execute();
}
