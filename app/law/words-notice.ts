import { type Law, lackingWords } from '@clew/rules';
import type { LawWords } from './law-words.ts';
import { wrap } from './terminal-text.ts';

/** The parts of a law that have words, with what the terminal calls one and several. */
const PARTS: Readonly<Record<string, readonly [string, string]>> = {
  facts: ['fact', 'facts'],
  groups: ['group', 'groups'],
  rules: ['rule', 'rules'],
  duties: ['duty', 'duties'],
  values: ['number', 'numbers'],
  reforms: ['reform', 'reforms'],
  instruments: ['name of an instrument', 'names of instruments'],
};

/**
 * What the terminal says once below an answer: that a machine wrote the law's words in that language, and how many of
 * `shown` (all parts but paragraphs, which no answer prints) are not in it yet and so stand in English. No line where
 * there is nothing to say.
 */
export function wordsNotice(
  { law, language, isDraft }: LawWords,
  { asked, shown = Object.keys(PARTS) }: { asked: string; shown?: readonly string[] },
): string[] {
  if (asked !== 'en' && language === 'en') {
    return wrap(`This law has no words in “${asked}”: they stand in English.`);
  }
  const counts = lackingLabels(law, language);
  const told = shown.flatMap((part) => {
    const [count, [one, several]] = [counts.get(part) ?? 0, PARTS[part] ?? [part, part]];
    return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
  });
  return [
    ...(isDraft ? wrap(`The words in “${language}” are a machine's draft.`) : []),
    ...(told.length === 0 ? [] : wrap(`Not in “${language}” yet, and so in English: ${told.join(', ')}.`)),
  ];
}

/** How many of each part lack words, wholly or in a limb or a deadline. Paragraphs are not counted. */
function lackingLabels(law: Law, language: string): Map<string, number> {
  const ids = new Set(
    lackingWords(law, language)
      .filter(([, , section]) => section !== 'articles')
      .map(([part = '', id = '']) => JSON.stringify([part, id])),
  );
  const counts = new Map<string, number>();
  for (const key of ids) {
    const [part] = JSON.parse(key) as [string];
    counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return counts;
}
