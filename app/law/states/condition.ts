import type { LawWords } from '../law-words.ts';
import { isLegalTest } from '../topics.ts';
import type { Gap } from './find-gaps.ts';

/** What a duty hangs on: the rule or the fact, and its words. */
type Condition = { id: string; label: string };

/**
 * What a duty hangs on, where that is more than that the person is who a legal test is about: without it a list of what a State
 * owes would read as owed to everybody. A condition that is neither one rule nor one fact has no words of its own.
 */
export function conditionOf({ kind, id }: Pick<Gap, 'kind' | 'id'>, words: LawWords): Condition | undefined {
  const limb = kind === 'duty' ? words.law.duties[id]?.limb : undefined;
  if (limb?.kind === 'fact') return { id: limb.fact, label: words.fact(limb.fact).label };
  if (limb?.kind !== 'rule' || isLegalTest(limb.rule)) return undefined;
  return { id: limb.rule, label: words.rule(limb.rule) };
}
