import { isGivenBy, type RosterWorker } from '@clew/seal';
import { findGiver } from './colleagues.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import type { PartOf } from './part-keys.ts';
import { keyIdOf } from './parts.ts';

/** A key of a part that was given to somebody, as the database has it. */
export type GivenWrap = {
  generation: number;
  worker_id: string;
  wrap: string;
  signature: string;
  given_by: string;
};

/**
 * Without the wraps of these recipients that open nothing for them, for no colleague of the roster signed them: what is given to them
 * then takes the place of those. Wraps of others are left in, unlooked at. What is in a wrap only its recipient can tell.
 */
export async function withoutUnsound<Wrap extends GivenWrap>(
  transaction: FileTransaction,
  desk: FileDesk,
  {
    fileId,
    part,
    wraps,
    recipients,
  }: PartOf & { wraps: readonly Wrap[]; recipients: readonly RosterWorker[] },
): Promise<Wrap[]> {
  const keyId = keyIdOf(fileId, part);
  const sound: Wrap[] = [];
  for (const given of wraps) {
    const { generation, worker_id, given_by, ...wrapped } = given;
    const recipient = recipients.find(({ workerId }) => workerId === worker_id);
    const giver = recipient && (await findGiver(transaction, desk, given_by));
    const isSound = giver && isGivenBy({ wrapped, about: { keyId, generation }, recipient, giver });
    if (recipient === undefined || isSound) sound.push(given);
  }
  return sound;
}
