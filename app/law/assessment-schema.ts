import { LATER_ENDS, STRENGTHS } from '@clew/rules';
import { z } from 'zod';
import { RESTS, STANDINGS } from './footing.ts';

const Verdict = z.enum(['yes', 'no', 'unknown']);
const Verdicts = z.object({
  strict: Verdict.describe('On the facts alone.'),
  burden: Verdict.describe('After burdens and presumptions that the law itself states.'),
});
const Reason = z.enum(['not_asked', 'not_known', 'withheld', 'not_recorded']);
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const StateCode = z.string().regex(/^[A-Z]{2}$/);
const Refs = z.array(z.string()).describe('References of the form instrument#anchor.');
const Id = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/);
const Word = z.enum(['yes', 'no', 'not_asked', 'not_known', 'withheld', 'not_recorded']);
const Answers = z.record(Id, z.union([Word, z.int(), Day]));

const Asked = z
  .object({
    facts: Answers,
    people: z
      .record(z.string(), z.object({ complete: z.string(), members: z.array(Answers) }))
      .describe('The people of each group in the case.'),
    expect: z.array(z.object({ rule: Id, which: z.enum(['strict', 'burden']), verdict: Verdict })),
    language: z.string(),
  })
  .describe('What was put to the law, so that it can be put to it again with clew assess --again.');

const LawUsed = z.object({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  on: Day.nullable(),
  states: z.array(StateCode),
  reforms: z.array(z.string()),
});

const OrLater = z
  .enum(LATER_ENDS)
  .describe(
    'What the time lasts up to where that comes later than the days: the day is the earliest end then.',
  );

const Deadline = z.union([
  z
    .object({
      days: z.int(),
      months: z
        .int()
        .nullable()
        .default(null)
        .describe(
          'Where the law of the State says months: the end is counted by the calendar, and days only stand for them.',
        ),
      calendar: z.enum(['calendar', 'working']),
      from: z.string(),
      isFirstDayCounted: z
        .boolean()
        .default(false)
        .describe('Whether the day that it counts from is the first of the days.'),
      unknown: Reason.nullable(),
      orLater: OrLater.nullable().default(null),
    })
    .describe('Working days pass over Saturdays and Sundays; public holidays are not known.'),
  z.object({ words: z.string() }),
]);

const Duty = z.object({
  id: z.string(),
  owed: Verdicts,
  bearer: z.string(),
  act: z.string(),
  strength: z.enum(STRENGTHS),
  breach: z.string(),
  due: Day.nullable().describe('The day, where the day it counts from is known.'),
  deadline: Deadline.nullable(),
  source: Refs,
  bound: Verdict.nullable().describe(
    'Whether the State is bound by an instrument that the duty rests on; null without a State, or where only guidance is cited.',
  ),
  reservationsLookedAt: z
    .enum(['yes', 'no', 'not-written-here'])
    .nullable()
    .default(null)
    .describe(
      'Whether somebody looked, for that day, at what the State said of what binds it to this. Without that it is party, and a reservation may take something away. null where it is not known to be bound.',
    ),
});

const KnownOn = Day.nullable()
  .default(null)
  .describe('Where since when is not known: the day on which it is known to have been so.');

const NationalReading = z.object({
  rule: z.string(),
  treaty: z.string().describe('The rule of the treaty beside which it stands.'),
  state: StateCode.nullable(),
  since: Day.nullable().describe(
    'Since when it reads so; null where nobody has written how this State reads it.',
  ),
  knownOn: KnownOn,
  seen: z
    .array(
      z.object({
        text: z.string(),
        from: z.string().nullable(),
        until: Day.nullable(),
        asOf: Day,
        undated: z.boolean(),
        status: z.string(),
        seenIn: z.string().nullable(),
      }),
    )
    .default([])
    .describe(
      'Where the whole is not written: what is known of it as far as somebody saw. Nothing is worked out from it.',
    ),
});

const GivenByState = z.object({
  state: StateCode,
  value: z
    .int()
    .nullable()
    .describe('null where nobody has said it and no treaty that is known to bind the State gives a number.'),
  said: z.enum(['state', 'nobody']).describe("nobody: the number is the treaty's floor, and why says so."),
  why: z.enum(['nothing-for-state', 'nothing-for-day', 'no-day']).nullable(),
  since: Day.nullable(),
  knownOn: KnownOn,
  orLater: OrLater.nullable().default(null),
  source: Refs,
  readLater: z
    .object({ value: z.int(), knownOn: Day, source: Refs })
    .nullable()
    .default(null)
    .describe(
      'What its law gave when it was read, on a day after the one asked about; since when is not known, and it does not count.',
    ),
});

const Value = z.object({
  id: z.string(),
  applies: Verdicts,
  unit: z.literal('days'),
  value: z
    .int()
    .nullable()
    .describe('The treaty’s number; null where it is not known to bind a State that was named, on the day.'),
  floor: z.int().nullable(),
  source: Refs,
  states: z.array(GivenByState),
});

const Finding = z.object({
  code: z.literal('below-floor'),
  rule: z.string(),
  state: StateCode,
  value: z.int(),
  floor: z.int(),
  source: Refs,
});

const Presumed = z.object({
  rule: z.string(),
  value: z.enum(['yes', 'no']),
  cites: Refs,
  bound: Verdict.describe('Whether the State is bound by what states the presumption.'),
  conditions: z.array(z.string()),
});

const RestsOn = z
  .enum(RESTS)
  .describe(
    'binding: a source binds the State on the day. discretion: one does, and asks only for a power, or to try or consider. not-known: nobody knows, or it holds only with a presumption that is not known to bind it. not-binding: every source only recommends or does not bind the State. no-state: no State is named. proposed: it comes out so only with a reform, which binds nobody.',
  );

const Footing = z.object({
  rests: RestsOn,
  sources: z.array(
    z.object({
      instrument: z.string(),
      source: Refs,
      standing: z
        .enum(STANDINGS)
        .describe('What the instrument is to the State on the day; the last seven say why it binds not.'),
      since: z.string().nullable().describe('A day or a year.'),
      asOf: Day.nullable().describe('Up to which day that is known.'),
      weak: z
        .enum(STRENGTHS)
        .nullable()
        .default(null)
        .describe('How strongly the strongest of the paragraphs asks, where that is less than shall.'),
    }),
  ),
  isCustomSaid: z
    .boolean()
    .default(false)
    .describe(
      'It is said that custom says the same, which would bind the State without a treaty. Nobody verified that.',
    ),
  presumed: Refs.describe(
    'Presumptions that are not known to bind the State, without which it does not hold.',
  ),
});

const Protections = z
  .object({
    binding: z.array(Id).describe('Only these protect in the State, on the day.'),
    discretion: z
      .array(Id)
      .default([])
      .describe('What binds the State asks only for a power, or to try or consider: no duty to protect.'),
    notKnown: z.array(Id),
    notBinding: z.array(Id),
    noState: z.array(Id),
    proposed: z.array(Id),
    open: z.int().describe('How many protections are still open.'),
  })
  .describe(
    'The protections that hold by what was told, by what each rests on. Read this before the verdicts.',
  );

const members = {
  protections: Protections.default({
    ...{ binding: [], discretion: [], notKnown: [], notBinding: [], noState: [], proposed: [], open: 0 },
  }),
  footing: z
    .record(z.string(), Footing)
    .default({})
    .describe('Of each rule and duty that comes out yes: on what it rests in the State, on the day.'),
  law: LawUsed,
  verdicts: z.record(z.string(), Verdicts),
  duties: z.array(Duty).describe('Every duty of the law: whether it is owed, and by when.'),
  values: z.array(Value),
  findings: z.array(Finding),
  presumed: z.array(Presumed).describe('Presumptions that closed a gap, and on what each hangs.'),
  national: z.array(NationalReading).describe('The rules that stand for how a State reads a treaty.'),
  next: z.array(
    z.object({ fact: z.string(), question: z.string(), why: z.string(), path: z.array(z.string()) }),
  ),
  unverified: Refs.describe('References that no named person has checked against the text.'),
  failed: z
    .array(
      z.object({
        rule: z.string(),
        which: z.enum(['strict', 'burden']),
        expected: Verdict,
        found: Verdict,
        state: StateCode.nullable(),
      }),
    )
    .describe('Expectations of the case that were not met.'),
};

const InOneState = z.object(members);
/** What the law says in one State, or without one. */
export type InOneState = z.infer<typeof InOneState>;

/**
 * What `clew assess --json` prints: the answer in the first State that was named, or without a State; where there are
 * several, in each of them. Members are added, never renamed or taken away.
 */
export const AssessmentJson = z.object({
  ...members,
  asked: Asked,
  byState: z
    .record(StateCode, InOneState)
    .optional()
    .describe('Only where several States were named: the answer in each of them.'),
});
export type AssessmentJson = z.infer<typeof AssessmentJson>;

/** The JSON Schema (draft 2020-12) of what `clew assess --json` prints, as it stands in `assessment.schema.json`. */
export function assessmentJsonSchema(): object {
  return {
    title: 'What clew assess --json prints',
    description: 'Members are added, never renamed or taken away.',
    // What a later version adds must not break a reader of today.
    ...z.toJSONSchema(AssessmentJson, { target: 'draft-2020-12', io: 'input' }),
  };
}
