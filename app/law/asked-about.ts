import { factsOf } from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';

/** What a case says nothing about: every fact under it was never asked, and nothing is settled. */
export function wasAskedAbout({ law, answers, assessment }: AssessedCase, id: string): boolean {
  const result = assessment.rules[id] ?? assessment.duties[id] ?? assessment.values[id];
  if (result?.burden !== 'unknown') return true;
  return factsOf(law, id).some((fact) => Object.hasOwn(answers, fact) && answers[fact] !== 'not_asked');
}
