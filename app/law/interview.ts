import { type Answer, type Answers, type Law, nextQuestion, readAnswer } from '@clew/rules';

/** What the interview asks the law. */
export const TARGET = 'trafficking.victim';

/** The names of a form of the interview that are not facts. */
export const FIELDS = { at: 'at', go: 'go', reason: 'reason', before: 'before' } as const;

/** What the buttons that change the language send: the question's own form, with word to ask the same again. */
export const LANGUAGE_FORM = { id: 'question', name: FIELDS.go, value: 'stay' } as const;

/** An interview as one form carries it. Nothing of it is kept anywhere else. */
export type Interview = {
  answers: Answers;
  /** The facts that were answered, in the order in which they were asked. */
  order: readonly string[];
  /** The question that was on the page. */
  at: string | undefined;
  /** What was typed for that question, if it is no answer to it. */
  wrong: string | undefined;
  /** How many other values were no answers; they count as not asked. */
  unreadable: number;
};

/** Reads a form that anybody may have sent. What cannot be read is counted, never guessed and never thrown. */
export function readInterview(form: URLSearchParams, law: Law): Interview {
  const at = findFact(form.get(FIELDS.at) ?? '', law);
  const answers = new Map<string, Answer>();
  let wrong: string | undefined;
  let unreadable = 0;
  for (const [name, values] of valuesByName(form)) {
    if (Object.values<string>(FIELDS).includes(name)) continue;
    const typed = [...values];
    const [first = ''] = typed;
    const fact = law.facts[name];
    const read = fact && typed.length === 1 ? readAnswer(westernDigits(first).trim(), fact) : undefined;
    if (read?.ok) answers.set(name, read.answer);
    else if (name === at) wrong = first;
    else unreadable++;
  }
  // Why there was no number before holds until a number is typed, or another reason is given.
  const isBlank = at !== undefined && !answers.has(at) && (wrong ?? '').trim() === '';
  const reason = form.get(FIELDS.reason) ?? (isBlank ? form.get(FIELDS.before) : null);
  if (at !== undefined && (reason === 'not_known' || reason === 'withheld')) {
    answers.set(at, reason);
    wrong = undefined;
  }
  return { answers: Object.fromEntries(answers), order: [...answers.keys()], at, wrong, unreadable };
}

/** One pass: asking the form for each name again would take the square of its length. */
function valuesByName(form: URLSearchParams): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [name, value] of form) found.set(name, (found.get(name) ?? new Set()).add(value));
  return found;
}

function findFact(id: string, law: Law): string | undefined {
  return law.facts[id] ? id : undefined;
}

/** Arabic and Persian digits as those that a rule compares. */
function westernDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}

/** What to show: a question, perhaps again because it was not answered, or the result. */
export type Step =
  | { kind: 'question'; fact: string; left: number; problem: 'choose' | 'number' | undefined }
  | { kind: 'result' };

/** The step that follows on a form, by the button that was pressed. */
export function stepAfter(interview: Interview, go: string | null, law: Law): Step {
  const { answers, at } = interview;
  const next = nextQuestion(law, { facts: answers, targets: [TARGET] });
  const left = next?.open ?? 0;
  const ask = (fact: string, problem?: 'choose' | 'number'): Step => ({
    kind: 'question',
    fact,
    left,
    problem,
  });
  if (go === 'stop') return { kind: 'result' };
  if (go === LANGUAGE_FORM.value && at !== undefined) return ask(at);
  if (go === 'back') {
    const before = factBefore(interview);
    if (before !== undefined) return ask(before);
  } else if (at !== undefined && answers[at] === undefined) {
    return ask(at, law.facts[at]?.type.kind === 'number' ? 'number' : 'choose');
  }
  return next ? ask(next.fact) : { kind: 'result' };
}

function factBefore({ order, at }: Interview): string | undefined {
  const place = at === undefined ? -1 : order.indexOf(at);
  return place < 0 ? order.at(-1) : (order[place - 1] ?? at);
}
