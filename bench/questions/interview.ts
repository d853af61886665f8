import {
  type Answer,
  type Law,
  type NextQuestion,
  nextQuestion,
  type OpenQuestion,
  openQuestions,
  type People,
} from '@clew/rules';
import { ON, type Truth } from './simulate.ts';

type Told = { facts: Record<string, Answer>; people: People };
/** Chooses what is asked next, or nothing. `last` is the fact that was asked about before. */
export type Choose = (told: Told, last: string | undefined) => OpenQuestion | undefined;

/** Clew's own way. */
export function byGain(law: Law, targets: readonly string[]): Choose {
  return (told, last): NextQuestion | undefined => nextQuestion(law, { ...told, on: ON, targets, last });
}

/**
 * What an interview does that follows the law line by line: the first question, in written order, whose answer can still
 * matter. Both ways ask only what matters, and stop at the same moment: what differs is the order.
 */
export function byText(law: Law, targets: readonly string[]): Choose {
  return (told) => openQuestions(law, { ...told, on: ON, targets })[0];
}

export type Held = { questions: number; burden: number; jumps: number; told: Told; choiceMs: number[] };

/** One interview, to its end. Throws where it asks twice. */
export function interview(law: Law, truth: Truth, choose: Choose): Held {
  const held: Held = { questions: 0, burden: 0, jumps: 0, told: { facts: {}, people: {} }, choiceMs: [] };
  const asked = new Set<string>();
  let last: string | undefined;
  for (;;) {
    const started = performance.now();
    const next = choose(held.told, last);
    held.choiceMs.push(performance.now() - started);
    if (!next) return held;
    const key = JSON.stringify([next.fact, next.people]);
    if (asked.has(key)) throw new Error(`Asked twice: ${key}`);
    asked.add(key);
    const fact = law.facts[next.fact];
    const before = last === undefined ? undefined : law.facts[last]?.theme;
    held.questions++;
    held.burden += fact?.sensitivity ?? 1;
    if (before !== undefined && fact && fact.theme !== before) held.jumps++;
    if (fact) last = next.fact;
    answer(held.told, next, truth);
  }
}

function answer(told: Told, { fact, people }: OpenQuestion, truth: Truth): void {
  if (!people) {
    told.facts[fact] = truth.facts[fact] ?? 'not_known';
    return;
  }
  const { group, number } = people;
  const known = told.people[group]?.members ?? [];
  const own = truth.people[group]?.members ?? [];
  // Who is asked who is there names everybody at once; what is so of each of them is asked afterwards.
  const members =
    number === undefined
      ? own.map(() => ({}))
      : known.map((one, at) =>
          at === number - 1 ? { ...one, [fact]: own[at]?.[fact] ?? 'not_known' } : one,
        );
  told.people = { ...told.people, [group]: { complete: 'yes', members } };
}
