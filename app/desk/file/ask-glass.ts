import { randomUUID } from 'node:crypto';
import type { RosterWorker } from '@clew/seal';
import { sql } from 'kysely';
import { z } from 'zod';
import { COMPARTMENTS, type Compartment, may, mayAtAll } from '../policy/index.ts';
import { noteTry, type Refused } from './at-file.ts';
import { hashCodeName } from './code-name.ts';
import { loadColleagues, onRoster } from './colleagues.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { isAnswerer } from './glass-people.ts';
import { GLASS, GLASS_COLUMNS, isOpenGlass, openGlass, sealGlass } from './glass-proposal.ts';
import { FILE_COLUMNS, loadFile, loadRelations } from './load-file.ts';

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

type Readers = { fileId: string; readers: RosterWorker[] };

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
  const answerers = colleagues.filter(({ actor }) => isAnswerer(desk, actor, found));
  const readers: RosterWorker[] = [];
  for (const colleague of answerers) {
    const worker = await onRoster(transaction, desk, colleague);
    if (worker) readers.push(worker);
  }
  return { fileId: file.file_id, readers };
}
