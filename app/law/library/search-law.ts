import type { Language } from '../../web/index.ts';
import { askedWords } from './fold-words.ts';
import { KINDS, type Kind } from './kinds.ts';
import type { LawDocument } from './law-document.ts';
import type { Library } from './library.ts';
import { type Hit, searchIndex } from './search-index.ts';
import type { Filters, SearchRequest } from './search-request.ts';

/** What was found, by kind; a kind of which nothing was found is left out. */
export type Found = {
  count: number;
  groups: readonly { kind: Kind; hits: readonly Hit<LawDocument>[] }[];
};

/** Searches the law in the words of a language and in English, and lets through what every filter does. */
export function searchLaw(library: Library, language: Language, request: SearchRequest): Found {
  const hits = searchIndex(library.indexIn(language), request.words).filter(({ entry }) =>
    passes(entry, request.filters),
  );
  const byKind = new Map<Kind, Hit<LawDocument>[]>();
  for (const hit of hits) {
    const some = byKind.get(hit.entry.kind) ?? [];
    some.push(hit);
    byKind.set(hit.entry.kind, some);
  }
  const groups = KINDS.flatMap((kind) => {
    const some = byKind.get(kind);
    return some === undefined ? [] : [{ kind, hits: some }];
  });
  return { count: hits.length, groups };
}

/** Whether a thing is what every filter asks for. What a thing does not have, it is not. */
function passes({ kind, facets }: LawDocument, filters: Filters): boolean {
  const { issue, court, state, from, to, instrument, strength } = filters;
  return (
    (filters.kind === undefined || kind === filters.kind) &&
    (issue === undefined || facets.issues.includes(issue)) &&
    (court === undefined || facets.courts.includes(court)) &&
    (state === undefined || facets.states.includes(state)) &&
    (instrument === undefined || facets.instruments.includes(instrument)) &&
    (strength === undefined || facets.strength === strength) &&
    (from === undefined || (facets.year !== undefined && facets.year >= from)) &&
    (to === undefined || (facets.year !== undefined && facets.year <= to))
  );
}

/** What a search would find without one of its filters or words: how to go on where nothing was found. */
export type WayOn = { count: number } & ({ filter: keyof Filters } | { word: string; rest: string });

/** The ways on from a search that found nothing, those that find something. */
export function waysOn(library: Library, language: Language, request: SearchRequest): WayOn[] {
  const { words, filters } = request;
  const counted = (changed: Partial<SearchRequest>) =>
    searchLaw(library, language, { ...request, ...changed }).count;
  const byFilter = (Object.keys(filters) as (keyof Filters)[]).map((filter) => {
    const { [filter]: _gone, ...others } = filters;
    return { filter, count: counted({ filters: others }) };
  });
  const parts = words.split(/\s+/).filter((word) => askedWords(word).length > 0);
  const byWord =
    parts.length < 2 || parts.length > MOST_WORDS
      ? []
      : parts.map((word, index) => {
          const rest = parts.filter((_, at) => at !== index).join(' ');
          return { word, rest, count: counted({ words: rest }) };
        });
  return [...byFilter, ...byWord].filter(({ count }) => count > 0);
}

/** Of a longer question no one word is to blame. */
const MOST_WORDS = 8;
