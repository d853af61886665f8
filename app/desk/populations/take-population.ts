import { randomUUID } from 'node:crypto';
import { makeKey } from '@clew/seal';
import { attempt } from '../attempt.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { may } from '../policy/index.ts';
import { type About, type PopulationKey, sealKey, sealPiece, sealText } from './sealed.ts';
import { writeRun } from './write-run.ts';

/** How many populations a worker may have at once. */
export const MOST_POPULATIONS = 5;
/** The most bytes of a file, so that a usual line brings it within the time that a request may take. */
export const MOST_BYTES = 32 * 1024 * 1024;
/** For how many days a population may be kept. */
export const KEPT_DAYS = [1, 7, 30] as const;
/** What of a file is sealed at a time, and in memory. */
const PIECE_BYTES = 256 * 1024;
const DAY_MS = 86_400_000;

/** Why a population was not taken. `many`: the worker has as many as one may have; `no-counter`: nobody here could count it. */
export type NotTaken = 'many' | 'empty' | 'no-counter' | 'not-permitted';

type Brought = {
  name: string;
  days: (typeof KEPT_DAYS)[number];
  file: AsyncIterable<Buffer>;
};

/**
 * Takes a population while it arrives: each piece is sealed under a key of its own before it is written, and the key is sealed to the worker.
 * What does not arrive whole is gone again. Its columns are looked at next. Throws what reading the file throws, and StoreFault.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: what is looked at before anything is written stands in its order
export async function takePopulation(
  worker: SignedIn,
  { name, days, file }: Brought,
): Promise<{ ok: true; populationId: string } | { ok: false; why: NotTaken }> {
  const { actor, desk, door, keys } = worker;
  const { agencyId, workerId } = actor;
  const thing = { kind: 'population', agencyId, ownerId: workerId } as const;
  if (!may(actor, 'population.add', thing).may) return { ok: false, why: 'not-permitted' };
  if (desk.populationRecipient === undefined) return { ok: false, why: 'no-counter' };
  const of: PopulationKey = { agencyId, populationId: randomUUID(), key: makeKey(desk.random) };
  const about = (told: About) => sealText(of, 'about', { value: told, random: desk.random });
  const key_box = await sealKey(of.key, keys.me.recipient);
  const begun = await attempt<'many'>((undo) =>
    door.tally(async (transaction) => {
      await transaction
        .selectFrom('clew.worker')
        .select('worker_id')
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .forNoKeyUpdate()
        .execute();
      const { count } = await transaction
        .selectFrom('clew.population')
        .select((row) => row.fn.countAll<string>().as('count'))
        .where('agency_id', '=', agencyId)
        .where('owner_id', '=', workerId)
        .executeTakeFirstOrThrow();
      if (Number(count) >= MOST_POPULATIONS) undo('many');
      const [made_at, expires_at] = [desk.now(), new Date(desk.now().getTime() + days * DAY_MS)];
      await transaction
        .insertInto('clew.population')
        .values({
          ...{ agency_id: agencyId, population_id: of.populationId, owner_id: workerId },
          ...{ made_at, expires_at, whole: false, key_box, about: about({ name, bytes: 0, pieces: 0 }) },
        })
        .execute();
    }),
  );
  if (!begun.ok) return begun;
  let isWhole = false;
  try {
    const { bytes, pieces } = await writePieces(worker, of, file);
    if (bytes === 0) return { ok: false, why: 'empty' };
    const run = await writeRun(worker, of, { kind: 'look', recipient: desk.populationRecipient });
    await door.write(
      { action: 'population.add', thing: `population ${of.populationId}` },
      async (transaction) => {
        await transaction
          .updateTable('clew.population')
          .set({ whole: true, about: about({ name, bytes, pieces }) })
          .where('agency_id', '=', agencyId)
          .where('population_id', '=', of.populationId)
          .execute();
        await run(transaction);
      },
    );
    isWhole = true;
    return { ok: true, populationId: of.populationId };
  } finally {
    if (!isWhole) await forget(worker, of);
  }
}

/** Where even that cannot be written, the node clears it away within two hours. */
async function forget({ door }: SignedIn, { agencyId, populationId }: PopulationKey): Promise<void> {
  const gone = door.tally((transaction) =>
    transaction
      .deleteFrom('clew.population')
      .where('agency_id', '=', agencyId)
      .where('population_id', '=', populationId)
      .execute(),
  );
  await gone.catch(() => undefined);
}

/** Writes the file in pieces of one length, each in a transaction of its own: none waits for somebody's slow line. */
async function writePieces(
  { door, desk }: SignedIn,
  of: PopulationKey,
  file: AsyncIterable<Buffer>,
): Promise<{ bytes: number; pieces: number }> {
  let [bytes, pieces] = [0, 0];
  let held: Buffer[] = [];
  let length = 0;
  const write = async (piece: Buffer) => {
    const number = pieces;
    const box = sealPiece(of, `piece ${number}`, { bytes: piece, random: desk.random });
    await door.tally((transaction) =>
      transaction
        .insertInto('clew.population_piece')
        .values({ agency_id: of.agencyId, population_id: of.populationId, number, box })
        .execute(),
    );
    [bytes, pieces] = [bytes + piece.length, pieces + 1];
  };
  for await (const part of file) {
    held.push(part);
    length += part.length;
    if (length < PIECE_BYTES) continue;
    const all = Buffer.concat(held);
    const whole = all.length - (all.length % PIECE_BYTES);
    for (let at = 0; at < whole; at += PIECE_BYTES) await write(all.subarray(at, at + PIECE_BYTES));
    held = [all.subarray(whole)];
    length = all.length - whole;
  }
  if (length > 0) await write(Buffer.concat(held));
  return { bytes, pieces };
}
