import type { Strength } from '@clew/rules';
import type { CheckedHow, Words } from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';
import type { Kind } from './kinds.ts';
import type { Library } from './library.ts';
import type { Searchable } from './search-index.ts';

/** What decides whether a filter lets something through. A list that is empty lets nothing through. */
type Facets = {
  issues: readonly string[];
  courts: readonly string[];
  /** Two-letter codes: whose it is, or who is bound by it. */
  states: readonly string[];
  year: number | undefined;
  instruments: readonly string[];
  strength: Strength | undefined;
};

/** One thing of the law that can be found: what it is called, what it says, where it stands. */
export type LawDocument = Searchable & {
  kind: Kind;
  /** Of an instrument, a rule, a duty, a value, a decision or a fact its own; of an article `palermo#3.a`. */
  id: string;
  /** Its page, without a language. */
  path: string;
  title: string;
  /** What it says, in the page's language; a decision is told in English. */
  text: string;
  /** The same in English, where it was written. */
  english: string;
  /** Where in its instrument an article stands. */
  place?: { instrument: string; paragraph: string; isGuidance: boolean };
  checked: CheckedHow;
  facets: Facets;
};

/** Lets no filter but an empty one through. */
export const NO_FACETS: Facets = {
  issues: [],
  courts: [],
  states: [],
  year: undefined,
  instruments: [],
  strength: undefined,
};

/** How much a word counts that stands in a title, in a name, in a text. */
export const WEIGHT = { title: 6, name: 3, text: 1 };

/** A law with what stands beside it. */
export type Shelved = Pick<Library, 'law' | 'shelf' | 'links' | 'bound'>;
/** A law with what stands beside it, and the words of a page. */
export type Spoken = Shelved & { said: LawWords; english: LawWords; t: Words['t'] };

/** The instruments that citations name, each once. */
export function instrumentsIn(cites: readonly string[]): string[] {
  return [...new Set(cites.map((ref) => ref.split('#')[0] ?? ''))];
}
