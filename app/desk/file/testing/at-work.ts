import { listGlass } from '../list-glass.ts';
import { openFile } from '../open-file.ts';
import type { Part } from '../parts.ts';
import { readPart } from '../read-part.ts';
import { type RecordedStatement, recordStatement } from '../record.ts';
import { type AskedSecond, listSecond } from '../second-person.ts';
import type { TestWorker } from './agency.ts';

/** An id that no file has. */
export const NOBODYS_ID = '00000000-0000-4000-8000-000000000000';

/** Opens a file; throws if that is refused. */
export async function openedFile(
  worker: TestWorker,
  teamId?: string,
): Promise<{ fileId: string; codeName: string }> {
  const made = await openFile(worker, teamId === undefined ? {} : { teamId });
  if (!made.ok) throw new Error(made.why);
  return made;
}

/** The id of a new file. */
export async function madeFile(worker: TestWorker, teamId?: string): Promise<string> {
  return (await openedFile(worker, teamId)).fileId;
}

type Said = Pick<RecordedStatement, 'fileId' | 'words'> & Partial<RecordedStatement>;

/** Records free words (what was told, unless said); throws if that is refused. Returns the entry's id. */
export async function say(worker: TestWorker, said: Said): Promise<string> {
  const recorded = await recordStatement(worker, {
    ...{ compartment: 'narrative', about: 'told', source: 'person', certainty: 'certain' },
    ...said,
  });
  if (!recorded.ok) throw new Error(recorded.why);
  return recorded.entryId;
}

/** The words that a worker can read in a part of a file, or why they cannot. */
export async function wordsIn(
  worker: TestWorker,
  fileId: string,
  part: Part = 'narrative',
): Promise<string[] | string> {
  const read = await readPart(worker, { fileId, part });
  if (!read.ok) return read.why;
  const words = read.entries.map((entry) => (entry.kind === 'statement' ? entry.words : entry.kind));
  return [...words, ...Array(read.shut).fill('(shut)'), ...Array(read.unsound).fill('(unsound)')];
}

/** The journal's entries of these actions, as `action thing`, with who: a worker's id. */
export async function journalOf(worker: TestWorker, ...actions: string[]): Promise<[string, string][]> {
  const rows = await worker.door.read((transaction) =>
    transaction
      .selectFrom('clew.journal_entry')
      .select(['actor', 'action', 'thing'])
      .where('action', 'in', actions)
      .orderBy('number')
      .execute(),
  );
  return rows.map(({ actor, action, thing }) => [actor, `${action} ${thing}`]);
}

/** Of nothing: what a form sends that no page showed. */
export const NOTHING_ASKED: AskedSecond = { proposalId: '', seen: '' };

/** What waits longest for a worker as the second person at a file, as its page would send it back. */
export async function firstSecond(worker: TestWorker): Promise<AskedSecond> {
  return askedOf((await listSecond(worker)).found[0]);
}

/** The same of break-glass. */
export async function firstGlass(worker: TestWorker): Promise<AskedSecond> {
  return askedOf((await listGlass(worker)).found[0]);
}

function askedOf(found: AskedSecond | undefined): AskedSecond {
  return found ? { proposalId: found.proposalId, seen: found.seen } : NOTHING_ASKED;
}
