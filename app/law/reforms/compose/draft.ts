import type { Operation } from '@clew/rules';

/** How a limb is put together from the lines that were written. */
export const STRUCTURES = ['one', 'not', 'all', 'any', 'at_least'] as const;
export type Structure = (typeof STRUCTURES)[number];

export const OPERATIONS = [
  'add-any',
  'add-all',
  'replace',
  'drop-exception',
  'change-burden',
  'set-value',
  'repeal',
  'add-duty',
] as const satisfies readonly Operation['op'][];

/** More changes than anybody overlooks on one page. A longer reform is written by hand. */
export const MOST_OPERATIONS = 6;

/** The fields of the form that stand once. Those of an operation are called `op1.lines`. */
const HEAD_FIELDS = [
  'label',
  'id',
  'code',
  'status',
  'why',
  'cite',
  'source-title',
  'source-text',
  'source-read',
  'amends',
  'procedure',
  'procedure-cite',
  'no-rule',
] as const;
type HeadField = (typeof HEAD_FIELDS)[number];

export const OPERATION_FIELDS = [
  'op',
  'target',
  'how',
  'count',
  'lines',
  'find',
  'exception',
  'burden',
  'days',
  'duty-id',
  'duty-label',
  'when',
  'bearer',
  'act',
  'strength',
  'breach',
  'by-days',
  'by-kind',
  'by-from',
  'by-at',
  'protection',
] as const;
export type OperationField = (typeof OPERATION_FIELDS)[number];

export type DraftOperation = {
  /** From 1. */
  number: number;
  op: Operation['op'];
  target: string;
  said: Readonly<Record<OperationField, string>>;
};

/** A reform as it was filled in, read no further than field by field. */
export type Draft = {
  said: Readonly<Record<HeadField, string>>;
  after: readonly string[];
  operations: readonly DraftOperation[];
};

/** The name of an operation's field. */
export function fieldOf(number: number, field: OperationField): string {
  return `op${number}.${field}`;
}

/** Reads a form that anybody may have sent. What is no operation ends their list; nothing is thrown. */
export function readDraft(form: URLSearchParams): Draft {
  const operations: DraftOperation[] = [];
  for (let number = 1; number <= MOST_OPERATIONS; number++) {
    const said = saidIn(OPERATION_FIELDS, (field) => form.get(fieldOf(number, field)));
    const op = OPERATIONS.find((one) => one === said.op);
    if (op === undefined) break;
    operations.push({ number, op, target: said.target.trim(), said });
  }
  return { said: saidIn(HEAD_FIELDS, (field) => form.get(field)), after: form.getAll('after'), operations };
}

function saidIn<F extends string>(
  fields: readonly F[],
  get: (field: F) => string | null,
): Readonly<Record<F, string>> {
  return Object.fromEntries(fields.map((field) => [field, get(field) ?? ''])) as Record<F, string>;
}
