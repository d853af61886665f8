import type { JoinedWords } from './join-words.ts';
import type { Duty, Fact, GroupFacts, Instrument, Limb, Overlay, Rule, Value } from './law.ts';
import { recordOf } from './law.ts';
import { limbsOf, partsOfLimb } from './limb.ts';
import { addedDuties } from './overlay.ts';
import { didYouMean, type Problem } from './problem.ts';

type Whole = {
  words: readonly JoinedWords[];
  facts: Readonly<Record<string, Fact>>;
  groups: Readonly<Record<string, GroupFacts>>;
  rules: Readonly<Record<string, Rule>>;
  duties: Readonly<Record<string, Duty>>;
  values: Readonly<Record<string, Value>>;
  overlays: Readonly<Record<string, Overlay>>;
  instruments: Readonly<Record<string, Instrument>>;
};

/** Every language that has a file must have every word people are shown, and no word for what does not exist. */
export function checkWords(whole: Whole): Problem[] {
  const { words, facts, groups, rules, values, overlays, instruments } = whole;
  // What a reform would add is shown, too, with what it says.
  const added = addedDuties(Object.values(overlays));
  const duties = recordOf([...Object.values(whole.duties), ...added].map((duty) => [duty.id, duty]));
  return words.flatMap((language) => {
    const compare = compareIn(language);
    return [
      ...compare(['facts'], Object.keys(language.facts), Object.keys(facts)),
      ...compare(['rules'], Object.keys(language.rules), Object.keys(rules)),
      ...compare(['duties'], Object.keys(language.duties), Object.keys(duties)),
      ...Object.entries(language.duties).flatMap(([id, { at }]) => {
        const duty = duties[id];
        const wanted = duty?.by?.kind === 'words' ? ['at'] : [];
        return duty ? compare(['duties', id], at === undefined ? [] : ['at'], wanted) : [];
      }),
      ...compare(['values'], Object.keys(language.values), Object.keys(values)),
      ...compare(['groups'], Object.keys(language.groups), Object.keys(groups)),
      ...compare(['reforms'], Object.keys(language.reforms), Object.keys(overlays)),
      ...compare(['instruments'], Object.keys(language.instruments), Object.keys(instruments)),
      ...Object.entries(language.rules).flatMap(([id, { limbs }]) => {
        const rule = rules[id];
        return rule ? compare(['rules', id, 'limbs'], Object.keys(limbs), limbLabels(rule)) : [];
      }),
      ...Object.entries(language.instruments).flatMap(([id, { articles }]) => {
        const known = instruments[id]?.articles.map(({ anchor }) => anchor);
        return known ? compare(['instruments', id, 'articles'], Object.keys(articles), known) : [];
      }),
    ];
  });
}

function compareIn({ language, placeOf }: JoinedWords) {
  return (path: readonly string[], written: readonly string[], wanted: readonly string[]): Problem[] => {
    const missing = wanted.filter((name) => !written.includes(name));
    const extra = written.filter((name) => !wanted.includes(name));
    const at = (rest: readonly string[]) => placeOf([...path, ...rest]);
    const where = path.join('.');
    return [
      ...missing.map((name) => ({
        code: 'missing-words' as const,
        ...at([]),
        message: `“${name}” has no words in “${language}”. Add it under “${where}”, with status: draft until a named person has checked it.`,
      })),
      ...extra.map((name) => ({
        code: 'unknown-words' as const,
        ...at([name]),
        message: `“${name}” under “${where}” is not in the law.${didYouMean(name, missing)} Rename it or take it out.`,
      })),
    ];
  };
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
