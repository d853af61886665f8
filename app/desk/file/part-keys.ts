import { unwrapKey } from '@clew/seal';
import { findGiver } from './colleagues.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { keyIdOf, type Part } from './parts.ts';

/** The keys of a part that the reader holds, by generation. */
type PartKeys = ReadonlyMap<number, Uint8Array>;

/** Which part of which file. */
export type PartOf = { fileId: string; part: Part };

/** What the reader's wraps opened, and the generations of those that stand there and opened nothing. */
type OpenedPartKeys = { keys: PartKeys; unsound: readonly number[] };

/**
 * Opens the reader's own wraps of a part's key, of these generations or of all. A wrap that somebody slipped in, whose giver
 * the roster does not have or has with other keys now, or that was given for another file, part, generation or person, opens
 * nothing and is `unsound`.
 */
export async function openPartKeys(
  transaction: FileTransaction,
  desk: FileDesk,
  { fileId, part, generations }: PartOf & { generations?: readonly number[] },
): Promise<OpenedPartKeys> {
  const keyId = keyIdOf(fileId, part);
  const rows = await transaction
    .selectFrom('clew.key_wrap')
    .select(['generation', 'wrap', 'signature', 'given_by'])
    .where('agency_id', '=', desk.actor.agencyId)
    .where('key_id', '=', keyId)
    .where('worker_id', '=', desk.actor.workerId)
    .execute();
  const keys = new Map<number, Uint8Array>();
  const unsound: number[] = [];
  for (const { generation, given_by, ...wrapped } of rows) {
    if (generations !== undefined && !generations.includes(generation)) continue;
    const giver = await findGiver(transaction, desk, given_by);
    const { me: recipient, identity } = desk.keys;
    const about = { keyId, generation };
    const opened = giver && (await unwrapKey({ wrapped, about, recipient, identity, giver }));
    if (opened?.ok) keys.set(generation, opened.key);
    else unsound.push(generation);
  }
  return { keys, unsound };
}
