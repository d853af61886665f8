import {
  type Answer,
  type Answers,
  type Fact,
  type GroupFacts,
  isWordAnswer,
  type Law,
  type People,
  type WordAnswer,
} from '@clew/rules';

/** The most people of one group that a page asks about, one by one. */
export const MOST_PEOPLE = 12;

/** A question that a page can show: of the case, of how many people there are, or of one of them. */
export type AskedQuestion = {
  /** What is asked, of which type the answer is, and why. */
  fact: Fact;
  group?: GroupFacts;
  /** Which of the group's people, from 1. */
  number?: number;
};

/** The key of the question how many people of a group there are. No fact begins with a hash. */
export function countKey(group: string): string {
  return `#${group}`;
}

/** The key of a question about one of a group's people. */
export function memberKey(group: string, number: number, fact: string): string {
  return `#${group}/${number}/${fact}`;
}

/** The question behind a key; nothing where the law has no such question. */
export function findQuestion(key: string, law: Law): AskedQuestion | undefined {
  if (!key.startsWith('#')) {
    const fact = law.facts[key];
    return fact && fact.group === undefined ? { fact } : undefined;
  }
  const [id = '', number = '', factId = '', ...more] = key.slice(1).split('/');
  const group = law.groups[id];
  if (!group || more.length > 0) return undefined;
  if (number === '') return factId === '' ? { fact: countFact(group), group } : undefined;
  const fact = law.facts[factId];
  const isOne = /^[1-9]\d?$/.test(number) && Number(number) <= MOST_PEOPLE;
  return fact?.group === id && isOne ? { fact, group, number: Number(number) } : undefined;
}

/** Asking how many there are tells at once who there is and that nobody is left out. */
function countFact({ id, label, question, why }: GroupFacts): Fact {
  return {
    ...{ id: countKey(id), label, question, why, theme: id, knownBy: [], sensitivity: 1 },
    type: { kind: 'number', min: 0, max: MOST_PEOPLE },
  };
}

/** Answers by key as the law takes them: those of the case, and of each person of a group. */
export function toldOf(told: ReadonlyMap<string, Answer>, law: Law): { facts: Answers; people: People } {
  const facts: Record<string, Answer> = {};
  const people: Record<string, { complete: WordAnswer; members: Record<string, Answer>[] }> = {};
  for (const [key, answer] of told) {
    const asked = findQuestion(key, law);
    if (!asked) continue;
    const { fact, group, number } = asked;
    if (group === undefined) facts[fact.id] = answer;
    else {
      people[group.id] ??= { complete: 'not_asked', members: [] };
      noteOfGroup(people[group.id], { number, fact: fact.id, answer });
    }
  }
  for (const [id, group] of Object.entries(people)) cutToCount(group, told.get(countKey(id)));
  return { facts, people };
}

type Gathered = { complete: WordAnswer; members: Record<string, Answer>[] };

function noteOfGroup(
  group: Gathered | undefined,
  { number, fact, answer }: { number: number | undefined; fact: string; answer: Answer },
): void {
  if (!group) return;
  if (number === undefined) group.complete = typeof answer === 'number' ? 'yes' : wordOf(answer);
  else {
    while (group.members.length < number) group.members.push({});
    const member = group.members[number - 1];
    if (member) member[fact] = answer;
  }
}

function wordOf(answer: Answer): WordAnswer {
  return isWordAnswer(answer) ? answer : 'not_known';
}

/** Whoever said that there are two has said nothing of a third, even if more were said before. */
function cutToCount(group: Gathered, count: Answer | undefined): void {
  if (typeof count !== 'number') return;
  while (group.members.length < count) group.members.push({});
  group.members.length = count;
}
