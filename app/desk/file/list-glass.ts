import { sql } from 'kysely';
import type { Compartment } from '../policy/index.ts';
import { BY_AGE, isBehind, type Placed, pageThrough, type WaitingPage } from '../proposals/page-through.ts';
import { seenOf } from '../proposals/seen.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { findSealers, isAnswerer, isSealer, mayGlass, readHolders } from './glass-people.ts';
import {
  GLASS,
  GLASS_COLUMNS,
  type GlassRow,
  isOpenGlass,
  openGlass,
  openGlassSince,
} from './glass-proposal.ts';
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
  /** The hash of what stands there, which the form that answers it carries. */
  seen: string;
};

/**
 * What is asked and can still be answered by this worker, the longest waiting first: those see it who see the file, and may confirm or
 * do it.
 */
export async function listGlass(desk: FileDesk, after?: string): Promise<WaitingPage<AskedAdmission>> {
  return desk.door.read((transaction) =>
    pageThrough(
      after,
      (place, limit) => readAsked(transaction, desk, { place, limit }),
      (row) => openAsked(transaction, desk, row),
    ),
  );
}

type PageOf = { place: Placed | undefined; limit: number };

async function readAsked(
  transaction: FileTransaction,
  desk: FileDesk,
  { place, limit }: PageOf,
): Promise<GlassRow[]> {
  return (
    transaction
      .selectFrom('clew.proposal')
      .select(GLASS_COLUMNS)
      .where('agency_id', '=', desk.actor.agencyId)
      .where('kind', '=', GLASS)
      .where('proposed_by', '<>', desk.actor.workerId)
      .where('at', '>', openGlassSince(desk))
      .where(
        sql<boolean>`NOT EXISTS (SELECT 1 FROM clew.file_admission a
        WHERE a.agency_id = clew.proposal.agency_id AND a.admission_id = clew.proposal.proposal_id)`,
      )
      // What was asked in vain stands with a file that is none.
      .where(
        sql<boolean>`EXISTS (SELECT 1 FROM clew.file f WHERE f.agency_id = clew.proposal.agency_id
        AND f.file_id::text = split_part(clew.proposal.thing, ' ', 2))`,
      )
      .where(isBehind(place))
      .orderBy(BY_AGE)
      .limit(limit)
      .execute()
  );
}

async function openAsked(
  transaction: FileTransaction,
  desk: FileDesk,
  row: GlassRow,
): Promise<AskedAdmission | undefined> {
  const { workerId } = desk.actor;
  const opened = await openGlass(transaction, desk, row);
  if (opened === undefined || !isOpenGlass(desk, opened)) return undefined;
  const file = await loadFile(transaction, { pins: desk.keys.pins, fileId: opened.fileId }, false);
  const found = file && { file, row, compartment: opened.compartment };
  if (!found || !isAnswerer(desk, desk.actor, found)) return undefined;
  const confirmedBy = row.confirmed_by ?? workerId;
  const sealers = await findSealers(transaction, desk, { found, confirmedBy });
  const isLast = confirmedBy === workerId && sealers.length === 0;
  const holders = await readHolders(transaction, found);
  const at = { ...found, row: { ...row, confirmed_by: confirmedBy }, noThird: isLast };
  const canSeal = holders.includes(workerId) && isSealer(desk, desk.actor, at);
  const canConfirm =
    row.confirmed_by === null && mayGlass(desk, desk.actor, { ...found, action: 'glass.confirm' });
  const step = stepOf({ isConfirmed: row.confirmed_by !== null, canConfirm, canSeal });
  const seen = seenOf({ ...row, kind: GLASS });
  return {
    ...{ ...opened, askedBy: row.proposed_by, at: row.at, confirmedBy: row.confirmed_by ?? undefined },
    ...{ step, sealers, seen },
  };
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
