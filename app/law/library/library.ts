import type { Law } from '@clew/rules';
import { Language, wordsIn } from '../../web/index.ts';
import { statesByInstrument } from '../bound-states.ts';
import { lawDocuments } from './documents.ts';
import type { KnownStems } from './fold-words.ts';
import type { LawDocument } from './law-document.ts';
import { type LawLinks, linksOf } from './law-links.ts';
import type { Shelf } from './load-shelf.ts';
import { buildIndex, type SearchIndex } from './search-index.ts';

/** A law to read: what stands beside it, who names what in it, and an index of its words. */
export type Library = {
  law: Law;
  shelf: Shelf;
  links: LawLinks;
  /** By instrument: the States that it binds, as of the day of each one's list. */
  bound: ReadonlyMap<string, readonly string[]>;
  /** The index over the words of a language and over English. */
  indexIn: (language: Language) => SearchIndex<LawDocument>;
  /** What there is to choose from when a search is narrowed. */
  choices: Choices;
};

/** What of each filter something that can be found has. */
type Choices = Readonly<Record<'kinds' | 'states' | 'courts' | 'issues', ReadonlySet<string>>>;

/** Builds the library of a law, with its indexes, so that no reader waits for them. */
export function openLibrary(law: Law, shelf: Shelf): Library {
  const links = linksOf(law, shelf.decisions);
  const bound = statesByInstrument(law);
  const known: KnownStems = { words: new Map(), texts: new Map() };
  const indexes = new Map(
    Language.options.map(
      (language) =>
        [language, buildIndex(lawDocuments({ law, shelf, links, bound }, wordsIn(language)), known)] as const,
    ),
  );
  const fallback = indexes.get('en') ?? buildIndex<LawDocument>([]);
  return {
    ...{ law, shelf, links, bound, choices: choicesOf(fallback.entries) },
    indexIn: (language) => indexes.get(language) ?? fallback,
  };
}

function choicesOf(entries: readonly LawDocument[]): Choices {
  const facets = entries.map((entry) => entry.facets);
  return {
    kinds: new Set(entries.map(({ kind }) => kind)),
    states: new Set(facets.flatMap(({ states }) => states)),
    courts: new Set(facets.flatMap(({ courts }) => courts)),
    issues: new Set(facets.flatMap(({ issues }) => issues)),
  };
}
