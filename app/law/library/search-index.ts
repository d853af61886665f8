import { askedWords, type KnownStems, meets, stemsIn, wordsOf } from './fold-words.ts';

/** What can be searched: texts with the weight that a word in them has. */
export type Searchable = { texts: readonly { text: string; weight: number }[] };

/** An index over a list, which it neither changes nor copies. */
export type SearchIndex<Entry extends Searchable> = {
  entries: readonly Entry[];
  /** Every stem, in order, so that a beginning is found without looking at all. */
  stems: readonly string[];
  /** For each stem the entries in which it stands, by their place, with what it weighs there. */
  postings: ReadonlyMap<string, ReadonlyMap<number, number>>;
};

/** An entry that has every word, or begins with it, and how well. */
export type Hit<Entry> = { entry: Entry; score: number };

/** Builds an index once; searching then reads no text. Indexes over the same texts may share what is known of their words. */
export function buildIndex<Entry extends Searchable>(
  entries: readonly Entry[],
  known: KnownStems = { words: new Map(), texts: new Map() },
): SearchIndex<Entry> {
  const postings = new Map<string, Map<number, number>>();
  for (const [at, { texts }] of entries.entries()) {
    for (const { text, weight } of texts) {
      for (const stem of stemsIn(text, known)) {
        const posting = postings.get(stem) ?? new Map<number, number>();
        postings.set(stem, posting);
        // The first time a word is said tells most: a long text is no better answer than a short one.
        posting.set(at, Math.max(posting.get(at) ?? 0, weight));
      }
    }
  }
  return { entries, stems: [...postings.keys()].sort(), postings };
}

const BEGINNING = 0.5;

/** What is found for a question: entries that have all of its words, the best first. No word: every entry, as it stands. */
export function searchIndex<Entry extends Searchable>(
  index: SearchIndex<Entry>,
  question: string,
): Hit<Entry>[] {
  const words = askedWords(question);
  if (words.length === 0) return index.entries.map((entry) => ({ entry, score: 0 }));
  const [first = new Map<number, number>(), ...others] = words
    .map((word) => scoresOf(index, word))
    .sort((a, b) => a.size - b.size);
  const hits: { at: number; score: number }[] = [];
  for (const [at, score] of first) {
    const rest = others.map((scores) => scores.get(at));
    if (rest.every((one) => one !== undefined))
      hits.push({ at, score: rest.reduce<number>((sum, one) => sum + (one ?? 0), score) });
  }
  hits.sort((a, b) => b.score - a.score || a.at - b.at);
  return hits.flatMap(({ at, score }) => {
    const entry = index.entries[at];
    return entry === undefined ? [] : [{ entry, score }];
  });
}

/** For one word: each entry that has it, and what that is worth. A word that few have tells more. */
function scoresOf<Entry extends Searchable>(index: SearchIndex<Entry>, word: string): Map<number, number> {
  const scores = new Map<number, number>();
  for (const stem of stemsFrom(index, word)) {
    const posting = index.postings.get(stem) ?? new Map<number, number>();
    const rarity = Math.log(1 + index.entries.length / posting.size);
    const worth = stem === word ? rarity : BEGINNING * rarity;
    for (const [at, weight] of posting) scores.set(at, Math.max(scores.get(at) ?? 0, weight * worth));
  }
  return scores;
}

/** The stems that answer a word: itself, and those that begin with it. */
function stemsFrom({ stems }: Pick<SearchIndex<Searchable>, 'stems'>, word: string): string[] {
  const found: string[] = [];
  for (let at = firstFrom(stems, word); at < stems.length; at++) {
    const stem = stems[at] ?? '';
    if (meets(stem, word) === undefined) break;
    found.push(stem);
  }
  return found;
}

/** The place of the first stem that is not before a word. */
function firstFrom(stems: readonly string[], word: string): number {
  let low = 0;
  let high = stems.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stems[middle] ?? '') < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A part of a text, and whether it is one of the words that were looked for. */
type SnippetPart = { text: string; isFound: boolean };

const BEFORE = 60;
const LENGTH = 220;

/** The part of a text around the first word that was looked for; its beginning where none stands in it. */
export function snippetOf(text: string, question: string): SnippetPart[] {
  const asked = askedWords(question);
  const all = wordsOf(text);
  const found = all.filter(({ stem }) => asked.some((word) => meets(stem, word)));
  const first = found[0]?.start ?? 0;
  const start = all.find((word) => word.start >= first - BEFORE)?.start ?? 0;
  const begin = start <= (all[0]?.start ?? 0) ? 0 : start;
  const end = all.findLast((word) => word.end <= begin + LENGTH)?.end ?? text.length;
  const stop = end >= (all.at(-1)?.end ?? 0) ? text.length : end;
  const parts: SnippetPart[] = [{ text: begin > 0 ? '… ' : '', isFound: false }];
  let at = begin;
  for (const word of found.filter(({ end: last }) => last <= stop)) {
    parts.push({ text: text.slice(at, word.start), isFound: false });
    parts.push({ text: text.slice(word.start, word.end), isFound: true });
    at = word.end;
  }
  parts.push({ text: text.slice(at, stop) + (stop < text.length ? ' …' : ''), isFound: false });
  return parts.filter((part) => part.text !== '');
}

/** Whether a text has one of the words that are looked for. */
export function hasAny(text: string, question: string): boolean {
  const asked = askedWords(question);
  return wordsOf(text).some(({ stem }) => asked.some((word) => meets(stem, word)));
}
