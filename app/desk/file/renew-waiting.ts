import { may } from '../policy/index.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { loadFile, thingOf } from './load-file.ts';
import { isHolder, keyIdOf, PARTS, type Part } from './parts.ts';
import { inRandomOrder } from './random-order.ts';
import { settleKeys } from './settle-keys.ts';

/** A part whose key waits to be made anew, as somebody who was shut out had it. */
type WaitingPart = { fileId: string; part: Part };

/** The parts that wait for a new key and that the worker holds and may open. */
export async function readOwnWaiting(desk: FileDesk): Promise<WaitingPart[]> {
  return desk.door.read((transaction) => ownWaiting(transaction, desk));
}

/**
 * Makes the keys anew that wait for it and that the worker holds, file by file, each with its entry in the journal, of `most` files
 * at a time. Nothing is opened. It can be stopped after any file, and goes on from there. Returns how many parts were. Parts whose
 * only sound holder has keys that were withdrawn go on waiting.
 */
export async function renewWaiting(desk: FileDesk, most = Number.POSITIVE_INFINITY): Promise<number> {
  const waiting = await readOwnWaiting(desk);
  const files = [...new Set(waiting.map((one) => one.fileId))];
  for (const fileId of inRandomOrder(files, desk.random).slice(0, most))
    await desk.door.write({ action: 'keys.part-renewed', thing: `file ${fileId}` }, async (transaction) => {
      const file = await loadFile(transaction, { pins: desk.keys.pins, fileId }, true);
      const parts = waiting.filter((one) => one.fileId === fileId).map(({ part }) => part);
      if (file) await settleKeys(transaction, desk, { file, parts });
    });
  return waiting.length - (await readOwnWaiting(desk)).length;
}

async function ownWaiting(transaction: FileTransaction, desk: FileDesk): Promise<WaitingPart[]> {
  const { agencyId, workerId } = desk.actor;
  const rows = await transaction
    .selectFrom('clew.key_renewal as r')
    .innerJoin('clew.key_wrap as k', (join) =>
      join.onRef('k.agency_id', '=', 'r.agency_id').onRef('k.key_id', '=', 'r.key_id'),
    )
    .select('r.key_id')
    .distinct()
    .where('r.agency_id', '=', agencyId)
    .where('k.worker_id', '=', workerId)
    .execute();
  const ids = new Set(rows.map(({ key_id }) => key_id));
  const found: WaitingPart[] = [];
  for (const fileId of new Set([...ids].flatMap((id) => /^file:([^:]+):/.exec(id)?.[1] ?? []))) {
    const file = await loadFile(transaction, { pins: desk.keys.pins, fileId }, false);
    // Whoever is barred meanwhile is told of nothing, though a key of theirs may still stand.
    const thing = file && thingOf(file, desk.now());
    if (!thing || !may(desk.actor, 'file.open', thing).may) continue;
    for (const part of PARTS)
      if (ids.has(keyIdOf(fileId, part)) && isHolder(desk.actor, part, thing)) found.push({ fileId, part });
  }
  return found;
}
