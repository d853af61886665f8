/** The known name that takes fewest changes to reach, if it takes at most a third of its letters; else nothing. */
export function closest(name: string, known: readonly string[]): string | undefined {
  const word = name.slice(0, MOST_LETTERS).toLowerCase();
  const tail = lastPart(word);
  let best: { name: string; cost: number } | undefined;
  for (const candidate of known) {
    const most = Math.max(2, candidate.length / 3);
    const bound = best === undefined ? most : Math.min(most, best.cost);
    let cost = changes(word, candidate, bound);
    // More than one change: a name that is one letter away was meant before one that only ends alike.
    if (tail.length > 3)
      cost = Math.min(cost, changes(tail, lastPart(candidate), bound - TAIL_COST) + TAIL_COST);
    if (cost <= most && (best === undefined || cost < best.cost)) best = { name: candidate, cost };
  }
  return best?.name;
}

const MOST_LETTERS = 80;
const TAIL_COST = 1.5;

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('.') + 1);
}

/**
 * Levenshtein distance where it is at most `most`, else Infinity. Whoever sends a text of nothing but wrong names makes each
 * of them be held against every name of the law: what cannot be near is left at once.
 */
function changes(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Number.POSITIVE_INFINITY;
  let row = Uint16Array.from({ length: b.length + 1 }, (_, i) => i);
  let next = new Uint16Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    next[0] = i;
    let left = i;
    let least = i;
    const letter = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (letter === b.charCodeAt(j - 1) ? 0 : 1);
      left = Math.min(replaced, (row[j] ?? 0) + 1, left + 1);
      next[j] = left;
      if (left < least) least = left;
    }
    if (least > most) return Number.POSITIVE_INFINITY;
    [row, next] = [next, row];
  }
  return row[b.length] ?? 0;
}
