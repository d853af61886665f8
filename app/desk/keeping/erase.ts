import { sql } from 'kysely';
import { readDueNow } from '../../store/index.ts';
import { readAtFile, refusalAt } from '../file/at-file.ts';
import { agencyKeysOf, openCodeName } from '../file/code-name.ts';
import type { FileDesk, FileTransaction } from '../file/file-desk.ts';
import { type GrantsOfFile, readGrants } from '../file/grants.ts';
import { readKeeping } from '../file/keeping-of-file.ts';
import type { LoadedFile } from '../file/load-file.ts';
import { Refusal, type Refused } from '../file/refusal.ts';
import { type AskedSecond, type ContentOf, confirmAtFile, proposeAtFile } from '../file/second-person.ts';
import { dueFrom } from './period.ts';

const DAY_MS = 86_400_000;
/** Between the two people lie so many days, so that somebody can still say no: the person, a colleague, a court. */
const COOLING_DAYS = 7;
/** So many days a backup of the node's own lives: one a day, fourteen of them. */
const BACKUP_DAYS = 14;

/** To whom something of a file was, or could have been, given. Nothing that is done here reaches what they hold. */
export type Holder = Pick<GrantsOfFile['grants'][number], 'recipient' | 'recipientKind' | 'state'>;

/** What stays after an erasure, for the page that says so and the paper for the person. */
export type Remains = {
  fileId: string;
  codeName: string | undefined;
  /** The day until which a backup of the node's own can hold what was sealed. */
  backupsUntil: string;
  holders: readonly Holder[];
  /** Consents that did not open: who else was given something is not known. */
  unopened: number;
};

/** Where an erasure stands, for whoever sees the file. */
export type Keeping = {
  remains: Remains;
  /** The day on which its hold is to be looked at, where one stands. */
  heldUntil: string | undefined;
  /** From which day on it is due; undefined while it is open, or as long as nobody set a time. */
  dueFrom: string | undefined;
  /** What was asked for and waits: to erase it, from which day on somebody may confirm, and to hold it. */
  asked: { erasureFrom: string | undefined; hold: boolean };
  /** Whether it rests: it is closed, or the person withdrew. */
  rests: boolean;
  mayHold: boolean;
  mayRelease: boolean;
  mayErase: boolean;
};

type AskedErasure = { fileId: string; why: ContentOf<'file.erase'>['why']; reason: string };

/**
 * Proposes to erase a file for good. It must be closed, or the person must have withdrawn (`changed`); `held` while a hold stands or
 * waits; `waits` if it is said to be due and is not. `months` is how long files are kept, where the agency set it.
 */
export async function proposeErasure(
  desk: FileDesk,
  { fileId, ...asked }: AskedErasure,
  months: number | undefined,
): Promise<{ ok: true } | Refused> {
  return proposeAtFile(desk, {
    fileId,
    kind: 'file.erase',
    content: async () => ({ kind: 'file.erase', ...asked }),
    check: (transaction, file) => refuseErasure(transaction, desk, { file, why: asked.why, months }),
  });
}

/**
 * Confirms it, seven days after it was proposed at the earliest (`waits`), and destroys: every key of its parts, whoever holds it,
 * what they seal, the hashes of names, who was let in or kept out, and what was proposed about it. Only the journal's lines stay, and an id.
 */
export async function confirmErasure(
  desk: FileDesk,
  asked: AskedSecond,
  months: number | undefined,
): Promise<({ ok: true } & { remains: Remains }) | Refused> {
  let remains: Remains | undefined;
  const done = await confirmAtFile(desk, { ...asked, kind: 'file.erase' }, async (transaction, at) => {
    const { file, content } = at;
    await refuseErasure(transaction, desk, { file, why: content.why, months });
    const due = await readDueNow(transaction, desk.now());
    if (due.getTime() - at.at.getTime() < COOLING_DAYS * DAY_MS) throw new Refusal('waits');
    remains = await readRemains(transaction, desk, file);
    const { rows } = await sql<{ done: boolean }>`
      SELECT clew.erase_file(${file.agency_id}::uuid, ${file.file_id}::uuid, ${asked.proposalId}::uuid, ${desk.now()}) AS done
    `.execute(transaction);
    if (rows[0]?.done !== true) throw new Refusal('changed');
  });
  if (!done.ok) return done;
  return remains === undefined ? { ok: false, why: 'changed' } : { ok: true, remains };
}

/** Reads where a file stands, and what would stay of it. */
export async function lookAtKeeping(
  desk: FileDesk,
  fileId: string,
  months: number | undefined,
): Promise<({ ok: true } & { keeping: Keeping }) | Refused> {
  return readAtFile(desk, { action: 'file.open', fileId }, async (transaction, file) => {
    const may = (action: Parameters<typeof refusalAt>[2]['action']) =>
      refusalAt(desk, desk.actor, { file, action }) === undefined;
    const { heldUntil, holdAsked, erasureAsked, restMonth } = await readKeeping(
      transaction,
      desk,
      file.file_id,
    );
    const keeping: Keeping = {
      remains: await readRemains(transaction, desk, file),
      heldUntil,
      dueFrom: dueDay(restMonth, months),
      asked: { erasureFrom: erasureAsked && dayAfter(erasureAsked, COOLING_DAYS), hold: holdAsked },
      rests: file.closed || file.withdrawn,
      mayHold: may('file.hold-propose'),
      mayRelease: heldUntil !== undefined && may('file.release-propose'),
      mayErase: may('file.erase-propose'),
    };
    return { keeping };
  });
}

type Weighing = { file: LoadedFile; why: AskedErasure['why']; months: number | undefined };

async function refuseErasure(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, why, months }: Weighing,
): Promise<void> {
  if (!file.closed && !file.withdrawn) throw new Refusal('changed');
  const { heldUntil, holdAsked, restMonth } = await readKeeping(transaction, desk, file.file_id);
  // Whoever asks for a hold stops it at once: to have two people at hand takes days.
  if (heldUntil !== undefined || holdAsked) throw new Refusal('held');
  const from = dueDay(restMonth, months);
  if (why !== 'due') return;
  const today = dayOf(await readDueNow(transaction, desk.now()));
  if (from === undefined || from > today) throw new Refusal('waits');
}

function dueDay(restMonth: string | undefined, months: number | undefined): string | undefined {
  return restMonth === undefined || months === undefined ? undefined : dueFrom(restMonth, months);
}

async function readRemains(transaction: FileTransaction, desk: FileDesk, file: LoadedFile): Promise<Remains> {
  const fileId = file.file_id;
  const { grants, unopened } = await readGrants(transaction, desk, fileId);
  return {
    fileId,
    codeName: openCodeName(desk, { agencyKeys: await agencyKeysOf(desk), fileId }, file.code_name),
    backupsUntil: dayAfter(desk.now(), BACKUP_DAYS),
    holders: grants.map(({ recipient, recipientKind, state }) => ({ recipient, recipientKind, state })),
    unopened,
  };
}

function dayAfter(from: Date, days: number): string {
  return dayOf(new Date(from.getTime() + days * DAY_MS));
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
