import { type CaseFile, type Day, type Law, type Problem, readCase } from '@clew/rules';
import { z } from 'zod';
import { Language } from '../../web/index.ts';

/** What a number, a day or a word of an answer may be. Which facts take which, the law of the node says: `GET /api/law/facts`. */
const Answer = z.union([
  z.enum(['yes', 'no', 'not_asked', 'not_known', 'withheld', 'not_recorded']),
  z.int().min(0).max(1_000_000),
  z.iso.date(),
]);
const Id = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/);
const MOST_FACTS = 2_000;
const MOST_GROUPS = 20;
const Answers = z.record(Id, Answer);

/** The most that an API puts to the law at once. */
const MOST_STATES = 5;

/** A case to be put to the law: answers, the people in it, the States and the day. It is read, answered, and kept nowhere. */
export const CaseBody = z.strictObject({
  facts: atMost(MOST_FACTS, Answers).describe('Answers by fact. What is not named has not been asked.'),
  people: atMost(
    MOST_GROUPS,
    z.record(
      Id,
      z.strictObject({
        complete: z.enum(['yes', 'no', 'not_asked', 'not_known', 'withheld', 'not_recorded']).optional(),
        members: z.array(Answers).max(50),
      }),
    ),
  )
    .optional()
    .describe('The people of each group in the case.'),
  states: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .max(MOST_STATES)
    .optional()
    .describe(
      'By their two letters (ISO 3166-1). Without one the law is asked without any State’s own readings.',
    ),
  on: z.iso.date().optional().describe('The day on which the law is asked; today where none is named.'),
  language: Language.optional(),
});
export type CaseBody = z.infer<typeof CaseBody>;

function atMost<Schema extends z.ZodType<Record<string, unknown>>>(most: number, schema: Schema): Schema {
  return schema
    .refine((value) => Object.keys(value).length <= most, `at most ${most}`)
    .meta({ maxProperties: most }) as Schema;
}

/** The case as the law reads one, or what the law says is wrong with it. Never throws. */
export function caseOfBody(
  body: CaseBody,
  { law, today }: { law: Law; today: Day },
): { ok: true; case: CaseFile } | { ok: false; problems: Problem[] } {
  const { facts, people, states = [], on } = body;
  // JSON is YAML, so that what is said here is judged by the very reader that judges case files.
  const text = JSON.stringify({
    title: 'A case from a program',
    source: 'A program sent it.',
    ...(states.length === 0 ? {} : { state: states }),
    ...(on === undefined ? {} : { on }),
    facts,
    ...(people === undefined ? {} : { people }),
  });
  return readCase({ path: 'body', text, today }, law);
}
