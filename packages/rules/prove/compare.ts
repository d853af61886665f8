import { isKnown } from '../answer.ts';
import type { Duty, Fact, Law, Rule, Value } from '../law.ts';
import { recordOf } from '../law.ts';
import type { Answer } from '../told.ts';
import { createAlphabet, type Provable } from './alphabet.ts';
import { type Atom, fewestAnswers, isNamedIn, outcomeIn } from './atoms.ts';
import { type Bdd, createBdd, FALSE, LIMITS, type Limits, type Node, TooLarge } from './bdd.ts';
import { createEncoding, type Encoding, type Sides, sidesOfLimb, sidesOfRule } from './encode.ts';

/** A rule, duty or value of a law. For a State's reading, or under reforms, of the law that `lawFor` gives. */
export type Compared = { law: Law; id: string };

/**
 * An answer of an example. `years`: whole years since the day that the fact tells. A number stands for all up to `upTo`,
 * between which neither law tells a difference; without it for all that are greater. `people`: what is said of a group.
 */
export type ExampleAnswer =
  | { kind: 'fact' | 'years'; fact: string; answer: Answer; upTo?: number }
  | { kind: 'people'; told: string; answer: Answer };

/** As few answers as show a difference. With nothing more known, it stays. */
export type Example = readonly ExampleAnswer[];

/**
 * How two provisions stand to each other over every case there can be. `equal`: they never differ so. `narrower`: there
 * is a case in which the first holds and the second does not, and none the other way; `wider` the other way round;
 * `different`: both ways. Each with its example.
 */
export type Comparison =
  | { kind: 'equal' }
  | { kind: 'narrower'; lost: Example }
  | { kind: 'wider'; won: Example }
  | { kind: 'different'; lost: Example; won: Example }
  | { kind: 'too-large' };

/** What counts as not holding: a no, or also an unknown. And on which verdict. */
export type ComparedOn = { against?: 'no' | 'not-yes'; which?: keyof Sides; limits?: Limits };

/**
 * Compares two provisions, of one law or of two, over all answers at once: proved, not sampled. Answers that contradict
 * each other are left out. Throws if a law has no such provision.
 */
export function compareProvisions(first: Compared, second: Compared, on: ComparedOn = {}): Comparison {
  const { against = 'no', which = 'strict', limits = LIMITS } = on;
  try {
    const setting = settingOf(first.law, second.law, limits);
    const [one, other] = [
      sidesOf(first, setting.first)[which],
      sidesOf(second, setting.second)[which],
    ] as const;
    const { bdd } = setting;
    const fails = ({ yes, no }: { yes: Node; no: Node }) => (against === 'no' ? no : bdd.not(yes));
    const lost = exampleIn(bdd.and(one.yes, fails(other)), setting);
    const won = exampleIn(bdd.and(other.yes, fails(one)), setting);
    if (lost && won) return { kind: 'different', lost, won };
    if (lost) return { kind: 'narrower', lost };
    return won ? { kind: 'wider', won } : { kind: 'equal' };
  } catch (error) {
    // A law of thousands of facts can be too deep to walk before it is too wide.
    if (error instanceof TooLarge || error instanceof RangeError) return { kind: 'too-large' };
    throw error;
  }
}

type Setting = {
  bdd: Bdd;
  atoms: readonly Atom[];
  facts: Law['facts'];
  first: Encoding;
  second: Encoding;
  possible: Node;
};

/** Both laws over one alphabet: what asks the same is the same. */
function settingOf(first: Law, second: Law, limits: Limits): Setting {
  const bdd = createBdd(limits);
  const facts = recordOf([...Object.entries(first.facts), ...Object.entries(second.facts)]);
  const alphabet = createAlphabet(joined(first, second, facts));
  const encode = ({ rules }: Law) => createEncoding({ rules, bdd, alphabet });
  const [one, other] = [encode(first), encode(second)];
  const never = (law: Law, encoding: Encoding) =>
    law.contradictions.map(({ when }) => sidesOfLimb(when, encoding).strict.yes).reduce(bdd.or, FALSE);
  const possible = bdd.not(bdd.or(never(first, one), never(second, other)));
  return { bdd, atoms: alphabet.atoms(), facts, first: one, second: other, possible };
}

function joined(first: Law, second: Law, facts: Law['facts']): Provable {
  const both = <T extends Rule | Duty | Value>(kind: (law: Law) => Readonly<Record<string, T>>) =>
    recordOf(
      [first, second].flatMap((law, at) =>
        Object.entries(kind(law)).map(([id, provision]) => [`${at} ${id}`, provision] as const),
      ),
    );
  return {
    facts,
    groups: recordOf([...Object.entries(first.groups), ...Object.entries(second.groups)]),
    rules: both((law) => law.rules),
    duties: both((law) => law.duties),
    values: both((law) => law.values),
    overlays: {},
    together: [],
    contradictions: [...first.contradictions, ...second.contradictions],
  };
}

function sidesOf({ law, id }: Compared, encoding: Encoding): Sides {
  const provision = law.duties[id] ?? law.values[id];
  return provision ? sidesOfLimb(provision.limb, encoding) : sidesOfRule(id, encoding);
}

function exampleIn(node: Node, { bdd, atoms, facts, possible }: Setting): Example | undefined {
  const way = node === FALSE ? undefined : bdd.cheapest(bdd.and(node, possible), fewestAnswers(atoms));
  if (!way) return undefined;
  return atoms.flatMap((atom): ExampleAnswer[] => {
    if (!isNamedIn(atom, way)) return [];
    const answer = outcomeIn(atom, way);
    if (!isKnown(answer) && answer === 'not_asked') return [];
    if (atom.people) return [{ kind: 'people', told: atom.name, answer }];
    const fact = atom.id.replace(/^fact /, '');
    const kind = facts[fact]?.type.kind === 'date' ? 'years' : 'fact';
    return [{ kind, fact, answer, ...(typeof answer === 'number' ? endOf(answer, atom, facts[fact]) : {}) }];
  });
}

/** Where the stretch of a number ends. */
function endOf(start: number, { answers }: Atom, fact: Fact | undefined): { upTo?: number } {
  const next = answers.find((one) => typeof one === 'number' && one > start);
  if (typeof next === 'number') return { upTo: next - 1 };
  return fact?.type.kind === 'number' ? { upTo: fact.type.max } : {};
}
