import { sql } from 'kysely';
import { z } from 'zod';
import { Refusal, type Refused, refusalAt, writeAtFile } from './at-file.ts';
import type { BARS, BarEntry, ReturnEntry, WISHES } from './entry.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { type LoadedFile, loadFile } from './load-file.ts';
import { openPart } from './read-part.ts';
import { stampOf } from './record.ts';
import { confirmAtFile, proposeAtFile } from './second-person.ts';
import { type Weight, weighExclusion } from './weigh-exclusion.ts';
import { refuseUnlessWorker, reload, settle } from './who-may-open.ts';
import { writeEntry } from './write-entry.ts';

type AtWorker = { fileId: string; workerId: string };
type Done = { ok: true } | Refused;

/** Who must never see a file, whose wish that is, and why. `as` by default `excluded`. */
export type Excluding = AtWorker & {
  reason: string;
  wish: (typeof WISHES)[number];
  as?: (typeof BARS)[number];
};

/**
 * Says that a colleague must never see a file, for a reason that is sealed. It holds from the next request on, whatever their
 * role; for them there is no such file, and whatever they try is in the journal. What weighs more (`weighExclusion`) is
 * proposed instead, and changes nothing until a second person confirms it: then `isHeld` is false.
 */
export async function excludeWorker(
  desk: FileDesk,
  excluding: Excluding,
): Promise<{ ok: true; isHeld: boolean } | Refused> {
  const { fileId, workerId, wish, reason, as = 'excluded' } = excluding;
  if (await takesTwo(desk, excluding)) {
    const content = { kind: 'file.exclude', workerId, as, wish, reason } as const;
    const proposed = await proposeAtFile(desk, { fileId, content });
    return proposed.ok ? { ok: true, isHeld: false } : proposed;
  }
  const doing = { action: 'file.exclude', fileId, part: workerId } as const;
  return writeAtFile(desk, doing, async (transaction, file) => {
    if (workerId === desk.actor.workerId) throw new Refusal('changed');
    await refuseUnlessWorker(transaction, desk, workerId);
    const weight = await weighExclusion(transaction, desk, { file, workerId, wish });
    if (weight.takesTwo) throw new Refusal('changed');
    await bar(transaction, desk, { file, entry: { workerId, reason, wish, as } });
    // In the same transaction: no one shuts out who answers for a file without the alarm.
    if (weight.isOfAnswerer) await raiseAlarm(transaction, desk);
    return { isHeld: true };
  });
}

/** Confirms that a colleague must never see a file. It holds from the next request on. */
export async function confirmExclusion(desk: FileDesk, proposalId: string): Promise<Done> {
  return confirmAtFile(desk, { proposalId, kind: 'file.exclude' }, async (transaction, at) => {
    const { kind: _, ...entry } = at.content;
    await refuseUnlessWorker(transaction, desk, entry.workerId);
    await bar(transaction, desk, { file: at.file, entry: { ...entry, proposedBy: at.proposedBy } });
  });
}

/**
 * Proposes that a colleague who is barred from a file, by others or by stepping back, may see it again. `changed` if they are
 * not barred; `wish` if the person wished it and nobody says that they agree now.
 */
export async function proposeReturn(
  desk: FileDesk,
  { fileId, ...asked }: AtWorker & { reason: string; personAgrees: boolean },
): Promise<Done> {
  const content = { kind: 'file.include', ...asked } as const;
  return proposeAtFile(desk, {
    fileId,
    content,
    check: (transaction, file) => refuseReturn(transaction, desk, { file, ...asked }),
  });
}

/**
 * Confirms that a colleague may see a file again: the bar is taken away, and they are given the keys that the worker holds
 * of what they may open. Others they are given by who has them.
 */
export async function confirmReturn(desk: FileDesk, proposalId: string): Promise<Done> {
  return confirmAtFile(desk, { proposalId, kind: 'file.include' }, async (transaction, at) => {
    const { file, content, proposedBy } = at;
    const { kind: _, state: _state, ...asked } = content;
    await refuseReturn(transaction, desk, { file, ...asked });
    await transaction
      .deleteFrom('clew.file_exclusion')
      .where('agency_id', '=', desk.actor.agencyId)
      .where('file_id', '=', file.file_id)
      .where('worker_id', '=', asked.workerId)
      .execute();
    const entry: ReturnEntry = { kind: 'return', ...asked, proposedBy, ...stampOf(desk) };
    await writeEntry(transaction, desk, { file, part: 'bars', entry });
    await settle(transaction, desk, { file, giveTo: [asked.workerId] });
  });
}

/** Steps back from a file, as one's own relative or of an old case. No reason is asked. It is not found from then on. */
export async function recuseOneself(desk: FileDesk, fileId: string): Promise<Done> {
  return writeAtFile(desk, { action: 'file.recuse', fileId }, async (transaction, file) => {
    await addBar(transaction, desk, { file, workerId: desk.actor.workerId, kind: 'recused' });
    return settle(transaction, desk, { file });
  });
}

/** Asked before anything is written, and once more in the transaction that writes. */
async function takesTwo(desk: FileDesk, { fileId, workerId, wish }: Excluding): Promise<boolean> {
  if (workerId === desk.actor.workerId || !z.uuid().safeParse(fileId).success) return false;
  const weight = await desk.door.read(async (transaction): Promise<Weight | undefined> => {
    const file = await loadFile(transaction, { ...desk.actor, fileId }, false);
    // Who may not even exclude is refused, and seen trying, by what follows.
    if (!file || refusalAt(desk, desk.actor, { file, action: 'file.exclude' }) !== undefined)
      return undefined;
    return weighExclusion(transaction, desk, { file, workerId, wish });
  });
  return weight?.takesTwo === true;
}

async function bar(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, entry }: { file: LoadedFile; entry: Omit<BarEntry, 'kind' | 'at' | 'by'> },
): Promise<void> {
  const { workerId, as = 'excluded' } = entry;
  await addBar(transaction, desk, { file, workerId, kind: as });
  const changed = await reload(transaction, desk, file);
  const sealed: BarEntry = { kind: 'bar', ...entry, ...stampOf(desk) };
  await writeEntry(transaction, desk, { file: changed, part: 'bars', entry: sealed });
  await settle(transaction, desk, { file });
}

type Bar = { file: LoadedFile; workerId: string; kind: 'excluded' | 'recused' | 'suspected' };

async function addBar(transaction: FileTransaction, desk: FileDesk, { file, workerId, kind }: Bar) {
  await transaction
    .insertInto('clew.file_exclusion')
    .values({ agency_id: desk.actor.agencyId, file_id: file.file_id, worker_id: workerId, kind })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** One person shut out who answers for the file, by the person's own wish: supervisor and auditor look at it. */
async function raiseAlarm(transaction: FileTransaction, { actor }: FileDesk): Promise<void> {
  const thing = `worker ${actor.workerId} exclusion`;
  await sql`SELECT clew.journal_append(${actor.agencyId}::uuid, ${actor.workerId}, 'alarm.raise', ${thing})`.execute(
    transaction,
  );
}

type Returning = { file: LoadedFile; workerId: string; personAgrees: boolean };

/** Who cannot read why somebody was barred takes it for the person's wish. */
async function refuseReturn(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, workerId, personAgrees }: Returning,
): Promise<void> {
  const barred = file.bars.filter((one) => one.worker_id === workerId);
  if (barred.length === 0) throw new Refusal('changed');
  if (personAgrees || barred.every(({ kind }) => kind === 'recused')) return;
  const { entries } = await openPart(transaction, desk, { fileId: file.file_id, part: 'bars' });
  const theirs = entries.filter((entry) => 'workerId' in entry && entry.workerId === workerId);
  const since = theirs.slice(theirs.findLastIndex(({ kind }) => kind !== 'bar') + 1);
  // All since they were last let back: a wish of the agency said later does not take away the person's.
  const isAgencys = since.every((entry) => entry.kind === 'bar' && entry.wish === 'agency');
  if (since.length === 0 || !isAgencys) throw new Refusal('wish');
}
