import { z } from 'zod';
import { ENDED, IN_FORCE, LAW_LINE, MANDATE_LINE, ROLE_LINE, sayRole } from '../keys/agency-rules.ts';
import { type Adding, headOf, type LineAt, type LineHead, type Reading, readLine } from '../keys/line.ts';
import { rightsLine, sayRights } from '../keys/rights.ts';
import { type Action, MANDATES, PERMISSIONS, REACHES, roleProblems } from '../policy/index.ts';
import { Provider } from '../sign-in/provider.ts';

/** A mandate that an agency gets or gives up. */
export const MandateChange = z.strictObject({ mandate: z.enum(MANDATES), change: z.enum(['add', 'end']) });
export type MandateChange = z.infer<typeof MandateChange>;

/** A law by its hash. */
const LawApproval = z.strictObject({ lawHash: z.string().regex(/^[0-9a-f]{64}$/) });
type LawApproval = z.infer<typeof LawApproval>;

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
const ProviderChange = z.strictObject({ provider: Provider.nullable() });
type ProviderChange = z.infer<typeof ProviderChange>;

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

/** What a worker is to do, and with whom. */
export const RightsChange = z.strictObject({
  workerId: z.uuid(),
  roles: z.array(z.string()),
  teams: z.array(z.string()),
});
export type RightsChange = z.infer<typeof RightsChange>;

/** What takes two people here: the word in the database, and what it holds. */
export type ProposedChange =
  | { kind: 'mandate'; change: MandateChange }
  | { kind: 'approval'; change: LawApproval }
  | { kind: 'role'; change: RoleChange }
  | { kind: 'provider'; change: ProviderChange }
  | { kind: 'keeping'; change: KeepingChange }
  | { kind: 'rights'; change: RightsChange };
export type ProposalKind = ProposedChange['kind'];

/** What the policy is asked about who sees such proposals, makes them and confirms them. */
export const STEPS = {
  mandate: { read: 'mandate.read', propose: 'mandate.propose', confirm: 'mandate.confirm' },
  approval: { read: 'approval.read', propose: 'approval.propose', confirm: 'approval.confirm' },
  role: { read: 'role.read', propose: 'role.propose', confirm: 'role.confirm' },
  provider: { read: 'provider.read', propose: 'provider.propose', confirm: 'provider.confirm' },
  keeping: { read: 'keeping.read', propose: 'keeping.propose', confirm: 'keeping.confirm' },
  rights: { read: 'worker.read', propose: 'worker.change-roles', confirm: 'worker.confirm' },
} as const satisfies Record<ProposalKind, Record<'read' | 'propose' | 'confirm', Action>>;

/** Reads what a proposal holds; undefined for what is none of these, so that nothing else is ever carried out. */
export function readChange(kind: string, change: unknown): ProposedChange | undefined {
  if (kind === 'mandate') return parsed(MandateChange, change, (read) => ({ kind, change: read }));
  if (kind === 'approval') return parsed(LawApproval, change, (read) => ({ kind, change: read }));
  if (kind === 'provider') return parsed(ProviderChange, change, (read) => ({ kind, change: read }));
  if (kind === 'keeping') return parsed(KeepingChange, change, (read) => ({ kind, change: read }));
  if (kind === 'rights') return parsed(RightsChange, change, (read) => ({ kind, change: read }));
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
  if (proposed.kind === 'rights') return `worker ${proposed.change.workerId}`;
  return proposed.kind === 'role' ? `role ${proposed.change.id}` : `law ${proposed.change.lawHash}`;
}

/** What stands sealed in the proposal that both signed: its line says which proposal that is. */
const AGREEMENTS = ['provider', 'keeping'] as const;
export type Agreement = (typeof AGREEMENTS)[number];

function agreementLine(kind: Agreement): Adding<string | undefined> {
  return { kind, add: (before, { said, second }) => (second ? said : before) };
}
const THE_ONE = 'agency';

/** What a change says in its line once two people have signed it. */
export function sayingOf(proposed: ProposedChange, proposalId: string): LineAt & { said: string } {
  const { kind, change } = proposed;
  if (kind === 'mandate') {
    const said = change.change === 'add' ? IN_FORCE : ENDED;
    return { kind, thing: change.mandate, said };
  }
  if (kind === 'approval') return { kind: 'law', thing: change.lawHash, said: IN_FORCE };
  if (kind === 'role') {
    const { id, reach, permissions, profile } = change;
    return { kind, thing: id, said: sayRole({ reach, permissions, profile }) };
  }
  if (kind === 'provider' || kind === 'keeping') return { kind, thing: THE_ONE, said: proposalId };
  const { workerId, roles, teams } = change;
  return { kind: 'worker', thing: workerId, said: sayRights({ roles, teams }) };
}

/** How far the line has come in which a change is said; undefined where it is broken. */
export async function headFor(reading: Reading, { kind, thing }: LineAt): Promise<LineHead | undefined> {
  if (kind === 'mandate') return headOf(await readLine(reading, MANDATE_LINE, thing));
  if (kind === 'law') return headOf(await readLine(reading, LAW_LINE, thing));
  if (kind === 'role') return headOf(await readLine(reading, ROLE_LINE, thing));
  if (kind === 'provider' || kind === 'keeping')
    return headOf(await readLine(reading, agreementLine(kind), thing));
  return headOf(await readLine(reading, rightsLine(reading), thing));
}

/** On what two people agreed last, as the id of their proposal; undefined if on nothing, or if the line is broken. */
export async function agreedLast(reading: Reading, kind: Agreement): Promise<string | undefined> {
  const line = await readLine(reading, agreementLine(kind), THE_ONE);
  return line?.state === 'whole' ? line.value : undefined;
}
