import type { Open, Question } from './residue.ts';

/** The verdicts of a part that could still move the target. */
export type Wanted = { yes: boolean; no: boolean };

/** What is wanted of a part, as far as it can give it. */
export function wantedOf(part: Open, wanted: Wanted): Wanted {
  return { yes: wanted.yes && part.yes, no: wanted.no && part.no };
}

/** What is wanted of what stands directly in a part. */
export function wantedBelow(part: Open, { yes, no }: Wanted): Wanted {
  return part.kind === 'not' ? { yes: no, no: yes } : { yes, no };
}

/** The parts that stand directly in a part. */
function partsBelow(part: Open): readonly Open[] {
  if (part.kind === 'ask') return [];
  return part.kind === 'enough' ? part.parts : [part.part];
}

/** A question, and the rules from the target down to the one that asks it. */
export type Asking = { question: Question; path: readonly string[] };

/** Every question whose answer can still bring a part to a yes or a no, once each, in the order of the law. */
export function askingIn(top: Open, start: readonly string[] = []): Asking[] {
  const found = new Map<string, Asking>();
  const seen = new Map<Open, Wanted>();
  const visit = (part: Open, wanted: Wanted, path: readonly string[]): void => {
    const now = wantedOf(part, wanted);
    const before = seen.get(part) ?? { yes: false, no: false };
    if ((!now.yes || before.yes) && (!now.no || before.no)) return;
    seen.set(part, { yes: now.yes || before.yes, no: now.no || before.no });
    if (part.kind === 'ask' && !found.has(part.question.key))
      found.set(part.question.key, { question: part.question, path });
    const below = wantedBelow(part, now);
    const here = part.kind === 'rule' ? [...path, part.rule] : path;
    for (const inner of partsBelow(part)) visit(inner, below, here);
  };
  visit(top, { yes: true, no: true }, start);
  return [...found.values()];
}
