import { z } from 'zod';
import { isDate } from './date.ts';
import { CheckedByList, ComparedBlock, DateText, Id, listOf, PeopleBlock, Text } from './schema.ts';
import { State } from './states.ts';

/** What a judgment can be about. A closed list: a page filters by it and draws it by year. */
export const ISSUES = [
  'definition',
  'investigation',
  'protection',
  'framework',
  'non-punishment',
  'compensation',
  'social-group',
  'state-protection',
  'removal',
  'child',
  'discrimination',
] as const;
export type Issue = z.infer<typeof Issue>;
export const Issue = z.enum(ISSUES, `write one or more of ${ISSUES.join(', ')}`);

const Answered = z.record(
  z.string(),
  z.string('write one answer: yes, no, a number, a day, not_asked, not_known, withheld or not_recorded'),
  'write facts with their answers, like “act.recruited: yes”',
);
const Expected = z.record(
  z.string(),
  z.string('write yes, no or unknown'),
  'write rules with their verdicts, like “trafficking.victim: yes”',
);
const Held = z.record(
  z.string(),
  z.enum(['yes', 'no'], 'write yes or no; what the court left open is not written here'),
  'write rules with what the court decided, like “trafficking.victim: yes”',
);
const Link = z
  .string('write the address of one page')
  .max(500)
  .regex(
    /^https?:\/\/[^\s"<>]+$/,
    'write the address of a page where it can be read, like “https://example.org/doe”',
  );

/** What every judgment says of itself, whether it is a test of the law or not. */
const head = {
  id: Id,
  title: Text,
  /**
   * Its place in the catalogue of this project, if it has one. Two files share one where two people's claims were decided
   * together; of a number that names several judgments each has a letter.
   */
  number: z
    .string('write one number')
    .regex(
      /^K[1-9]\d?[a-z]?$/,
      'write a number like K5, or K40b where one number of the list names several judgments',
    )
    .optional(),
  court: Text,
  citation: Text,
  decided: DateText,
  issues: listOf(Issue),
  /** Of a court of a State: which. */
  court_of: State.optional(),
  /** Of a court or body of treaties or of acts of the Union: those by which it decided. */
  organ_of: listOf(Id).optional(),
  link: Link,
  source: Text,
  compared: ComparedBlock.optional(),
  checked_by: CheckedByList.optional(),
};

/** A judgment as it is written in a `decision` block. What stands under facts and expect is read like a case file's. */
export type DecisionBlock = z.infer<typeof DecisionBlock>;
export const DecisionBlock = z.strictObject(
  {
    ...head,
    state: listOf(State),
    on: DateText,
    facts: Answered,
    also: Answered.optional(),
    people: PeopleBlock.optional(),
    expect: Expected.optional(),
    expect_in: z.record(State, Expected, 'write States with what is expected in each').optional(),
    /** What the court decided, as far as somebody read it: apart from what the rules must answer on the facts that are told. */
    held: Held.optional(),
    held_in: z.record(State, Held, 'write States with what was decided of each').optional(),
    /** What was claimed and not granted. */
    lost: listOf(Id).optional(),
    /** What was owed and found fulfilled: that it was breached was claimed and not granted. */
    fulfilled: listOf(Id).optional(),
    not_encoded: z.array(Text, 'write a list').min(1, 'write at least one, or leave it out').optional(),
  },
  'a decision is a list of lines like “id: ...”, “title: ...”, “court: ...”, “facts:”',
);

/** Where nobody wrote the day of the decision, its year. */
const DayOrYear = z
  .string('write a date like 2024-05-31, or a year')
  .refine(
    (text) => /^\d{4}$/.test(text) || isDate(text),
    'write a date that exists, like 2024-05-31, or a year',
  );

/** A judgment that is no test of the law: `left_out` says which fact no source tells. */
export type LeftOutBlock = z.infer<typeof LeftOutBlock>;
export const LeftOutBlock = z.strictObject(
  { ...head, decided: DayOrYear, state: listOf(State).optional(), left_out: Text },
  'a decision is a list of lines like “id: ...”, “title: ...”, “court: ...”, “left_out: ...”',
);
