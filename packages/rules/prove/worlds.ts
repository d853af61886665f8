import { provisionsOf, readsOfRule } from '../check-law.ts';
import { type Day, dayAfter } from '../date.ts';
import type { Law, Overlay, Rule } from '../law.ts';
import { recordOf } from '../law.ts';
import { readingsOf } from '../limb.ts';
import { applyOverlay, type Changeable } from '../overlay.ts';
import type { Place } from '../problem.ts';
import { ruleReadBy } from '../resolve.ts';
import { type Alphabet, createAlphabet, type Provable } from './alphabet.ts';
import { type Bdd, createBdd, type Limits } from './bdd.ts';
import { changedEncoding, createEncoding, type Encoding } from './encode.ts';

/** The law as it can be asked: as read, in one State from one day on, or under one overlay. */
export type World = Changeable & {
  /** What an answer begins with: nothing for the law as read. */
  told: string;
  /** Where what makes this world different is written. */
  place?: Place;
  encoding: Encoding;
  /** Whether a rule, duty or value may come out otherwise than in the worlds before. */
  isTouched: (...ids: string[]) => boolean;
  /** By rule, what reads it directly. */
  readers: Readers;
};

type Readers = ReadonlyMap<string, readonly string[]>;

export type Ground = { bdd: Bdd; alphabet: Alphabet; worlds: readonly World[] };

/**
 * Every world of a law: as read; as each State reads it, from each day on which that changes; under each overlay alone;
 * and under each overlay as each State reads what it changes. Each says what could differ from the worlds before it.
 */
export function worldsOf(law: Provable, limits?: Limits): Ground {
  const bdd = createBdd(limits);
  const alphabet = createAlphabet(law);
  const encoding = createEncoding({ rules: law.rules, bdd, alphabet });
  const { rules, duties, values } = law;
  const asRead: World = {
    ...{ rules, duties, values, told: '', encoding, isTouched: () => true },
    readers: readersIn(law),
  };
  const overlays = Object.values(law.overlays).map((overlay) => underOverlay(asRead, overlay));
  return {
    bdd,
    alphabet,
    worlds: [asRead, ...inStates(asRead), ...overlays, ...overlays.flatMap((world) => inStates(world))],
  };
}

function underOverlay(from: World, overlay: Overlay): World {
  const changed = applyOverlay(from, overlay);
  const readers = readersIn(changed);
  const touched = dependentsOf(
    readers,
    overlay.ops.map(({ target }) => target),
  );
  const told = `With “${overlay.id}”: `;
  return changedWorld(from, { ...changed, told, place: overlay.place, touched, readers });
}

function inStates(from: World): World[] {
  const rules = Object.values(from.rules).filter((rule) => readingsOf(rule).length > 0);
  const states = [...new Set(rules.flatMap(({ variants }) => Object.keys(variants ?? {})))].sort();
  return states.flatMap((state) =>
    daysOf(rules, state).flatMap((on): World[] => {
      const read = rules.map((rule) => ruleReadBy(rule, state, on)).filter(({ reading }) => reading);
      const all = dependentsOf(
        from.readers,
        read.map(({ id }) => id),
      );
      // What the State alone or the overlay alone already showed is not looked at again.
      const touched = new Set([...all].filter((id) => from.isTouched(id)));
      if (touched.size === 0) return [];
      const told = `${from.told}In ${state} from ${on}: `;
      return [
        changedWorld(from, {
          ...from,
          rules: withRules(from.rules, read),
          told,
          touched,
          stale: all,
          readers: from.readers,
        }),
      ];
    }),
  );
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
  /** What is to be looked at. */
  touched: ReadonlySet<string>;
  /** What comes out otherwise than in the world before, if that is more. */
  stale?: ReadonlySet<string>;
};

function changedWorld(
  from: World,
  { rules, duties, values, told, place, touched, stale = touched, readers }: Changed,
): World {
  const encoding = changedEncoding(from.encoding, { rules, isTouched: (id) => stale.has(id) });
  const isTouched = (...ids: string[]) => ids.some((id) => touched.has(id));
  return { rules, duties, values, told, ...(place ? { place } : {}), encoding, isTouched, readers };
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
