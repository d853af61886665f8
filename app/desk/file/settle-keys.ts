import { makeKey, type RosterWorker, wrapKey } from '@clew/seal';
import { noteRenewed, readWaitingKeys, readWithdrawn, withoutWithdrawn } from '../keys/renewal.ts';
import type { Actor } from '../policy/index.ts';
import { type Colleague, loadColleagues, onRoster } from './colleagues.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { type LoadedFile, thingOf } from './load-file.ts';
import { openPartKeys, type PartOf } from './part-keys.ts';
import { isHolder, keyIdOf, PARTS, type Part } from './parts.ts';
import { type GivenWrap, withoutUnsound } from './sound-wraps.ts';

type Settling = PartOf & {
  holders: readonly RosterWorker[];
  holderIds: ReadonlySet<string>;
  giveTo: readonly string[] | 'all';
  /** Whether the key waits to be made anew: somebody who was shut out had it. */
  isWaiting: boolean;
};

/**
 * Brings the keys of a file's parts to what the policy says now, part by part.
 *
 * Where somebody has a key who may not (any more), the part gets a new one, for those who have one and may, and theirs are
 * taken away; what they read before nobody can take back. A key is taken from nobody who is the last to have it: the
 * policy keeps them from using it until another was given it. A part whose key waits to be made anew gets a new one too.
 *
 * Only those in `giveTo` are given keys that they lack, if the policy lets them open the part. The rest of the rows of this
 * file name them too, but rows are not signed: what a thief writes into them must not move a key without somebody's deed.
 *
 * Call it with the file's row locked, after the change.
 */
export async function settleKeys(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, parts, giveTo = [] }: { file: LoadedFile; parts?: readonly Part[]; giveTo?: Settling['giveTo'] },
): Promise<void> {
  const standing = await transaction
    .selectFrom('clew.file_compartment')
    .select(['compartment', 'generation'])
    .where('agency_id', '=', desk.actor.agencyId)
    .where('file_id', '=', file.file_id)
    .execute();
  const thing = thingOf(file, desk.now());
  const wanted = standing.map(({ compartment }) => compartment as Part);
  const mayHold = (actor: Actor) => wanted.some((part) => isHolder(actor, part, thing));
  const colleagues = await loadColleagues(transaction, desk, mayHold);
  const { agencyId } = desk.actor;
  const withdrawn = await readWithdrawn(transaction, agencyId);
  const keyIds = PARTS.map((part) => keyIdOf(file.file_id, part));
  const waiting = await readWaitingKeys(transaction, agencyId, keyIds);
  for (const { compartment, generation } of standing) {
    const part = compartment as Part;
    if (parts !== undefined && !parts.includes(part)) continue;
    const holders = await holdersOf(transaction, desk, { file, part, colleagues, withdrawn });
    const isWaiting = waiting.has(keyIdOf(file.file_id, part));
    const of = { fileId: file.file_id, part, generation };
    await settlePart(transaction, desk, { ...holders, ...of, giveTo, isWaiting });
  }
}

/** Gives a part that holds nothing yet its first key, for whoever may open it. Returns the key. */
export async function startPart(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, part }: { file: LoadedFile; part: Part },
): Promise<Uint8Array> {
  const fileId = file.file_id;
  const thing = thingOf(file, desk.now());
  const colleagues = await loadColleagues(transaction, desk, (actor) => isHolder(actor, part, thing));
  const withdrawn = await readWithdrawn(transaction, desk.actor.agencyId);
  const { holders } = await holdersOf(transaction, desk, { file, part, colleagues, withdrawn });
  await transaction
    .insertInto('clew.file_compartment')
    .values({ agency_id: desk.actor.agencyId, file_id: fileId, compartment: part, generation: 1 })
    .execute();
  return makeGeneration(transaction, desk, { fileId, part, generation: 1, holders });
}

type Holding = {
  file: LoadedFile;
  part: Part;
  colleagues: readonly Colleague[];
  withdrawn: ReadonlySet<string>;
};

/** Whoever is to hold a part's key, by id, and those of them whose public keys the roster has signed and nobody withdrew. */
async function holdersOf(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, part, colleagues, withdrawn }: Holding,
): Promise<Pick<Settling, 'holderIds' | 'holders'>> {
  const thing = thingOf(file, desk.now());
  const wanted = colleagues.filter(({ actor }) => isHolder(actor, part, thing));
  const holders: RosterWorker[] = [];
  for (const colleague of wanted) {
    const worker = await onRoster(transaction, desk, colleague);
    if (worker) holders.push(worker);
  }
  return {
    holderIds: new Set(wanted.map(({ actor }) => actor.workerId)),
    holders: withoutWithdrawn(holders, withdrawn),
  };
}

async function settlePart(
  transaction: FileTransaction,
  desk: FileDesk,
  { generation, ...settling }: Settling & { generation: number },
): Promise<void> {
  const { holderIds, giveTo } = settling;
  const before = await readWraps(transaction, desk, settling);
  const isGiven = ({ workerId }: RosterWorker) =>
    giveTo === 'all' ||
    giveTo.includes(workerId) ||
    before.some((wrap) => wrap.worker_id === workerId && wrap.generation === generation);
  const holders = settling.holders.filter(isGiven);
  // Nobody may open it now: to take the keys away would be to destroy what it holds.
  if (holders.length === 0) return;
  const settled = { ...settling, holders };
  // Whom somebody gives keys by a deed of their own is given those, too, of which they have one that opens nothing.
  const recipients = holders.filter(({ workerId }) => giveTo === 'all' || giveTo.includes(workerId));
  const wraps = await withoutUnsound(transaction, desk, { ...settled, wraps: before, recipients });
  await giveKeys(transaction, desk, { ...settled, wraps });
  const strangers = before.filter(({ worker_id }) => !holderIds.has(worker_id));
  if (settled.isWaiting || strangers.some((wrap) => wrap.generation === generation)) {
    await renewKey(transaction, desk, { ...settled, generation: generation + 1 });
    await noteRenewed(transaction, desk.actor.agencyId, keyIdOf(settled.fileId, settled.part));
  }
  if (strangers.length > 0) await takeKeys(transaction, desk, settled);
}

async function renewKey(
  transaction: FileTransaction,
  desk: FileDesk,
  { fileId, part, generation, holders }: Settling & { generation: number },
): Promise<void> {
  await transaction
    .updateTable('clew.file_compartment')
    .set({ generation })
    .where('agency_id', '=', desk.actor.agencyId)
    .where('file_id', '=', fileId)
    .where('compartment', '=', part)
    .execute();
  await makeGeneration(transaction, desk, { fileId, part, generation, holders });
}

/** Gives to each holder the generations that the reader holds and they lack. `wraps`: those that stand, and are not to be replaced. */
async function giveKeys(
  transaction: FileTransaction,
  desk: FileDesk,
  { wraps, holders, ...of }: Settling & { wraps: readonly Pick<GivenWrap, 'generation' | 'worker_id'>[] },
): Promise<void> {
  const lacking = (worker: RosterWorker, generation: number) =>
    !wraps.some((wrap) => wrap.worker_id === worker.workerId && wrap.generation === generation);
  const generations = [...new Set(wraps.map(({ generation }) => generation))];
  const wanted = generations.filter((one) => holders.some((worker) => lacking(worker, one)));
  if (wanted.length === 0) return;
  const { keys } = await openPartKeys(transaction, desk, { ...of, generations: wanted });
  for (const [generation, key] of keys)
    for (const recipient of holders.filter((worker) => lacking(worker, generation)))
      await giveKey(transaction, desk, { ...of, generation, key, recipient });
}

/** Takes the keys of those who may not (any more), each once somebody who may has the same. */
async function takeKeys(transaction: FileTransaction, desk: FileDesk, settling: Settling): Promise<void> {
  const wraps = await readWraps(transaction, desk, settling);
  const shut = await readShut(transaction, desk.actor.agencyId);
  const isSound = (id: string) => settling.holderIds.has(id) && !shut.has(id);
  for (const { worker_id, generation } of wraps) {
    if (settling.holderIds.has(worker_id)) continue;
    const isSafe = wraps.some((other) => other.generation === generation && isSound(other.worker_id));
    if (!isSafe) continue;
    await transaction
      .deleteFrom('clew.key_wrap')
      .where('agency_id', '=', desk.actor.agencyId)
      .where('key_id', '=', keyIdOf(settling.fileId, settling.part))
      .where('worker_id', '=', worker_id)
      .where('generation', '=', generation)
      .execute();
  }
}

/** Workers whose passphrase opens nothing for now: what only they hold, nobody can open. */
async function readShut(transaction: FileTransaction, agencyId: string): Promise<ReadonlySet<string>> {
  const rows = await transaction
    .selectFrom('clew.shut_worker')
    .select('worker_id')
    .where('agency_id', '=', agencyId)
    .execute();
  return new Set(rows.map(({ worker_id }) => worker_id));
}

async function makeGeneration(
  transaction: FileTransaction,
  desk: FileDesk,
  { holders, ...of }: PartOf & { generation: number; holders: readonly RosterWorker[] },
): Promise<Uint8Array> {
  // A wrap that stands here before its key was made is somebody's who can write to the database.
  await transaction
    .deleteFrom('clew.key_wrap')
    .where('agency_id', '=', desk.actor.agencyId)
    .where('key_id', '=', keyIdOf(of.fileId, of.part))
    .where('generation', '>=', of.generation)
    .execute();
  const key = makeKey(desk.random);
  for (const recipient of holders) await giveKey(transaction, desk, { ...of, key, recipient });
  return key;
}

async function giveKey(
  transaction: FileTransaction,
  desk: FileDesk,
  given: PartOf & { generation: number; key: Uint8Array; recipient: RosterWorker },
): Promise<void> {
  const { fileId, part, generation, key, recipient } = given;
  const keyId = keyIdOf(fileId, part);
  const giver = { worker: desk.keys.me, signingKey: desk.keys.signingKey };
  const { wrap, signature } = await wrapKey({ key, about: { keyId, generation }, recipient, giver });
  await transaction
    .deleteFrom('clew.key_wrap')
    .where('agency_id', '=', desk.actor.agencyId)
    .where('key_id', '=', keyId)
    .where('generation', '=', generation)
    .where('worker_id', '=', recipient.workerId)
    .execute();
  await transaction
    .insertInto('clew.key_wrap')
    .values({
      agency_id: desk.actor.agencyId,
      key_id: keyId,
      generation,
      worker_id: recipient.workerId,
      wrap,
      given_by: desk.keys.me.workerId,
      signature,
    })
    .execute();
}

async function readWraps(
  transaction: FileTransaction,
  desk: FileDesk,
  { fileId, part }: PartOf,
): Promise<GivenWrap[]> {
  return transaction
    .selectFrom('clew.key_wrap')
    .select(['generation', 'worker_id', 'wrap', 'signature', 'given_by'])
    .where('agency_id', '=', desk.actor.agencyId)
    .where('key_id', '=', keyIdOf(fileId, part))
    .orderBy('generation')
    .execute();
}
