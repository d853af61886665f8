import { randomUUID } from 'node:crypto';
import { may } from '../policy/index.ts';
import { noteTry } from './at-file.ts';
import { agencyGenerationsOf, drawCodeName, hashCodeName, sealCodeName } from './code-name.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import type { Refused } from './refusal.ts';

/** Below this a code name is easy to say; with more files than that names are taken, it grows. */
const MOST = 99;
const TRIES = 30;

/**
 * Opens a file that belongs to the worker, and to one of their teams if they say which. Nothing is known in it yet but
 * its code name, a word and a number that no other file of the agency has. Refused: `forbidden` if the policy does not
 * let them make one, `no-key` if they cannot open the agency's key.
 */
export async function openFile(
  desk: FileDesk,
  { teamId }: { teamId?: string } = {},
): Promise<{ ok: true; fileId: string; codeName: string } | Refused> {
  const { agencyId, workerId, teams } = desk.actor;
  const fileId = randomUUID();
  const decision = may(desk.actor, 'file.make', {
    kind: 'file',
    agencyId,
    ownerId: workerId,
    ...(teamId === undefined ? {} : { teamId }),
  });
  if (!decision.may || (teamId !== undefined && !teams.includes(teamId))) {
    await noteTry(desk, 'file new file.make');
    return { ok: false, why: 'forbidden' };
  }
  const [newest, ...others] = await agencyGenerationsOf(desk);
  if (newest === undefined) return { ok: false, why: 'no-key' };
  const { key: agencyKey, generation = 1 } = newest;
  const older = others.map(({ key }) => key);
  return desk.door.write({ action: 'file.make', thing: `file ${fileId}` }, async (transaction) => {
    const codeName = await takeCodeName(transaction, desk, { agencyKey, generation, older, fileId, teamId });
    return { ok: true as const, fileId, codeName };
  });
}

type New = {
  agencyKey: Uint8Array;
  generation: number;
  older: readonly Uint8Array[];
  fileId: string;
  teamId: string | undefined;
};

async function takeCodeName(
  transaction: FileTransaction,
  desk: FileDesk,
  { agencyKey, generation, older, fileId, teamId }: New,
): Promise<string> {
  for (let tries = 1; ; tries++) {
    const codeName = drawCodeName(MOST * 10 ** Math.floor(tries / TRIES));
    // The database holds apart only what is hashed under one key.
    if (
      await isTaken(
        transaction,
        desk,
        older.map((key) => hashCodeName(key, codeName)),
      )
    )
      continue;
    const made = await transaction
      .insertInto('clew.file')
      .values({
        agency_id: desk.actor.agencyId,
        file_id: fileId,
        owner_id: desk.actor.workerId,
        team_id: teamId ?? null,
        opened_month: `${desk.now().toISOString().slice(0, 7)}-01`,
        code_name: sealCodeName(desk, { agencyKey, fileId }, codeName),
        code_hash: hashCodeName(agencyKey, codeName),
        code_generation: generation,
      })
      .onConflict((conflict) => conflict.columns(['agency_id', 'code_hash']).doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows === 1n) return codeName;
  }
}

async function isTaken(
  transaction: FileTransaction,
  desk: FileDesk,
  hashes: readonly Buffer[],
): Promise<boolean> {
  if (hashes.length === 0) return false;
  const found = await transaction
    .selectFrom('clew.file')
    .select('file_id')
    .where('agency_id', '=', desk.actor.agencyId)
    .where('code_hash', 'in', hashes)
    .executeTakeFirst();
  return found !== undefined;
}
