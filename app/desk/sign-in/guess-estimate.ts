import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { ARABIC_RUNS, KNOWN_SENTENCES, squash } from './known-sentences.ts';

/**
 * So many guesses a passphrase must be away from the first: 2 to the 40. At the price of `USUAL_KDF`, a tenth of a second of a
 * processor each, a thousand processors take three years for half of them. Six drawn words are 2 to the 77.
 */
export const FEWEST_GUESSES = 2 ** 40;

/** What comes after is not looked at: it can only make a passphrase better, and looking costs more the longer it is. */
const LOOKED_AT = 64;

let lists: Promise<ZxcvbnFactory> | undefined;

/**
 * About how many guesses somebody needs who knows lists of common and of breached passwords, words of English and French by how often
 * they are used, first names, rows of keys, dates, repeats, sequences, sentences that everybody knows, and these `words` about who
 * chooses. The smaller of two estimates: as it was typed, and with letters and digits alone.
 */
export async function estimateGuesses(passphrase: string, words: readonly string[]): Promise<number> {
  lists ??= loadLists();
  const checker = await lists;
  const text = [...passphrase.normalize('NFKC')].slice(0, LOOKED_AT).join('');
  // A sentence counts once, wherever in the passphrase it stands.
  const forms = [text, withoutSentences(squash(text))];
  const about = [...new Set([...words, ...words.map(squash)])].filter((word) => word.length > 2);
  return Math.min(...forms.map((form) => checker.check(form, about).guesses));
}

function withoutSentences(squashed: string): string {
  return KNOWN_SENTENCES.reduce((rest, sentence) => rest.replaceAll(sentence, ''), squashed);
}

/** The lists of the library that fit our readers. Loaded once, by the first who chooses a passphrase: they take 40 MB and a quarter of a second. */
async function loadLists(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, english, french] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
    import('@zxcvbn-ts/language-fr'),
  ]);
  // Titles of an encyclopaedia and family names double the memory, and find next to nothing more.
  const { 'wikipedia-en': _, 'lastnames-en': __, ...ofEnglish } = english.dictionary;
  const { 'wikipedia-fr': ___, 'lastnames-fr': ____, ...ofFrench } = french.dictionary;
  const { qwerty, azerty, keypad } = common.adjacencyGraphs;
  return new ZxcvbnFactory({
    dictionary: {
      ...common.dictionary,
      ...ofEnglish,
      ...ofFrench,
      'runs-ar': [...ARABIC_RUNS],
    },
    graphs: { qwerty, azerty, keypad },
    // More would let a hostile text take seconds.
    l33tMaxSubstitutions: 3,
  });
}
