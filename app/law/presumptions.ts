import { type Binding, bindingOf, type Citation, type Day, type Law, type TreeNode } from '@clew/rules';
import type { LawWords } from './law-words.ts';
import { limitTexts } from './reservation-words.ts';

/** What a used presumption hangs on: an instrument that binds its parties, or one that only recommends. */
type Condition = { instrument: string; isBinding: boolean; cites: readonly Citation[] };

/** A presumption that closed a gap somewhere. */
type UsedPresumption = { rule: string; value: 'yes' | 'no'; cites: readonly Citation[] };

/** Every presumption used in these trees, once each. */
export function usedPresumptions(trees: Iterable<TreeNode>): UsedPresumption[] {
  const found = new Map<string, UsedPresumption>();
  const seen = new Set<TreeNode>();
  const visit = (node: TreeNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    const { presumption } = node;
    if (presumption?.used) {
      found.set(node.rule, { rule: node.rule, value: presumption.value, cites: presumption.cites });
    }
    node.children.forEach(visit);
    if (presumption) visit(presumption.when);
  };
  for (const tree of trees) visit(tree);
  return [...found.values()];
}

/** The conditions of presumptions with these sources, one an instrument. A source counts as binding unless it says that it recommends. */
export function conditionsOf(law: Law, cites: readonly Citation[]): Condition[] {
  const found = new Map<string, Condition>();
  for (const cite of cites) {
    const { instrument, anchor } = cite;
    const article = law.instruments[instrument]?.articles.find((candidate) => candidate.anchor === anchor);
    const before = found.get(instrument);
    const isBinding = article?.strength !== 'recommended' || before?.isBinding === true;
    found.set(instrument, { instrument, isBinding, cites: [...(before?.cites ?? []), cite] });
  }
  return [...found.values()];
}

/** A condition as the terminal and JSON say it; with a State, whether it is met there. */
export function conditionText(
  { instrument, isBinding, cites }: Condition,
  words: LawWords,
  at?: { state: string; on: Day | undefined },
): string {
  const name = words.instrument(instrument);
  if (!isBinding) return `Recommended by the ${name}; that binds no State.`;
  if (at === undefined) return `Only where the State is bound by the ${name}. No State is named.`;
  return boundText(bindingOf(words.law, cites, at), name, at.state);
}

/** Whether a State is bound by an instrument, in a sentence. */
function boundText(binding: Binding | undefined, name: string, state: string): string {
  const { verdict = 'unknown', by: [one] = [] } = binding ?? {};
  const limits = limitTexts(binding?.by ?? [], state);
  if (limits.length > 0) return limits.join(' ');
  const { asOf } = one ?? {};
  const known = asOf === undefined ? '' : ` The list of parties is as of ${asOf}.`;
  if (verdict === 'yes') return `${state} is bound by the ${name}.${known}`;
  if (verdict === 'no') return `${state} was not bound by the ${name}.${known}`;
  return `Whether ${state} is bound by the ${name} is not known.${known}`;
}
