/** A word of a text: how it is compared, and where it stands. */
type FoldedWord = { stem: string; start: number; end: number };

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** Letters that a person types in one way and a text has in another, and that no decomposition joins. */
const SAME: Readonly<Record<string, string>> = {
  ى: 'ي',
  ی: 'ي',
  ة: 'ه',
  ک: 'ك',
  ٱ: 'ا',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ı: 'i',
};
const SAME_LETTERS = new RegExp(`[${Object.keys(SAME).join('')}]`, 'g');

/**
 * Letters as they are compared: small, without accents and vowel marks, with one form for each Arabic letter and the
 * digits 0 to 9. “Égalité”, “egalite” and “EGALITE” are one; so are “الإتجار” and “الاتجار”.
 */
export function foldLetters(text: string): string {
  return (
    text
      .normalize('NFKD')
      // U+0640 only makes a word longer on the line.
      .replace(/[\p{Mn}\u0640]/gu, '')
      .toLowerCase()
      .replace(SAME_LETTERS, (letter) => SAME[letter] ?? letter)
      .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
      .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
  );
}

/** What was folded before: words, and the stems of whole texts. */
export type KnownStems = { words: Map<string, string>; texts: Map<string, readonly string[]> };

/** The stems of a text, each once: what an index needs. Texts and words that come again are not folded again. */
export function stemsIn(text: string, { words, texts }: KnownStems): readonly string[] {
  const before = texts.get(text);
  if (before !== undefined) return before;
  const stems = [...new Set((text.match(WORD) ?? []).map((word) => knownStem(word, words)))];
  texts.set(text, stems);
  return stems;
}

/** The words of a text, folded, each with its place in the text as it was given. */
export function wordsOf(text: string): FoldedWord[] {
  return [...text.matchAll(WORD)].map((match) => ({
    stem: stemOf(foldLetters(match[0])),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function knownStem(word: string, known: Map<string, string>): string {
  const before = known.get(word);
  if (before !== undefined) return before;
  const stem = stemOf(foldLetters(word));
  known.set(word, stem);
  return stem;
}

/**
 * A word without the endings of English and French and the article of Arabic, roughly: “trafficked” and “trafficking”
 * become one, as do “اتجار” and “والاتجار”. What is left is compared and never shown.
 */
function stemOf(word: string): string {
  if (/^[\u0600-\u06ff]/.test(word)) return word.replace(/^(?:[وفبك]?ال|و?لل)(?=..)/u, '');
  if (word.length < 5) return word;
  const cut = word.replace(/(?:ing|ings|ed|es|s|e)$/, '');
  const stem = cut.length >= 4 ? cut : word;
  return withoutNationality(stem.replace(/y$/, 'i'));
}

/** A country and its people as one: “Nigeria” and “Nigerian”, “Italy” and “Italian”, “Eritrea” and “Eritrean”. */
function withoutNationality(stem: string): string {
  return stem.length < 6 ? stem : stem.replace(/(?<=[ei])an?$/, '');
}

/** Words that stand in nearly every text, and so find nothing. */
const COMMON = new Set(
  `a an and are as at be by for from has have in is it its not of on or that the this to was were who with
   au aux ce ces dans de des du elle en est et il la le les leur ne ou par pas pour qu que qui sa se ses son sur un une
   او التي الذي الى ان في لا ما من هذا هذه هو هي و علي عن مع كل`
    .split(/\s+/)
    .map((word) => stemOf(foldLetters(word))),
);

/** What is looked for: the words of a question, each once, without those that stand everywhere unless there are no others. */
export function askedWords(question: string): string[] {
  const all = [...new Set(wordsOf(question).map(({ stem }) => stem))];
  const telling = all.filter((stem) => !COMMON.has(stem));
  return telling.length > 0 ? telling : all;
}

/** The least a stem has to be for words that only begin with it to be found too. */
const SHORTEST_BEGINNING = 4;

/** Whether a word of a text answers a word that is looked for: `whole`, as its beginning, or not at all. */
export function meets(stem: string, asked: string): 'whole' | 'beginning' | undefined {
  if (stem === asked) return 'whole';
  return asked.length >= SHORTEST_BEGINNING && stem.startsWith(asked) ? 'beginning' : undefined;
}
