import { z } from 'zod';
import { STRENGTHS } from './instrument.ts';
import {
  CheckedByList,
  Cite,
  Id,
  JustYes,
  listOf,
  NeverReadsList,
  Reading,
  Text,
  WholeNumber,
} from './schema.ts';

const Strength = z.enum(STRENGTHS, `write one of ${STRENGTHS.join(', ')}`);

const DeadlineBlock = z
  .strictObject(
    {
      days: WholeNumber.refine(
        (days) => days >= 1 && days <= 3650,
        'write a number from 1 to 3650',
      ).optional(),
      value: Id.optional(),
      kind: z.enum(['calendar', 'working'], 'write calendar or working').optional(),
      from: Id.optional(),
      at: Text.optional(),
    },
    'write days (or value), kind and from; or at, with the words of the treaty',
  )
  .superRefine(({ days, value, kind, from, at }, context) => {
    const counted = [days, value, kind, from].filter((part) => part !== undefined).length;
    const isOneLength = (days === undefined) !== (value === undefined);
    if (at === undefined ? counted === 3 && isOneLength : counted === 0) return;
    const message =
      at === undefined
        ? 'days (or value), kind and from stand together: “{days: 30, kind: calendar, from: grounds.day}”'
        : 'write either days or value with kind and from, or at alone';
    context.addIssue({ code: 'custom', message });
  });

export type DutyBlock = z.infer<typeof DutyBlock>;
export const DutyBlock = z.strictObject(
  {
    id: Id,
    label: Text,
    cite: listOf(Cite),
    when: Reading,
    bearer: Text,
    act: Text,
    strength: Strength,
    by: DeadlineBlock.optional(),
    breach: Text,
    never_reads: NeverReadsList.optional(),
    never_with: listOf(Id).optional(),
    protection: JustYes.optional(),
    checked_by: CheckedByList.optional(),
  },
  'write a duty',
);
