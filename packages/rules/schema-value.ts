import { z } from 'zod';
import { CheckedByList, Cite, DateText, Days, Id, listOf, NeverReadsList, Reading, Text } from './schema.ts';
import { State } from './states.ts';

const VariantBlock = z.strictObject(
  { from: DateText, to: DateText.optional(), value: Days, cite: listOf(Cite) },
  'write from, value and cite, and to where it ended',
);

export type ValueBlock = z.infer<typeof ValueBlock>;
export const ValueBlock = z.strictObject(
  {
    id: Id,
    label: Text,
    cite: listOf(Cite),
    when: Reading,
    unit: z.literal('days', 'write days'),
    value: Days,
    floor: Days.optional(),
    variants: z
      .record(
        State,
        z.array(VariantBlock, 'write a list of from, value and cite').min(1, 'write at least one').max(200),
        'write States with what they give, like “NO: [{from: 2007-01-01, value: 180, cite: ...}]”',
      )
      .optional(),
    never_reads: NeverReadsList.optional(),
    checked_by: CheckedByList.optional(),
  },
  'write a value',
);
