import { z } from 'zod';
import { CheckedByList, ComparedBlock, DateText, Id, Text, WholeNumber } from './schema.ts';
import { DayOrYear } from './schema-state.ts';
import { State } from './states.ts';

const verification = { compared: ComparedBlock.optional(), checked_by: CheckedByList.optional() };
const states = z.array(State, 'write a list of States').max(300).optional();
const daysByState = z.record(State, DayOrYear, 'write each State with its day or year').optional();
const few = WholeNumber.refine((count) => count >= 0 && count <= 1000, 'write a number from 0 to 1000');

const BindsAfter = z
  .strictObject(
    {
      article: Text,
      days: few.optional(),
      months: few.optional(),
      first_of_month: z.literal('yes', 'write yes, or take the line out').optional(),
      ...verification,
    },
    'write article, and days or months',
  )
  .refine(({ days, months }) => (days === undefined) !== (months === undefined), {
    error: 'write days or months, one of them',
  });

const list = {
  as_of: DateText,
  ...verification,
  consented: daysByState,
  succeeded: daysByState,
  at_latest: daysByState,
  bound: states,
  disputed: z
    .record(
      State,
      z
        .array(z.union([DayOrYear, z.literal('never')], { error: 'write a day, a year or never' }))
        .min(2, 'write what each list says'),
      'write each State with what the lists say',
    )
    .optional(),
  signed: states,
  unclear: states,
  left: z.record(State, DateText, 'write each State with the last day on which it was bound').optional(),
  outside: states,
  unnamed: z.literal('unknown', 'write unknown, or take the line out').optional(),
  silent_on: states,
};

/** Who is party to one instrument, as a list of its depositary tells it. */
export type PartiesFile = z.infer<typeof PartiesFile>;
export const PartiesFile = z.strictObject(
  {
    parties_to: Id,
    binds_after: BindsAfter.optional(),
    ...list,
    earlier: z.strictObject(list, 'write the earlier list').optional(),
    left_out: z
      .array(z.strictObject({ who: Text, why: Text }, 'write who and why'), 'write a list of who and why')
      .optional(),
  },
  'write parties_to, as_of, and the States under consented, succeeded, bound or signed',
);

/** What each State is called, by language. */
export type StateNamesFile = z.infer<typeof StateNamesFile>;
export const StateNamesFile = z.strictObject(
  {
    source: Text,
    licence: Text,
    state_names: z.record(
      State,
      z.strictObject({ en: Text, fr: Text, ar: Text, es: Text }, 'write en, fr, ar and es'),
      'write the names under the codes of the States',
    ),
  },
  'write source, licence and state_names',
);
