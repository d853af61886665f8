import type { RuleResult } from '@clew/rules';
import { groundsOf } from './grounds.ts';

/** What does not hold, apart: what is for children alone, as the person is grown up today; and the rest. */
type Lost<T> = { adult: readonly T[]; rest: readonly T[] };

/** Puts what does not hold only because of the person's age today apart: a line a rule would tell the same each time. */
export function byAge<T extends Pick<RuleResult, 'tree'>>(results: readonly T[]): Lost<T> {
  const isOfAge = ({ tree }: T) => {
    const grounds = groundsOf(tree);
    return tree.burden === 'no' && grounds.length === 1 && grounds[0]?.node.fact?.id === AGE;
  };
  const adult = results.filter(isOfAge);
  // One alone is told like any other.
  if (adult.length < 2) return { adult: [], rest: results };
  return { adult, rest: results.filter((one) => !adult.includes(one)) };
}

const AGE = 'age.now';
