import { type Answer, type Answers, type Day, dayAfter, type Fact, type Law, type People } from '@clew/rules';

/** Numbers from 0 up to 1, the same for the same seed (mulberry32, by Tommy Ettinger, public domain). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What somebody would answer to everything, if it were asked. */
export type Truth = { facts: Answers; people: People };

/** The day on which the simulated cases are asked. */
export const ON: Day = '2026-06-01';
const NOT_KNOWN = 0.05;
const WITHHELD = 0.05;
const MOST_PEOPLE = 2;
const DAYS_BACK = 3 * 365;
const OLDEST = 60;

/**
 * How a number is drawn. `sides`: first on which side of the lines that the law draws, each as likely, then within it;
 * `range`: anywhere between the least and the most that the question takes.
 */
export type Numbers = 'sides' | 'range';
export type Draw = { law: Law; random: () => number; numbers: Numbers };

/** One simulated case: every answer drawn uniformly, one in twenty not known and one in twenty withheld. */
export function drawTruth(draw: Draw): Truth {
  const { law, random } = draw;
  const facts = Object.values(law.facts);
  const lines = linesOf(law);
  const answers = (some: readonly Fact[]) =>
    Object.fromEntries(some.map((fact) => [fact.id, drawAnswer(fact, lines.get(fact.id) ?? [], draw)]));
  const people = Object.keys(law.groups).map((group) => {
    const size = Math.floor(random() * (MOST_PEOPLE + 1));
    const asked = facts.filter((fact) => fact.group === group);
    return [group, { complete: 'yes', members: Array.from({ length: size }, () => answers(asked)) }] as const;
  });
  return {
    facts: answers(facts.filter(({ group }) => group === undefined)),
    people: Object.fromEntries(people),
  };
}

function drawAnswer({ type }: Fact, lines: readonly number[], { random, numbers }: Draw): Answer {
  const given = random();
  const side = random();
  const drawn = random();
  if (given < NOT_KNOWN) return 'not_known';
  if (given < NOT_KNOWN + WITHHELD) return 'withheld';
  if (type.kind === 'yes-no') return drawn < 0.5 ? 'yes' : 'no';
  const [low, high] = type.kind === 'number' ? [type.min, type.max + 1] : [0, OLDEST];
  const ends = numbers === 'range' ? [low, high] : [low, ...lines, high];
  const at = Math.floor(side * (ends.length - 1));
  const [from = low, to = high] = [ends[at], ends[at + 1]];
  if (type.kind === 'number') return from + Math.floor(drawn * (to - from));
  // A day that nobody's age is counted from lies in the last years.
  const days = lines.length === 0 ? drawn * DAYS_BACK : (from + drawn * (to - from)) * 365.25;
  return dayAfter(ON, -Math.floor(days), 'calendar');
}

/** By fact, the numbers or years at which some limb of the law says something else. */
function linesOf(law: Law): Map<string, number[]> {
  const found = new Map<string, Set<number>>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if ('bound' in part && 'fact' in part && 'comparison' in part) {
      const line = Number(part.bound) + (part.comparison === '<' || part.comparison === '>=' ? 0 : 1);
      found.set(String(part.fact), (found.get(String(part.fact)) ?? new Set()).add(line));
    }
    for (const inner of Object.values(part)) visit(inner);
  };
  for (const provision of [law.rules, law.duties, law.values]) visit(provision);
  return new Map([...found].map(([fact, lines]) => [fact, [...lines].sort((a, b) => a - b)]));
}
