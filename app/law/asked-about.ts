import { answerTo, factsOf } from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';
import { groundsOf } from './grounds.ts';

/**
 * What a case says nothing about: every fact under it was never asked, and nothing is settled. Of what is no test by
 * itself, a duty or a part, it is enough that whatever keeps it open was never asked.
 */
export function wasAskedAbout({ law, answers, assessment, targets }: AssessedCase, id: string): boolean {
  const result = assessment.rules[id] ?? assessment.duties[id] ?? assessment.values[id];
  if (result?.burden !== 'unknown') return true;
  const wasAsked = (fact: string) => answerTo(fact, answers) !== 'not_asked';
  if (targets.includes(id)) return factsOf(law, id).some(wasAsked);
  return groundsOf(result.tree).some(({ node }) => node.fact !== undefined && wasAsked(node.fact.id));
}

/** Whether a rule is shown beside the treaty's, as a State's reading of it, and not by itself. */
export function standsBeside(id: string, { law }: AssessedCase): boolean {
  const treaty = law.rules[id]?.national;
  return treaty !== undefined && law.rules[treaty] !== undefined;
}
