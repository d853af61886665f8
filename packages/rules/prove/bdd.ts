/**
 * Reduced ordered binary decision diagrams: every function of yes-or-no variables has exactly one number, so that two
 * functions are the same when their numbers are. R. E. Bryant, Graph-Based Algorithms for Boolean Function
 * Manipulation, IEEE Transactions on Computers C-35(8), 1986.
 */

import { createNodes, FALSE, hash, type Limits, type Node, type Nodes, TRUE } from './nodes.ts';

export { FALSE, LIMITS, type Limits, type Node, TooLarge, TRUE } from './nodes.ts';

export type Bdd = {
  /** The function that is true where the variable is. Variables are numbered from 0; small numbers are tested first. */
  variable: (level: number) => Node;
  not: (f: Node) => Node;
  and: (f: Node, g: Node) => Node;
  or: (f: Node, g: Node) => Node;
  /** `if f then g else h`. */
  ite: (f: Node, g: Node, h: Node) => Node;
  /** The function with some of its variables settled. */
  restrict: (f: Node, settled: ReadonlyMap<number, boolean>) => Node;
  /** A way to make the function true that weighs least, or nothing where there is none. What it does not name is free. */
  cheapest: (f: Node, weightOf: WeightOf) => ReadonlyMap<number, boolean> | undefined;
  /**
   * What is left of the function once every variable before this one is settled, in all the ways in which that can be
   * done: each remainder that depends on a variable from `level` to before `end`, once.
   */
  remainders: (f: Node, level: number, end: number) => readonly Node[];
  /** The first variable that the function tests, and what is left of it on either side. Only of what tests any. */
  levelOf: (f: Node) => number;
  lowOf: (f: Node) => Node;
  highOf: (f: Node) => Node;
  /** The variables on which the function depends. */
  support: (f: Node) => ReadonlySet<number>;
  /** How many nodes there are so far. */
  size: () => number;
};

/** What it costs to name a variable in an example. */
export type WeightOf = (level: number, value: boolean) => number;

/** No diagram yet. Every operation throws `TooLarge` where it would pass the limits. */
export function createBdd(limits?: Limits): Bdd {
  const nodes = createNodes(limits);
  const { make, levelOf, lowOf, highOf } = nodes;
  const memo = createMemo(nodes.size);

  const side = (sideOf: (f: Node) => Node, f: Node, level: number): Node =>
    levelOf(f) === level ? sideOf(f) : f;
  const ite = (f: Node, g: Node, h: Node): Node => {
    if (f === TRUE || g === h) return g;
    if (f === FALSE) return h;
    if (g === TRUE && h === FALSE) return f;
    const found = memo.get(f, g, h);
    if (found !== undefined) return found;
    nodes.visit();
    const level = Math.min(levelOf(f), levelOf(g), levelOf(h));
    const low = ite(side(lowOf, f, level), side(lowOf, g, level), side(lowOf, h, level));
    const high = ite(side(highOf, f, level), side(highOf, g, level), side(highOf, h, level));
    const node = make(level, low, high);
    memo.set({ f, g, h, node });
    return node;
  };
  const inOrder = (f: Node, g: Node) => (f < g ? ([f, g] as const) : ([g, f] as const));

  return {
    variable: (level) => make(level, FALSE, TRUE),
    not: (f) => ite(f, FALSE, TRUE),
    and: (f, g) => {
      const [first, second] = inOrder(f, g);
      return first === second ? first : ite(first, second, FALSE);
    },
    or: (f, g) => {
      const [first, second] = inOrder(f, g);
      return first === second ? first : ite(first, TRUE, second);
    },
    ite,
    restrict: createRestrict(nodes),
    cheapest: (f, weightOf) => cheapest(f, { weightOf, nodes }),
    remainders: createRemainders(nodes),
    ...{ levelOf, lowOf, highOf },
    support: createSupport(nodes),
    size: nodes.size,
  };
}

type Memo = {
  get: (f: Node, g: Node, h: Node) => Node | undefined;
  set: (entry: { f: Node; g: Node; h: Node; node: Node }) => void;
};

/** What was worked out before. It forgets where two entries meet, and grows with the diagram. */
function createMemo(sizeOf: () => number): Memo {
  let capacity = 65_536;
  let keys = new Int32Array(capacity * 3);
  let results = new Int32Array(capacity);
  return {
    get: (f, g, h) => {
      const at = hash(f, g, h) & (capacity - 1);
      if (keys[at * 3] !== f || keys[at * 3 + 1] !== g || keys[at * 3 + 2] !== h) return undefined;
      return results[at];
    },
    set: ({ f, g, h, node }) => {
      if (sizeOf() > capacity / 2) {
        capacity *= 4;
        keys = new Int32Array(capacity * 3);
        results = new Int32Array(capacity);
      }
      const at = hash(f, g, h) & (capacity - 1);
      keys[at * 3] = f;
      keys[at * 3 + 1] = g;
      keys[at * 3 + 2] = h;
      results[at] = node;
    },
  };
}

/** Every node is looked at once: what became of it stands in a list as long as the diagram. */
function createRestrict({ make, levelOf, lowOf, highOf, size, visit: count }: Nodes): Bdd['restrict'] {
  const rounds = createRounds(size);
  let results = new Int32Array(0);
  const walk = (start: Node, settled: ReadonlyMap<number, boolean>, last: number): Node => {
    if (results.length < size()) results = new Int32Array(size() * 2);
    rounds.begin();
    const visit = (f: Node): Node => {
      const level = levelOf(f);
      if (level > last || f === FALSE || f === TRUE) return f;
      if (!rounds.isFirst(f)) return results[f] ?? f;
      count();
      const value = settled.get(level);
      const node =
        value === undefined
          ? make(level, visit(lowOf(f)), visit(highOf(f)))
          : visit(value ? highOf(f) : lowOf(f));
      results[f] = node;
      return node;
    };
    return visit(start);
  };
  return (start, settled) => {
    let f = start;
    // As long as the first variable is settled there is nothing to build.
    for (let value = settled.get(levelOf(f)); value !== undefined; value = settled.get(levelOf(f))) {
      f = value ? highOf(f) : lowOf(f);
    }
    let last = -1;
    for (const level of settled.keys()) last = Math.max(last, level);
    return levelOf(f) > last ? f : walk(f, settled, last);
  };
}

/** Numbers the rounds of a walk, so that nothing has to be wiped between two. */
function createRounds(size: () => number): { begin: () => void; isFirst: (node: Node) => boolean } {
  let rounds = new Int32Array(0);
  let round = 0;
  return {
    begin: () => {
      if (rounds.length < size()) rounds = new Int32Array(size() * 2);
      round++;
    },
    isFirst: (node) => {
      if (rounds[node] === round) return false;
      rounds[node] = round;
      return true;
    },
  };
}

function createRemainders({ levelOf, lowOf, highOf, size, visit: count }: Nodes): Bdd['remainders'] {
  const rounds = createRounds(size);
  return (start, level, end) => {
    rounds.begin();
    const found: Node[] = [];
    const visit = (f: Node): void => {
      if (f === FALSE || f === TRUE || levelOf(f) >= end || !rounds.isFirst(f)) return;
      count();
      if (levelOf(f) >= level) found.push(f);
      else {
        visit(lowOf(f));
        visit(highOf(f));
      }
    };
    visit(start);
    return found;
  };
}

function cheapest(
  start: Node,
  { weightOf, nodes }: { weightOf: WeightOf; nodes: Nodes },
): ReadonlyMap<number, boolean> | undefined {
  if (start === FALSE) return undefined;
  const costs = new Map<Node, number>([
    [FALSE, Number.POSITIVE_INFINITY],
    [TRUE, 0],
  ]);
  const costOf = (f: Node): number => {
    const found = costs.get(f);
    if (found !== undefined) return found;
    const cost = Math.min(sideCost(f, false), sideCost(f, true));
    costs.set(f, cost);
    return cost;
  };
  const sideCost = (f: Node, isHigh: boolean): number =>
    costOf(isHigh ? nodes.highOf(f) : nodes.lowOf(f)) + weightOf(nodes.levelOf(f), isHigh);
  const way = new Map<number, boolean>();
  let f = start;
  while (f !== TRUE) {
    const isHigh = sideCost(f, true) < sideCost(f, false);
    way.set(nodes.levelOf(f), isHigh);
    f = isHigh ? nodes.highOf(f) : nodes.lowOf(f);
  }
  return way;
}

function createSupport({ levelOf, lowOf, highOf, size, visit: count }: Nodes): Bdd['support'] {
  const rounds = createRounds(size);
  const done = new Map<Node, ReadonlySet<number>>();
  return (start) => {
    const before = done.get(start);
    if (before) return before;
    rounds.begin();
    const levels = new Set<number>();
    const visit = (f: Node): void => {
      if (f === FALSE || f === TRUE || !rounds.isFirst(f)) return;
      count();
      levels.add(levelOf(f));
      visit(lowOf(f));
      visit(highOf(f));
    };
    visit(start);
    done.set(start, levels);
    return levels;
  };
}
