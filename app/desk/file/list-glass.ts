import { sql } from 'kysely';
import type { Compartment } from '../policy/index.ts';
import type { FileDesk } from './file-desk.ts';
import { findSealers, isAnswerer, isSealer, mayGlass, readHolders } from './glass-people.ts';
import { GLASS, GLASS_COLUMNS, isOpenGlass, openGlass } from './glass-proposal.ts';
import { loadFile } from './load-file.ts';

/** What somebody asked for, as those see it who could let them in. */
export type AskedAdmission = {
  proposalId: string;
  fileId: string;
  compartment: Compartment;
  askedBy: string;
  at: Date;
  confirmedBy: string | undefined;
  hours: number;
  reason: string;
  /** What this worker can do now: confirm it, let them in, both where nobody else could, or wait for somebody else. */
  step: 'confirm' | 'let-in' | 'both' | 'wait';
  /** Who could let them in beside whoever confirms. */
  sealers: readonly string[];
};

/** What is asked and can still be answered by this worker: those see it who see the file, and may confirm or do it. */
export async function listGlass(desk: FileDesk): Promise<AskedAdmission[]> {
  const { agencyId, workerId } = desk.actor;
  return desk.door.read(async (transaction) => {
    const rows = await transaction
      .selectFrom('clew.proposal')
      .select(GLASS_COLUMNS)
      .where('agency_id', '=', agencyId)
      .where('kind', '=', GLASS)
      .where('proposed_by', '<>', workerId)
      .where(
        sql<boolean>`NOT EXISTS (SELECT 1 FROM clew.file_admission a
          WHERE a.agency_id = clew.proposal.agency_id AND a.admission_id = clew.proposal.proposal_id)`,
      )
      // What was asked in vain stands with a file that is none.
      .where(
        sql<boolean>`EXISTS (SELECT 1 FROM clew.file f WHERE f.agency_id = clew.proposal.agency_id
          AND f.file_id::text = split_part(clew.proposal.thing, ' ', 2))`,
      )
      .orderBy('at', 'desc')
      .limit(50)
      .execute();
    const asked: AskedAdmission[] = [];
    for (const row of rows) {
      const opened = isOpenGlass(desk, row) ? await openGlass(transaction, desk, row) : undefined;
      if (opened === undefined) continue;
      const file = await loadFile(transaction, { agencyId, fileId: opened.fileId }, false);
      const found = file && { file, row, compartment: opened.compartment };
      if (!found || !isAnswerer(desk, desk.actor, found)) continue;
      const confirmedBy = row.confirmed_by ?? workerId;
      const sealers = await findSealers(transaction, desk, { found, confirmedBy });
      const isLast = confirmedBy === workerId && sealers.length === 0;
      const holders = await readHolders(transaction, found);
      const at = { ...found, row: { ...row, confirmed_by: confirmedBy }, noThird: isLast };
      const canSeal = holders.includes(workerId) && isSealer(desk, desk.actor, at);
      const canConfirm =
        row.confirmed_by === null && mayGlass(desk, desk.actor, { ...found, action: 'glass.confirm' });
      const step = stepOf({ isConfirmed: row.confirmed_by !== null, canConfirm, canSeal });
      const { proposed_by: askedBy } = row;
      asked.push({
        ...{ ...opened, askedBy, at: row.at, confirmedBy: row.confirmed_by ?? undefined },
        ...{ step, sealers },
      });
    }
    return asked;
  });
}

function stepOf(now: {
  isConfirmed: boolean;
  canConfirm: boolean;
  canSeal: boolean;
}): AskedAdmission['step'] {
  if (now.isConfirmed) return now.canSeal ? 'let-in' : 'wait';
  if (!now.canConfirm) return 'wait';
  return now.canSeal ? 'both' : 'confirm';
}
