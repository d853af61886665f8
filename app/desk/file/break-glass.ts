import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import {
  type Action,
  type Actor,
  COMPARTMENTS,
  type Compartment,
  may,
  mayAtAll,
  type Thing,
} from '../policy/index.ts';
import { noteTry, Refusal, type Refused, refusalAt } from './at-file.ts';
import { hashCodeName } from './code-name.ts';
import { loadColleagues, onRoster } from './colleagues.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { GLASS, GLASS_COLUMNS, type GlassRow, isOpenGlass, openGlass, sealGlass } from './glass-proposal.ts';
import { FILE_COLUMNS, type LoadedFile, loadFile, loadRelations, thingOf } from './load-file.ts';
import { isHolder, keyIdOf } from './parts.ts';
import { settleKeys } from './settle-keys.ts';

/** For how many hours somebody can be let in. */
export const GLASS_HOURS = [1, 4, 12, 24] as const;

/** What somebody asks to be let into who has no way there: by the code name that they were told. */
export const AskedGlass = z.strictObject({
  codeName: z.string().trim().min(1).max(60),
  compartment: z.enum(COMPARTMENTS),
  hours: z.union(GLASS_HOURS.map((hours) => z.literal(hours))),
  reason: z.string().trim().min(1).max(2000),
});
export type AskedGlass = z.infer<typeof AskedGlass>;

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
};

/**
 * Asks to be let into one compartment of a file for some hours, with a reason that is sealed to those who could let the
 * worker in. The answer is the same whether there is such a file or not, and whether it bars the one who asks: it is `ok`.
 * Refused: `forbidden` if none of their roles may ask, or could open such a compartment in any file.
 */
export async function askGlass(desk: FileDesk, asked: AskedGlass): Promise<{ ok: true } | Refused> {
  const { agencyId, workerId } = desk.actor;
  const { codeName, compartment, ...content } = asked;
  const mayAsk = may(desk.actor, 'glass.ask', { kind: 'glass', agencyId }).may;
  if (!mayAsk || !mayAtAll(desk.actor, `file.reveal.${compartment}`)) {
    await noteTry(desk, 'glass glass.ask');
    return { ok: false, why: 'forbidden' };
  }
  const agencyKey = (await desk.keys.open('agency'))?.key;
  if (agencyKey === undefined) return { ok: false, why: 'no-key' };
  const found = await desk.door.read((transaction) =>
    findByCode(transaction, desk, { hash: hashCodeName(agencyKey, codeName), compartment }),
  );
  if (!found || found.readers.length === 0) {
    await noteTry(desk, found === undefined ? 'file unknown glass.ask' : `file ${found.fileId} glass.ask`);
    return { ok: true };
  }
  const about = { proposalId: randomUUID(), fileId: found.fileId, compartment };
  const sealed = await sealGlass(desk, { ...about, content, readers: found.readers });
  const thing = `file ${found.fileId} ${compartment}`;
  await desk.door.write({ action: 'glass.ask', thing }, (transaction) =>
    transaction
      .insertInto('clew.proposal')
      .values({
        agency_id: agencyId,
        proposal_id: about.proposalId,
        kind: GLASS,
        thing,
        content: sealed,
        proposed_by: workerId,
        at: desk.now(),
      })
      .execute(),
  );
  return { ok: true };
}

/** What is asked and can still be answered by this worker: those see it who see the file, and may confirm or do it. */
export async function listGlass(desk: FileDesk): Promise<AskedAdmission[]> {
  return desk.door.read(async (transaction) => {
    const rows = await transaction
      .selectFrom('clew.proposal')
      .select(GLASS_COLUMNS)
      .where('agency_id', '=', desk.actor.agencyId)
      .where('kind', '=', GLASS)
      .where('proposed_by', '<>', desk.actor.workerId)
      .where(
        sql<boolean>`NOT EXISTS (SELECT 1 FROM clew.file_admission a
          WHERE a.agency_id = clew.proposal.agency_id AND a.admission_id = clew.proposal.proposal_id)`,
      )
      .orderBy('at', 'desc')
      .limit(50)
      .execute();
    const asked: AskedAdmission[] = [];
    for (const row of rows) {
      const opened = isOpenGlass(desk, row) ? await openGlass(transaction, desk, row) : undefined;
      if (opened === undefined) continue;
      const file = await loadFile(transaction, { ...desk.actor, fileId: opened.fileId }, false);
      if (!file || !isAnswerer(desk, desk.actor, { file, row, compartment: opened.compartment })) continue;
      const { proposed_by: askedBy, at, confirmed_by } = row;
      asked.push({ ...opened, askedBy, at, confirmedBy: confirmed_by ?? undefined });
    }
    return asked;
  });
}

/**
 * Confirms what a colleague asked. Whoever confirms and has the key lets them in at once; else somebody who has it does, with
 * `letInByGlass`. `changed` if it is not asked any more.
 */
export async function confirmGlass(
  desk: FileDesk,
  proposalId: string,
): Promise<{ ok: true; isLetIn: boolean } | Refused> {
  const answered = await answerGlass(
    desk,
    { proposalId, action: 'glass.confirm' },
    async (transaction, at) => {
      if (at.row.confirmed_by !== null) throw new Refusal('changed');
      await transaction
        .updateTable('clew.proposal')
        .set({ confirmed_by: desk.actor.workerId, confirmed_at: desk.now() })
        .where('agency_id', '=', desk.actor.agencyId)
        .where('proposal_id', '=', proposalId)
        .execute();
      return isSealer(desk, desk.actor, at);
    },
  );
  if (!answered.ok) return answered;
  const isLetIn = answered.result && (await letInByGlass(desk, proposalId)).ok;
  return { ok: true, isLetIn };
}

/**
 * Lets in who asked, once somebody confirmed it: seals the compartment's key to them, from now for as long as was asked, and
 * raises an alarm. `no-key` if the worker does not have the key; `changed` if it is not confirmed, or was done.
 */
export async function letInByGlass(desk: FileDesk, proposalId: string): Promise<{ ok: true } | Refused> {
  const answered = await answerGlass(desk, { proposalId, action: 'glass.seal' }, async (transaction, at) => {
    const { row, file, compartment, hours } = at;
    if (row.confirmed_by === null) throw new Refusal('changed');
    const admitted = await transaction
      .insertInto('clew.file_admission')
      .values({
        agency_id: desk.actor.agencyId,
        admission_id: proposalId,
        file_id: file.file_id,
        compartment,
        worker_id: row.proposed_by,
        confirmed_by: row.confirmed_by,
        sealed_by: desk.actor.workerId,
        expires_at: new Date(desk.now().getTime() + hours * 3_600_000),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (admitted.numInsertedOrUpdatedRows === 0n) throw new Refusal('changed');
    const [changed] = await loadRelations(transaction, [file]);
    await settleKeys(transaction, desk, {
      file: changed ?? file,
      parts: [compartment],
      giveTo: [row.proposed_by],
    });
    if (!(await hasKey(transaction, { file, compartment, workerId: row.proposed_by })))
      throw new Refusal('no-key');
    return row.proposed_by;
  });
  if (!answered.ok) return answered;
  await desk.door.write(
    { action: 'alarm.raise', thing: `worker ${answered.result} glass` },
    async () => undefined,
  );
  return { ok: true };
}

/** Where the worker is let in now. */
export async function listOwnAdmissions(
  desk: FileDesk,
): Promise<{ fileId: string; compartment: string; expiresAt: Date }[]> {
  const rows = await desk.door.read((transaction) =>
    transaction
      .selectFrom('clew.file_admission')
      .select(['file_id', 'compartment', 'expires_at'])
      .where('agency_id', '=', desk.actor.agencyId)
      .where('worker_id', '=', desk.actor.workerId)
      .where('expires_at', '>', desk.now())
      .orderBy('expires_at')
      .execute(),
  );
  return rows.map((row) => ({
    fileId: row.file_id,
    compartment: row.compartment,
    expiresAt: row.expires_at,
  }));
}

/**
 * Withdraws the keys of admissions that are over, of files that the worker sees, and gives those compartments new ones. The
 * policy refuses whoever was let in from the moment it is over; this makes what is written later another key's, too.
 */
export async function endOverdueGlass(desk: FileDesk): Promise<void> {
  const { agencyId } = desk.actor;
  const over = await desk.door.read((transaction) =>
    transaction
      .selectFrom('clew.file_admission as a')
      .innerJoin('clew.key_wrap as w', (join) =>
        join
          .onRef('w.agency_id', '=', 'a.agency_id')
          .onRef('w.worker_id', '=', 'a.worker_id')
          .on('w.key_id', '=', sql<string>`'file:' || a.file_id || ':' || a.compartment`),
      )
      .select(['a.file_id', 'a.compartment'])
      .distinct()
      .where('a.agency_id', '=', agencyId)
      .where('a.expires_at', '<=', desk.now())
      .execute(),
  );
  for (const { file_id: fileId, compartment } of over) {
    const part = compartment as Compartment;
    const isSeen = await desk.door.read(async (transaction) => {
      const file = await loadFile(transaction, { agencyId, fileId }, false);
      return file !== undefined && isHolder(desk.actor, part, thingOf(file, desk.now()));
    });
    if (!isSeen) continue;
    await desk.door.write({ action: 'glass.end', thing: `file ${fileId} ${part}` }, async (transaction) => {
      const file = await loadFile(transaction, { agencyId, fileId }, true);
      if (file !== undefined) await settleKeys(transaction, desk, { file, parts: [part] });
    });
  }
}

type AtGlass = { row: GlassRow; file: LoadedFile; compartment: Compartment; hours: number };
type Answering = { proposalId: string; action: 'glass.confirm' | 'glass.seal' };

async function answerGlass<Result>(
  desk: FileDesk,
  { proposalId, action }: Answering,
  work: (transaction: FileTransaction, at: AtGlass) => Promise<Result>,
): Promise<{ ok: true; result: Result } | Refused> {
  if (!z.uuid().safeParse(proposalId).success) return { ok: false, why: 'not-found' };
  const thing = `proposal ${proposalId}`;
  try {
    const result = await desk.door.write({ action, thing }, async (transaction) =>
      work(transaction, await permittedGlass(transaction, desk, { proposalId, action })),
    );
    return { ok: true, result };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.why !== 'changed') await noteTry(desk, `${thing} ${action}`);
    return { ok: false, why: error.why };
  }
}

async function permittedGlass(
  transaction: FileTransaction,
  desk: FileDesk,
  { proposalId, action }: Answering,
): Promise<AtGlass> {
  const row = await transaction
    .selectFrom('clew.proposal')
    .select(GLASS_COLUMNS)
    .where('agency_id', '=', desk.actor.agencyId)
    .where('proposal_id', '=', proposalId)
    .where('kind', '=', GLASS)
    .forNoKeyUpdate()
    .executeTakeFirst();
  const asked = row && (await openGlass(transaction, desk, row));
  if (!row || !asked) throw new Refusal('not-found');
  const file = await loadFile(transaction, { ...desk.actor, fileId: asked.fileId }, true);
  if (!file || refusalAt(desk, desk.actor, { file, action: 'file.open' }) !== undefined)
    throw new Refusal('not-found');
  if (!isOpenGlass(desk, row)) throw new Refusal('changed');
  if (!mayGlass(desk, desk.actor, { action, file, row })) throw new Refusal('forbidden');
  return { row, file, compartment: asked.compartment, hours: asked.hours };
}

type Found = { file: LoadedFile; row: { proposed_by: string }; compartment: Compartment };

function mayGlass(
  desk: FileDesk,
  actor: Actor,
  { action, file, row }: { action: Action; file: LoadedFile; row: { proposed_by: string } },
): boolean {
  const thing: Thing = { ...thingOf(file, desk.now()), kind: 'glass', proposedBy: row.proposed_by };
  return may(actor, action, thing).may;
}

/** Whoever has the key by what the policy says, and may let somebody in. */
function isSealer(desk: FileDesk, actor: Actor, { file, row, compartment }: Found): boolean {
  const holds = isHolder(actor, compartment, thingOf(file, desk.now()));
  return holds && mayGlass(desk, actor, { action: 'glass.seal', file, row });
}

/** Whoever sees the file and could confirm, or has the key and could let in. */
function isAnswerer(desk: FileDesk, actor: Actor, found: Found): boolean {
  const sees = refusalAt(desk, actor, { file: found.file, action: 'file.open' }) === undefined;
  const { file, row } = found;
  return (
    (sees && mayGlass(desk, actor, { action: 'glass.confirm', file, row })) || isSealer(desk, actor, found)
  );
}

type Readers = { fileId: string; readers: NonNullable<ReturnType<typeof onRoster>>[] };

/** The file of a code name, and who is to read what is asked about it: nobody, if it bars who asks. */
async function findByCode(
  transaction: FileTransaction,
  desk: FileDesk,
  { hash, compartment }: { hash: Buffer; compartment: Compartment },
): Promise<Readers | undefined> {
  const row = await transaction
    .selectFrom('clew.file')
    .select(FILE_COLUMNS)
    .where('agency_id', '=', desk.actor.agencyId)
    .where('code_hash', '=', hash)
    .executeTakeFirst();
  const [file] = row === undefined ? [] : await loadRelations(transaction, [row]);
  if (file === undefined) return undefined;
  const { workerId } = desk.actor;
  if (file.bars.some(({ worker_id }) => worker_id === workerId)) return { fileId: file.file_id, readers: [] };
  const colleagues = await loadColleagues(transaction, desk);
  const found = { file, row: { proposed_by: workerId }, compartment };
  const readers = colleagues
    .filter(({ actor }) => isAnswerer(desk, actor, found))
    .flatMap((colleague) => onRoster(desk, colleague) ?? []);
  return { fileId: file.file_id, readers };
}

async function hasKey(
  transaction: FileTransaction,
  { file, compartment, workerId }: { file: LoadedFile; compartment: Compartment; workerId: string },
): Promise<boolean> {
  const row = await transaction
    .selectFrom('clew.key_wrap')
    .select('generation')
    .where('agency_id', '=', file.agency_id)
    .where('key_id', '=', keyIdOf(file.file_id, compartment))
    .where('worker_id', '=', workerId)
    .executeTakeFirst();
  return row !== undefined;
}
