/** A count that may be told; or that there are some, but fewer than the floor; or that it would give another one away. */
export type Cell = number | 'few' | 'withheld';

/** A count, how it is told, and the bounds that whoever reads the rest can draw. */
export type Variable = {
  value: number;
  cell: Cell;
  isFixed: boolean;
  isTotal: boolean;
  low: number;
  high: number;
};
/** Some counts that add up to another. */
export type Line = { total: Variable; parts: Variable[] };

/** Steps after which the search for another table ends. */
const STEPS = 3_000;

type Table = { linesOf: ReadonlyMap<Variable, readonly Line[]>; floor: number };

/**
 * Whether another table is told in the same words, in which this count is one more or one less. Bounds alone do not see that
 * what is withheld cannot be few. False too where none is found in time: then it may not be told.
 */
export function isOpen(one: Variable, { linesOf, floor }: Table): boolean {
  return [1, -1].some((step) => {
    if (!canBe(one, one.value + step, floor)) return false;
    let steps = 0;
    const moved = new Map([[one, step]]);
    // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a search and its way back, which share what was moved
    const repair = (): boolean => {
      steps += 1;
      if (steps > STEPS) return false;
      const broken = brokenLine(moved, linesOf);
      if (!broken) return true;
      const { line, off } = broken;
      for (const other of [line.total, ...line.parts]) {
        const by = other === line.total ? -Math.sign(off) : Math.sign(off);
        if (moved.has(other) || !canBe(other, other.value + by, floor)) continue;
        moved.set(other, by);
        if (repair()) return true;
        moved.delete(other);
      }
      return false;
    };
    return repair();
  });
}

function canBe({ cell }: Variable, value: number, floor: number): boolean {
  if (cell === 'few') return value > 0 && value < floor;
  return cell === 'withheld' && (value === 0 || value >= floor);
}

/** A line that does not add up any more, and by how much its total is more than its parts. */
function brokenLine(moved: ReadonlyMap<Variable, number>, linesOf: Table['linesOf']) {
  for (const one of moved.keys()) {
    for (const line of linesOf.get(one) ?? []) {
      const parts = line.parts.reduce((all, part) => all + (moved.get(part) ?? 0), 0);
      const off = (moved.get(line.total) ?? 0) - parts;
      if (off !== 0) return { line, off };
    }
  }
  return undefined;
}
