/** A function of the variables of one `Bdd`. */
export type Node = number;

export const FALSE: Node = 0;
export const TRUE: Node = 1;

/** A function has grown past the limit that was set. What was asked of it has no answer, and none may be assumed. */
export class TooLarge extends Error {}

export type Limits = {
  nodes: number;
  variables: number;
  /** Rules, duties and values, counted anew in every world: with each overlay and in each State. */
  readings: number;
};

/** Enough for every law that people can still read, and far too little to keep a node from starting. */
export const LIMITS: Limits = { nodes: 400_000, variables: 4_000, readings: 400_000 };

/** How often a node may be visited on average before the work counts as too large. */
const VISITS = 40;

export type Nodes = {
  make: (level: number, low: Node, high: Node) => Node;
  levelOf: (node: Node) => number;
  lowOf: (node: Node) => Node;
  highOf: (node: Node) => Node;
  size: () => number;
  /** Counts a step of work. */
  visit: () => void;
};

/** Every node once: looked up by its variable and its two sides before it is made. */
export function createNodes(limits: Limits = LIMITS): Nodes {
  let count = 2;
  let visits = 0;
  let capacity = 4_096;
  let levels = new Int32Array(capacity).fill(limits.variables, 0, 2);
  let lows = new Int32Array(capacity);
  let highs = new Int32Array(capacity);
  let following = new Int32Array(capacity);
  let heads = new Int32Array(capacity);
  const levelOf = (node: Node): number => levels[node] ?? 0;
  const lowOf = (node: Node): Node => lows[node] ?? 0;
  const highOf = (node: Node): Node => highs[node] ?? 0;
  const place = (level: number, low: Node, high: Node): number => hash(level, low, high) & (capacity - 1);
  const enter = (node: Node): void => {
    const head = place(levelOf(node), lowOf(node), highOf(node));
    following[node] = heads[head] ?? 0;
    heads[head] = node;
  };
  const grow = (): void => {
    capacity *= 2;
    [levels, lows, highs, following] = [levels, lows, highs, following].map((old) =>
      grown(old, capacity),
    ) as [Int32Array<ArrayBuffer>, Int32Array<ArrayBuffer>, Int32Array<ArrayBuffer>, Int32Array<ArrayBuffer>];
    heads = new Int32Array(capacity);
    for (let node = 2; node < count; node++) enter(node);
  };
  const find = (level: number, low: Node, high: Node): Node => {
    let node = heads[place(level, low, high)] ?? 0;
    while (node !== 0 && !(levelOf(node) === level && lowOf(node) === low && highOf(node) === high)) {
      node = following[node] ?? 0;
    }
    return node;
  };
  const make = (level: number, low: Node, high: Node): Node => {
    if (low === high) return low;
    const found = find(level, low, high);
    if (found !== 0) return found;
    if (count >= limits.nodes || level >= limits.variables) throw new TooLarge();
    if (count === capacity) grow();
    const node = count++;
    levels[node] = level;
    lows[node] = low;
    highs[node] = high;
    enter(node);
    return node;
  };
  const visit = (): void => {
    visits++;
    if (visits > limits.nodes * VISITS) throw new TooLarge();
  };
  return { make, levelOf, lowOf, highOf, size: () => count, visit };
}

function grown(old: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(capacity);
  next.set(old);
  return next;
}

/** Mixes three numbers into one, for a place in a table. */
export function hash(a: number, b: number, c: number): number {
  const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
