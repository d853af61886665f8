import { sql } from 'kysely';
import type { FileDesk } from './file-desk.ts';

/** What somebody did at a file, or tried to. */
export type FileEvent = {
  number: string;
  /** ISO 8601, in UTC. */
  at: string;
  workerId: string;
  kind: 'made' | 'opened' | 'revealed' | 'wrote' | 'people' | 'grant' | 'glass' | 'tried' | 'other';
  /** The part, where it was one. */
  part: string;
};

const MOST = 100;

/** Who did what at a file, the latest first, from the journal. The caller has asked the policy (`file.history`). */
export async function readHistory(desk: FileDesk, fileId: string): Promise<FileEvent[]> {
  const rows = await desk.door.read((transaction) =>
    transaction
      .selectFrom('clew.journal_entry')
      .select(['number', 'at', 'actor', 'action', 'thing'])
      .where('chain', '=', desk.actor.agencyId)
      .where(
        sql<boolean>`thing COLLATE "C" >= ${`file ${fileId}`} AND thing COLLATE "C" < ${`file ${fileId}!`}`,
      )
      .orderBy(sql`number`, 'desc')
      .limit(MOST)
      .execute(),
  );
  return rows.map(({ number, at, actor, action, thing }) => ({
    number,
    at: at.toISOString(),
    workerId: actor,
    kind: kindOf(action),
    part: thing.split(' ')[2] ?? '',
  }));
}

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
