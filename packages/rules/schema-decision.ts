import { z } from 'zod';
import { CheckedByList, ComparedBlock, DateText, Id, listOf, PeopleBlock, Text } from './schema.ts';
import { State } from './states.ts';

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

/** A judgment as it is written in a `decision` block. What stands under facts and expect is read like a case file's. */
export type DecisionBlock = z.infer<typeof DecisionBlock>;
export const DecisionBlock = z.strictObject(
  {
    id: Id,
    title: Text,
    court: Text,
    citation: Text,
    decided: DateText,
    source: Text,
    compared: ComparedBlock.optional(),
    checked_by: CheckedByList.optional(),
    state: listOf(State),
    on: DateText,
    facts: Answered,
    also: Answered.optional(),
    people: PeopleBlock.optional(),
    expect: Expected.optional(),
    expect_in: z.record(State, Expected, 'write States with what is expected in each').optional(),
    not_encoded: z.array(Text, 'write a list').min(1, 'write at least one, or leave it out').optional(),
  },
  'a decision is a list of lines like “id: ...”, “title: ...”, “court: ...”, “facts:”',
);
