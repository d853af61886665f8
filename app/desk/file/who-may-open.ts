import { z } from 'zod';
import { type Actor, COMPARTMENTS } from '../policy/index.ts';
import { writeAtFile } from './at-file.ts';
import { loadColleagues } from './colleagues.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { type LoadedFile, loadFile, thingOf } from './load-file.ts';
import { isHolder } from './parts.ts';
import { Refusal, type Refused } from './refusal.ts';
import { settleKeys } from './settle-keys.ts';

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
    await refuseIfOpensNothing(transaction, desk, { file, workerId });
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

/** Brings the keys of a file to what the policy says of it now, after a change. */
export async function settle(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, giveTo = [] }: { file: LoadedFile; giveTo?: readonly string[] | 'all' },
): Promise<Record<never, never>> {
  await settleKeys(transaction, desk, { file: await reload(transaction, desk, file), giveTo });
  return {};
}

/** The file as it stands after a change. */
export async function reload(
  transaction: FileTransaction,
  desk: FileDesk,
  { file_id: fileId }: LoadedFile,
): Promise<LoadedFile> {
  const file = await loadFile(transaction, { pins: desk.keys.pins, fileId }, true);
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

/** A file is handed only to who could open some part of it then: else nobody could answer for it. */
async function refuseIfOpensNothing(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, workerId }: { file: LoadedFile; workerId: string },
): Promise<void> {
  const thing = thingOf(await reload(transaction, desk, file), desk.now());
  const mayOpen = (actor: Actor) => COMPARTMENTS.some((part) => isHolder(actor, part, thing));
  const able = await loadColleagues(transaction, desk, mayOpen);
  if (!able.some(({ actor }) => actor.workerId === workerId && mayOpen(actor)))
    throw new Refusal('opens-nothing');
}

/** Throws Refusal `changed` if the agency has no such worker. Returns how they stand to it. */
export async function refuseUnlessWorker(
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
