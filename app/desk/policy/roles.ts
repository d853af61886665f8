import { isPermission, type Permission, standingOf } from './actions.ts';
import type { Compartment } from './compartments.ts';

/**
 * Whose files a role leads to, each step holding the one before: those where the worker is named; and those they own
 * or stand in for; and those of their teams; and all of the agency. On what is no file the reach has no bearing.
 */
export const REACHES = ['named', 'own', 'team', 'agency'] as const;
export type Reach = (typeof REACHES)[number];

/** A role is data: whose files, and what may be done. An agency may make its own. */
export interface Role {
  readonly id: string;
  readonly reach: Reach;
  readonly permissions: readonly Permission[];
}

/** The roles that every agency begins with. */
export const ROLES = [
  'screener',
  'case-worker',
  'guardian',
  'lawyer',
  'health',
  'decision-maker',
  'panel-member',
  'supervisor',
  'coordinator',
  'auditor',
  'administrator',
] as const;
export type RoleName = (typeof ROLES)[number];

function reveal(...compartments: Compartment[]): Permission[] {
  return compartments.map((name) => `file.reveal.${name}` as const);
}

function write(...compartments: Compartment[]): Permission[] {
  return compartments.map((name) => `file.write.${name}` as const);
}

/** To look at a file without any compartment, and to step back from it. */
const LOOK: readonly Permission[] = ['file.list', 'file.open', 'file.recuse'];
/** To ask to be let in, and to let in who asks: whoever works with compartments can have the key that it takes. */
const GLASS: readonly Permission[] = ['glass.read', 'glass.ask', 'glass.seal'];
/** To stop an erasure, while something else may need the file. */
const HOLDS: readonly Permission[] = ['file.hold-propose', 'file.hold-confirm'];
/** To let it go ahead, and to erase: whoever closes files. */
const ERASURE: readonly Permission[] = [
  'file.release-propose',
  'file.release-confirm',
  'file.erase-propose',
  'file.erase-confirm',
];
/** To put many people, without names, to the law as it could be. */
const POPULATIONS: readonly Permission[] = ['population.read', 'population.add', 'population.erase'];
/** To keep the public list of help: who proposes, takes out of sight and asks the partner. Showing takes a second person. */
const DIRECTORY: readonly Permission[] = [
  'directory.read',
  'directory.propose',
  'directory.hide',
  'directory.link',
];
/** What the person agrees to, and takes back. */
const GRANTS: readonly Permission[] = ['grant.read', 'grant.write', 'grant.end', 'file.withdraw'];

const PERMITTED: Readonly<Record<RoleName, readonly Permission[]>> = {
  // Opens a file, asks the first questions and hands over. Health and the claim are not asked for at a border.
  screener: [
    ...LOOK,
    ...GRANTS,
    'file.make',
    'file.hand-over',
    ...reveal('identity', 'contact', 'narrative'),
    ...write('identity', 'contact', 'narrative'),
  ],
  // Knows where somebody is, plans around a trial and a claim. Not health: who treats somebody says what must be known.
  'case-worker': [
    ...LOOK,
    ...GRANTS,
    ...GLASS,
    ...DIRECTORY,
    'file.make',
    'file.history',
    'file.name',
    'file.unname',
    'file.hand-over',
    'file.exclude',
    'file.exclude-confirm',
    'file.include-propose',
    'file.include-confirm',
    'file.close',
    'file.reopen-propose',
    'file.reopen-confirm',
    ...HOLDS,
    ...ERASURE,
    'file.send',
    ...reveal('identity', 'contact', 'narrative', 'asylum', 'law-enforcement'),
    ...write('identity', 'contact', 'narrative', 'asylum', 'law-enforcement'),
  ],
  // Stands in for a child's own will: sees what the child could see, agrees to treatment, and writes nothing.
  guardian: [
    ...LOOK,
    ...GRANTS,
    'file.history',
    'file.exclude',
    'file.exclude-confirm',
    ...reveal('identity', 'contact', 'narrative', 'health', 'asylum'),
  ],
  // Pleads the claim and answers the police for the person. A medical report comes by the person's grant.
  lawyer: [
    ...LOOK,
    ...GRANTS,
    ...GLASS,
    'file.history',
    'file.exclude',
    'file.exclude-confirm',
    ...HOLDS,
    'file.send',
    ...reveal('identity', 'contact', 'narrative', 'asylum', 'law-enforcement'),
    ...write('narrative', 'asylum', 'law-enforcement'),
  ],
  // Treats a named patient. Neither where they live nor what was done to them is needed for that unless they tell.
  health: [...LOOK, ...GLASS, 'grant.read', ...reveal('identity', 'health'), ...write('health')],
  // Decides on what happened and the claim. Not law-enforcement material: no decision hangs on testimony.
  'decision-maker': [...LOOK, ...GLASS, 'grant.read', ...reveal('identity', 'narrative', 'asylum')],
  // Weighs a child's best interests. Neither the name nor the place changes what is best.
  'panel-member': [...LOOK, 'grant.read', ...reveal('narrative', 'health', 'asylum')],
  // Steps in for the team. What only a profession may know stays with it.
  supervisor: [
    ...LOOK,
    ...GLASS,
    ...DIRECTORY,
    'directory.confirm',
    'grant.read',
    'file.history',
    'file.name',
    'file.unname',
    'file.hand-over',
    'file.exclude',
    'file.exclude-confirm',
    'file.include-propose',
    'file.include-confirm',
    'file.close',
    'file.reopen-propose',
    'file.reopen-confirm',
    ...HOLDS,
    ...ERASURE,
    ...reveal('identity', 'contact', 'narrative'),
    'glass.confirm',
    'team.name-deputy',
    'worker.confirm',
    'role.confirm',
    'mandate.confirm',
    'provider.confirm',
    'approval.propose',
    'approval.confirm',
    'keeping.propose',
    'keeping.confirm',
    'alarm.read',
    'alarm.settle',
    'demand.read',
    'demand.register',
    'demand.confirm',
  ],
  // Sees which duties are unmet, by files without content, and what another law would change for many.
  coordinator: [
    ...LOOK,
    ...POPULATIONS,
    ...DIRECTORY,
    'directory.confirm',
    'grant.read',
    'worker.confirm',
    'approval.propose',
    'approval.confirm',
    'keeping.propose',
    'keeping.confirm',
    'demand.read',
    'demand.register',
    'demand.confirm',
  ],
  // Reads who did what. No file, not even that it is there.
  auditor: ['journal.read', 'journal.verify', 'journal.anchor', 'alarm.read', 'demand.read', 'glass.read'],
  // Runs the node, lets people in and out. No file.
  administrator: [
    'agency.change',
    'invitation.read',
    'invitation.make',
    'invitation.withdraw',
    'worker.admit',
    'worker.confirm',
    'worker.change-roles',
    'worker.sign-out',
    'worker.leave',
    'team.make',
    'team.change',
    'role.propose',
    'role.narrow',
    'role.confirm',
    'mandate.propose',
    'provider.propose',
    'mandate.confirm',
    'provider.confirm',
    'approval.propose',
    'approval.confirm',
    'keeping.propose',
    'keeping.confirm',
    'keys.read',
    'keys.rotate',
    'keys.drill',
    'recovery.change',
    'alarm.channel',
    'job.read',
    'journal.verify',
    'journal.anchor',
  ],
};

const REACHED: Readonly<Record<RoleName, Reach>> = {
  screener: 'own',
  'case-worker': 'own',
  guardian: 'named',
  lawyer: 'own',
  health: 'own',
  'decision-maker': 'own',
  'panel-member': 'named',
  supervisor: 'team',
  coordinator: 'agency',
  auditor: 'named',
  administrator: 'named',
};

/** The definition of a role that every agency begins with. */
export function builtInRole(id: RoleName): Role {
  return { id, reach: REACHED[id], permissions: PERMITTED[id] };
}

/** These two an agency does not change: without them nobody could put right what was changed, or see it. */
export const FIXED_ROLES: readonly string[] = ['administrator', 'auditor'];

/**
 * The roles of a worker by their names, as their agency defines them, else as built in. A name that is no role gives
 * nothing. Whoever by all of them together could administer or audit as well as open files opens no file: the tables
 * never hold such a worker, and if somebody wrote one into them it does not help.
 */
export function rolesOf(names: readonly string[], own: readonly Role[] = []): Role[] {
  const roles = definedRoles(names, own);
  return joins(roles) ? roles.map(withoutContent) : roles;
}

/** Whether one worker must not have these roles together: they join files with administration, or with the journal. */
export function isClash(names: readonly string[], own: readonly Role[] = []): boolean {
  return joins(definedRoles(names, own));
}

/** Whether a role by itself joins what must not be joined. */
export function isClashing(role: Role): boolean {
  return joins([role]);
}

function definedRoles(names: readonly string[], own: readonly Role[]): Role[] {
  const roles = [...new Set(names)].flatMap((name) => {
    const isBuiltIn = (ROLES as readonly string[]).includes(name);
    const made = FIXED_ROLES.includes(name) ? undefined : own.find(({ id }) => id === name);
    return made ?? (isBuiltIn ? builtInRole(name as RoleName) : []);
  });
  return roles.map((role) => ({ ...role, permissions: role.permissions.filter(isPermission) }));
}

function joins(roles: readonly Role[]): boolean {
  const held = new Set(roles.flatMap(({ permissions }) => permissions.map((name) => standingOf(name))));
  return held.has('content') && (held.has('administration') || held.has('audit'));
}

function withoutContent(role: Role): Role {
  return { ...role, permissions: role.permissions.filter((name) => standingOf(name) !== 'content') };
}
