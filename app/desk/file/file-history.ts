import { browseJournal } from '../journal/browse-journal.ts';
import type { FileDesk } from './file-desk.ts';

/** What somebody did at a file, or tried to. */
export type FileEvent = {
  number: number;
  /** ISO 8601, in UTC. */
  at: string;
  workerId: string;
  kind: 'made' | 'opened' | 'revealed' | 'wrote' | 'people' | 'grant' | 'glass' | 'tried' | 'other';
  /** The part, where it was one. */
  part: string;
};

/** What somebody did last at a file, the latest first. The caller has asked the policy (`file.history`). */
export async function readHistory(desk: FileDesk, fileId: string): Promise<FileEvent[]> {
  const { lines } = await desk.door.read((transaction) =>
    browseJournal(transaction, { thing: `file ${fileId}` }),
  );
  return lines.slice(0, SHOWN).map(({ number, at, actor, action, thing }) => ({
    number,
    at,
    workerId: actor,
    kind: kindOf(action),
    part: thing.split(' ')[2] ?? '',
  }));
}

/** So many on the file's own page; all of them stand on a page of their own. */
const SHOWN = 12;

const PEOPLE = ['file.name', 'file.unname', 'file.hand-over', 'file.exclude', 'file.recuse'];

function kindOf(action: string): FileEvent['kind'] {
  if (action === 'file.make') return 'made';
  if (action === 'file.open') return 'opened';
  if (action === 'file.tried') return 'tried';
  if (action.startsWith('file.reveal.')) return 'revealed';
  if (action.startsWith('file.write.')) return 'wrote';
  if (action.startsWith('grant.')) return 'grant';
  if (action.startsWith('glass.')) return 'glass';
  return PEOPLE.includes(action) ? 'people' : 'other';
}
