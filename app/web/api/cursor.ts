import { open, type Random, seal } from '@clew/seal';
import { z } from 'zod';
import { cursorParameter, limitParameter } from './parameter.ts';

/** Writes and reads where a list goes on. Sealed: nobody reads a place in it, makes one up, or uses one for another list. */
export type Cursors = {
  /** `list`: which list, of whom, filtered how. */
  write(list: readonly unknown[], place: unknown): string;
  /** Undefined for what `write` did not write for this list, or wrote before the node was started. */
  read<Place>(list: readonly unknown[], cursor: string, place: z.ZodType<Place>): Place | undefined;
};

/** The cursors of one node: whoever has the same key reads what it wrote. */
export function createCursors({ key, random }: { key: Uint8Array; random: Random }): Cursors {
  const contextOf = (list: readonly unknown[]) => `api.cursor ${JSON.stringify(list)}`;
  return {
    write: (list, place) =>
      seal({ key, random, context: contextOf(list), text: JSON.stringify(place), padTo: 128 }),
    read: (list, cursor, place) => {
      const opened = open({ key, context: contextOf(list), box: cursor });
      return opened.ok ? place.safeParse(JSON.parse(opened.text)).data : undefined;
    },
  };
}

/** The parameters of every list. */
export function pageParameters() {
  return { cursor: cursorParameter().optional(), limit: limitParameter().optional() };
}

/** The answer of every list: some of it, and where it goes on; null where it ends. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

const USUAL = 20;

/** How many a request wants on a page. */
export function limitOf({ limit }: { limit?: string | undefined }): number {
  return limit === undefined ? USUAL : Number(limit);
}
