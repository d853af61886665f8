import { browseJournal } from '../journal/browse-journal.ts';
import type { FileDesk } from './file-desk.ts';
import { TRIED_FOR_MANY } from './find-by-name.ts';

/** What somebody did at a file, or tried to. */
export type FileEvent = {
  number: number;
  /** ISO 8601, in UTC. */
  at: string;
  workerId: string;
  kind:
    | 'made'
    | 'opened'
    | 'revealed'
    | 'wrote'
    | 'people'
    | 'standing'
    | 'grant'
    | 'glass'
    | 'tried'
    | 'other';
  /** The part, where it was one. */
  part: string;
};

/** What somebody did last at a file, the latest first. The caller has asked the policy (`file.history`). */
export async function readHistory(desk: FileDesk, fileId: string): Promise<FileEvent[]> {
  const [own, searches] = await desk.door.read(async (transaction) => [
    await browseJournal(transaction, { thing: `file ${fileId}` }),
    await browseJournal(transaction, { thing: TRIED_FOR_MANY, action: 'file.tried' }),
  ]);
  const tries = searches.lines.filter(({ thing }) => thing.split(' ').includes(fileId));
  const lines = [...own.lines, ...tries].toSorted((one, other) => other.number - one.number);
  return lines.slice(0, SHOWN).map(({ number, at, actor, action, thing }) => ({
    number,
    at,
    workerId: actor,
    kind: kindOf(action),
    part: thing.startsWith('file ') ? (thing.split(' ')[2] ?? '') : '',
  }));
}

/** So many on the file's own page; all of them stand on a page of their own. */
const SHOWN = 12;

const PEOPLE = [
  'file.name',
  'file.unname',
  'file.hand-over',
  'file.exclude',
  'file.exclude-confirm',
  'file.include-propose',
  'file.include-confirm',
  'file.recuse',
];
const STANDING = [
  'file.close',
  'file.withdraw',
  'file.reopen-propose',
  'file.reopen-confirm',
  'file.hold-propose',
  'file.hold-confirm',
  'file.release-propose',
  'file.release-confirm',
  'file.erase-propose',
];

function kindOf(action: string): FileEvent['kind'] {
  if (action === 'file.make') return 'made';
  if (action === 'file.open') return 'opened';
  if (action === 'file.tried') return 'tried';
  if (action.startsWith('file.reveal.')) return 'revealed';
  if (action.startsWith('file.write.')) return 'wrote';
  if (action.startsWith('grant.')) return 'grant';
  if (action.startsWith('glass.')) return 'glass';
  if (PEOPLE.includes(action)) return 'people';
  return STANDING.includes(action) ? 'standing' : 'other';
}
