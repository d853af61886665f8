import { isDate, type Law, readAnswer } from '@clew/rules';
import { open, type Random, seal } from '@clew/seal';
import { z } from 'zod';
import { findQuestion } from './asked-question.ts';
import { type Interview, NEW_INTERVIEW, RESULT, START } from './interview.ts';
import { Topic } from './topics.ts';

/** What only this room may open. */
const CONTEXT = 'assess.interview';

/** A few dozen answers fit into one or two of these, so that the length of the field does not tell them. */
const PAD_TO = 1024;

const Content = z.strictObject({
  topic: Topic,
  state: z.string().optional(),
  on: z.custom<string>((day) => typeof day === 'string' && isDate(day)).optional(),
  told: z.array(z.tuple([z.string(), z.string()])),
  reforms: z.array(z.string()),
  at: z.string(),
});
type Content = z.infer<typeof Content>;

/** An interview as it came out of its box; `dropped` counts answers that the law of today has no question for. */
type OpenedInterview = { interview: Interview; dropped: number };

/** Seals interviews into text that a hidden field carries, and opens them again. */
export type InterviewSeal = {
  close(interview: Interview): string;
  /** Nothing where the box is not ours, was changed, or was made before the node was started. */
  open(box: string): OpenedInterview | undefined;
};

/** The seal of one node: whoever has the same key opens what it closed. */
export function interviewSeal(law: Law, { key, random }: { key: Uint8Array; random: Random }): InterviewSeal {
  return {
    close: (interview) =>
      seal({ key, random, context: CONTEXT, text: JSON.stringify(contentOf(interview)), padTo: PAD_TO }),
    open: (box) => {
      const opened = open({ key, context: CONTEXT, box });
      if (!opened.ok) return undefined;
      const content = Content.safeParse(JSON.parse(opened.text));
      return content.success ? read(content.data, law) : undefined;
    },
  };
}

function contentOf({ topic, state, on, told, reforms, at }: Interview): Content {
  return {
    topic,
    ...(state === undefined ? {} : { state }),
    ...(on === undefined ? {} : { on }),
    told: [...told].map(([question, answer]) => [question, String(answer)]),
    reforms: [...reforms],
    at,
  };
}

/** The law may have changed since: a web process that took the place of another reads it anew. */
function read({ topic, state, on, told, reforms, at }: Content, law: Law): OpenedInterview {
  const known = told.flatMap(([question, written]) => {
    const fact = findQuestion(question, law)?.fact;
    const answer = fact && readAnswer(written, fact);
    return answer?.ok ? [[question, answer.answer] as const] : [];
  });
  const isPlace = at === START || at === RESULT || findQuestion(at, law) !== undefined;
  return {
    interview: {
      ...NEW_INTERVIEW,
      ...{ topic, state, told: new Map(known) },
      on: on !== undefined && isDate(on) ? on : undefined,
      reforms: reforms.filter((id) => law.overlays[id]),
      at: isPlace ? at : START,
    },
    dropped: told.length - known.length,
  };
}
