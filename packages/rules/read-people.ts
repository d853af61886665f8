import type { Fact, GroupFacts } from './law.ts';
import { recordOf } from './law.ts';
import { didYouMean, type ProblemCode } from './problem.ts';
import { readAnswer } from './read-blocks.ts';
import type { Answer, Answers, Group, People } from './told.ts';
import { isWordAnswer, REASONS } from './told.ts';

type Known = { facts: Readonly<Record<string, Fact>>; groups: Readonly<Record<string, GroupFacts>> };
type Refuse = (code: ProblemCode, at: readonly (string | number)[], message: string) => void;
type WrittenPeople = Readonly<
  Record<string, { complete?: string | undefined; members: readonly Readonly<Record<string, string>>[] }>
>;

/** Nobody reads more problems at once, and looking up what was meant takes time for each. */
export const MOST_PROBLEMS = 20;

/**
 * Reads the people of a case or a test. What is no group, no fact of it or no answer goes to `refuse`, the first
 * `MOST_PROBLEMS` of them: nothing after is read.
 */
export function readPeople(written: WrittenPeople, { facts, groups }: Known, refuse: Refuse): People {
  const told = countRefusals(refuse);
  const people: [string, Group][] = [];
  for (const [id, { complete, members }] of Object.entries(written)) {
    if (told.isEnough()) break;
    if (!Object.hasOwn(groups, id)) {
      const near = didYouMean(id, Object.keys(groups));
      told.refuse('unknown-group', [id], `No group of people is called “${id.slice(0, 80)}”.${near}`);
      continue;
    }
    const read = members.map((member, index) =>
      readMember(member, { facts, group: id, at: [id, 'members', index] }, told),
    );
    people.push([id, { complete: readComplete(complete, [id, 'complete'], told.refuse), members: read }]);
  }
  return recordOf(people);
}

type Refusals = { refuse: Refuse; isEnough: () => boolean };

function countRefusals(refuse: Refuse): Refusals {
  let count = 0;
  return {
    refuse: (...problem) => {
      count += 1;
      refuse(...problem);
    },
    isEnough: () => count >= MOST_PROBLEMS,
  };
}

function readComplete(text: string | undefined, at: readonly string[], refuse: Refuse): Group['complete'] {
  const words = ['yes', 'no', ...REASONS] as const;
  const word = words.find((one) => one === (text ?? 'not_asked'));
  if (word === undefined)
    refuse('wrong-answer', at, `“${text?.slice(0, 40)}” is no answer. Write ${words.join(', ')}.`);
  return word ?? 'not_asked';
}

type Of = { facts: Readonly<Record<string, Fact>>; group: string; at: readonly (string | number)[] };

function readMember(
  member: Readonly<Record<string, string>>,
  { facts, group, at }: Of,
  { refuse, isEnough }: Refusals,
): Answers {
  const answers: Record<string, Answer> = {};
  for (const [id, text] of Object.entries(member)) {
    if (isEnough()) break;
    const fact = Object.hasOwn(facts, id) ? facts[id] : undefined;
    if (fact?.group !== group) {
      const known = Object.values(facts).filter((one) => one.group === group);
      const near = didYouMean(
        id,
        known.map((one) => one.id),
      );
      const message = `Of “${group}” no fact is asked that is called “${id.slice(0, 80)}”.${near}`;
      refuse('unknown-fact', [...at, id], message);
      continue;
    }
    const read = readAnswer(text, fact);
    if (read.ok) answers[id] = read.answer;
    else refuse('wrong-answer', [...at, id], read.message);
  }
  return answers;
}

/** Every day that is told of the people in a case. */
export function daysOfPeople(people: People): { group: string; index: number; fact: string; day: string }[] {
  return Object.entries(people).flatMap(([group, { members }]) =>
    members.flatMap((member, index) =>
      Object.entries(member).flatMap(([fact, answer]) =>
        typeof answer === 'string' && !isWordAnswer(answer) ? [{ group, index, fact, day: answer }] : [],
      ),
    ),
  );
}
