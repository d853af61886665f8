import { type Answer, type Answers, type Day, dayAfter, type Fact, type Law, type People } from '@clew/rules';
import type { Draw } from '../frame/draw.ts';

/** What somebody would answer to everything, if it were asked. */
export type Truth = { facts: Answers; people: People };

/** The day on which the simulated cases are asked. */
export const ON: Day = '2026-06-01';
/** Every answer is drawn in as many parts; always the same number of draws, so that one answer moves no other. */
const PARTS = 100_000;
const NOT_KNOWN = 5_000;
const WITHHELD = 5_000;
const MOST_PEOPLE = 2;
const DAYS_BACK = 3 * 365;
const OLDEST = 60;

/**
 * How a number is drawn. `sides`: first on which side of the lines that the law draws, each as likely, then within it;
 * `range`: anywhere between the least and the most that the question takes.
 */
export type Numbers = 'sides' | 'range';
export type Drawn = { law: Law; draw: Draw; numbers: Numbers };

/** One simulated case: every answer drawn uniformly, one in twenty not known and one in twenty withheld. */
export function drawTruth(drawn: Drawn): Truth {
  const { law, draw } = drawn;
  const facts = Object.values(law.facts);
  const lines = linesOf(law);
  const answers = (some: readonly Fact[]) =>
    Object.fromEntries(some.map((fact) => [fact.id, drawAnswer(fact, lines.get(fact.id) ?? [], drawn)]));
  const people = Object.keys(law.groups).map((group) => {
    const size = draw.below(MOST_PEOPLE + 1);
    const asked = facts.filter((fact) => fact.group === group);
    return [group, { complete: 'yes', members: Array.from({ length: size }, () => answers(asked)) }] as const;
  });
  return {
    facts: answers(facts.filter(({ group }) => group === undefined)),
    people: Object.fromEntries(people),
  };
}

function drawAnswer({ type }: Fact, lines: readonly number[], { draw, numbers }: Drawn): Answer {
  const given = draw.below(PARTS);
  const side = draw.below(PARTS);
  const drawn = draw.below(PARTS);
  if (given < NOT_KNOWN) return 'not_known';
  if (given < NOT_KNOWN + WITHHELD) return 'withheld';
  if (type.kind === 'yes-no') return drawn < PARTS / 2 ? 'yes' : 'no';
  const [low, high] = type.kind === 'number' ? [type.min, type.max + 1] : [0, OLDEST];
  const ends = numbers === 'range' ? [low, high] : [low, ...lines, high];
  const at = Math.floor((side / PARTS) * (ends.length - 1));
  const [from = low, to = high] = [ends[at], ends[at + 1]];
  const along = (drawn / PARTS) * (to - from);
  if (type.kind === 'number') return from + Math.floor(along);
  // A day that nobody's age is counted from lies in the last years.
  const days = lines.length === 0 ? (drawn / PARTS) * DAYS_BACK : (from + along) * 365.25;
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
