import { boxVersion } from '@clew/seal';
import { attempt } from '../attempt.ts';
import { readWaitingKeys, readWithdrawn } from '../keys/renewal.ts';
import { COMPARTMENTS, type Compartment } from '../policy/index.ts';
import { readAtFile, refusalAt, writeAtFile } from './at-file.ts';
import { loadColleagues } from './colleagues.ts';
import type { AtFile, FileTransaction } from './file-desk.ts';
import { type LoadedFile, thingOf } from './load-file.ts';
import { isHolder, keyIdOf, revealOf } from './parts.ts';
import type { Refused } from './refusal.ts';

/** What of a file can be read and written sealed, by who has its keys elsewhere. */
export const SEALED_PARTS = [...COMPARTMENTS, 'consent'] as const;
type SealedPart = (typeof SEALED_PARTS)[number];

/** How far a part has got: the generation of its key, 0 where it holds nothing, and how many entries it has. */
export type PartHead = { part: SealedPart; keyId: string; generation: number; entries: number };

/** An entry as it stands: nobody can open it without the key of this part and generation. */
type SealedEntry = { entryId: string; generation: number; box: string };

/** A file as its readable columns tell it, and the heads of the parts that the worker may read or write. */
type SealedFile = {
  file: LoadedFile;
  heads: readonly (PartHead & { mayRead: boolean; mayWrite: boolean })[];
};

/** Looks at a file without opening anything, with one entry in the journal. */
export async function lookAtSealed(
  desk: AtFile,
  fileId: string,
): Promise<({ ok: true } & SealedFile) | Refused> {
  return readAtFile(desk, { action: 'file.open', fileId }, async (transaction, file) => {
    const mayDo = (action: Parameters<typeof refusalAt>[2]['action']) =>
      refusalAt(desk, desk.actor, { file, action }) === undefined;
    const heads: SealedFile['heads'][number][] = [];
    for (const part of SEALED_PARTS) {
      const mayRead = mayDo(revealOf(part));
      const mayWrite = part !== 'consent' && mayDo(`file.write.${part}`);
      if (mayRead || mayWrite)
        heads.push({ ...(await readHead(transaction, { file, part })), mayRead, mayWrite });
    }
    return { file, heads };
  });
}

/** From where a list of entries goes on: behind this one. */
type Wanted = { fileId: string; part: SealedPart; after?: string | undefined; size: number };

/**
 * The entries of a part as they stand, in no order that tells anything, `size` of them and one more if there are more, with
 * one entry in the journal as for who opens them.
 */
export async function readSealedEntries(
  desk: AtFile,
  { fileId, part, after, size }: Wanted,
): Promise<({ ok: true } & { head: PartHead; entries: readonly SealedEntry[] }) | Refused> {
  return readAtFile(desk, { action: revealOf(part), fileId, part }, async (transaction, file) => {
    let wanted = entriesOf(transaction, { file, part })
      .orderBy('entry_id')
      .limit(size + 1);
    if (after !== undefined) wanted = wanted.where('entry_id', '>', after);
    const rows = await wanted.execute();
    return { head: await readHead(transaction, { file, part }), entries: rows.map(entryOf) };
  });
}

/** One entry as it stands; `changed` if there is none of this id. */
export async function readSealedEntry(
  desk: AtFile,
  { fileId, part, entryId }: { fileId: string; part: SealedPart; entryId: string },
): Promise<({ ok: true } & { entry: SealedEntry | undefined }) | Refused> {
  return readAtFile(desk, { action: revealOf(part), fileId, part }, async (transaction, file) => {
    const row = await entriesOf(transaction, { file, part })
      .where('entry_id', '=', entryId)
      .executeTakeFirst();
    return { entry: row && entryOf(row) };
  });
}

/** An entry that somebody sealed elsewhere, and the head of the part for which they did. */
type Appending = {
  fileId: string;
  part: Compartment;
  entry: SealedEntry;
  /** Whether a head is the one for which the entry was sealed. */
  isMeantFor: (head: PartHead) => boolean;
};

/**
 * Why an entry was not taken. `stale`: somebody wrote there since. `taken`: there is one of this id. `key-waits`: the part has no
 * key yet, or one that must be made anew before anything is written: only who has it can, at the desk. `no-box`: it is no
 * sealed box.
 */
export type NotAppended =
  | Refused
  | { ok: false; why: 'stale'; current: PartHead }
  | { ok: false; why: 'taken' | 'key-waits' | 'no-box' };

/** Writes an entry that came sealed behind the others of its part. What is in it nobody here can tell. */
export async function appendSealed(
  desk: AtFile,
  { fileId, part, entry, isMeantFor }: Appending,
): Promise<{ ok: true; head: PartHead } | NotAppended> {
  if (boxVersion(entry.box) === undefined) return { ok: false, why: 'no-box' };
  let found: PartHead | undefined;
  let result: ({ ok: true } & { head: PartHead }) | Refused | undefined;
  const written = await attempt<'stale' | 'taken' | 'key-waits'>(async (undo) => {
    result = await writeAtFile(
      desk,
      { action: `file.write.${part}`, fileId, part },
      async (transaction, file) => {
        const head = await readHead(transaction, { file, part });
        found = head;
        if (!isMeantFor(head)) undo('stale');
        if (head.generation === 0 || (await mustBeRenewed(transaction, desk, { file, head })))
          undo('key-waits');
        if (entry.generation !== head.generation) undo('stale');
        if (!(await insertEntry(transaction, { file, part, entry }))) undo('taken');
        return { head: { ...head, entries: head.entries + 1 } };
      },
    );
  });
  if (written.ok) return result as ({ ok: true } & { head: PartHead }) | Refused;
  if (written.why === 'stale' && found !== undefined) return { ok: false, why: 'stale', current: found };
  return { ok: false, why: written.why as 'taken' | 'key-waits' };
}

type PartOfFile = { file: LoadedFile; part: SealedPart };

async function readHead(transaction: FileTransaction, { file, part }: PartOfFile): Promise<PartHead> {
  const row = await transaction
    .selectFrom('clew.file_compartment')
    .select('generation')
    .where('agency_id', '=', file.agency_id)
    .where('file_id', '=', file.file_id)
    .where('compartment', '=', part)
    .executeTakeFirst();
  const { count } = await transaction
    .selectFrom('clew.file_entry')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('agency_id', '=', file.agency_id)
    .where('file_id', '=', file.file_id)
    .where('compartment', '=', part)
    .executeTakeFirstOrThrow();
  return {
    part,
    keyId: keyIdOf(file.file_id, part),
    generation: row?.generation ?? 0,
    entries: Number(count),
  };
}

function entriesOf(transaction: FileTransaction, { file, part }: PartOfFile) {
  return transaction
    .selectFrom('clew.file_entry')
    .select(['entry_id', 'generation', 'box'])
    .where('agency_id', '=', file.agency_id)
    .where('file_id', '=', file.file_id)
    .where('compartment', '=', part);
}

function entryOf(row: { entry_id: string; generation: number; box: string }): SealedEntry {
  return { entryId: row.entry_id, generation: row.generation, box: row.box };
}

/** Whether somebody could read along who may not (any more): who writes at the desk makes the key anew first. */
async function mustBeRenewed(
  transaction: FileTransaction,
  desk: AtFile,
  { file, head }: { file: LoadedFile; head: PartHead },
): Promise<boolean> {
  const { agencyId, workerId } = desk.actor;
  const waiting = await readWaitingKeys(transaction, agencyId, [head.keyId]);
  if (waiting.size > 0) return true;
  const wraps = await transaction
    .selectFrom('clew.key_wrap as k')
    .innerJoin('clew.worker as w', (join) =>
      join.onRef('w.agency_id', '=', 'k.agency_id').onRef('w.worker_id', '=', 'k.worker_id'),
    )
    .select(['k.worker_id', 'w.recipient'])
    .where('k.agency_id', '=', agencyId)
    .where('k.key_id', '=', head.keyId)
    .where('k.generation', '=', head.generation)
    .execute();
  const thing = thingOf(file, desk.now());
  const colleagues = await loadColleagues(transaction, desk, (actor) => isHolder(actor, head.part, thing));
  const holders = new Set(
    colleagues.filter(({ actor }) => isHolder(actor, head.part, thing)).map(({ actor }) => actor.workerId),
  );
  const withdrawn = await readWithdrawn(transaction, agencyId);
  return wraps.some(
    (wrap) => !holders.has(wrap.worker_id) || (wrap.worker_id === workerId && withdrawn.has(wrap.recipient)),
  );
}

async function insertEntry(
  transaction: FileTransaction,
  { file, part, entry }: PartOfFile & { entry: SealedEntry },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('clew.file_entry')
    .values({
      agency_id: file.agency_id,
      file_id: file.file_id,
      compartment: part,
      entry_id: entry.entryId,
      generation: entry.generation,
      box: entry.box,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
