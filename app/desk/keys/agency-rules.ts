import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Schema } from '../../store/index.ts';
import {
  builtInRole,
  isEnforcing,
  isPermission,
  MANDATES,
  type Mandate,
  REACHES,
  ROLES,
  type Role,
  type RoleName,
} from '../policy/index.ts';
import { type Adding, type Line, readLines } from './line.ts';
import type { Pins } from './roster.ts';

/** What an agency set for itself, as two people signed it: what it is there for, and its roles. */
type AgencyRules = { mandates: Mandate[]; ownRoles: Role[] };

export const IN_FORCE = 'in force';
export const ENDED = 'ended';

/** A mandate, or the approval of a law: in force or not. What one person says of it changes nothing. */
function inForce(kind: 'mandate' | 'law'): Adding<boolean> {
  return { kind, add: (before = false, { said, second }) => (second ? said === IN_FORCE : before) };
}
export const MANDATE_LINE = inForce('mandate');
export const LAW_LINE = inForce('law');

/** A role as its line says it, with the box of its name. */
const SaidRole = z.strictObject({
  reach: z.enum(REACHES),
  permissions: z.array(z.string()),
  profile: z.string(),
});
type SaidRole = z.infer<typeof SaidRole>;

/** How a role is said in its line. */
export function sayRole({ reach, permissions, profile }: SaidRole): string {
  return JSON.stringify({ reach, permissions: [...permissions].sort(), profile });
}

const NOTHING: SaidRole = { reach: 'named', permissions: [], profile: '' };

/** A role. What one person alone says of it only takes away: from what it was, or from what is built in. */
export const ROLE_LINE: Adding<SaidRole> = {
  kind: 'role',
  add: (before, { thing, said, second }) => {
    const read = SaidRole.safeParse(jsonOf(said));
    const after = read.success ? read.data : NOTHING;
    return second ? after : within(before ?? builtIn(thing) ?? NOTHING, after);
  },
};

function builtIn(id: string): SaidRole | undefined {
  if (!(ROLES as readonly string[]).includes(id)) return undefined;
  const { reach, permissions } = builtInRole(id as RoleName);
  return { reach, permissions: [...permissions], profile: '' };
}

function within(before: SaidRole, after: SaidRole): SaidRole {
  const reach = REACHES[Math.min(REACHES.indexOf(before.reach), REACHES.indexOf(after.reach))] ?? 'named';
  const permissions = after.permissions.filter((name) => before.permissions.includes(name));
  return { reach, permissions, profile: after.profile };
}

/** What text holds as JSON; undefined for what is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The mandates and roles of an agency. Of a line that is broken the least is taken that it could say. */
export async function readAgencyRules(transaction: Transaction<Schema>, pins: Pins): Promise<AgencyRules> {
  return {
    mandates: await readMandates(transaction, pins),
    ownRoles: await readOwnRoles(transaction, pins),
  };
}

/** What an agency is there for. An enforcing mandate whose line is broken counts: it opens nothing. */
async function readMandates(transaction: Transaction<Schema>, pins: Pins): Promise<Mandate[]> {
  const lines = await readLines({ transaction, pins }, MANDATE_LINE);
  return MANDATES.filter((mandate) => {
    const line = lines.get(mandate);
    if (line?.state === 'broken') return isEnforcing([mandate]);
    return line?.value === true;
  });
}

/** The roles that an agency made, and those of the eleven that it changed. What is no permission any more is left out. */
export async function readOwnRoles(transaction: Transaction<Schema>, pins: Pins): Promise<Role[]> {
  const lines = await readLines({ transaction, pins }, ROLE_LINE);
  return [...lines].sort(byName).map(([id, line]) => {
    const { reach, permissions } = line.state === 'whole' ? line.value : NOTHING;
    return { id, reach, permissions: permissions.filter(isPermission) };
  });
}

/** The boxes of the names that an agency gave its roles, by the ids of these. */
export async function readRoleProfiles(
  transaction: Transaction<Schema>,
  pins: Pins,
): Promise<Map<string, string>> {
  const lines = await readLines({ transaction, pins }, ROLE_LINE);
  return new Map(
    [...lines].flatMap(([id, line]) => (line.state === 'whole' ? [[id, line.value.profile]] : [])),
  );
}

/** The hashes of the laws that two people of an agency approved, each with the day of it. */
export async function readApprovedLaws(
  transaction: Transaction<Schema>,
  pins: Pins,
): Promise<ReadonlyMap<string, Date>> {
  const lines = await readLines({ transaction, pins }, LAW_LINE);
  return new Map(
    [...lines].flatMap(([hash, line]) => (line.state === 'whole' && line.value ? [[hash, line.at]] : [])),
  );
}

function byName([one]: [string, Line<unknown>], [other]: [string, Line<unknown>]): number {
  return one < other ? -1 : 1;
}
