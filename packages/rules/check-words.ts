import type { Instrument } from './instrument.ts';
import type { JoinedWords } from './join-words.ts';
import type { Duty, Fact, GroupFacts, Limb, Overlay, Rule, Value } from './law.ts';
import { recordOf } from './law.ts';
import { limbsOf, partsOfLimb } from './limb.ts';
import { addedDuties } from './overlay.ts';
import { didYouMean, type Problem } from './problem.ts';
import type { Words } from './words.ts';

/** The parts of a law that have words. */
type Worded = {
  facts: Readonly<Record<string, Fact>>;
  groups: Readonly<Record<string, GroupFacts>>;
  rules: Readonly<Record<string, Rule>>;
  duties: Readonly<Record<string, Duty>>;
  values: Readonly<Record<string, Value>>;
  overlays: Readonly<Record<string, Overlay>>;
  instruments: Readonly<Record<string, Instrument>>;
};

/**
 * Every language that has a file must have every word people are shown, and no word for what does not exist. A language
 * whose file says `unfinished: yes` may lack words: what it lacks is shown in English.
 */
export function checkWords({ words, ...whole }: Worded & { words: readonly JoinedWords[] }): Problem[] {
  return words.flatMap((language) =>
    comparisons(language, whole).flatMap((comparison) => problemsOf(comparison, language)),
  );
}

/**
 * What a language lacks, each as a path: `['facts', 'age']`, `['instruments', 'palermo', 'articles', '3.a']`. Of what has
 * no words at all only that is said. English, and a language that has no file, lack nothing.
 */
export function lackingWords(
  law: Worded & { words: Readonly<Record<string, Words>> },
  language: string,
): string[][] {
  const words = Object.hasOwn(law.words, language) ? law.words[language] : undefined;
  if (!words) return [];
  return comparisons(words, law).flatMap(({ path, written, wanted }) => {
    const has = new Set(written);
    return wanted.filter((name) => !has.has(name)).map((name) => [...path, name]);
  });
}

type Comparison = { path: readonly string[]; written: readonly string[]; wanted: readonly string[] };

/** What a language has beside what the law wants, part by part. */
function comparisons(language: Words, whole: Worded): Comparison[] {
  const { facts, groups, rules, values, overlays, instruments } = whole;
  // What a reform would add is shown, too, with what it says.
  const added = addedDuties(Object.values(overlays));
  const duties = recordOf([...Object.values(whole.duties), ...added].map((duty) => [duty.id, duty]));
  const compare = (
    path: readonly string[],
    written: readonly string[],
    wanted: readonly string[],
  ): Comparison => ({ path, written, wanted });
  return [
    compare(['facts'], Object.keys(language.facts), Object.keys(facts)),
    compare(['rules'], Object.keys(language.rules), Object.keys(rules)),
    compare(['duties'], Object.keys(language.duties), Object.keys(duties)),
    ...Object.entries(language.duties).flatMap(([id, { at }]) => {
      const duty = duties[id];
      const wanted = duty?.by?.kind === 'words' ? ['at'] : [];
      return duty ? [compare(['duties', id], at === undefined ? [] : ['at'], wanted)] : [];
    }),
    compare(['values'], Object.keys(language.values), Object.keys(values)),
    compare(['groups'], Object.keys(language.groups), Object.keys(groups)),
    compare(['reforms'], Object.keys(language.reforms), Object.keys(overlays)),
    compare(['instruments'], Object.keys(language.instruments), Object.keys(instruments)),
    ...Object.entries(language.rules).flatMap(([id, { limbs }]) => {
      const rule = rules[id];
      return rule ? [compare(['rules', id, 'limbs'], Object.keys(limbs), limbLabels(rule))] : [];
    }),
    ...Object.entries(language.instruments).flatMap(([id, { articles }]) => {
      const known = instruments[id]?.articles.map(({ anchor }) => anchor);
      return known ? [compare(['instruments', id, 'articles'], Object.keys(articles), known)] : [];
    }),
  ];
}

function problemsOf({ path, written, wanted }: Comparison, words: JoinedWords): Problem[] {
  const missing = wanted.filter((name) => !written.includes(name));
  const extra = written.filter((name) => !wanted.includes(name));
  const at = (rest: readonly string[]) => words.placeOf([...path, ...rest]);
  const where = path.join('.');
  return [
    ...(words.isUnfinished ? [] : missing).map((name) => ({
      code: 'missing-words' as const,
      ...at([]),
      message: `“${name}” has no words in “${words.language}”. Add it under “${where}”, with status: draft until a named person has checked it.`,
    })),
    ...extra.map((name) => ({
      code: 'unknown-words' as const,
      ...at([name]),
      message: `“${name}” under “${where}” is not in the law.${didYouMean(name, missing)} Rename it or take it out.`,
    })),
  ];
}

/** The labels of a rule's limbs, those of its presumption and exceptions included, once each. */
function limbLabels(rule: Rule): string[] {
  const labels = new Set<string>();
  const visit = (limb: Limb): void => {
    if (limb.label !== undefined) labels.add(limb.label);
    partsOfLimb(limb).forEach(visit);
  };
  limbsOf(rule).forEach(visit);
  return [...labels];
}
