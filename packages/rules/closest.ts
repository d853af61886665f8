/** The known name that takes fewest changes to reach, if it takes at most a third of its letters; else nothing. */
export function closest(name: string, known: readonly string[]): string | undefined {
  const word = name.slice(0, 80).toLowerCase();
  let best: { name: string; cost: number } | undefined;
  for (const candidate of known) {
    // More than one change: a name that is one letter away was meant before one that only ends alike.
    const tails = lastPart(word).length > 3 ? changes(lastPart(word), lastPart(candidate)) + 1.5 : Infinity;
    const cost = Math.min(changes(word, candidate), tails);
    if (cost <= Math.max(2, candidate.length / 3) && (best === undefined || cost < best.cost)) {
      best = { name: candidate, cost };
    }
  }
  return best?.name;
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('.') + 1);
}

/** Levenshtein distance. */
function changes(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
