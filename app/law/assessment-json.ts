import type { CaseFile, Problem, Verdict } from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';
import { lawWordsIn } from './law-words.ts';

/** What `clew assess --json` prints. Members are added, never renamed or taken away. */
export type AssessmentJson = {
  law: { hash: string; on: string | null };
  verdicts: Record<string, { strict: Verdict; burden: Verdict }>;
  next: { fact: string; question: string; why: string }[];
  /** References that no named person has checked against the text. */
  unverified: string[];
  /** Expectations of the case file that were not met. */
  failed: { rule: string; which: 'strict' | 'burden'; expected: Verdict; found: Verdict }[];
};

/** The assessment of a case for programs. */
export function assessmentJson(
  assessed: AssessedCase,
  { on }: Pick<CaseFile, 'on'>,
  language = 'en',
): AssessmentJson {
  const { assessment, law, next } = assessed;
  const question = next && lawWordsIn(law, language).fact(next.fact);
  return {
    law: { hash: assessment.lawHash, on: on ?? null },
    verdicts: Object.fromEntries(
      Object.values(assessment.rules).map(({ id, strict, burden }) => [id, { strict, burden }]),
    ),
    next: next && question ? [{ fact: next.fact, question: question.question, why: question.why }] : [],
    unverified: assessed.unchecked.map(({ ref }) => ref).sort(),
    failed: assessed.failed.map(({ rule, which, verdict, found }) => ({
      rule,
      which,
      expected: verdict,
      found,
    })),
  };
}

/** What `--json` prints for bad input. */
export function problemsJson(problems: readonly Problem[]): { problems: readonly Problem[] } {
  return { problems };
}
