import { PARTS, type Part } from '../file/parts.ts';
import { findOnRoster } from '../keys/roster.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { type FoundGift, readGifts } from './export-folder.ts';

/** Where a part of a file stands in a gift. */
export function pathOf(fileId: string, part: Part): string {
  return `files/${fileId}/${part}.json.age`;
}

/**
 * Tells gifts that somebody who works here signed, with the key that the roster has for them now, from those that anybody could have put into
 * the folder under a worker's name. Of the latter, and of who has left or has other keys since, nothing counts: what is in them is given again.
 */
export async function tellKnown(
  { door, keys }: Pick<SignedIn, 'door' | 'keys'>,
  gifts: readonly FoundGift[],
): Promise<{ known: FoundGift[]; unknown: FoundGift[] }> {
  const keyOf = new Map<string, string>();
  await door.read(async (transaction) => {
    for (const workerId of new Set(gifts.map(({ given }) => given.workerId))) {
      const worker = await findOnRoster(transaction, keys.pins, workerId);
      if (worker && !worker.isRetired) keyOf.set(workerId, worker.verifyKey);
    }
  });
  const isKnown = ({ given, verifyKey }: FoundGift) => keyOf.get(given.workerId) === verifyKey;
  return { known: gifts.filter(isKnown), unknown: gifts.filter((gift) => !isKnown(gift)) };
}

/** How many entries of each part stand in gifts, by the fullest of them, as their givers signed. */
export function entriesByPath(gifts: readonly FoundGift[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { given } of gifts)
    for (const { path, entries } of given.files) found.set(path, Math.max(found.get(path) ?? 0, entries));
  return found;
}

/**
 * How many parts were not given yet with all of their entries, by the owner of their file: for whoever runs the agency. It says nothing of
 * what is in them. Gifts count as they do for who gives.
 */
export async function readMissing(worker: SignedIn, folder: string): Promise<ReadonlyMap<string, number>> {
  const there = entriesByPath((await tellKnown(worker, await readGifts(folder))).known);
  const rows = await worker.door.read((transaction) =>
    transaction
      .selectFrom('clew.file_entry as e')
      .innerJoin('clew.file as f', (join) =>
        join.onRef('f.agency_id', '=', 'e.agency_id').onRef('f.file_id', '=', 'e.file_id'),
      )
      .select(({ fn }) => ['e.file_id', 'e.compartment', 'f.owner_id', fn.countAll<string>().as('count')])
      .where('e.agency_id', '=', worker.actor.agencyId)
      .groupBy(['e.file_id', 'e.compartment', 'f.owner_id'])
      .execute(),
  );
  const missing = new Map<string, number>();
  for (const { file_id, compartment, owner_id, count } of rows) {
    const part = PARTS.find((one) => one === compartment);
    const given = part === undefined ? 0 : (there.get(pathOf(file_id, part)) ?? 0);
    if (given < Number(count)) missing.set(owner_id, (missing.get(owner_id) ?? 0) + 1);
  }
  return missing;
}
