import { sql } from 'kysely';
import { readDueNow } from '../../store/index.ts';
import { refusalAt } from '../file/at-file.ts';
import { agencyKeysOf } from '../file/code-name.ts';
import type { FileDesk, FileTransaction } from '../file/file-desk.ts';
import { type ListedFile, listed, reachedBy } from '../file/list-files.ts';
import { FILE_COLUMNS, type FileRow, type LoadedFile, loadRelations } from '../file/load-file.ts';
import { dueFrom } from './period.ts';

/** A file whose time is over, or whose hold is to be looked at. */
export type DueFile = ListedFile & {
  /** From which day on it is due; undefined where its time is not over. */
  dueFrom: string | undefined;
  /** The day on which its hold is to be looked at. */
  heldUntil: string | undefined;
};

type Row = FileRow & { rest: string | null; held: string | null };

const MOST = 50;
const AT_ONCE = 200;

/**
 * Files that the worker could propose to erase and whose time is over, the longest overdue first; and those under a hold whose day
 * has come. At most fifty: nothing happens to the rest either. Nothing is erased because it stands here.
 */
export async function listDue(desk: FileDesk, months: number | undefined): Promise<DueFile[]> {
  const agencyKeys = await agencyKeysOf(desk);
  const found = await desk.door.read(async (transaction) => {
    const now = await readDueNow(transaction, desk.now());
    const today = now.toISOString().slice(0, 10);
    const seen: { file: LoadedFile; row: Row }[] = [];
    for (let offset = 0; seen.length < MOST; offset += AT_ONCE) {
      const rows = await readRows(transaction, desk, { months, today, offset });
      const loaded = await loadRelations(transaction, desk.keys.pins, rows);
      for (const [at, file] of loaded.entries())
        if (mayErase(desk, file)) seen.push({ file, row: rows[at] as Row });
      if (rows.length < AT_ONCE) break;
    }
    return { today, files: seen.slice(0, MOST) };
  });
  const { today } = found;
  return found.files.map(({ file, row }) => {
    const from = row.rest === null || months === undefined ? undefined : dueFrom(row.rest, months);
    const isDue = from !== undefined && from <= today;
    return {
      ...listed(desk, agencyKeys, file),
      dueFrom: isDue ? from : undefined,
      heldUntil: row.held ?? undefined,
    };
  });
}

function mayErase(desk: FileDesk, file: LoadedFile): boolean {
  return refusalAt(desk, desk.actor, { file, action: 'file.erase-propose' }) === undefined;
}

async function readRows(
  transaction: FileTransaction,
  desk: FileDesk,
  { months, today, offset }: { months: number | undefined; today: string; offset: number },
): Promise<Row[]> {
  const { agencyId } = desk.actor;
  const held = sql`(SELECT h.review_on FROM clew.file_hold h WHERE h.agency_id = clew.file.agency_id
    AND h.file_id = clew.file.file_id)`;
  const isDue =
    months === undefined
      ? sql<boolean>`false`
      : sql<boolean>`rest_month <= ${today}::date - make_interval(months => ${months + 1})`;
  const reached = reachedBy(desk);
  const wanted = transaction
    .selectFrom('clew.file')
    .select([
      ...FILE_COLUMNS,
      sql<string | null>`to_char(rest_month, 'YYYY-MM')`.as('rest'),
      sql<string | null>`to_char(${held}, 'YYYY-MM-DD')`.as('held'),
    ])
    .where('agency_id', '=', agencyId)
    .where(sql<boolean>`(${isDue} OR ${held} <= ${today}::date)`)
    .orderBy('rest_month')
    .orderBy('file_id')
    .offset(offset)
    .limit(AT_ONCE);
  return (reached === undefined ? wanted : wanted.where(reached)).execute();
}
