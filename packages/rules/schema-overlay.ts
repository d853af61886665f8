import { z } from 'zod';
import { Burden, Cite, Days, Id, LimbBlock, listOf, Reading, Text } from './schema.ts';

const OPS = [
  'add-any',
  'add-all',
  'replace',
  'drop-exception',
  'change-burden',
  'set-value',
  'repeal',
] as const;

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
  ],
  { error: () => `write op, one of ${OPS.join(', ')}` },
);

export type OverlayBlock = z.infer<typeof OverlayBlock>;
export const OverlayBlock = z.strictObject(
  {
    id: Id,
    label: Text,
    cite: listOf(Cite),
    status: z.enum(['proposal', 'adopted'], 'write proposal or adopted'),
    after: listOf(Id).optional(),
    ops: z
      .array(OperationBlock, 'write a list of operations')
      .min(1, 'write at least one operation')
      .max(100),
  },
  'write an overlay',
);
