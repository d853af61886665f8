import { sql } from 'kysely';
import type { Pins } from '../keys/roster.ts';
import type { Compartment, Thing } from '../policy/index.ts';
import { provenAdmissions } from './admission.ts';
import { type BarKind, readBars } from './bars.ts';
import type { FileTransaction } from './file-desk.ts';

/** Who was let in by break-glass, by whom, and until when. */
type Admitted = {
  admission_id: string;
  worker_id: string;
  compartment: Compartment;
  confirmed_by: string;
  sealed_by: string;
  expires_at: Date;
};

/** A file as its readable columns tell it. */
export type FileRow = {
  file_id: string;
  agency_id: string;
  owner_id: string;
  team_id: string | null;
  /** `2026-03`. */
  opened_month: string;
  withdrawn: boolean;
  closed: boolean;
  code_name: string;
};

/** A file with all that the policy reads about it. */
export type LoadedFile = FileRow & {
  named: readonly string[];
  bars: readonly { worker_id: string; kind: BarKind }[];
  admitted: readonly Admitted[];
};

/** The columns of a file that every use case needs. */
export const FILE_COLUMNS = [
  'file_id',
  'agency_id',
  'owner_id',
  'team_id',
  sql<string>`to_char(opened_month, 'YYYY-MM')`.as('opened_month'),
  'withdrawn',
  'closed',
  'code_name',
] as const;

/** Which file, and what the reader pinned: what is signed about it is held against that. */
type FileId = { pins: Pins; fileId: string };

/**
 * Reads a file; undefined if the agency has none of this id. `forWriting` waits until nobody else writes into the file, and
 * makes others wait until this transaction ends: no entry is sealed under a key that is just being replaced.
 */
export async function loadFile(
  transaction: FileTransaction,
  { pins, fileId }: FileId,
  forWriting: boolean,
): Promise<LoadedFile | undefined> {
  const wanted = transaction
    .selectFrom('clew.file')
    .select(FILE_COLUMNS)
    .where('agency_id', '=', pins.agencyId)
    .where('file_id', '=', fileId);
  const rows = await (forWriting ? wanted.forNoKeyUpdate() : wanted).execute();
  const [loaded] = await loadRelations(transaction, pins, rows);
  return loaded;
}

/**
 * Adds to files of one agency who is named on them, and who is barred from them and admitted to them by what was signed. It asks the database as often
 * where there is no file as where there is one: what is looked for in vain takes no less.
 */
export async function loadRelations(
  transaction: FileTransaction,
  pins: Pins,
  rows: readonly FileRow[],
): Promise<LoadedFile[]> {
  const { agencyId } = pins;
  const ids = rows.map(({ file_id }) => file_id);
  const isOne = sql<boolean>`file_id = ANY(${ids}::uuid[])`;
  const named = await transaction
    .selectFrom('clew.file_named')
    .select(['file_id', 'worker_id'])
    .where('agency_id', '=', agencyId)
    .where(isOne)
    .execute();
  const bars = await readBars(transaction, pins, ids);
  const admissions = await transaction
    .selectFrom('clew.file_admission')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where(isOne)
    .execute();
  const admitted = await provenAdmissions(transaction, pins, admissions);
  const of = <Row extends { file_id: string }>(found: readonly Row[], id: string) =>
    found.filter(({ file_id }) => file_id === id);
  return rows.map((row) => ({
    ...row,
    named: of(named, row.file_id).map(({ worker_id }) => worker_id),
    bars: of(bars, row.file_id),
    admitted: of(admitted, row.file_id) as unknown as Admitted[],
  }));
}

/** A file as the policy asks about it at a moment: admissions that are over are left out. */
export function thingOf(file: LoadedFile, now: Date): Thing {
  const barred = (kind: string) =>
    file.bars.filter((bar) => bar.kind === kind).map(({ worker_id }) => worker_id);
  return {
    kind: 'file',
    agencyId: file.agency_id,
    ownerId: file.owner_id,
    ...(file.team_id === null ? {} : { teamId: file.team_id }),
    named: file.named,
    excluded: barred('excluded'),
    recused: barred('recused'),
    suspected: barred('suspected'),
    withdrawn: file.withdrawn,
    closed: file.closed,
    admitted: file.admitted
      .filter(({ expires_at }) => expires_at > now)
      .map((entry) => ({
        workerId: entry.worker_id,
        compartment: entry.compartment,
        confirmedBy: entry.confirmed_by,
        sealedBy: entry.sealed_by,
      })),
  };
}
