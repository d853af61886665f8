import { sql } from 'kysely';
import { PROPOSAL_MS } from '../proposals/open-limit.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';

/** What bears on a file's erasure. */
type KeepingOfFile = {
  /** The day on which its hold is to be looked at; undefined where none stands. */
  heldUntil: string | undefined;
  /** Whether somebody asked for a hold that nobody confirmed yet. It stops an erasure, too. */
  holdAsked: boolean;
  /** When somebody asked to erase it, where that waits for a second person. */
  erasureAsked: Date | undefined;
  /** The month (`2026-03`) since which it is closed or withdrawn from. */
  restMonth: string | undefined;
};

/** Reads what bears on a file's erasure, in one question. */
export async function readKeeping(
  transaction: FileTransaction,
  desk: FileDesk,
  fileId: string,
): Promise<KeepingOfFile> {
  const { agencyId } = desk.actor;
  const since = new Date(desk.now().getTime() - PROPOSAL_MS);
  const asked = (kind: 'hold' | 'erase') => sql<Date | null>`(SELECT max(p.at) FROM clew.proposal p
    WHERE p.agency_id = ${agencyId} AND p.kind = ${`file.${kind}`} AND p.thing = ${`file ${fileId} ${kind}`}
      AND p.confirmed_by IS NULL AND p.at > ${since})`;
  const row = await transaction
    .selectFrom('clew.file')
    .select([
      sql<string | null>`(SELECT to_char(h.review_on, 'YYYY-MM-DD') FROM clew.file_hold h
        WHERE h.agency_id = ${agencyId} AND h.file_id = ${fileId})`.as('held'),
      asked('hold').as('hold_asked'),
      asked('erase').as('erasure_asked'),
      sql<string | null>`to_char(rest_month, 'YYYY-MM')`.as('rest_month'),
    ])
    .where('agency_id', '=', agencyId)
    .where('file_id', '=', fileId)
    .executeTakeFirst();
  return {
    heldUntil: row?.held ?? undefined,
    holdAsked: Boolean(row?.hold_asked),
    erasureAsked: row?.erasure_asked ?? undefined,
    restMonth: row?.rest_month ?? undefined,
  };
}
