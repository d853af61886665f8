import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Law, Limb, Rule } from './law.ts';
import { recordOf } from './law.ts';
import { verdictsOf } from './meaning.ts';
import { nextQuestion, openQuestions } from './next-question.ts';
import { getClub, rule } from './testing.ts';
import type { Answers } from './told.ts';

const club = getClub(rule('{id: top, label: Top, cite: club#1.a, is: a}'));
const FACTS = ['a', 'b', 'c', 'd', 'secret'];
const cites: string[] = [];

function lawOf(limbs: readonly Limb[]): Law {
  const rules = limbs.map((limb, i) => [`r${i}`, { ...club.rules.top, id: `r${i}`, limb }] as [string, Rule]);
  return { ...club, rules: recordOf(rules) };
}

/** What a way of asking costs on average over all answers, each as likely as its opposite. */
function expectedCost(law: Law, choose: (facts: Answers) => readonly string[]): number {
  const known = new Map<string, number>();
  const from = (facts: Answers): number => {
    const key = FACTS.map((id) => facts[id] ?? '-').join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const costs = choose(facts).map((id) => {
      const price = 1 + (law.facts[id]?.sensitivity ?? 0);
      return price + (from({ ...facts, [id]: 'yes' }) + from({ ...facts, [id]: 'no' })) / 2;
    });
    const cost = costs.length === 0 ? 0 : Math.min(...costs);
    known.set(key, cost);
    return cost;
  };
  return from({});
}

function compared(law: Law) {
  const targets = Object.keys(law.rules);
  const isOpen = (facts: Answers) =>
    targets.some((id) => verdictsOf(law, id, { facts }).burden === 'unknown');
  const all = (facts: Answers) => FACTS.filter((id) => facts[id] === undefined && isOpen(facts));
  const ours = (facts: Answers) => [nextQuestion(law, { facts, targets })?.fact ?? []].flat();
  const inOrder = (facts: Answers) =>
    openQuestions(law, { facts, targets })
      .map(({ fact }) => fact)
      .slice(0, 1);
  return { best: expectedCost(law, all), ours: expectedCost(law, ours), inOrder: expectedCost(law, inOrder) };
}

/** A formula in which each of these facts stands once. */
function readOnce(ids: readonly string[]): fc.Arbitrary<Limb> {
  const [only = 'a'] = ids;
  if (ids.length <= 1)
    return fc.boolean().map((isNot): Limb => {
      const limb: Limb = { kind: 'fact', fact: only, cites };
      return isNot ? { kind: 'not', limb, cites } : limb;
    });
  const cuts = fc.subarray(ids.map((_, i) => i).slice(1), {
    minLength: 1,
    maxLength: Math.min(3, ids.length - 1),
  });
  return cuts.chain((at) => {
    const pieces = [0, ...at].map((from, i) => readOnce(ids.slice(from, at[i])));
    return fc
      .tuple(fc.constantFrom('all', 'any', 'at_least'), fc.tuple(...pieces))
      .map(([kind, limbs]) => ({ kind, count: 2, limbs, cites }) as Limb);
  });
}

const several = fc.shuffledSubarray(FACTS, { minLength: 2, maxLength: 4 }).chain(readOnce);

/** How many times the cheapest each law costs, the way of asking against the order of the law. */
function timesBest(laws: fc.Arbitrary<Limb[]>): { ours: number[]; inOrder: number[] } {
  const costs = fc.sample(laws, { seed: 20_261_122, numRuns: 400 }).map((limbs) => compared(lawOf(limbs)));
  return {
    ours: costs.map(({ best, ours }) => ours / best),
    inOrder: costs.map(({ best, inOrder }) => inOrder / best),
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('what asking costs, against the cheapest way that there is', () => {
  test('one target: at most a fifth more, on average under a hundredth', () => {
    const { ours, inOrder } = timesBest(
      fc
        .shuffledSubarray(FACTS, { minLength: 5 })
        .chain(readOnce)
        .map((limb) => [limb]),
    );
    expect(Math.max(...ours)).toBeLessThan(1.2);
    expect(mean(ours)).toBeLessThan(1.01);
    expect(mean(inOrder)).toBeGreaterThan(1.2);
  });

  test('three targets that share facts: at most a third more, on average under a thirtieth', () => {
    const { ours, inOrder } = timesBest(fc.tuple(several, several, several));
    expect(Math.max(...ours)).toBeLessThan(4 / 3);
    expect(mean(ours)).toBeLessThan(31 / 30);
    expect(mean(inOrder)).toBeGreaterThan(1.1);
  });
});
