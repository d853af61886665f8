import { COMPARTMENTS } from './compartments.ts';

// The word before the first dot is the kind of thing that an action is done to.

/** What anybody may do, without signing in. None of it is about a thing of an agency. */
const EVERYBODY = [
  'public.read',
  'public.assess',
  'law.read',
  'law.assess',
  'development.style',
  'node.start',
  'node.serve',
  'node.doctor',
  'node.backup',
  'node.restore',
  'node.upgrade',
  'agency.found',
  'invitation.accept',
  'directory.answer',
  'session.begin',
  'recovery.ask',
  'custody.make',
  'custody.open',
] as const;

/** What each worker may do with what is their own. */
const OWN = [
  'session.read',
  'session.end',
  'self.read',
  'self.change',
  'self.add-factor',
  'self.remove-factor',
  'self.rotate-keys',
  'self.report-lost',
  'self.name-deputy',
  'recovery.read',
  'recovery.arrange',
  'recovery.give',
  'token.read',
  'token.make',
  'token.revoke',
  'webhook.read',
  'webhook.write',
] as const;

/** What every worker may see of their agency. */
const WORKERS = [
  'desk.read',
  'agency.read',
  'worker.read',
  'team.read',
  'role.read',
  'mandate.read',
  'approval.read',
  'provider.read',
  'keeping.read',
  'export.give',
  'leaflet.compose',
] as const;

/** Whoever may change who may do what. Never together with a file. */
const ADMINISTRATION = [
  'agency.change',
  'invitation.read',
  'invitation.make',
  'invitation.withdraw',
  'worker.admit',
  'worker.change-roles',
  'worker.sign-out',
  'worker.leave',
  'team.make',
  'team.change',
  'role.propose',
  'role.narrow',
  'mandate.propose',
  'provider.propose',
  'keys.read',
  'keys.rotate',
  'keys.drill',
  'recovery.change',
  'alarm.channel',
  'job.read',
] as const;

/** Whoever watches the others. Never together with a file. */
const AUDIT = ['journal.read', 'journal.verify', 'journal.anchor'] as const;

/** What goes with either. */
const PLAIN = [
  'worker.confirm',
  'team.name-deputy',
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
  'glass.read',
  'glass.confirm',
] as const;

const reveals = COMPARTMENTS.map((name) => `file.reveal.${name}` as const);
const writes = COMPARTMENTS.map((name) => `file.write.${name}` as const);

/** What touches a person's file, its mere existence included, a file about many people, or where help is, a shelter's address with it. */
const CONTENT = [
  'file.list',
  'file.make',
  'file.open',
  'file.history',
  'file.name',
  'file.unname',
  'file.hand-over',
  'file.recuse',
  'file.exclude',
  'file.exclude-confirm',
  'file.include-propose',
  'file.include-confirm',
  'file.withdraw',
  'file.close',
  'file.reopen-propose',
  'file.reopen-confirm',
  'file.hold-propose',
  'file.hold-confirm',
  'file.release-propose',
  'file.release-confirm',
  'file.erase-propose',
  'file.erase-confirm',
  'file.send',
  ...reveals,
  ...writes,
  'grant.read',
  'grant.write',
  'grant.end',
  'glass.ask',
  'glass.seal',
  'population.read',
  'population.add',
  'population.erase',
  'directory.read',
  'directory.propose',
  'directory.confirm',
  'directory.hide',
  'directory.link',
] as const;

/** What a role can permit. All else is everybody's, every worker's, or one's own. */
export const PERMISSIONS = [...ADMINISTRATION, ...AUDIT, ...PLAIN, ...CONTENT] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Every action there is. A route or command that names none of them does not start. */
export const ACTIONS = [...EVERYBODY, ...OWN, ...WORKERS, ...PERMISSIONS] as const;
export type Action = (typeof ACTIONS)[number];
/** What a route or command without sign-in declares. */
type PublicAction = (typeof EVERYBODY)[number];

/** What the journal tells beside actions. Nobody asks to do it: it follows from what was done, tried, or left to end. */
export const NOTES = [
  'alarm.raise',
  'desk.refused',
  'file.erased-again',
  'file.tried',
  'glass.by-two',
  'glass.end',
  'keys.agency-renewed',
  'keys.codes-renewed',
  'keys.confirmed',
  'keys.given-back',
  'keys.names-hashed',
  'keys.names-renewed',
  'keys.part-renewed',
  'keys.roster-confirmed',
  'keys.roster-prepared',
  'keys.roster-renewed',
  'keys.roster-taken-back',
  'keys.unsound',
  'keys.withdrawn',
  'passkey.copied',
  'token.use',
  'statement.write',
  'webhook.stopped',
  'worker.misheard',
] as const;
export type Note = (typeof NOTES)[number];

type KindOf<Name> = Name extends `${infer Kind}.${string}` ? Kind : never;
/** The kinds of things that actions are done to. */
export type Kind = KindOf<Action>;

/** Whose an action is: everybody's, each worker's on their own, every worker's, or a role's by what it touches. */
type Standing = 'everybody' | 'own' | 'workers' | 'administration' | 'audit' | 'plain' | 'content';

const STANDINGS: ReadonlyMap<string, Standing> = new Map(
  (
    [
      ['everybody', EVERYBODY],
      ['own', OWN],
      ['workers', WORKERS],
      ['administration', ADMINISTRATION],
      ['audit', AUDIT],
      ['plain', PLAIN],
      ['content', CONTENT],
    ] as const
  ).flatMap(([standing, names]) => names.map((name) => [name, standing] as const)),
);

/** Whether a name is an action of the closed list. */
export function isAction(name: unknown): name is Action {
  return typeof name === 'string' && STANDINGS.has(name);
}

/** Whether an action needs no sign-in and touches nothing of an agency. */
export function isPublic(name: unknown): name is PublicAction {
  return typeof name === 'string' && STANDINGS.get(name) === 'everybody';
}

/** Whose an action is; undefined for what is no action. */
export function standingOf(name: string): Standing | undefined {
  return STANDINGS.get(name);
}

/** Whether a role can permit this. */
export function isPermission(name: string): name is Permission {
  return !['everybody', 'own', 'workers', undefined].includes(STANDINGS.get(name));
}

/** The kind of thing an action is done to. */
export function kindOf(action: Action): Kind {
  return action.slice(0, action.indexOf('.')) as Kind;
}

/** What stays possible once the person has withdrawn: to narrow, to hand over, to show, and to grant anew. */
const AFTER_WITHDRAWAL: ReadonlySet<Action> = new Set<Action>([
  'file.list',
  'file.open',
  'file.history',
  'file.unname',
  'file.hand-over',
  'file.recuse',
  'file.exclude',
  'file.exclude-confirm',
  'file.close',
  'file.reopen-propose',
  'file.reopen-confirm',
  'file.hold-propose',
  'file.hold-confirm',
  'file.release-propose',
  'file.release-confirm',
  'file.erase-propose',
  'file.erase-confirm',
  'grant.read',
  'grant.write',
  'grant.end',
  'glass.read',
  'demand.read',
  'demand.register',
  'demand.confirm',
]);

/** Whether an action is still possible with what the person has withdrawn. */
export function isAfterWithdrawal(action: Action): boolean {
  return AFTER_WITHDRAWAL.has(action);
}

/** What stays possible with a file that is closed: to read it, to narrow it, and to open it again. Nothing new is written. */
const AFTER_CLOSING: ReadonlySet<Action> = new Set<Action>([
  'file.list',
  'file.open',
  'file.history',
  'file.name',
  'file.unname',
  'file.hand-over',
  'file.recuse',
  'file.exclude',
  'file.exclude-confirm',
  'file.include-propose',
  'file.include-confirm',
  'file.withdraw',
  'file.reopen-propose',
  'file.reopen-confirm',
  'file.hold-propose',
  'file.hold-confirm',
  'file.release-propose',
  'file.release-confirm',
  'file.erase-propose',
  'file.erase-confirm',
  ...reveals,
  'grant.read',
  'grant.end',
  'glass.read',
  'glass.confirm',
  'glass.seal',
  'demand.read',
  'demand.register',
  'demand.confirm',
]);

/** Whether an action is still possible with a file that is closed. */
export function isAfterClosing(action: Action): boolean {
  return AFTER_CLOSING.has(action);
}

/** What one person asks for and another does. */
const BY_ANOTHER: ReadonlySet<Action> = new Set<Action>([
  'worker.confirm',
  'role.confirm',
  'mandate.confirm',
  'provider.confirm',
  'approval.confirm',
  'keeping.confirm',
  'demand.confirm',
  'file.exclude-confirm',
  'file.include-confirm',
  'file.reopen-confirm',
  'file.hold-confirm',
  'file.release-confirm',
  'file.erase-confirm',
  'glass.confirm',
  'glass.seal',
  'directory.confirm',
]);

/** Whether an action takes somebody other than who proposed it. */
export function isByAnother(action: Action): boolean {
  return BY_ANOTHER.has(action);
}
