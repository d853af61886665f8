import type { CaseFile, Problem, Verdict } from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';
import { lawWordsIn } from './law-words.ts';
import { conditionsOf, conditionText, usedPresumptions } from './presumptions.ts';

/** What `clew assess --json` prints. Members are added, never renamed or taken away. */
export type AssessmentJson = {
  law: { hash: string; on: string | null };
  verdicts: Record<string, { strict: Verdict; burden: Verdict }>;
  /** Presumptions that closed a gap, and on what each hangs. `bound` is unknown: parties are not encoded yet. */
  presumed: { rule: string; value: 'yes' | 'no'; cites: string[]; bound: 'unknown'; conditions: string[] }[];
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
  const words = lawWordsIn(law, language);
  const question = next && words.fact(next.fact);
  return {
    law: { hash: assessment.lawHash, on: on ?? null },
    verdicts: Object.fromEntries(
      Object.values(assessment.rules).map(({ id, strict, burden }) => [id, { strict, burden }]),
    ),
    presumed: usedPresumptions(Object.values(assessment.rules).map(({ tree }) => tree)).map(
      ({ rule, value, cites }) => ({
        rule,
        value,
        cites: cites.map(({ ref }) => ref),
        bound: 'unknown',
        conditions: conditionsOf(law, cites).map((one) => conditionText(one, words)),
      }),
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
