import type { Answer, Day } from '@clew/rules';
import type { Topic } from './topics.ts';

/** Where an interview is when it shows no question. No fact is called so. */
export const START = '@start';
export const RESULT = '@result';

/** An interview as the pages carry it. Nothing of it is kept anywhere else. */
export type Interview = {
  topic: Topic;
  /** The State where the person is, or a word of `NO_STATE`; nothing where nobody said. */
  state: string | undefined;
  /** The day on which the law is asked, where a case file named one; else the day on which the page is made. */
  on: Day | undefined;
  /** The answers by question, in the order in which they were first given. */
  told: ReadonlyMap<string, Answer>;
  /** The reforms that are switched on. */
  reforms: readonly string[];
  /** The question that is on the page, or START or RESULT. */
  at: string;
};

/** An interview in which nobody has said anything yet. */
export const NEW_INTERVIEW: Interview = {
  topic: 'all',
  state: undefined,
  on: undefined,
  told: new Map(),
  reforms: [],
  at: START,
};

/** The names of the forms of the interview. */
export const FIELDS = {
  /** The sealed interview. */
  box: 'box',
  /** Said by a form that begins, and therefore has no box. */
  begin: 'begin',
  /** Which button was pressed. */
  go: 'go',
  /** The question on the page, for a box that no longer opens. */
  asked: 'asked',
  answer: 'answer',
  reason: 'reason',
  day: 'day',
  month: 'month',
  year: 'year',
  topic: 'topic',
  state: 'state',
  reform: 'reform',
} as const;

/** What the buttons of a form send as `go`. */
const Go = ['back', 'stop', 'stay', 'show', 'start'] as const;
type Go = (typeof Go)[number];

/** What the buttons that change the language send: the form of the page, with word to show the same again. */
export const LANGUAGE_FORM = { id: 'question', name: FIELDS.go, value: 'stay' satisfies Go } as const;
