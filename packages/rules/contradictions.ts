import { miscounted } from './counted.ts';
import type { Law } from './law.ts';
import { readsOf } from './limb.ts';
import { verdictsOfLimb } from './meaning.ts';
import type { Told } from './told.ts';

/** Answers that cannot all be true: to which facts, and why, in the law's own English words. */
export type Contradicting = { facts: readonly string[]; why: string };

/** The contradictions that the answers fall into: those the law names, and a number that is not what its day gives. */
export function contradictionsIn(law: Law, told: Told): Contradicting[] {
  const named = law.contradictions.filter(({ when }) => verdictsOfLimb(law, when, told).strict === 'yes');
  return [
    ...miscounted(law, told).map(({ id, yearsSince }) => ({
      facts: [id, yearsSince],
      why: 'The number of years is not what the day gives. One of the two is enough.',
    })),
    ...named.map(({ when, why }) => ({ facts: readsOf(when).facts, why })),
  ];
}
