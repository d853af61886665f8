import { type Answer, type Day, inOrder, type Law } from '@clew/rules';
import { findQuestion } from './asked-question.ts';
import { FIELDS, type Interview, NEW_INTERVIEW, RESULT, START } from './interview.ts';
import type { InterviewSeal } from './interview-seal.ts';
import { encodedStates, NO_STATE } from './state-choices.ts';
import { Topic } from './topics.ts';
import { ANSWER_FIELDS, readTyped, type Typed } from './typed-answer.ts';

/** What a form brought. */
export type Received = {
  /** With the answer that the form gave, if it gave one. */
  interview: Interview;
  /** What it said to the question it showed; nothing where it showed none. */
  typed: Typed | undefined;
  /** What was typed to that question, as it was typed. */
  shown: URLSearchParams;
  /** How many things were sent that nobody can read. They count as not asked, and that is said. */
  unreadable: number;
  /** True if the answers before could not be opened: after a restart of the node, or changed on the way. */
  isLost: boolean;
};

type Reading = { law: Law; seal: InterviewSeal; today: Day };

/** Reads a form that anybody may have sent. What cannot be read is counted, never guessed and never thrown. */
export function readInterviewForm(form: URLSearchParams, { law, seal, today }: Reading): Received {
  const box = form.get(FIELDS.box);
  const opened = box === null ? undefined : seal.open(box);
  const isBeginning = box === null && form.has(FIELDS.begin);
  const before = opened?.interview ?? NEW_INTERVIEW;
  const isLost = opened === undefined && !isBeginning;
  const asked = isLost ? (form.get(FIELDS.asked) ?? '') : before.at;
  const fact = findQuestion(asked, law)?.fact;
  const typed = fact && readTyped(form, fact, today);
  const chosen = readChoices(form, before, law);
  return {
    interview: { ...chosen.interview, told: told(before, asked, typed) },
    typed,
    shown: new URLSearchParams([...form].filter(([name]) => ANSWER_FIELDS.includes(name))),
    unreadable: (opened?.dropped ?? 0) + chosen.unreadable + countUnknown(form),
    isLost,
  };
}

/** The answers with the one of this form. A number or a day that was taken out is taken back; a reason stays until another answer comes. */
function told({ told }: Interview, asked: string, typed: Typed | undefined): ReadonlyMap<string, Answer> {
  const after = new Map(told);
  if (typed?.kind === 'answer') after.set(asked, typed.answer);
  const before = told.get(asked);
  const isReason = before === 'not_known' || before === 'withheld';
  if (typed?.kind === 'wrong' || (typed?.kind === 'blank' && typed.isErased && !isReason))
    after.delete(asked);
  return after;
}

/** What is chosen beside the questions: at the start what to find out, there and at the end the State, at the end reforms. */
function readChoices(
  form: URLSearchParams,
  before: Interview,
  law: Law,
): { interview: Interview; unreadable: number } {
  if (before.at !== START && before.at !== RESULT) return { interview: before, unreadable: 0 };
  const topic = form.has(FIELDS.topic) ? Topic.safeParse(form.get(FIELDS.topic)) : undefined;
  const state = form.get(FIELDS.state) ?? before.state ?? '';
  const isState = [...NO_STATE, ...encodedStates(law)].includes(state);
  const reforms = new Set(form.getAll(FIELDS.reform));
  // Whoever ticks boxes cannot say which comes first.
  const known = inOrder(law.overlays).flatMap(({ id }) => (reforms.has(id) ? [id] : []));
  return {
    interview: {
      ...before,
      topic: topic?.success ? topic.data : before.topic,
      state: isState ? state : undefined,
      reforms: before.at === RESULT ? known : before.reforms,
    },
    unreadable:
      [topic?.success === false, state !== '' && !isState].filter(Boolean).length +
      reforms.size -
      known.length,
  };
}

/** Names that no form of ours has, each once. */
function countUnknown(form: URLSearchParams): number {
  const ours = new Set<string>(Object.values(FIELDS));
  return new Set([...form.keys()].filter((name) => !ours.has(name) && !name.endsWith('.dir'))).size;
}
