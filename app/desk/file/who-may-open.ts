import { z } from 'zod';
import { Refusal, type Refused, writeAtFile } from './at-file.ts';
import type { BarEntry } from './entry.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { type LoadedFile, loadFile } from './load-file.ts';
import { stampOf } from './record.ts';
import { settleKeys } from './settle-keys.ts';
import { writeEntry } from './write-entry.ts';

type AtWorker = { fileId: string; workerId: string };
type Done = { ok: true } | Refused;

/**
 * Hands a file over to a colleague, and to a team or none. Keys follow: whoever may open a part now is given its key; whoever
 * may not any more loses theirs, and new entries are sealed under another.
 */
export async function handOver(
  desk: FileDesk,
  { fileId, workerId, teamId }: AtWorker & { teamId?: string },
): Promise<Done> {
  return writeAtFile(desk, { action: 'file.hand-over', fileId }, async (transaction, file) => {
    await refuseUnlessIn(transaction, desk, { file, workerId });
    if (teamId !== undefined) await refuseUnlessTeam(transaction, desk, teamId);
    await transaction
      .updateTable('clew.file')
      .set({ owner_id: workerId, team_id: teamId ?? null })
      .where('agency_id', '=', desk.actor.agencyId)
      .where('file_id', '=', file.file_id)
      .execute();
    return settle(transaction, desk, { file, giveTo: 'all' });
  });
}

/** Lets a colleague in beside the owner: they are given the keys of what their roles open. */
export async function letIn(desk: FileDesk, { fileId, workerId }: AtWorker): Promise<Done> {
  return writeAtFile(desk, { action: 'file.name', fileId, part: workerId }, async (transaction, file) => {
    await refuseUnlessIn(transaction, desk, { file, workerId });
    await transaction
      .insertInto('clew.file_named')
      .values({ agency_id: desk.actor.agencyId, file_id: file.file_id, worker_id: workerId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return settle(transaction, desk, { file, giveTo: [workerId] });
  });
}

/**
 * Takes a colleague out again: their keys are withdrawn, every part they had a key to gets a new one, and what is written
 * from now on is sealed under it. What they read before they have read.
 */
export async function remove(desk: FileDesk, { fileId, workerId }: AtWorker): Promise<Done> {
  return writeAtFile(desk, { action: 'file.unname', fileId, part: workerId }, async (transaction, file) => {
    if (!file.named.includes(workerId)) throw new Refusal('changed');
    await transaction
      .deleteFrom('clew.file_named')
      .where('agency_id', '=', desk.actor.agencyId)
      .where('file_id', '=', file.file_id)
      .where('worker_id', '=', workerId)
      .execute();
    return settle(transaction, desk, { file });
  });
}

/** Gives a colleague who may open parts of a file the keys to them that the worker holds: to one who joined the team later. */
export async function giveKeys(desk: FileDesk, { fileId, workerId }: AtWorker): Promise<Done> {
  return writeAtFile(desk, { action: 'file.name', fileId, part: workerId }, async (transaction, file) => {
    await refuseUnlessIn(transaction, desk, { file, workerId });
    return settle(transaction, desk, { file, giveTo: [workerId] });
  });
}

/**
 * Says that a colleague must never see a file, for a reason that is sealed. It holds from the next request on, whatever their
 * role; for them there is no such file, and whatever they try is in the journal.
 */
export async function excludeWorker(
  desk: FileDesk,
  { fileId, workerId, reason }: AtWorker & { reason: string },
): Promise<Done> {
  const doing = { action: 'file.exclude', fileId, part: workerId } as const;
  return writeAtFile(desk, doing, async (transaction, file) => {
    if (workerId === desk.actor.workerId) throw new Refusal('changed');
    await refuseUnlessWorker(transaction, desk, workerId);
    await bar(transaction, desk, { file, workerId, kind: 'excluded' });
    const changed = await reload(transaction, desk, file);
    const entry: BarEntry = { kind: 'bar', workerId, reason, ...stampOf(desk) };
    await writeEntry(transaction, desk, { file: changed, part: 'bars', entry });
    return settle(transaction, desk, { file });
  });
}

/** Steps back from a file, as one's own relative or of an old case. No reason is asked. It is not found from then on. */
export async function recuseOneself(desk: FileDesk, fileId: string): Promise<Done> {
  return writeAtFile(desk, { action: 'file.recuse', fileId }, async (transaction, file) => {
    await bar(transaction, desk, { file, workerId: desk.actor.workerId, kind: 'recused' });
    return settle(transaction, desk, { file });
  });
}

type Bar = { file: LoadedFile; workerId: string; kind: 'excluded' | 'recused' };

async function bar(transaction: FileTransaction, desk: FileDesk, { file, workerId, kind }: Bar) {
  await transaction
    .insertInto('clew.file_exclusion')
    .values({ agency_id: desk.actor.agencyId, file_id: file.file_id, worker_id: workerId, kind })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function settle(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, giveTo = [] }: { file: LoadedFile; giveTo?: readonly string[] | 'all' },
): Promise<Record<never, never>> {
  await settleKeys(transaction, desk, { file: await reload(transaction, desk, file), giveTo });
  return {};
}

async function reload(
  transaction: FileTransaction,
  desk: FileDesk,
  { file_id: fileId }: LoadedFile,
): Promise<LoadedFile> {
  const file = await loadFile(transaction, { agencyId: desk.actor.agencyId, fileId }, true);
  if (file === undefined) throw new Refusal('not-found');
  return file;
}

/** A file is handed only to who works at the agency and is not barred from it. */
async function refuseUnlessIn(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, workerId }: { file: LoadedFile; workerId: string },
): Promise<void> {
  if (file.bars.some(({ worker_id }) => worker_id === workerId)) throw new Refusal('changed');
  const standing = await refuseUnlessWorker(transaction, desk, workerId);
  if (standing !== 'in') throw new Refusal('changed');
}

async function refuseUnlessWorker(
  transaction: FileTransaction,
  desk: FileDesk,
  workerId: string,
): Promise<string> {
  if (!z.uuid().safeParse(workerId).success) throw new Refusal('changed');
  const row = await transaction
    .selectFrom('clew.worker')
    .select('standing')
    .where('agency_id', '=', desk.actor.agencyId)
    .where('worker_id', '=', workerId)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('changed');
  return row.standing;
}

async function refuseUnlessTeam(transaction: FileTransaction, desk: FileDesk, teamId: string): Promise<void> {
  if (!z.uuid().safeParse(teamId).success) throw new Refusal('changed');
  const row = await transaction
    .selectFrom('clew.team')
    .select('team_id')
    .where('agency_id', '=', desk.actor.agencyId)
    .where('team_id', '=', teamId)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('changed');
}
