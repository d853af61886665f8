import {
  bindingOf,
  type Citation,
  type Day,
  type DutyResult,
  type Finding,
  type People,
  type Since,
  type ValueResult,
} from '@clew/rules';
import type { AssessedCase, AssessedStates } from './assess-case.ts';
import type { AssessmentJson, InOneState } from './assessment-schema.ts';
import { type Footing, footingOf, footingOfDuty, type Rests } from './footing.ts';
import { laterReading } from './later-reading.ts';
import { type LawWords, lawWordsIn } from './law-words.ts';
import { conditionsOf, conditionText, usedPresumptions } from './presumptions.ts';
import { protectionsOf } from './protections.ts';
import type { PutCase } from './read-case-file.ts';
import { seenLaw } from './seen-law.ts';
import { isTreatyBinding } from './treaty-number.ts';

/** The assessment of a case for programs. With several States the top level is the first of them. */
export function assessmentJson(
  assessed: AssessedStates,
  { expect = [] }: Pick<PutCase, 'expect'>,
  language = 'en',
): AssessmentJson {
  const { byState } = assessed;
  const top = inOneState(assessed, language);
  return {
    ...top,
    law: { ...top.law, states: byState.map(({ state }) => state) },
    asked: {
      facts: { ...assessed.answers },
      people: peopleJson(assessed.assessment.people),
      expect: [...expect],
      language,
    },
    // What holds for every State named stands at the top: a reader of one need not know that there are several.
    values: top.values.map((value) => ({
      ...value,
      ...numberAnywhere(value.id, byState),
      states: byState.flatMap((one) => givenJson(one.assessment.values[value.id], one)),
    })),
    findings: byState.flatMap((one) => one.assessment.findings.map(findingJson)),
    failed: byState.length === 0 ? top.failed : byState.flatMap(failedJson),
    ...(byState.length < 2
      ? {}
      : { byState: Object.fromEntries(byState.map((one) => [one.state, inOneState(one, language)])) }),
  };
}

/** The treaty's number where it binds one of the States. */
function numberAnywhere(id: string, byState: AssessedStates['byState']) {
  const bound = byState.map(({ assessment }) => assessment.values[id]).find(isTreatyBinding);
  return bound === undefined ? {} : { value: bound.value, floor: bound.floor ?? null };
}

function inOneState(assessed: AssessedCase, language: string): InOneState {
  const { assessment, law, next } = assessed;
  const words = lawWordsIn(law, language);
  const question = next && words.question(next);
  return {
    protections: protectionsJson(assessed),
    footing: footingsJson(assessed),
    law: {
      hash: assessment.lawHash,
      on: assessment.on ?? null,
      states: assessment.state === undefined ? [] : [assessment.state],
      reforms: [...assessment.reforms],
    },
    verdicts: Object.fromEntries(
      Object.values(assessment.rules).map(({ id, strict, burden }) => [id, { strict, burden }]),
    ),
    duties: Object.values(assessment.duties).map((duty) => dutyJson(duty, words)),
    values: Object.values(assessment.values).map((value) => valueJson(value, assessed)),
    findings: assessment.findings.map(findingJson),
    presumed: presumedJson(assessed, words),
    national: Object.values(law.rules).flatMap(({ id, national, reading }) =>
      national === undefined
        ? []
        : [
            {
              ...{
                rule: id,
                treaty: national,
                state: assessment.state ?? null,
                ...sinceJson(reading),
              },
              seen: reading ? [] : seenJson(assessed, id),
            },
          ],
    ),
    next:
      next && question
        ? [{ fact: next.fact, question: question.question, why: question.why, path: [...next.path] }]
        : [],
    unverified: assessed.unchecked.map(({ ref }) => ref).sort(),
    failed: failedJson(assessed),
  };
}

function protectionsJson(assessed: AssessedCase): InOneState['protections'] {
  const { by, open } = protectionsOf(assessed);
  const ids = (rests: Rests) => by[rests].map(({ rule }) => rule.id);
  return {
    ...{ binding: ids('binding'), discretion: ids('discretion') },
    ...{ notKnown: ids('not-known'), notBinding: ids('not-binding') },
    ...{ noState: ids('no-state'), proposed: ids('proposed'), open },
  };
}

function footingsJson(assessed: AssessedCase): InOneState['footing'] {
  const { rules, duties } = assessed.assessment;
  const held = <T extends { burden: string }>(all: Readonly<Record<string, T>>) =>
    Object.values(all).filter(({ burden }) => burden === 'yes');
  return Object.fromEntries([
    ...held(rules).map((rule) => [rule.id, footingJson(footingOf(rule, assessed))] as const),
    ...held(duties).map((duty) => [duty.id, footingJson(footingOfDuty(duty, assessed))] as const),
  ]);
}

function footingJson({ rests, stands, presumed, isCustomSaid }: Footing): InOneState['footing'][string] {
  return {
    rests,
    sources: stands.map(({ instrument, cites, standing, bound, weak = null }) => ({
      ...{ instrument, source: refs(cites), standing },
      ...{ since: bound?.since ?? null, asOf: bound?.asOf ?? null, weak },
    })),
    isCustomSaid,
    presumed: presumed.flatMap(({ cites }) => refs(cites)),
  };
}

function seenJson({ law, assessment: { state, on } }: AssessedCase, id: string) {
  if (state === undefined || on === undefined) return [];
  return seenLaw(law, { state, on }, id).map(({ text, from, until, asOf, status, compared }) => ({
    ...{ text, from: from ?? null, until: until ?? null, asOf, status },
    ...{ undated: compared?.undated ?? false, seenIn: compared?.source ?? null },
  }));
}

function presumedJson({ assessment, law }: AssessedCase, words: LawWords): InOneState['presumed'] {
  const { state, on } = assessment;
  const at = state === undefined ? undefined : { state, on };
  return usedPresumptions(Object.values(assessment.rules).map(({ tree }) => tree)).map(
    ({ rule, value, cites }) => ({
      rule,
      value,
      cites: refs(cites),
      bound: (at && bindingOf(law, cites, at)?.verdict) ?? 'unknown',
      conditions: conditionsOf(law, cites).map((one) => conditionText(one, words, at)),
    }),
  );
}

function failedJson({ failed, assessment }: AssessedCase): InOneState['failed'] {
  return failed.map(({ rule, which, verdict, found }) => ({
    rule,
    which,
    expected: verdict,
    found,
    state: assessment.state ?? null,
  }));
}

function findingJson({ cites, ...finding }: Finding): InOneState['findings'][number] {
  return { ...finding, source: refs(cites) };
}

function peopleJson(people: People): AssessmentJson['asked']['people'] {
  return Object.fromEntries(
    Object.entries(people).map(([id, { complete, members }]) => [
      id,
      { complete, members: members.map((member) => ({ ...member })) },
    ]),
  );
}

function dutyJson(duty: DutyResult, words: LawWords): InOneState['duties'][number] {
  const { id, strength, strict, burden, due, cites, bound } = duty;
  const { bearer, act, breach } = words.duty(id);
  return {
    ...{ id, owed: { strict, burden }, bearer, act, strength, breach },
    due: due.kind === 'date' ? due.date : null,
    deadline: deadlineJson(due),
    source: refs(cites),
    bound: bound?.verdict ?? null,
    reservationsLookedAt: lookedAt(bound),
  };
}

/** Whether somebody looked at what the State said of what binds it to a duty; of what does not bind it, nothing. */
function lookedAt(bound: DutyResult['bound']): InOneState['duties'][number]['reservationsLookedAt'] {
  if (bound?.verdict !== 'yes') return null;
  if (!bound.unlooked) return 'yes';
  return bound.by.some(({ unlooked }) => unlooked === 'not-looked') ? 'no' : 'not-written-here';
}

function deadlineJson(due: DutyResult['due']): InOneState['duties'][number]['deadline'] {
  if (due.kind === 'words') return { words: due.words };
  if (due.kind !== 'date' && due.kind !== 'open') return null;
  const { days, months, calendar, from, orLater = null, isFirstDayCounted = false } = due;
  return {
    days,
    months: months?.count ?? null,
    calendar,
    from,
    isFirstDayCounted,
    unknown: due.kind === 'open' ? due.why : null,
    orLater,
  };
}

function valueJson(result: ValueResult, assessed: AssessedCase): InOneState['values'][number] {
  const { id, strict, burden, unit, cites } = result;
  const [value, floor] = isTreatyBinding(result) ? [result.value, result.floor ?? null] : [null, null];
  return {
    ...{ id, applies: { strict, burden }, unit, value, floor, source: refs(cites) },
    states: givenJson(result, assessed),
  };
}

/** Since when something is so; where only a day is known on which it was, that day. */
function sinceJson(known: Since | undefined): { since: Day | null; knownOn: Day | null } {
  if (known === undefined) return { since: null, knownOn: null };
  const { since, isStartUnknown } = known;
  return isStartUnknown ? { since: null, knownOn: since } : { since, knownOn: null };
}

/** What the State that was asked about gives. */
function givenJson(
  result: ValueResult | undefined,
  assessed: AssessedCase,
): InOneState['values'][number]['states'] {
  const given = result?.given;
  if (!given) return [];
  const { state, value, said } = given;
  const later = laterReading(result, assessed);
  return [
    {
      ...{ state, said, value: said === 'state' || isTreatyBinding(result) ? value : null },
      why: given.said === 'nobody' ? given.why : null,
      ...sinceJson(given.said === 'state' ? given : undefined),
      orLater: (given.said === 'state' ? given.orLater : undefined) ?? null,
      source: given.said === 'state' ? refs(given.cites) : [],
      readLater: later ? { value: later.value, knownOn: later.readOn, source: refs(later.cites) } : null,
    },
  ];
}

function refs(cites: readonly Citation[]): string[] {
  return cites.map(({ ref }) => ref);
}
