import { isDate } from './date.ts';
import { readExpectation } from './expectation.ts';
import type { Expectation, Law, LawTest } from './law.ts';
import type { UnlinkedTest } from './parts.ts';
import { didYouMean, type Problem, type ProblemCode } from './problem.ts';
import { readAnswer } from './read-blocks.ts';
import { readPeople } from './read-people.ts';
import type { Answer } from './told.ts';

type Known = Pick<Law, 'facts' | 'groups' | 'rules' | 'duties' | 'values'>;

/** Looks up the facts and rules a test names. */
export function linkTest(
  test: UnlinkedTest,
  known: Known,
): { ok: true; test: LawTest } | { ok: false; problems: Problem[] } {
  const { block, place, lineOf } = test;
  const problems: Problem[] = [];
  const refuse = (code: ProblemCode, at: readonly PropertyKey[], message: string) =>
    void problems.push({ code, file: place.file, line: lineOf(at), message });
  const given = givenOf(test, known, refuse);
  const people =
    block.people &&
    readPeople(block.people, known, (code, at, message) => refuse(code, ['people', ...at], message));
  const expected = expectedOf(test, known, refuse);
  if (problems.length > 0) return { ok: false, problems };
  const { state, on } = block.at ?? {};
  return {
    ok: true,
    test: {
      title: block.title,
      given,
      ...(people ? { people } : {}),
      ...(state === undefined ? {} : { state }),
      ...(on === undefined ? {} : { on }),
      ...expected,
      place,
    },
  };
}

type Refuse = (code: ProblemCode, at: readonly PropertyKey[], message: string) => void;

function givenOf({ block }: UnlinkedTest, { facts }: Known, refuse: Refuse): Record<string, Answer> {
  const given: Record<string, Answer> = {};
  for (const [id, text] of Object.entries(block.given)) {
    const fact = facts[id];
    const read = fact && readAnswer(text, fact);
    if (read?.ok) given[id] = read.answer;
    else if (read) refuse('wrong-answer', ['given', id], read.message);
    else
      refuse(
        'unknown-fact',
        ['given', id],
        `No fact is called “${id}”.${didYouMean(id, Object.keys(facts))}`,
      );
  }
  return given;
}

function expectedOf(
  { block }: UnlinkedTest,
  { rules, duties, values }: Known,
  refuse: Refuse,
): Pick<LawTest, 'expect' | 'days' | 'due'> {
  const expect: Expectation[] = [];
  const days: { value: string; days: number }[] = [];
  const due: LawTest['due'][number][] = [];
  for (const [key, wanted] of Object.entries(block.expect)) {
    const [id = '', which] = key.split('@');
    const at = ['expect', key];
    if (typeof wanted === 'number') {
      if (Object.hasOwn(values, id) && which === undefined) days.push({ value: id, days: wanted });
      else refuse('unknown-rule', at, `No value is called “${key.slice(0, 80)}”. Only a value has days.`);
    } else if (isDate(wanted)) {
      if (Object.hasOwn(duties, id) && which === 'due') due.push({ duty: id, day: wanted });
      else
        refuse(
          'unknown-rule',
          at,
          `A day is expected of a duty, like “duty.x@due”, not of “${key.slice(0, 80)}”.`,
        );
    } else if (wanted === 'yes' || wanted === 'no' || wanted === 'unknown') {
      const read = readExpectation(key, wanted, { ...rules, ...duties });
      if (read.ok) expect.push(read.expectation);
      else refuse(read.code, at, read.message);
    }
  }
  return { expect, days, due };
}
