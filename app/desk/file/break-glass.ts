import { sql } from 'kysely';
import { z } from 'zod';
import type { Compartment } from '../policy/index.ts';
import { seenOf } from '../proposals/seen.ts';
import { bearsConfirmation, signConfirmation } from '../proposals/signed-proposal.ts';
import { provenAdmissions, signAdmission } from './admission.ts';
import { noteTry, refusalAt } from './at-file.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { type Found, findSealers, mayGlass } from './glass-people.ts';
import { GLASS, GLASS_COLUMNS, type GlassRow, isOpenGlass, openGlass } from './glass-proposal.ts';
import { type LoadedFile, loadFile, loadRelations, thingOf } from './load-file.ts';
import { isHolder, keyIdOf } from './parts.ts';
import { Refusal, type Refused } from './refusal.ts';
import type { AskedSecond } from './second-person.ts';
import { settleKeys } from './settle-keys.ts';

/**
 * Confirms what a colleague asked. Somebody else who has the key then lets them in, with `letInByGlass`. Where there is nobody
 * else who has it, three people cannot be had: whoever confirms lets them in at once, and the journal says that it was two.
 * `changed` if it is not asked any more; `other-content` if it is not what the page showed.
 */
export async function confirmGlass(
  desk: FileDesk,
  asked: AskedSecond,
): Promise<{ ok: true; isLetIn: boolean } | Refused> {
  const answered = await answerGlass(desk, { ...asked, action: 'glass.confirm' }, async (transaction, at) => {
    if (at.row.confirmed_by !== null) throw new Refusal('changed');
    await transaction
      .updateTable('clew.proposal')
      .set({ ...signConfirmation(desk.keys, { ...at.row, kind: GLASS }), confirmed_at: desk.now() })
      .where('agency_id', '=', desk.actor.agencyId)
      .where('proposal_id', '=', asked.proposalId)
      .execute();
    const confirmedBy = desk.actor.workerId;
    return (await findSealers(transaction, desk, { found: at, confirmedBy })).length === 0;
  });
  if (!answered.ok) return answered;
  const isLetIn = answered.result && (await letInByGlass(desk, asked)).ok;
  return { ok: true, isLetIn };
}

/**
 * Lets in who asked, once somebody else confirmed it: seals the compartment's key to them, from now for as long as was asked,
 * and raises an alarm. `forbidden` for whoever confirmed it, unless nobody else could; `no-key` if the worker does not have the
 * key; `changed` if it is not confirmed, or was done.
 */
export async function letInByGlass(desk: FileDesk, asked: AskedSecond): Promise<{ ok: true } | Refused> {
  const answered = await answerGlass(desk, { ...asked, action: 'glass.seal' }, async (transaction, at) => {
    const { row, file, compartment, hours } = at;
    const isSigned = await bearsConfirmation(transaction, desk.keys.pins, { ...row, kind: GLASS });
    if (row.confirmed_by === null || !isSigned) throw new Refusal('changed');
    const admission = {
      ...{ admission_id: asked.proposalId, file_id: file.file_id, compartment },
      ...{ worker_id: row.proposed_by, confirmed_by: row.confirmed_by },
      expires_at: new Date(desk.now().getTime() + hours * 3_600_000),
    };
    const admitted = await transaction
      .insertInto('clew.file_admission')
      .values({ agency_id: desk.actor.agencyId, ...admission, ...signAdmission(desk.keys, admission) })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (admitted.numInsertedOrUpdatedRows === 0n) throw new Refusal('changed');
    const [changed] = await loadRelations(transaction, desk.keys.pins, [file]);
    await settleKeys(transaction, desk, {
      file: changed ?? file,
      parts: [compartment],
      giveTo: [row.proposed_by],
    });
    if (!(await hasKey(transaction, { file, compartment, workerId: row.proposed_by })))
      throw new Refusal('no-key');
    // In the same transaction: nobody is let in without the alarm, and no two people go for three.
    await append(transaction, desk, { action: 'alarm.raise', thing: `worker ${row.proposed_by} glass` });
    if (row.confirmed_by === desk.actor.workerId)
      await append(transaction, desk, {
        action: 'glass.by-two',
        thing: `file ${file.file_id} ${compartment}`,
      });
    return row.proposed_by;
  });
  return answered.ok ? { ok: true } : answered;
}

/** Where the worker is let in now. */
export async function listOwnAdmissions(
  desk: FileDesk,
): Promise<{ fileId: string; compartment: string; expiresAt: Date }[]> {
  const rows = await desk.door.read(async (transaction) => {
    const found = await transaction
      .selectFrom('clew.file_admission')
      .selectAll()
      .where('agency_id', '=', desk.actor.agencyId)
      .where('worker_id', '=', desk.actor.workerId)
      .where('expires_at', '>', desk.now())
      .orderBy('expires_at')
      .execute();
    return provenAdmissions(transaction, desk.keys.pins, found);
  });
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
      const file = await loadFile(transaction, { pins: desk.keys.pins, fileId }, false);
      return file !== undefined && isHolder(desk.actor, part, thingOf(file, desk.now()));
    });
    if (!isSeen) continue;
    await desk.door.write({ action: 'glass.end', thing: `file ${fileId} ${part}` }, async (transaction) => {
      const file = await loadFile(transaction, { pins: desk.keys.pins, fileId }, true);
      if (file !== undefined) await settleKeys(transaction, desk, { file, parts: [part] });
    });
  }
}

type AtGlass = { row: GlassRow; file: LoadedFile; compartment: Compartment; hours: number };
type Answering = AskedSecond & { action: 'glass.confirm' | 'glass.seal' };

async function answerGlass<Result>(
  desk: FileDesk,
  { proposalId, seen, action }: Answering,
  work: (transaction: FileTransaction, at: AtGlass) => Promise<Result>,
): Promise<{ ok: true; result: Result } | Refused> {
  if (!z.uuid().safeParse(proposalId).success) return { ok: false, why: 'not-found' };
  const thing = `proposal ${proposalId}`;
  try {
    const result = await desk.door.write({ action, thing }, async (transaction) =>
      work(transaction, await permittedGlass(transaction, desk, { proposalId, seen, action })),
    );
    return { ok: true, result };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.why !== 'changed' && error.why !== 'other-content') await noteTry(desk, `${thing} ${action}`);
    return { ok: false, why: error.why };
  }
}

async function permittedGlass(
  transaction: FileTransaction,
  desk: FileDesk,
  { proposalId, seen, action }: Answering,
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
  const file = await loadFile(transaction, { pins: desk.keys.pins, fileId: asked.fileId }, true);
  if (!file || refusalAt(desk, desk.actor, { file, action: 'file.open' }) !== undefined)
    throw new Refusal('not-found');
  if (!isOpenGlass(desk, asked)) throw new Refusal('changed');
  if (seenOf({ ...row, kind: GLASS }) !== seen) throw new Refusal('other-content');
  const at = { row, file, compartment: asked.compartment };
  const noThird = action === 'glass.seal' && (await isLast(transaction, desk, at));
  if (!mayGlass(desk, desk.actor, { ...at, action, noThird })) throw new Refusal('forbidden');
  return { ...at, hours: asked.hours };
}

/** Whether whoever confirmed it is the only one left who could let somebody in. */
async function isLast(transaction: FileTransaction, desk: FileDesk, found: Found): Promise<boolean> {
  const { workerId } = desk.actor;
  if (found.row.confirmed_by !== workerId) return false;
  return (await findSealers(transaction, desk, { found, confirmedBy: workerId })).length === 0;
}

async function append(
  transaction: FileTransaction,
  { actor }: FileDesk,
  { action, thing }: { action: string; thing: string },
): Promise<void> {
  await sql`SELECT clew.journal_append(${actor.agencyId}::uuid, ${actor.workerId}, ${action}, ${thing})`.execute(
    transaction,
  );
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
