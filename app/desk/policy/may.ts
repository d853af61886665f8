import {
  type Action,
  isAction,
  isAfterClosing,
  isAfterWithdrawal,
  isByAnother,
  isPermission,
  type Kind,
  kindOf,
  type Permission,
  standingOf,
} from './actions.ts';
import type { Category, Compartment } from './compartments.ts';
import { isEnforcing, type Mandate, mayHoldFiles } from './mandates.ts';
import { REACHES, type Reach, type Role } from './roles.ts';

/** A worker who is signed in, and what decides about them. Roles come from `rolesOf`. */
export interface Actor {
  readonly workerId: string;
  readonly agencyId: string;
  readonly roles: readonly Role[];
  /** The mandates of the agency. */
  readonly mandates: readonly Mandate[];
  readonly teams: readonly string[];
  /** The workers whose files this one looks after now. */
  readonly isDeputyFor: readonly string[];
}

/** A consent in force: to whom, what, and whether the person asked for it themselves. */
export interface LiveGrant {
  readonly to: string;
  readonly categories: readonly Category[];
  readonly personAsks: boolean;
}

/** What is to be granted or sent: to whom, with which mandates, and what. */
export interface Giving extends LiveGrant {
  readonly mandates: readonly Mandate[];
}

/** Somebody let in by break-glass, and not over yet: into what, by whose word, and who re-sealed the key. */
export interface Admission {
  readonly workerId: string;
  readonly compartment: Compartment;
  readonly confirmedBy: string;
  readonly sealedBy: string;
}

/** What an action is done to, as it is at this moment: grants and admissions that are over are left out. */
export interface Thing {
  readonly kind: Kind;
  /** Absent only for what belongs to no agency. */
  readonly agencyId?: string;
  readonly ownerId?: string;
  readonly teamId?: string;
  /** The workers named on a file beside its owner: guardian, lawyer, psychologist. */
  readonly named?: readonly string[];
  /** The workers who must never see this. */
  readonly excluded?: readonly string[];
  /** The workers who stepped back from this. */
  readonly recused?: readonly string[];
  /** The workers under suspicion in this matter, a guardian above all. */
  readonly suspected?: readonly string[];
  /** True once the person has withdrawn. */
  readonly withdrawn?: boolean;
  /** True while a file is closed. */
  readonly closed?: boolean;
  readonly grants?: readonly LiveGrant[];
  readonly admitted?: readonly Admission[];
  readonly giving?: Giving;
  /** Who proposed what is now to be confirmed. */
  readonly proposedBy?: string;
  /** Who confirmed what is now to be carried out. */
  readonly confirmedBy?: string;
  /** True where nobody could carry it out but who confirmed it: three people cannot be had. */
  readonly noThird?: boolean;
}

/** Why not, for the journal and for tests. What a page says depends on `how` alone. */
export type Refusal =
  | 'unknown-action'
  | 'not-signed-in'
  | 'wrong-thing'
  | 'other-agency'
  | 'excluded'
  | 'recused'
  | 'suspected'
  | 'not-own'
  | 'no-permission'
  | 'mandate'
  | 'out-of-reach'
  | 'withdrawn'
  | 'closed'
  | 'own-proposal'
  | 'own-confirmation'
  | 'nothing-named'
  | 'recipient-mandate'
  | 'no-grant'
  | 'unread';

export type Decision =
  | { readonly may: true }
  | { readonly may: false; readonly how: 'not-found' | 'forbidden'; readonly why: Refusal };

const ALLOWED: Decision = Object.freeze({ may: true });

/** Public matters: what is done to them is open to everybody. */
export const NOBODYS: Thing = Object.freeze({ kind: 'public' });

/**
 * Whether an actor may do this to that: the one place that decides, and denies what no rule permits. A thing that the
 * actor may not even see is not found; a thing that they see, and may not treat so, is forbidden. An actor of
 * `undefined` is somebody who has not signed in.
 */
export function may(actor: Actor | undefined, action: Action, thing: Thing): Decision {
  const why = refusalOf(actor, action, thing);
  if (why === undefined) return ALLOWED;
  const isSeen = refusalOf(actor, sightOf(thing.kind), thing) === undefined;
  return { may: false, how: isSeen ? 'forbidden' : 'not-found', why };
}

/**
 * Whether there could be anything of their agency to which this actor may do this: for a page before its thing is
 * known, and for links. It lets nobody do anything: ask `may` once the thing is there.
 */
export function mayAtAll(actor: Actor | undefined, action: Action): boolean {
  const standing = standingOf(action);
  if (standing === 'everybody') return true;
  if (actor === undefined || standing === undefined) return false;
  if (standing === 'own' || standing === 'workers') return true;
  return barByPermission(actor, action) === undefined;
}

/** The action that stands for seeing a thing at all. */
function sightOf(kind: Kind): Action {
  return (kind === 'file' ? 'file.open' : `${kind}.read`) as Action;
}

function refusalOf(actor: Actor | undefined, action: Action, thing: Thing): Refusal | undefined {
  if (!isAction(action)) return 'unknown-action';
  const standing = standingOf(action);
  if (standing === 'everybody') return thing.agencyId === undefined ? undefined : 'wrong-thing';
  if (actor === undefined) return 'not-signed-in';
  if (thing.agencyId !== actor.agencyId) return 'other-agency';
  if (kindOf(action) !== thing.kind) return 'wrong-thing';
  const bar = barOf(actor.workerId, thing);
  if (bar !== undefined) return bar;
  if (standing === 'workers') return undefined;
  if (standing === 'own') return thing.ownerId === actor.workerId ? undefined : 'not-own';
  // Only who brought it has its key: nobody stands in for them, and no reach leads there.
  if (thing.kind === 'population' && thing.ownerId !== actor.workerId) return 'not-own';
  return (
    barByPermission(actor, action) ?? barByReach(actor, action, thing) ?? barByState(actor, action, thing)
  );
}

/** Wins over all that follows: a role, a team, a supervisor, an admission. */
function barOf(workerId: string, thing: Thing): Refusal | undefined {
  if (thing.excluded?.includes(workerId)) return 'excluded';
  if (thing.suspected?.includes(workerId)) return 'suspected';
  if (thing.recused?.includes(workerId)) return 'recused';
  return undefined;
}

function barByPermission(actor: Actor, action: Action): Refusal | undefined {
  if (!isPermission(action) || rolesWith(actor, action).length === 0) return 'no-permission';
  return standingOf(action) === 'content' && !mayHoldFiles(actor.mandates) ? 'mandate' : undefined;
}

function rolesWith(actor: Actor, action: Permission): Role[] {
  return actor.roles.filter(({ permissions }) => permissions.includes(action));
}

function barByReach(actor: Actor, action: Action, thing: Thing): Refusal | undefined {
  const isReached = thing.kind === 'file' || thing.kind === 'grant' || action === 'team.name-deputy';
  if (!isReached) return undefined;
  const relation = relationOf(actor, thing);
  const isLetIn = isAdmitted(actor, action, thing);
  const reaching = rolesWith(actor, action as Permission).some(
    ({ reach, permissions }) => isWithin(relation, reach) || (isLetIn && permissions.includes('glass.ask')),
  );
  return reaching ? undefined : 'out-of-reach';
}

/** The nearest that an actor stands to a thing of their own agency. */
function relationOf(actor: Actor, thing: Thing): Reach {
  if (thing.named?.includes(actor.workerId)) return 'named';
  if (thing.ownerId !== undefined && isInPlaceOf(actor, thing.ownerId, thing)) return 'own';
  return thing.teamId !== undefined && actor.teams.includes(thing.teamId) ? 'team' : 'agency';
}

/** A deputy stands no nearer than the one they stand in for. */
function isInPlaceOf(actor: Actor, ownerId: string, thing: Thing): boolean {
  if (ownerId === actor.workerId) return true;
  return actor.isDeputyFor.includes(ownerId) && barOf(ownerId, thing) === undefined;
}

function isWithin(relation: Reach, reach: Reach): boolean {
  return REACHES.indexOf(relation) <= REACHES.indexOf(reach);
}

/**
 * Break-glass leads a role that may ask for it further than its reach, and never into a compartment that this role
 * does not open. It takes a second person and somebody who had the key; whoever was let in is neither.
 */
function isAdmitted({ workerId }: Actor, action: Action, { admitted = [] }: Thing): boolean {
  return admitted.some(
    (entry) =>
      entry.workerId === workerId &&
      entry.confirmedBy !== workerId &&
      entry.sealedBy !== workerId &&
      (action === 'file.open' || action === `file.reveal.${entry.compartment}`),
  );
}

function barByState(actor: Actor, action: Action, thing: Thing): Refusal | undefined {
  if (thing.withdrawn === true && !isAfterWithdrawal(action)) return 'withdrawn';
  if (thing.closed === true && !isAfterClosing(action)) return 'closed';
  if (isByAnother(action) && (thing.proposedBy ?? actor.workerId) === actor.workerId) return 'own-proposal';
  if (action === 'glass.seal' && thing.confirmedBy === actor.workerId && thing.noThird !== true)
    return 'own-confirmation';
  if (action === 'grant.write') return barToGrant(thing);
  return action === 'file.send' ? barToSend(actor, thing) : undefined;
}

/** Of a recipient that enforces, or of which no mandate is known, the person themselves must ask; the flag is free. */
function barToGrant({ giving }: Thing): Refusal | undefined {
  if (giving === undefined || giving.categories.length === 0) return 'nothing-named';
  const isTrusted = giving.mandates.length > 0 && !isEnforcing(giving.mandates);
  const isFit = isTrusted || giving.personAsks || giving.categories.every((name) => name === 'do-not-remove');
  return isFit ? undefined : 'recipient-mandate';
}

/** Nothing goes out without a grant in force for it, nor by somebody who may not read it themselves. */
function barToSend(actor: Actor, thing: Thing): Refusal | undefined {
  const { giving, grants = [] } = thing;
  if (giving === undefined || giving.categories.length === 0) return 'nothing-named';
  for (const category of giving.categories) {
    const given = grants.filter(({ to, categories }) => to === giving.to && categories.includes(category));
    if (given.length === 0) return 'no-grant';
    const personAsks = given.some((grant) => grant.personAsks);
    if (barToGrant({ ...thing, giving: { ...giving, categories: [category], personAsks } }) !== undefined)
      return 'recipient-mandate';
    if (category === 'do-not-remove') continue;
    if (refusalOf(actor, `file.reveal.${category}`, thing) !== undefined) return 'unread';
  }
  return undefined;
}
