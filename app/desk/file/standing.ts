import { writeAtFile } from './at-file.ts';
import type { CLOSING, StandingEntry } from './entry.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import type { LoadedFile } from './load-file.ts';
import { stampOf } from './record.ts';
import { Refusal, type Refused } from './refusal.ts';
import { type AskedSecond, confirmAtFile, proposeAtFile } from './second-person.ts';
import { writeEntry } from './write-entry.ts';

type Done = { ok: true } | Refused;

/**
 * Writes down that the person withdraws from the file: every consent in force ends, and no compartment opens any more. Nothing is
 * destroyed; who looked can still be shown. `changed` if they have.
 */
export async function withdrawPerson(
  desk: FileDesk,
  { fileId, words }: { fileId: string; words?: string },
): Promise<Done> {
  return writeAtFile(desk, { action: 'file.withdraw', fileId }, async (transaction, file) => {
    if (file.withdrawn) throw new Refusal('changed');
    await set(transaction, file, { withdrawn: true, rest_month: restMonth(desk) });
    await endGrants(transaction, desk, file);
    const said = words === undefined ? {} : { words };
    return noteStanding(transaction, desk, { file, is: 'withdrawn', ...said });
  });
}

/** Closes a file: it is not listed among the open ones, and takes nothing new. `changed` if it is closed. */
export async function closeFile(
  desk: FileDesk,
  { fileId, why, words }: { fileId: string; why: (typeof CLOSING)[number]; words?: string },
): Promise<Done> {
  return writeAtFile(desk, { action: 'file.close', fileId }, async (transaction, file) => {
    if (file.closed) throw new Refusal('changed');
    await set(transaction, file, { closed: true, rest_month: restMonth(desk) });
    const said = words === undefined ? {} : { words };
    return noteStanding(transaction, desk, { file, is: 'closed', why, ...said });
  });
}

/**
 * Proposes to open a file again that is closed or from which the person withdrew. `changed` if it is neither; `wish` if the
 * person withdrew and nobody says that they ask for it. Consents that ended stay ended.
 */
export async function proposeReopening(
  desk: FileDesk,
  { fileId, ...asked }: { fileId: string; reason: string; personAsks: boolean },
): Promise<Done> {
  return proposeAtFile(desk, {
    fileId,
    kind: 'file.reopen',
    content: async () => ({ kind: 'file.reopen', ...asked }),
    check: async (_, file) => refuseReopening(file, asked),
  });
}

/** Confirms it. */
export async function confirmReopening(desk: FileDesk, asked: AskedSecond): Promise<Done> {
  return confirmAtFile(desk, { ...asked, kind: 'file.reopen' }, async (transaction, at) => {
    const { file, content, proposedBy } = at;
    const { personAsks, reason: words } = content;
    refuseReopening(file, content);
    await set(transaction, file, { closed: false, withdrawn: false, rest_month: null });
    await noteStanding(transaction, desk, { file, is: 'reopened', personAsks, words, proposedBy });
  });
}

function refuseReopening(file: LoadedFile, { personAsks }: { personAsks: boolean }): void {
  if (!file.closed && !file.withdrawn) throw new Refusal('changed');
  if (file.withdrawn && !personAsks) throw new Refusal('wish');
}

async function set(
  transaction: FileTransaction,
  file: LoadedFile,
  change: { closed?: boolean; withdrawn?: boolean; rest_month: string | null },
): Promise<void> {
  await transaction
    .updateTable('clew.file')
    .set(change)
    .where('agency_id', '=', file.agency_id)
    .where('file_id', '=', file.file_id)
    .execute();
}

/** From then on the time runs for which a file is kept: the month in which nothing more was to be done, whichever came last. */
function restMonth(desk: FileDesk): string {
  return `${desk.now().toISOString().slice(0, 7)}-01`;
}

/** It stands with what the person agreed to, which whoever sees the file may read. */
export async function noteStanding(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, ...said }: { file: LoadedFile } & Omit<StandingEntry, 'kind' | 'at' | 'by'>,
): Promise<Record<never, never>> {
  const entry: StandingEntry = { kind: 'standing', ...said, ...stampOf(desk) };
  await writeEntry(transaction, desk, { file, part: 'consent', entry });
  return {};
}

async function endGrants(transaction: FileTransaction, desk: FileDesk, file: LoadedFile): Promise<void> {
  const ended = await transaction
    .updateTable('clew.file_grant')
    .set({ standing: 'withdrawn' })
    .where('agency_id', '=', file.agency_id)
    .where('file_id', '=', file.file_id)
    .where('standing', '=', 'live')
    .returning('grant_id')
    .execute();
  for (const { grant_id: grantId } of ended) {
    const entry = { kind: 'withdrawal', grantId, ...stampOf(desk) } as const;
    await writeEntry(transaction, desk, { file, part: 'consent', entry });
  }
}
