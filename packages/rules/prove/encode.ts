import { isKnown } from '../answer.ts';
import type { Exception, Law, Limb, Presumption } from '../law.ts';
import { partsOfLimb } from '../limb.ts';
import type { Answer, Reason } from '../told.ts';
import { type Alphabet, isLeaf, saysTo, yesOrNo } from './alphabet.ts';
import { type Atom, whereAtom } from './atoms.ts';
import { type Bdd, FALSE, type Node, TRUE } from './bdd.ts';

/** Where something comes out yes, and where no; elsewhere it is unknown. The two never meet. */
export type Rails = { yes: Node; no: Node };

/** The same for both verdicts. */
export type Sides = { strict: Rails; burden: Rails };

/** The rules of a law as functions of the answers, exactly as `verdictsOf` gives their verdicts. */
export type Encoding = Pick<Law, 'rules'> & {
  bdd: Bdd;
  alphabet: Alphabet;
  /** A rule whose verdict is taken as given, strict and burden alike, whatever the facts under it. */
  given?: string | undefined;
  done: {
    /** What rests on no rule is the same in every law. */
    leaves: Map<Limb, Sides>;
    limbs: Map<Limb, Sides>;
    conditions: Map<string, Sides>;
    rules: Map<string, Sides>;
    outside: Map<string, Map<Limb, Node>>;
  };
};

/** Rules must all be there and free of circles. */
export function createEncoding(setting: Omit<Encoding, 'done'>): Encoding {
  const done = {
    ...{ leaves: new Map(), limbs: new Map(), conditions: new Map(), rules: new Map() },
    outside: new Map(),
  };
  return { ...setting, done };
}

/** The encoding of a law that differs from another in nothing but the rules that depend on a change. */
export function changedEncoding(
  from: Encoding,
  {
    isTouched,
    ...change
  }: Partial<Pick<Encoding, 'rules' | 'given'>> & { isTouched: (rule: string) => boolean },
): Encoding {
  const kept = <V>(done: Map<string, V>) => new Map([...done].filter(([id]) => !isTouched(id)));
  const { leaves, conditions, rules } = from.done;
  const done = {
    ...{ leaves, limbs: new Map(), conditions: kept(conditions), rules: kept(rules) },
    outside: new Map(),
  };
  return { ...from, ...change, done };
}

/** The verdicts of a rule. Throws if the law has no such rule. */
export function sidesOfRule(id: string, encoding: Encoding): Sides {
  return remembered(encoding.done.rules, id, () => {
    if (id === encoding.given) return sidesOfAtom(encoding.alphabet.rule(id), yesOrNo, encoding);
    return unless(conditionsOf(id, encoding), encoding.rules[id]?.exceptions ?? [], encoding);
  });
}

/** A rule's conditions after its presumption and before its exceptions. Throws if the law has no such rule. */
export function conditionsOf(id: string, encoding: Encoding): Sides {
  return remembered(encoding.done.conditions, id, () => {
    const rule = encoding.rules[id];
    if (!rule) throw new Error(`The law has no rule ${id}.`);
    const sides = sidesOfLimb(rule.limb, encoding);
    return rule.presume ? presumed({ sides, limb: rule.limb, presume: rule.presume }, encoding) : sides;
  });
}

/** The verdicts of a limb. */
export function sidesOfLimb(limb: Limb, encoding: Encoding): Sides {
  if (isLeaf(limb)) {
    const says = (outcome: Answer) => saysTo(limb, outcome);
    const { leaves } = encoding.done;
    return remembered(leaves, limb, () => sidesOfAtom(encoding.alphabet.leaf(limb), says, encoding));
  }
  return remembered(encoding.done.limbs, limb, () => {
    if (limb.kind === 'rule') return sidesOfRule(limb.rule, encoding);
    const parts = partsOfLimb(limb).map((part) => sidesOfLimb(part, encoding));
    const side = (which: keyof Sides) =>
      combined(
        limb,
        parts.map((part) => part[which]),
        encoding.bdd,
      );
    return { strict: side('strict'), burden: side('burden') };
  });
}

type Says = (outcome: Answer) => 'yes' | 'no' | undefined;

function sidesOfAtom(atom: Atom, says: Says, { bdd }: Encoding): Sides {
  const where = (said: 'yes' | 'no') => whereAtom(atom, (outcome) => says(outcome) === said, bdd);
  const rails = { yes: where('yes'), no: where('no') };
  return { strict: rails, burden: rails };
}

function combined(limb: Limb, parts: readonly Rails[], bdd: Bdd): Rails {
  const yes = parts.map((rails) => rails.yes);
  const no = parts.map((rails) => rails.no);
  if (limb.kind === 'all') return { yes: allOf(yes, bdd), no: anyOf(no, bdd) };
  if (limb.kind === 'any') return { yes: anyOf(yes, bdd), no: allOf(no, bdd) };
  if (limb.kind === 'at_least') {
    return { yes: atLeast(limb.count, yes, bdd), no: atLeast(parts.length - limb.count + 1, no, bdd) };
  }
  return { yes: no[0] ?? FALSE, no: yes[0] ?? FALSE };
}

/** Where all hold. */
function allOf(nodes: readonly Node[], bdd: Bdd): Node {
  return nodes.reduce(bdd.and, TRUE);
}

/** Where one holds. */
export function anyOf(nodes: readonly Node[], bdd: Bdd): Node {
  return nodes.reduce(bdd.or, FALSE);
}

/** Where so many hold. */
export function atLeast(count: number, nodes: readonly Node[], { and, or }: Bdd): Node {
  const enough: Node[] = Array.from({ length: Math.max(0, count) + 1 }, (_, index) =>
    index === 0 ? TRUE : FALSE,
  );
  for (const node of nodes) {
    for (let index = enough.length - 1; index > 0; index--) {
      enough[index] = or(enough[index] ?? FALSE, and(node, enough[index - 1] ?? FALSE));
    }
  }
  return enough.at(-1) ?? TRUE;
}

function unknownIn({ yes, no }: Rails, { not, or }: Bdd): Node {
  return not(or(yes, no));
}

type Presumed = { sides: Sides; limb: Limb; presume: Presumption };

/** A presumption fires on unknown only, and waits where a fact keeps the limb open for a reason that it does not name. */
function presumed({ sides: { strict, burden }, limb, presume }: Presumed, encoding: Encoding): Sides {
  const { bdd } = encoding;
  const gap = bdd.and(unknownIn(burden, bdd), sidesOfLimb(presume.when, encoding).burden.yes);
  const fires = bdd.and(gap, bdd.not(openOutside(limb, presume.reasons, encoding)));
  return { strict, burden: { ...burden, [presume.value]: bdd.or(burden[presume.value], fires) } };
}

/** Where a fact keeps the limb open for a reason that is not one of these. */
function openOutside(limb: Limb, reasons: readonly Reason[], encoding: Encoding): Node {
  const { bdd, alphabet, given } = encoding;
  const done = remembered(encoding.done.outside, [...reasons].sort().join(' '), () => new Map<Limb, Node>());
  const isOutside = (outcome: Answer) => !isKnown(outcome) && !reasons.some((reason) => reason === outcome);
  const visit = (part: Limb): Node =>
    remembered(done, part, () => {
      const open = unknownIn(sidesOfLimb(part, encoding).burden, bdd);
      return open === FALSE ? FALSE : bdd.and(open, within(part));
    });
  const within = (part: Limb): Node => {
    if (isLeaf(part)) return whereAtom(alphabet.leaf(part), isOutside, bdd);
    if (part.kind !== 'rule') return anyOf(partsOfLimb(part).map(visit), bdd);
    if (part.rule === given) return whereAtom(alphabet.rule(part.rule), isOutside, bdd);
    const rule = encoding.rules[part.rule];
    if (!rule) return FALSE;
    // An exception that the State has to show keeps nothing open.
    const exceptions = rule.exceptions.filter(({ burden }) => burden !== 'state');
    return anyOf([visit(rule.limb), ...exceptions.map((exception) => visit(exception.limb))], bdd);
  };
  return visit(limb);
}

function unless(holds: Sides, exceptions: readonly Exception[], encoding: Encoding): Sides {
  const { bdd } = encoding;
  const side = (which: keyof Sides): Rails => {
    const rails = exceptions.map(({ limb }) => sidesOfLimb(limb, encoding)[which]);
    // What the State has to show and has not shown defeats nothing.
    const passed = rails.map(({ yes, no }, index) =>
      which === 'burden' && exceptions[index]?.burden === 'state' ? bdd.not(yes) : no,
    );
    return {
      yes: allOf([holds[which].yes, ...passed], bdd),
      no: anyOf([holds[which].no, ...rails.map(({ yes }) => yes)], bdd),
    };
  };
  return { strict: side('strict'), burden: side('burden') };
}

function remembered<K, V>(done: Map<K, V>, key: K, work: () => V): V {
  const found = done.get(key);
  if (found !== undefined) return found;
  const value = work();
  done.set(key, value);
  return value;
}
