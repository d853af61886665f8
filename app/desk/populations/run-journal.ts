import { Entry, type Journal, type Journals } from '../../law/index.ts';
import type { Door } from '../../store/index.ts';
import { openPiece, type PopulationKey, sealPiece } from './sealed.ts';

type Kept = { door: Door; of: PopulationKey; runId: string; random: (length: number) => Uint8Array };

/**
 * The journal of a count, in the database and sealed like all of the population. A part that was counted under another law, engine or file does
 * not open, and counts as not there.
 */
export function journalsOf({ door, of, runId, random }: Kept): Journals {
  const { agencyId } = of;
  const open = async (key: string): Promise<Journal> => {
    const what = (number: number) => `part ${runId}/${key}/${number}` as const;
    const rows = await door.read((transaction) =>
      transaction
        .selectFrom('clew.population_part')
        .select(['number', 'box'])
        .where('agency_id', '=', agencyId)
        .where('run_id', '=', runId)
        .execute(),
    );
    const read = rows.map(({ number, box }) => ({
      number,
      entry: entryOf(openPiece(of, what(number), box)),
    }));
    const useless = read.flatMap(({ number, entry }) => (entry === undefined ? [number] : []));
    if (useless.length > 0)
      await door.tally((transaction) =>
        transaction
          .deleteFrom('clew.population_part')
          .where('agency_id', '=', agencyId)
          .where('run_id', '=', runId)
          .where('number', 'in', useless)
          .execute(),
      );
    const finished = read.flatMap(({ entry }) => entry ?? []);
    return {
      finished,
      add: async (entry) => {
        const bytes = Buffer.from(JSON.stringify(entry));
        const box = sealPiece(of, what(entry.chunk), { bytes, random });
        await door.tally((transaction) =>
          transaction
            .insertInto('clew.population_part')
            .values({ agency_id: agencyId, run_id: runId, number: entry.chunk, box })
            .execute(),
        );
      },
      close: async () => undefined,
      // They go with the line that says how the count ended.
      remove: async () => undefined,
    };
  };
  return { prepare: async () => undefined, open };
}

function entryOf(bytes: Buffer | undefined): Entry | undefined {
  return bytes && Entry.safeParse(JSON.parse(bytes.toString('utf8'))).data;
}
