import { sql } from 'kysely';
import { z } from 'zod';
import { refusalAt, writeAtFile } from './at-file.ts';
import { type BarKind, confirmBar, firstOfBar, signBar, writeBar } from './bars.ts';
import type { BARS, BarEntry, ReturnEntry, WISHES } from './entry.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { type LoadedFile, loadFile } from './load-file.ts';
import { openPart } from './read-part.ts';
import { stampOf } from './record.ts';
import { Refusal, type Refused } from './refusal.ts';
import { type AskedSecond, confirmAtFile, proposeAtFile } from './second-person.ts';
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
    const content = async (transaction: FileTransaction, file: LoadedFile) => {
      const at = { fileId: file.file_id, workerId };
      const first = firstOfBar(await signBar(transaction, desk, { ...at, more: as }));
      return { kind: 'file.exclude', workerId, as, wish, reason, first } as const;
    };
    const proposed = await proposeAtFile(desk, { fileId, kind: 'file.exclude', content });
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
export async function confirmExclusion(desk: FileDesk, asked: AskedSecond): Promise<Done> {
  return confirmAtFile(desk, { ...asked, kind: 'file.exclude' }, async (transaction, at) => {
    const { kind: _, first, ...entry } = at.content;
    const { file, proposedBy } = at;
    const { workerId, as } = entry;
    await refuseUnlessWorker(transaction, desk, workerId);
    await confirmBar(transaction, desk, { fileId: file.file_id, workerId, more: as, proposedBy, first });
    await noteBar(transaction, desk, { file, entry: { ...entry, proposedBy } });
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
  return proposeAtFile(desk, {
    fileId,
    kind: 'file.include',
    content: async (transaction, file) => {
      const at = { fileId: file.file_id, workerId: asked.workerId };
      const first = firstOfBar(await signBar(transaction, desk, { ...at, more: undefined }));
      return { kind: 'file.include', ...asked, first };
    },
    check: (transaction, file) => refuseReturn(transaction, desk, { file, ...asked }),
  });
}

/**
 * Confirms that a colleague may see a file again: the bar is taken away, and they are given the keys that the worker holds
 * of what they may open. Others they are given by who has them.
 */
export async function confirmReturn(desk: FileDesk, asked: AskedSecond): Promise<Done> {
  return confirmAtFile(desk, { ...asked, kind: 'file.include' }, async (transaction, at) => {
    const { file, content, proposedBy } = at;
    const { kind: _, first, state: _state, ...asked } = content;
    await refuseReturn(transaction, desk, { file, ...asked });
    const bar = { fileId: file.file_id, workerId: asked.workerId, more: undefined };
    await confirmBar(transaction, desk, { ...bar, proposedBy, first });
    const entry: ReturnEntry = { kind: 'return', ...asked, proposedBy, ...stampOf(desk) };
    await writeEntry(transaction, desk, { file, part: 'bars', entry });
    await settle(transaction, desk, { file, giveTo: [asked.workerId] });
  });
}

/** Steps back from a file, as one's own relative or of an old case. No reason is asked. It is not found from then on. */
export async function recuseOneself(desk: FileDesk, fileId: string): Promise<Done> {
  return writeAtFile(desk, { action: 'file.recuse', fileId }, async (transaction, file) => {
    await addBar(transaction, desk, { file, workerId: desk.actor.workerId, more: 'recused' });
    return settle(transaction, desk, { file });
  });
}

/** Asked before anything is written, and once more in the transaction that writes. */
async function takesTwo(desk: FileDesk, { fileId, workerId, wish }: Excluding): Promise<boolean> {
  if (workerId === desk.actor.workerId || !z.uuid().safeParse(fileId).success) return false;
  const weight = await desk.door.read(async (transaction): Promise<Weight | undefined> => {
    const file = await loadFile(transaction, { pins: desk.keys.pins, fileId }, false);
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
  await addBar(transaction, desk, { file, workerId, more: as });
  await noteBar(transaction, desk, { file, entry });
}

/** Writes down why, and takes the keys away. */
async function noteBar(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, entry }: { file: LoadedFile; entry: Omit<BarEntry, 'kind' | 'at' | 'by'> },
): Promise<void> {
  const changed = await reload(transaction, desk, file);
  const sealed: BarEntry = { kind: 'bar', ...entry, ...stampOf(desk) };
  await writeEntry(transaction, desk, { file: changed, part: 'bars', entry: sealed });
  await settle(transaction, desk, { file });
}

type Adding = { file: LoadedFile; workerId: string; more: BarKind };

async function addBar(transaction: FileTransaction, desk: FileDesk, { file, ...bar }: Adding) {
  const first = await signBar(transaction, desk, { fileId: file.file_id, ...bar });
  await writeBar(transaction, desk, first);
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
