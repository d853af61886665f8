import { type Fact, type Law, readAnswer } from '@clew/rules';
import { z } from 'zod';
import { COMPARTMENTS, type Compartment } from '../policy/index.ts';
import { writeAtFile } from './at-file.ts';
import {
  ABOUT,
  CERTAINTIES,
  type FactEntry,
  SOURCES,
  STATEMENT_CERTAINTIES,
  type StatementEntry,
} from './entry.ts';
import { compartmentOf } from './fact-compartment.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { Refusal, type Refused } from './refusal.ts';
import { hashNames } from './renew-names.ts';
import { openSearchKey } from './search-key.ts';
import { writeEntry } from './write-entry.ts';

/** Longer than this nobody types; a document goes into the file as a document. */
export const MOST_WORDS = 20_000;

const Weighed = {
  fileId: z.string(),
  source: z.enum(SOURCES),
  on: z.iso.date().optional(),
  replaces: z.uuid().optional(),
};

/** What of a law it takes to write down an answer: its hash, and how its questions are answered. */
export type AskingLaw = Pick<Law, 'hash'> & {
  readonly facts: Readonly<Record<string, Pick<Fact, 'id' | 'theme' | 'type'>>>;
};

/** An answer to a question of the law, as somebody recorded it. */
export const RecordedFact = z.strictObject({
  ...Weighed,
  certainty: z.enum(CERTAINTIES),
  factId: z.string(),
  answer: z.string(),
});
export type RecordedFact = z.infer<typeof RecordedFact>;

/** Free words, as somebody recorded them. */
export const RecordedStatement = z
  .strictObject({
    ...Weighed,
    certainty: z.enum(STATEMENT_CERTAINTIES),
    compartment: z.enum(COMPARTMENTS),
    about: z.string(),
    words: z.string().trim().min(1).max(MOST_WORDS),
  })
  .refine(({ compartment, about }) => (ABOUT[compartment] as readonly string[]).includes(about), {
    path: ['about'],
  })
  // What the person says is no suspicion of whoever writes it down.
  .refine(({ certainty, source }) => certainty !== 'suspected' || source !== 'person', {
    path: ['certainty'],
  });
export type RecordedStatement = z.infer<typeof RecordedStatement>;

type Recorded = { ok: true; entryId: string } | Refused | { ok: false; why: 'no-answer' };

/**
 * Records an answer to a question that the law asks, in the compartment that the fact belongs to. `no-answer` if the law asks
 * no such question, or this answers it not. The law's hash stands with the answer, so that an answer to a law that the agency has
 * not approved is kept and known as one. With `replaces` it corrects an earlier entry of the same compartment, which
 * stays.
 */
export async function recordFact(desk: FileDesk, law: AskingLaw, recorded: RecordedFact): Promise<Recorded> {
  const { fileId, factId, answer: typed, ...weighed } = recorded;
  const fact = Object.hasOwn(law.facts, factId) ? law.facts[factId] : undefined;
  const read = fact && readAnswer(typed, fact);
  if (!fact || !read?.ok) return { ok: false, why: 'no-answer' };
  const entry: FactEntry = {
    kind: 'fact',
    factId,
    answer: read.answer,
    law: law.hash,
    ...weighed,
    ...stampOf(desk),
  };
  return write(desk, { fileId, compartment: compartmentOf(fact), entry });
}

/** Records free words in a compartment. What is recorded as a name can then be found by it, inside the agency. */
export async function recordStatement(desk: FileDesk, recorded: RecordedStatement): Promise<Recorded> {
  const { fileId, compartment, ...said } = recorded;
  const entry = { kind: 'statement', ...said, ...stampOf(desk) } as StatementEntry;
  return write(desk, { fileId, compartment, entry });
}

/** When something is written down, and by whom. */
export function stampOf(desk: FileDesk): { at: string; by: string } {
  return { at: desk.now().toISOString(), by: desk.actor.workerId };
}

type Writing = { fileId: string; compartment: Compartment; entry: FactEntry | StatementEntry };

async function write(desk: FileDesk, { fileId, compartment, entry }: Writing): Promise<Recorded> {
  const doing = { action: `file.write.${compartment}`, fileId, part: compartment } as const;
  return writeAtFile(desk, doing, async (transaction, file) => {
    if (entry.replaces !== undefined)
      await refuseUnlessThere(transaction, desk, { fileId: file.file_id, compartment, entry });
    const entryId = await writeEntry(transaction, desk, { file, part: compartment, entry });
    if (entry.kind === 'statement' && entry.about === 'name')
      await makeFindable(transaction, desk, file.file_id);
    return { entryId };
  });
}

/** Makes the file findable by its names. Who has no search key still records the name; the next who has one makes it findable. */
async function makeFindable(transaction: FileTransaction, desk: FileDesk, fileId: string): Promise<void> {
  const searchKey = await openSearchKey(transaction, desk);
  if (searchKey !== undefined) await hashNames(transaction, desk, { fileId, searchKey });
}

async function refuseUnlessThere(
  transaction: FileTransaction,
  desk: FileDesk,
  { fileId, compartment, entry }: Writing,
): Promise<void> {
  const found = await transaction
    .selectFrom('clew.file_entry')
    .select('entry_id')
    .where('agency_id', '=', desk.actor.agencyId)
    .where('file_id', '=', fileId)
    .where('compartment', '=', compartment)
    .where('entry_id', '=', entry.replaces ?? '')
    .executeTakeFirst();
  if (found === undefined) throw new Refusal('changed');
}
