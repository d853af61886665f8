import { z } from 'zod';

/** What a file says of its words: a draft, or checked, by whom and when. */
export const SIGNED = {
  status: z.enum(['draft', 'checked'], 'write draft, or checked with by and on'),
  by: z.string('write one name').trim().min(1, 'write one name').max(400, 'write one name').optional(),
  on: z.iso.date('write a date like 2024-05-31').optional(),
} as const;

type Signed = { status: 'draft' | 'checked'; by?: string | undefined; on?: string | undefined };

/** Whether words that are called checked say by whom and when: nobody relies on a check that no one answers for. */
export function isSigned({ status, by, on }: Signed): boolean {
  return status === 'draft' || (by !== undefined && on !== undefined);
}

/** What is told of words that are not, and where. */
export const UNSIGNED = {
  path: ['status'],
  message: 'says checked but not by whom and when. Write by and on, or status: draft.',
};
