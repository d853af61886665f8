import { provisionsOf, readsOfRule } from '../check-law.ts';
import { type Day, dayAfter } from '../date.ts';
import type { Law, Overlay, Rule, Together } from '../law.ts';
import { recordOf } from '../law.ts';
import { readingsOf, readsOf } from '../limb.ts';
import { applyOverlay, type Changeable, checkChanged } from '../overlay.ts';
import type { Place } from '../problem.ts';
import { ruleReadBy } from '../resolve.ts';
import { type Alphabet, createAlphabet, type Provable } from './alphabet.ts';
import { widthOf } from './atoms.ts';
import { type Bdd, createBdd, LIMITS, type Limits, TooLarge } from './bdd.ts';
import { changedEncoding, createEncoding, type Encoding } from './encode.ts';
import { countOfSets, overlaySets } from './overlay-sets.ts';

/** The law as it can be asked: as read, in one State from one day on, under overlays, or both. */
export type World = Changeable & {
  /** What an answer begins with: nothing for the law as read. */
  told: string;
  /** Where what makes this world different is written. */
  place?: Place;
  encoding: Encoding;
  /** By change that makes this world, each overlay and each State's reading: everything that it reaches. */
  changes: readonly ReadonlySet<string>[];
  /** Whether rules, duties and values may say together what they say in no world before: every change reaches one of them. */
  isTouched: (...ids: string[]) => boolean;
  /** By rule, what reads it directly. */
  readers: Readers;
};

type Readers = ReadonlyMap<string, readonly string[]>;

/** The overlays and the States' readings give more laws than can be looked at. */
export class TooManyWorlds extends TooLarge {}

export type Ground = { bdd: Bdd; alphabet: Alphabet; worlds: readonly World[] };

/**
 * Every world of a law: as read; as each State reads it, from each day on which that changes; under each set of overlays
 * that `overlaySets` names and that can be applied; and under each of them as each State reads what it changes. Each
 * says what could differ from the worlds before it. With `only`, the law as read and the worlds under one of these
 * overlays: what the others come to was looked at before. Throws `TooManyWorlds` where they are more than can be looked at.
 */
export function worldsOf(law: Provable, limits: Limits = LIMITS, only?: readonly string[]): Ground {
  const bdd = createBdd(limits);
  const size = provisionsOf(law).length;
  const most = limits.readings / Math.max(1, size);
  if (countOfSets(Object.keys(law.overlays).length) > most) throw new TooManyWorlds();
  const alphabet = createAlphabet(law);
  const last = alphabet.atoms().at(-1);
  if (last && last.level + widthOf(last) > limits.variables) throw new TooLarge();
  const encoding = createEncoding({ rules: law.rules, bdd, alphabet });
  const { rules, duties, values } = law;
  const asRead: World = {
    ...{ rules, duties, values, told: '', encoding, changes: [], isTouched: () => true },
    readers: readersIn(law),
  };
  const isDifferent = createIsDifferent(law);
  const worlds = [asRead];
  let looks = 0;
  const count = (): void => {
    looks++;
    if (looks > limits.readings || worlds.length > most) throw new TooManyWorlds();
  };
  const addStates = (from: World): void => {
    for (const there of statesOf(from)) {
      count();
      if (isDifferent([...from.changes, there.change])) worlds.push(inState(from, there));
    }
  };
  if (!only) addStates(asRead);
  const isAsked = (set: readonly Overlay[]) => !only || set.some(({ id }) => only.includes(id));
  const alone = new Map<string, Alone>();
  for (const set of overlaySets(law.overlays)) {
    if (set.length > 1 && !isAsked(set)) continue;
    count();
    if (areApart(set, alone) && !isDifferent(set.map(({ id }) => alone.get(id)?.reach ?? new Set())))
      continue;
    const world = underOverlays(asRead, set, law.facts);
    const [first] = set;
    if (world && first && set.length === 1) alone.set(first.id, aloneOf(first, world));
    // What says nothing new by itself says nothing new in any State: one more change is one more that has to reach it.
    if (!world || !isAsked(set) || !isDifferent(world.changes)) continue;
    worlds.push(world);
    addStates(world);
  }
  return { bdd, alphabet, worlds };
}

/** What one overlay reaches by itself, and the rules that what it brings in reads. */
type Alone = { reach: ReadonlySet<string>; reads: ReadonlySet<string> };

function aloneOf({ ops }: Overlay, { changes }: World): Alone {
  const reads = ops.flatMap((operation) => ('limb' in operation ? readsOf(operation.limb).rules : []));
  return { reach: changes[0] ?? new Set(), reads: new Set(reads) };
}

/**
 * Whether several overlays reach nothing together: of any two, neither reaches what the other reaches, nor what it newly
 * reads. Then each reaches beside the others what it reaches alone, and they can be applied together.
 */
function areApart(set: readonly Overlay[], alone: ReadonlyMap<string, Alone>): boolean {
  const found = set.flatMap(({ id }) => alone.get(id) ?? []);
  if (found.length < 2 || found.length < set.length) return false;
  const isBeside = (one: Alone, other: Alone) =>
    [...one.reach].every((id) => !other.reach.has(id) && !other.reads.has(id));
  return found.every((one) => found.every((other) => one === other || isBeside(one, other)));
}

/** Nothing where the overlays cannot be applied together; `withOverlays` refuses them then, too. */
function underOverlays(from: World, overlays: readonly Overlay[], facts: Law['facts']): World | undefined {
  const { rules, duties, values } = overlays.reduce<Changeable>(applyOverlay, from);
  const changed = { rules, duties, values };
  if (overlays.length > 1 && checkChanged(changed, facts).length > 0) return undefined;
  const readers = readersIn(changed);
  const changes = overlays.map(({ ops }) =>
    dependentsOf(
      readers,
      ops.map(({ target }) => target),
    ),
  );
  const told = `With ${overlays.map(({ id }) => `“${id}”`).join(' and ')}: `;
  return changedWorld(from, { ...changed, told, place: overlays.at(-1)?.place, changes, readers });
}

/** What a State reads otherwise from a day on, and everything that this reaches. */
type There = { told: string; read: readonly Rule[]; change: ReadonlySet<string> };

function* statesOf(from: World): Generator<There> {
  const rules = Object.values(from.rules).filter((rule) => readingsOf(rule).length > 0);
  const states = [...new Set(rules.flatMap(({ variants }) => Object.keys(variants ?? {})))].sort();
  for (const state of states) {
    for (const on of daysOf(rules, state)) {
      const read = rules.map((rule) => ruleReadBy(rule, state, on)).filter(({ reading }) => reading);
      const ids = read.map(({ id }) => id);
      yield { told: `In ${state} from ${on}: `, read, change: dependentsOf(from.readers, ids) };
    }
  }
}

function inState(from: World, { told, read, change }: There): World {
  const { duties, values, place, readers } = from;
  const rules = withRules(from.rules, read);
  const changed = { rules, duties, values, place, readers, told: `${from.told}${told}` };
  return changedWorld(from, { ...changed, changes: [change] });
}

/** The days from which a State's reading of one of the rules may be another. */
function daysOf(rules: readonly Rule[], state: string): Day[] {
  const spans = rules.flatMap(({ variants }) => variants?.[state] ?? []);
  const days = spans.flatMap(({ from, to }) =>
    to === undefined ? [from] : [from, dayAfter(to, 1, 'calendar')],
  );
  return [...new Set(days)].sort();
}

function withRules(rules: Law['rules'], changed: readonly Rule[]): Law['rules'] {
  const byId = new Map(changed.map((rule) => [rule.id, rule]));
  return recordOf(Object.entries(rules).map(([id, rule]) => [id, byId.get(id) ?? rule]));
}

type Changed = Changeable & {
  readers: Readers;
  told: string;
  place?: Place | undefined;
  /** What each change reaches, beside those of the world before. */
  changes: readonly ReadonlySet<string>[];
};

function changedWorld(from: World, { place, changes, ...changed }: Changed): World {
  const isStale = (id: string) => changes.some((change) => change.has(id));
  const encoding = changedEncoding(from.encoding, { rules: changed.rules, isTouched: isStale });
  const all = [...from.changes, ...changes];
  const isTouched = (...ids: string[]) => reachesAll(all, ids);
  return { ...changed, ...(place ? { place } : {}), encoding, changes: all, isTouched };
}

/** Whether every change reaches one of these: without one that reaches none, they would say together what they say here. */
function reachesAll(changes: readonly ReadonlySet<string>[], ids: readonly string[]): boolean {
  return changes.every((change) => ids.some((id) => change.has(id)));
}

/** Whether anything that the checks look at, alone or together, could differ from the worlds with fewer changes. */
function createIsDifferent(law: Provable): (changes: World['changes']) => boolean {
  const marked = Object.values(law.rules).filter(({ vulnerability }) => vulnerability);
  const protections = provisionsOf(law).filter(({ protection }) => protection);
  const together = [
    ...law.together.map(readsOfTogether),
    ...Object.values(law.duties).flatMap(({ id, neverWith }) => neverWith.map((other) => [id, other])),
  ];
  return (changes) => {
    const [first = new Set<string>(), ...others] = changes;
    for (const id of first) if (others.every((change) => change.has(id))) return true;
    return (
      together.some((ids) => reachesAll(changes, ids)) ||
      marked.some((rule) => protections.some(({ id }) => reachesAll(changes, [rule.id, id])))
    );
  };
}

/** The rules that a `together` speaks of. */
export function readsOfTogether({ of, when }: Together): string[] {
  return [...of, ...(when ? readsOf(when).rules : [])];
}

function readersIn(law: Changeable): Readers {
  const readers = new Map<string, string[]>();
  for (const provision of provisionsOf(law)) {
    for (const read of readsOfRule(provision).rules) {
      readers.set(read, [...(readers.get(read) ?? []), provision.id]);
    }
  }
  return readers;
}

/** These, and everything that rests on one of them. */
export function dependentsOf(readers: Readers, changes: readonly string[]): ReadonlySet<string> {
  const found = new Set(changes);
  for (const id of found) for (const reader of readers.get(id) ?? []) found.add(reader);
  return found;
}
