import type { Canaries } from './canaries.ts';
import type { Finder, Found } from './finder.ts';
import type { Source } from './places.ts';

/** What was searched, and what was found there. */
export type Searched = {
  bytes: number;
  places: number;
  /** Each in a line: what, how it was written, where it was planted, and where it lay. */
  found: string[];
};

const MOST_LINES = 500;

type Search = {
  find: Finder;
  canaries: Canaries;
  /** After how many lines there is no need to look further. */
  enough?: number;
};

/** Looks through everything that the sources give. */
export async function search(
  sources: AsyncIterable<Source> | Iterable<Source>,
  { find, canaries, enough = MOST_LINES }: Search,
): Promise<Searched> {
  const found = new Set<string>();
  const places = new Set<string>();
  let bytes = 0;
  for await (const source of sources) {
    places.add(source.place);
    bytes += source.bytes.length;
    for (const one of find(source.bytes)) found.add(`${tell(one, canaries)}, in ${source.place}`);
    if (found.size >= enough) break;
  }
  return { bytes, places: places.size, found: [...found] };
}

function tell({ needle, around, isPacked }: Found, canaries: Canaries): string {
  const planted = canaries.placeIn(around.toString()) ?? canaries.placeIn(around.toString('utf16le'));
  const packed = isPacked ? ', compressed' : '';
  return `${needle.name} (${planted ?? 'cut short'}) ${needle.how}${packed}`;
}
