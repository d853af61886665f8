import { z } from 'zod';
import { Id, JustYes, LimbBlock, Text, WholeNumber } from './schema.ts';

const FactBlock = z
  .strictObject(
    {
      id: Id,
      type: z.enum(['yes-no', 'number', 'date'], 'write yes-no, number or date'),
      min: WholeNumber.optional(),
      max: WholeNumber.optional(),
      sensitivity: WholeNumber.refine(
        (value) => value >= 1 && value <= 5,
        'write a number from 1 (nobody minds) to 5 (the question can hurt)',
      ),
      known_by: z.array(Text, 'write a list, like [person, witness]').min(1, 'write at least one'),
      label: Text,
      question: Text,
      why: Text,
      group: Id.optional(),
      years_since: Id.optional(),
      vulnerability: JustYes.optional(),
    },
    'write a fact',
  )
  .refine(
    (fact) => (fact.type === 'number') === (fact.min !== undefined && fact.max !== undefined),
    'a number has min and max, and nothing else has',
  )
  .refine((fact) => (fact.min ?? 0) <= (fact.max ?? 0), 'min must not be above max')
  .refine(
    (fact) => fact.vulnerability === undefined || fact.type === 'yes-no',
    'only what is answered yes or no is marked as a vulnerability; for an age mark the rule that compares it',
  );

export type FactsFile = z.infer<typeof FactsFile>;
export const FactsFile = z.strictObject(
  {
    theme: Id,
    facts: z.array(FactBlock, 'write a list of facts').min(1, 'write at least one fact'),
    groups: z
      .array(
        z.strictObject(
          { id: Id, label: Text, question: Text, complete: Text, why: Text },
          'write id, label, question, complete and why',
        ),
        'write a list of groups',
      )
      .optional(),
    contradictions: z
      .array(
        z.strictObject({ when: LimbBlock, why: Text }, 'write when and why'),
        'write a list of when and why',
      )
      .optional(),
  },
  'write theme and facts',
);
