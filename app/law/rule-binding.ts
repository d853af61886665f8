import { type Binding, bindingOf, type RuleResult } from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';
import { sourcesOfAnswer } from './sources-of-answer.ts';

type Assessed = Pick<AssessedCase, 'law' | 'assessment'>;

/** Whether one of the sources on which an answer rests binds the State that was named; nothing where none was, or none can. */
export function bindingOfAnswer({ tree }: RuleResult, { law, assessment }: Assessed): Binding | undefined {
  const { state, on } = assessment;
  return state === undefined ? undefined : bindingOf(law, sourcesOfAnswer(tree), { state, on });
}

/** Whether an answer that holds rests on nothing that binds the State that was named: there it protects nobody. */
export function bindsNobody(result: RuleResult, assessed: Assessed): boolean {
  return bindingOfAnswer(result, assessed)?.verdict === 'no';
}
