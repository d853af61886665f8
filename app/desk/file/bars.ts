import { sql } from 'kysely';
import { z } from 'zod';
import {
  type Adding,
  addUp,
  type FirstSigned,
  headOf,
  holdsFirst,
  type LineRow,
  type NextStatement,
  nextOf,
  readLine,
  signFirst,
  signSecond,
  writeStatement,
} from '../keys/line.ts';
import type { Pins } from '../keys/roster.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { Refusal } from './refusal.ts';

/** In which ways somebody is barred from a file. */
export type BarKind = 'excluded' | 'recused' | 'suspected';
const KINDS: readonly BarKind[] = ['excluded', 'recused', 'suspected'];

/** One worker at one file. */
type BarAt = { fileId: string; workerId: string };

const NOTHING = 'nothing';

/**
 * How somebody is barred from a file. What one person alone says only bars further; it is taken away by two, neither of whom is
 * the one who is barred.
 */
const BAR_LINE: Adding<readonly BarKind[]> = {
  kind: 'bar',
  add: (before = [], { thing, said, first, second }) => {
    const after = said.split(' ');
    const barred = thing.split(' ')[1];
    const isByTwo = second !== undefined && first !== barred && second !== barred;
    return KINDS.filter((kind) => after.includes(kind) || (!isByTwo && before.includes(kind)));
  },
};

type Bar = { file_id: string; worker_id: string; kind: BarKind };

/** Who is barred from these files, as it was signed. Where a line is broken its worker is: nobody knows that they are not. */
export async function readBars(
  transaction: FileTransaction,
  pins: Pins,
  fileIds: readonly string[],
): Promise<Bar[]> {
  const { rows } = await sql<LineRow>`
    SELECT DISTINCT ON (thing) * FROM clew.statement
    WHERE agency_id = ${pins.agencyId} AND kind = 'bar' AND split_part(thing, ' ', 1) = ANY(${fileIds}::text[])
    ORDER BY thing, number DESC
  `.execute(transaction);
  const lines = await addUp({ transaction, pins }, BAR_LINE, rows);
  return [...lines].flatMap(([thing, line]) => {
    const [file_id = '', worker_id = ''] = thing.split(' ');
    const kinds: readonly BarKind[] = line.state === 'whole' ? line.value : ['excluded'];
    return kinds.map((kind) => ({ file_id, worker_id, kind }));
  });
}

/**
 * Signs, as the first person, that somebody is barred from a file in one more way, or in none any more. Throws Refusal `broken` where
 * what stands there is not as it was signed.
 */
export async function signBar(
  transaction: FileTransaction,
  desk: FileDesk,
  { fileId, workerId, more }: BarAt & { more: BarKind | undefined },
): Promise<FirstSigned> {
  return signFirst(desk.keys, await nextBar(transaction, desk, { fileId, workerId, more }));
}

/** Writes what one person may say alone. */
export async function writeBar(
  transaction: FileTransaction,
  desk: FileDesk,
  first: FirstSigned,
): Promise<void> {
  await writeStatement(transaction, { agencyId: desk.actor.agencyId, at: desk.now() }, first);
}

/** What a proposal holds of the first person's signature; the rest is said anew from what is shown. */
export const FirstOfBar = z.strictObject({
  number: z.number().int(),
  before: z.string(),
  said: z.string(),
  entry: z.number().int(),
  signature: z.string(),
});
export type FirstOfBar = z.infer<typeof FirstOfBar>;

export function firstOfBar(first: FirstSigned): FirstOfBar {
  const { number, before, said, first_entry: entry, first_signature: signature } = first;
  return { number, before, said, entry, signature };
}

/** Writes what somebody proposed, signed by both. Throws Refusal `overtaken` where something else was said there since. */
export async function confirmBar(
  transaction: FileTransaction,
  desk: FileDesk,
  { proposedBy, first, ...at }: BarAt & { proposedBy: string; more: BarKind | undefined; first: FirstOfBar },
): Promise<void> {
  const next = await nextBar(transaction, desk, at);
  if (first.number !== next.number || first.before !== next.before || first.said !== next.said)
    throw new Refusal('overtaken');
  const signed: FirstSigned = {
    ...next,
    ...{ first_by: proposedBy, first_entry: first.entry, first_signature: first.signature },
    roster_signature: null,
  };
  if (!(await holdsFirst({ transaction, pins: desk.keys.pins }, signed))) throw new Refusal('changed');
  const second = signSecond(desk.keys, signed);
  await writeStatement(transaction, { agencyId: desk.actor.agencyId, at: desk.now() }, { ...signed, second });
}

/** What comes next in a line: one way more, or none any more. */
async function nextBar(
  transaction: FileTransaction,
  desk: FileDesk,
  { fileId, workerId, more }: BarAt & { more: BarKind | undefined },
): Promise<NextStatement> {
  const thing = `${fileId} ${workerId}`;
  const line = await readLine({ transaction, pins: desk.keys.pins }, BAR_LINE, thing);
  const head = headOf(line);
  if (head === undefined) throw new Refusal('broken');
  const kinds = line?.state === 'whole' ? line.value : [];
  const after = KINDS.filter((kind) => more !== undefined && (kind === more || kinds.includes(kind)));
  return nextOf({ kind: 'bar', thing }, head, after.join(' ') || NOTHING);
}
