import { type Answers, answerTo, factsOf, type Law, type Reason } from '@clew/rules';
import { rulesOf } from './topics.ts';

/** Why a fact is open, in the order in which pages and the terminal tell it. */
const OPEN_REASONS = [
  'withheld',
  'not_known',
  'not_recorded',
  'not_asked',
] as const satisfies readonly Reason[];

/** The facts under some rules of which nothing is known, by why: what protects first, as on a result's page. */
export function openFacts(
  law: Law,
  answers: Answers,
  rules: readonly string[],
): { reason: Reason; facts: readonly string[] }[] {
  const under = new Set(rules.flatMap((id) => factsOf(law, id)));
  const inOrder = new Set([...rulesOf('all', law).flatMap((id) => factsOf(law, id)), ...under]);
  const facts = [...inOrder].filter(
    // What is asked of each of several people is no one answer.
    (fact) => under.has(fact) && law.facts[fact]?.group === undefined,
  );
  return OPEN_REASONS.map((reason) => ({
    reason,
    facts: facts.filter((fact) => answerTo(fact, answers) === reason),
  })).filter((open) => open.facts.length > 0);
}
