import { z } from 'zod';
import { Burden, Cite, Days, Id, JustYes, LimbBlock, listOf, Reading, Text } from './schema.ts';
import { DutyBlock } from './schema-duty.ts';

const OPS = [
  'add-any',
  'add-all',
  'replace',
  'drop-exception',
  'change-burden',
  'set-value',
  'repeal',
  'add-duty',
] as const;

/** A duty that is not law yet promises nothing that is proved of the law, and nobody has checked it. */
const AddedDutyBlock = DutyBlock.omit({ never_reads: true, never_with: true, checked_by: true });

export type OperationBlock = z.infer<typeof OperationBlock>;
export const OperationBlock = z.discriminatedUnion(
  'op',
  [
    z.strictObject({ op: z.enum(['add-any', 'add-all']), rule: Id, member: LimbBlock }),
    z.strictObject({ op: z.literal('replace'), rule: Id, with: LimbBlock }),
    z.strictObject({ op: z.literal('drop-exception'), rule: Id, exception: Reading }),
    z.strictObject({ op: z.literal('change-burden'), rule: Id, exception: Reading, burden: Burden }),
    z.strictObject({ op: z.literal('set-value'), value: Id, to: Days }),
    z.strictObject({ op: z.literal('repeal'), rule: Id }),
    z.strictObject({ op: z.literal('add-duty'), duty: AddedDutyBlock }),
  ],
  { error: () => `write op, one of ${OPS.join(', ')}` },
);

const ProcedureBlock = z
  .strictObject(
    { text: Text, cite: listOf(Cite).optional(), unverified: JustYes.optional() },
    'write text, and cite or unverified',
  )
  .refine(
    ({ cite, unverified }) => (cite === undefined) !== (unverified === undefined),
    'write either cite, with the paragraph on amendments, or “unverified: yes”',
  );

export type OverlayBlock = z.infer<typeof OverlayBlock>;
export const OverlayBlock = z
  .strictObject(
    {
      id: Id,
      code: z
        .string('write one code')
        .regex(/^[A-Z][0-9]{2}$/, 'a code is a letter and two digits, like F01')
        .optional(),
      label: Text,
      cite: listOf(Cite),
      status: z.enum(['proposal', 'adopted'], 'write proposal or adopted'),
      after: listOf(Id).optional(),
      amends: Id.optional(),
      procedure: ProcedureBlock.optional(),
      effect: z.literal('none-on-rules', 'write none-on-rules, or leave it out').optional(),
      reason: Text.optional(),
      bears_on: listOf(
        z
          .string('write the code of a risk factor')
          .regex(/^[A-Z]{2,5}\d{1,2}$/, 'a risk factor has a code like ENF4'),
      ).optional(),
      ops: z.array(OperationBlock, 'write a list of operations').max(100),
    },
    'write an overlay',
  )
  .superRefine(({ amends, procedure, effect, reason, ops }, context) => {
    const tell = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if ((amends === undefined) !== (procedure === undefined))
      tell('procedure', 'write amends and procedure together: which instrument would change, and how');
    if (ops.length === 0 && effect === undefined)
      tell('ops', 'write at least one operation, or “effect: none-on-rules” and a reason');
    if (ops.length > 0 && effect !== undefined) tell('effect', 'leave effect out: there are operations');
    if ((effect === undefined) !== (reason === undefined))
      tell('reason', 'write effect and reason together: why no rule changes');
  });
