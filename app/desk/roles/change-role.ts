import { contextOf, open, seal } from '@clew/seal';
import { AGENCY_KEY } from '../agency/profiles.ts';
import { attempt } from '../attempt.ts';
import { readOwnRoles, readRoleProfiles } from '../keys/agency-rules.ts';
import { nextOf, signFirst, writeStatement } from '../keys/line.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import {
  builtInRole,
  isWidening,
  may,
  ROLES,
  type Role,
  type RoleName,
  type RoleProblem,
  roleProblems,
} from '../policy/index.ts';
import { headFor, type RoleChange, sayingOf } from '../proposals/proposal-kinds.ts';
import { type NotProposed, type Proposer, propose } from '../proposals/propose.ts';
import { lockAgency } from './administrators.ts';

/** A role with the name that its agency gives it; undefined for one of the eleven, which the words of the page name. */
export type NamedRole = Role & { name: string | undefined; isOwn: boolean };

type RoleAsked = { role: Role; name: string; reason: string };
type ChangingRole =
  | { ok: true; done: 'proposed' | 'narrowed' }
  | { ok: false; why: NotProposed | 'problems'; problems?: RoleProblem[] };

/** The id of a role that an agency makes: random, for what it is called stands sealed. */
export function newRoleId({ desk }: Pick<SignedIn, 'desk'>): string {
  return `r-${Buffer.from(desk.random(8)).toString('hex')}`;
}

/**
 * Changes a role, or makes one. What only takes away holds at once; what permits more, or leads further, waits for a
 * second person.
 */
export async function changeRole(worker: Proposer, { role, name, reason }: RoleAsked): Promise<ChangingRole> {
  const { actor } = worker;
  const decision = may(actor, 'role.propose', { kind: 'role', agencyId: actor.agencyId });
  if (!decision.may) return { ok: false, why: decision.why };
  const problems = roleProblems(role);
  if (problems.length > 0) return { ok: false, why: 'problems', problems };
  const profile = await sealRoleName(worker, role.id, name);
  if (profile === undefined) return { ok: false, why: 'no-key' };
  const change = { ...role, permissions: [...role.permissions], name, profile };
  if (await narrow(worker, change)) return { ok: true, done: 'narrowed' };
  const proposed = await propose(worker, { proposed: { kind: 'role', change }, reason });
  return proposed.ok ? { ok: true, done: 'proposed' } : proposed;
}

/** Says that a role permits less than it does, which one person may; false if it would permit more. */
async function narrow({ actor, door, keys, desk }: Proposer, change: RoleChange): Promise<boolean> {
  const { agencyId } = actor;
  const narrowed = await attempt<'widens'>((undo) =>
    door.write({ action: 'role.narrow', thing: `role ${change.id}` }, async (transaction) => {
      await lockAgency(transaction, agencyId);
      const reading = { transaction, pins: keys.pins };
      const before = (await readOwnRoles(transaction, keys.pins)).find(({ id }) => id === change.id);
      if (isWidening(before ?? builtIn(change.id), change)) undo('widens');
      const saying = sayingOf({ kind: 'role', change }, '');
      const head = await headFor(reading, saying);
      if (!head) return undo('widens');
      const said = signFirst(keys, nextOf(saying, head, saying.said));
      await writeStatement(transaction, { agencyId, at: desk.now() }, said);
    }),
  );
  return narrowed.ok;
}

function builtIn(id: string): Role | undefined {
  return (ROLES as readonly string[]).includes(id) ? builtInRole(id as RoleName) : undefined;
}

/** Every role of the agency: the eleven, as built in or as changed, and its own. */
export async function listRoles(worker: Pick<SignedIn, 'door' | 'keys'>): Promise<NamedRole[]> {
  const { door, keys } = worker;
  const { own, boxes } = await door.read(async (transaction) => ({
    own: await readOwnRoles(transaction, keys.pins),
    boxes: await readRoleProfiles(transaction, keys.pins),
  }));
  const names = new Map<string, string | undefined>();
  for (const [role, profile] of boxes) names.set(role, await openRoleName(worker, role, profile));
  const eleven = ROLES.map((id) => {
    const changed = own.find((role) => role.id === id);
    return { ...(changed ?? builtInRole(id)), name: undefined, isOwn: false };
  });
  const made = own.filter(({ id }) => builtIn(id) === undefined);
  return [...eleven, ...made.map((role) => ({ ...role, name: names.get(role.id), isOwn: true }))];
}

/** The name's box, with the generation of the key before it. */
async function sealRoleName(
  { desk, keys }: Pick<SignedIn, 'desk' | 'keys'>,
  id: string,
  name: string,
): Promise<string | undefined> {
  const key = await keys.open(AGENCY_KEY);
  if (!key) return undefined;
  const context = contextOfName(keys.me.agencyId, id, key.generation);
  return `${key.generation} ${seal({ key: key.key, random: desk.random, context, text: name })}`;
}

async function openRoleName(
  { keys }: Pick<SignedIn, 'keys'>,
  id: string,
  profile: string,
): Promise<string | undefined> {
  const [, number = '', box = ''] = /^(\d+) (.+)$/s.exec(profile) ?? [];
  const key = await keys.open(AGENCY_KEY, Number(number));
  if (!key) return undefined;
  const opened = open({ key: key.key, context: contextOfName(keys.me.agencyId, id, key.generation), box });
  return opened.ok ? opened.text : undefined;
}

function contextOfName(agencyId: string, id: string, generation: number): string {
  return contextOf(agencyId, 'agency_role', id, 'profile', generation);
}
