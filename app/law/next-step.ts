import type { Answers, Day, Fact, Law, NextQuestion } from '@clew/rules';
import { countKey, findQuestion, memberKey, toldOf } from './asked-question.ts';
import { FIELDS, type Interview, RESULT, START } from './interview.ts';
import { nextPressingFirst } from './open-bars.ts';
import type { Received } from './read-interview-form.ts';
import { whereOf } from './state-choices.ts';
import { targetsOf } from './topics.ts';
import type { TypedProblem } from './typed-answer.ts';

/** What to show: the start, a question (again, if it was not answered), or the result. */
export type Step =
  | { kind: 'start' }
  | { kind: 'question'; asked: string; left: number; problem: TypedProblem | undefined }
  | { kind: 'result' };

/** The step that follows on a form, by the button that was pressed. */
export function stepAfter(received: Received, form: URLSearchParams, { law, today }: Where): Step {
  const { interview, typed, isLost } = received;
  const { at } = interview;
  const go = form.get(FIELDS.go);
  if (isLost || go === 'start') return { kind: 'start' };
  if (go === 'stop' || (at === RESULT && (go === 'show' || go === 'stay'))) return { kind: 'result' };
  const open = openQuestions(interview, { law, today });
  const ask = (asked: string, problem?: TypedProblem): Step => ({
    kind: 'question',
    asked,
    left: open.count,
    problem,
  });
  const goOn = (): Step => (open.next === undefined ? { kind: 'result' } : ask(open.next));
  // What cannot be read is shown again: on the way back it would be lost. The result says by itself that it was.
  if (go === 'back' && typed?.kind === 'wrong') return ask(at, typed.problem);
  if (go === 'back') return backFrom(interview, ask);
  if (at === START) return go === 'stay' ? { kind: 'start' } : goOn();
  if (at === RESULT) return goOn();
  if (go === 'stay') return ask(at);
  const isAnswered = interview.told.has(at);
  return isAnswered || !typed || typed.kind === 'answer' ? goOn() : ask(at, typed.problem);
}

type Where = { law: Law; today: Day };

/** What could still be asked and change an answer, by its key, and about how many questions there are. */
export function openQuestions(
  interview: Interview,
  { law, today }: Where,
): { next: string | undefined; count: number } {
  const where = whereOf(interview, { law, today });
  const targets = targetsOf(interview.topic, law, where);
  const last = lastFact(interview, law);
  const asked = { ...toldOf(interview.told, law), ...where, targets, last };
  // What a person can know is asked first; what only a lawyer or a file knows, when nothing else is left.
  const ofPerson = { ...asked, facts: { ...withheldFromPerson(law), ...asked.facts } };
  const next = nextPressingFirst(law, ofPerson) ?? nextPressingFirst(law, asked);
  return { next: next && keyOf(next), count: next?.open ?? 0 };
}

/** The facts that a person cannot be expected to know about themselves, as if they had chosen not to say them. */
function withheldFromPerson(law: Law): Answers {
  const others = Object.values(law.facts).filter((fact) => fact.group === undefined && !isForPerson(fact));
  return Object.fromEntries(others.map(({ id }) => [id, 'withheld']));
}

/** Whether a person can be expected to know a fact about themselves. */
export function isForPerson({ knownBy }: Fact): boolean {
  return knownBy.length === 0 || knownBy.includes('person');
}

function keyOf({ fact, people }: Pick<NextQuestion, 'fact' | 'people'>): string {
  if (people === undefined) return fact;
  return people.number === undefined ? countKey(people.group) : memberKey(people.group, people.number, fact);
}

function lastFact({ told }: Interview, law: Law): string | undefined {
  const last = [...told.keys()].at(-1);
  return last === undefined ? undefined : findQuestion(last, law)?.fact.id;
}

function backFrom({ told, at }: Interview, ask: (asked: string) => Step): Step {
  const order = [...told.keys()];
  const place = order.indexOf(at);
  const before = place < 0 ? order.at(-1) : order[place - 1];
  return before === undefined ? { kind: 'start' } : ask(before);
}
