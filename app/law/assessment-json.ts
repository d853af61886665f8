import type { CaseFile, Citation, DutyResult, Problem, Reason, ValueResult, Verdict } from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';
import { type LawWords, lawWordsIn } from './law-words.ts';
import { conditionsOf, conditionText, usedPresumptions } from './presumptions.ts';

/** What `clew assess --json` prints. Members are added, never renamed or taken away. */
export type AssessmentJson = {
  law: { hash: string; on: string | null; states: readonly string[]; reforms: readonly string[] };
  verdicts: Record<string, { strict: Verdict; burden: Verdict }>;
  /** Every duty of the law: whether it is owed, and by when. `due` is the day, where the day it counts from is known. */
  duties: {
    id: string;
    owed: { strict: Verdict; burden: Verdict };
    bearer: string;
    act: string;
    strength: string;
    breach: string;
    due: string | null;
    /** Working days pass over Saturdays and Sundays; public holidays are not known. */
    deadline:
      | { days: number; calendar: 'calendar' | 'working'; from: string; unknown: Reason | null }
      | { words: string }
      | null;
    source: string[];
  }[];
  values: {
    id: string;
    applies: { strict: Verdict; burden: Verdict };
    unit: 'days';
    value: number;
    floor: number | null;
    source: string[];
    /** `said: nobody`: the number is the treaty's floor, and `why` says what is missing. */
    states: {
      state: string;
      value: number;
      said: 'state' | 'nobody';
      why: 'nothing-for-state' | 'nothing-for-day' | 'no-day' | null;
      since: string | null;
      source: string[];
    }[];
  }[];
  findings: {
    code: 'below-floor';
    rule: string;
    state: string;
    value: number;
    floor: number;
    source: string[];
  }[];
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
    law: {
      hash: assessment.lawHash,
      on: on ?? null,
      states: assessment.states,
      reforms: assessment.reforms,
    },
    verdicts: Object.fromEntries(
      Object.values(assessment.rules).map(({ id, strict, burden }) => [id, { strict, burden }]),
    ),
    duties: Object.values(assessment.duties).map((duty) => dutyJson(duty, words)),
    values: Object.values(assessment.values).map(valueJson),
    findings: assessment.findings.map(({ cites, ...finding }) => ({ ...finding, source: refs(cites) })),
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

function dutyJson(duty: DutyResult, words: LawWords): AssessmentJson['duties'][number] {
  const { id, strength, strict, burden, due, cites } = duty;
  const { bearer, act, breach } = words.duty(id);
  return {
    ...{ id, owed: { strict, burden }, bearer, act, strength, breach },
    due: due.kind === 'date' ? due.date : null,
    deadline: deadlineJson(due),
    source: refs(cites),
  };
}

function deadlineJson(due: DutyResult['due']): AssessmentJson['duties'][number]['deadline'] {
  if (due.kind === 'words') return { words: due.words };
  if (due.kind !== 'date' && due.kind !== 'open') return null;
  const { days, calendar, from } = due;
  return { days, calendar, from, unknown: due.kind === 'open' ? due.why : null };
}

function valueJson(result: ValueResult): AssessmentJson['values'][number] {
  const { id, strict, burden, unit, value, floor, cites, states } = result;
  return {
    ...{ id, applies: { strict, burden }, unit, value, floor: floor ?? null, source: refs(cites) },
    states: states.map((given) => ({
      state: given.state,
      value: given.value,
      said: given.said,
      why: given.said === 'nobody' ? given.why : null,
      since: given.said === 'state' ? given.since : null,
      source: given.said === 'state' ? refs(given.cites) : [],
    })),
  };
}

function refs(cites: readonly Citation[]): string[] {
  return cites.map(({ ref }) => ref);
}

/** What `--json` prints for bad input. */
export function problemsJson(problems: readonly Problem[]): { problems: readonly Problem[] } {
  return { problems };
}
