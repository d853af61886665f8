import { z } from 'zod';
import { DateText, Language, Text } from './schema.ts';

const status = {
  status: z.enum(['draft', 'checked'], 'write draft, or checked with by and on'),
  by: Text.optional(),
  on: DateText.optional(),
};

export type WordsFile = z.infer<typeof WordsFile>;
export const WordsFile = z.strictObject(
  {
    language: Language,
    /** Words may be lacking; what lacks is shown in English. */
    unfinished: z.literal('yes', 'write unfinished: yes, or leave it out').optional(),
    facts: z.record(
      z.string(),
      z.strictObject(
        { label: Text, question: Text, why: Text, ...status },
        'write the words and their status',
      ),
      'write the words under their ids',
    ),
    rules: z.record(
      z.string(),
      z.strictObject({ label: Text, limbs: z.record(z.string(), Text).optional(), ...status }),
    ),
    duties: z
      .record(
        z.string(),
        z.strictObject(
          { label: Text, bearer: Text, act: Text, breach: Text, at: Text.optional(), ...status },
          'write label, bearer, act, breach and their status',
        ),
      )
      .optional(),
    values: z
      .record(z.string(), z.strictObject({ label: Text, ...status }, 'write label and its status'))
      .optional(),
    groups: z
      .record(
        z.string(),
        z.strictObject(
          { label: Text, question: Text, complete: Text, why: Text, ...status },
          'write label, question, complete, why and their status',
        ),
      )
      .optional(),
    reforms: z
      .record(z.string(), z.strictObject({ label: Text, ...status }, 'write label and its status'))
      .optional(),
    instruments: z.record(
      z.string(),
      z.strictObject({ short: Text, articles: z.record(z.string(), Text).optional(), ...status }),
    ),
  },
  'write language, facts, rules and instruments',
);
