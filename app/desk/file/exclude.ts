import { Refusal, type Refused, writeAtFile } from './at-file.ts';
import type { BarEntry } from './entry.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import type { LoadedFile } from './load-file.ts';
import { stampOf } from './record.ts';
import { refuseUnlessWorker, reload, settle } from './who-may-open.ts';
import { writeEntry } from './write-entry.ts';

type AtWorker = { fileId: string; workerId: string };
type Done = { ok: true } | Refused;

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
