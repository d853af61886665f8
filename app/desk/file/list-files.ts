import { type RawBuilder, sql } from 'kysely';
import { may, type Thing } from '../policy/index.ts';
import { agencyKeysOf, openCodeName } from './code-name.ts';
import type { AtFile, FileDesk, FileTransaction } from './file-desk.ts';
import { FILE_COLUMNS, type FileRow, type LoadedFile, loadRelations, thingOf } from './load-file.ts';
import type { Refused } from './refusal.ts';

/** A file in a list. `codeName` is undefined if it does not open. */
export type ListedFile = {
  fileId: string;
  codeName: string | undefined;
  openedMonth: string;
  ownerId: string;
  teamId: string | undefined;
  closed: boolean;
};

/** From where a list goes on: behind this file. */
export type ListPlace = { month: string; fileId: string };
/** A page of the list, and where the next begins, if there is one. */
type FileList = { files: readonly ListedFile[]; next: ListPlace | undefined };

const PAGE = 20;

/**
 * The open files that the policy lets the worker see, or the closed ones, newest month first, twenty at a time. What they may not see is neither
 * counted nor passed over: the database leaves out what no role of theirs reaches, and the policy is asked about each.
 */
export async function listFiles(
  desk: FileDesk,
  { after, closed = false }: { after?: ListPlace; closed?: boolean } = {},
): Promise<({ ok: true } & FileList) | Refused> {
  const agencyKeys = await agencyKeysOf(desk);
  if (agencyKeys.length === 0) return { ok: false, why: 'no-key' };
  const seen = await desk.door.read((transaction) =>
    seenFiles(transaction, desk, { after, closed, size: PAGE }),
  );
  const files = seen.slice(0, PAGE).map((file) => listed(desk, agencyKeys, file));
  const last = seen[PAGE - 1];
  const next = seen.length > PAGE && last ? { month: last.opened_month, fileId: last.file_id } : undefined;
  return { ok: true, files, next };
}

/** A file as a list shows it. */
export function listed(desk: FileDesk, agencyKeys: readonly Uint8Array[], file: FileRow): ListedFile {
  return {
    fileId: file.file_id,
    codeName: openCodeName(desk, { agencyKeys, fileId: file.file_id }, file.code_name),
    openedMonth: file.opened_month,
    ownerId: file.owner_id,
    teamId: file.team_id ?? undefined,
    closed: file.closed,
  };
}

type Wanted = { after: ListPlace | undefined; closed: boolean; size: number };

/** One more than fit on a page, so that it is known whether there are more. */
export async function seenFiles(
  transaction: FileTransaction,
  desk: AtFile,
  { after, closed, size }: Wanted,
): Promise<LoadedFile[]> {
  const seen: LoadedFile[] = [];
  let place = after;
  for (;;) {
    const rows = await reachedRows(transaction, desk, { after: place, closed, size });
    const loaded = await loadRelations(transaction, desk.keys.pins, rows);
    seen.push(...loaded.filter((file) => may(desk.actor, 'file.list', thingOf(file, desk.now())).may));
    const last = rows.at(-1);
    if (seen.length > size || rows.length <= size || last === undefined) return seen;
    place = { month: last.opened_month, fileId: last.file_id };
  }
}

/** Files that some role of the worker could reach, in the list's order. It only narrows what the policy is asked about. */
async function reachedRows(
  transaction: FileTransaction,
  desk: AtFile,
  { after, closed, size }: Wanted,
): Promise<FileRow[]> {
  const { agencyId } = desk.actor;
  const reached = reachedBy(desk);
  let wanted = transaction
    .selectFrom('clew.file')
    .select(FILE_COLUMNS)
    .where('agency_id', '=', agencyId)
    .where('closed', '=', closed)
    .orderBy('clew.file.opened_month', 'desc')
    .orderBy('file_id')
    .limit(size + 1);
  if (reached !== undefined) wanted = wanted.where(reached);
  if (after !== undefined)
    wanted = wanted.where(
      sql<boolean>`(clew.file.opened_month < ${`${after.month}-01`}::date
        OR (clew.file.opened_month = ${`${after.month}-01`}::date AND file_id > ${after.fileId}::uuid))`,
    );
  return wanted.execute();
}

/** Which rows of `clew.file` some role of the worker could reach; undefined for all. It narrows, and permits nothing. */
export function reachedBy(desk: AtFile): RawBuilder<boolean> | undefined {
  const { workerId, isDeputyFor } = desk.actor;
  const teams = reachedTeams(desk);
  if (teams === 'all') return undefined;
  return sql<boolean>`(owner_id = ANY(${[workerId, ...isDeputyFor]}::uuid[]) OR team_id = ANY(${teams}::uuid[])
    OR EXISTS (SELECT 1 FROM clew.file_named n WHERE n.agency_id = clew.file.agency_id
      AND n.file_id = clew.file.file_id AND n.worker_id = ${workerId}))`;
}

/** Of which teams the worker could see files they neither own nor are named on: asked of the policy by examples. */
function reachedTeams(desk: AtFile): 'all' | readonly string[] {
  const { agencyId, teams } = desk.actor;
  const reaches = (thing: Partial<Thing>) =>
    may(desk.actor, 'file.list', { kind: 'file', agencyId, ...thing }).may;
  if (reaches({})) return 'all';
  return teams.filter((teamId) => reaches({ teamId }));
}
