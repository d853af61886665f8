import type {
  CaseFile,
  Citation,
  DutyResult,
  Finding,
  People,
  Problem,
  StateValue,
  ValueResult,
} from '@clew/rules';
import type { AssessedStates } from './assess-case.ts';
import type { AssessmentJson } from './assessment-schema.ts';
import { type LawWords, lawWordsIn } from './law-words.ts';
import { conditionsOf, conditionText, usedPresumptions } from './presumptions.ts';

/** The assessment of a case for programs. */
export function assessmentJson(
  assessed: AssessedStates,
  { on, expect = [] }: Pick<CaseFile, 'on' | 'expect'>,
  language = 'en',
): AssessmentJson {
  const { assessment, law, next } = assessed;
  const words = lawWordsIn(law, language);
  const question = next && words.fact(next.fact);
  return {
    law: {
      hash: assessment.lawHash,
      on: on ?? null,
      states: assessed.byState.map(({ state }) => state),
      reforms: [...assessment.reforms],
    },
    asked: {
      facts: { ...assessed.answers },
      people: peopleJson(assessment.people),
      expect: [...expect],
      language,
    },
    verdicts: Object.fromEntries(
      Object.values(assessment.rules).map(({ id, strict, burden }) => [id, { strict, burden }]),
    ),
    duties: Object.values(assessment.duties).map((duty) => dutyJson(duty, words)),
    values: Object.values(assessment.values).map((value) => valueJson(value, givenOf(value.id, assessed))),
    findings: findingsOf(assessed).map(({ cites, ...finding }) => ({ ...finding, source: refs(cites) })),
    presumed: usedPresumptions(Object.values(assessment.rules).map(({ tree }) => tree)).map(
      ({ rule, value, cites }) => ({
        rule,
        value,
        cites: cites.map(({ ref }) => ref),
        bound: 'unknown',
        conditions: conditionsOf(law, cites).map((one) => conditionText(one, words)),
      }),
    ),
    next:
      next && question
        ? [{ fact: next.fact, question: question.question, why: question.why, path: [...next.path] }]
        : [],
    unverified: assessed.unchecked.map(({ ref }) => ref).sort(),
    failed: assessed.failed.map(({ rule, which, verdict, found }) => ({
      rule,
      which,
      expected: verdict,
      found,
    })),
  };
}

function peopleJson(people: People): AssessmentJson['asked']['people'] {
  return Object.fromEntries(
    Object.entries(people).map(([id, { complete, members }]) => [
      id,
      { complete, members: members.map((member) => ({ ...member })) },
    ]),
  );
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

/** What each State gives for a value, in the order in which they were named. */
function givenOf(id: string, { byState }: AssessedStates): StateValue[] {
  return byState.flatMap(({ assessment }) => assessment.values[id]?.given ?? []);
}

function findingsOf({ byState }: AssessedStates): readonly Finding[] {
  return byState.flatMap(({ assessment }) => assessment.findings);
}

function valueJson(result: ValueResult, states: readonly StateValue[]): AssessmentJson['values'][number] {
  const { id, strict, burden, unit, value, floor, cites } = result;
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
