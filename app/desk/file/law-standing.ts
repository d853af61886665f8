import type { FileTransaction } from './file-desk.ts';

/** The hashes of the laws that two people of an agency approved. */
export async function readApprovedLaws(
  transaction: FileTransaction,
  agencyId: string,
): Promise<readonly string[]> {
  const rows = await transaction
    .selectFrom('clew.law_approval')
    .select('law_hash')
    .where('agency_id', '=', agencyId)
    .execute();
  return rows.map(({ law_hash }) => law_hash);
}
