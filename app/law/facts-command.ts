import { didYouMean, type Fact, type Law, type Limb, type Provision } from '@clew/rules';
import { type CommandOutput, problemOf, refuse } from './command-output.ts';
import { type LawWords, lawWordsIn } from './law-words.ts';
import { readOwnLaw } from './load-law.ts';
import { bold, type Style, safeJson, spread, wrap } from './terminal-text.ts';
import { wordsNotice } from './words-notice.ts';

type FactsOptions = {
  /** Only facts whose id, theme, label, question or reason hold every one of these words. */
  word?: string | undefined;
  json: boolean;
  colour: boolean;
  /** A language code; the law's words in it, where there are such. */
  lang: string;
};

/** A fact as `clew facts --json` prints it. */
type FactJson = {
  id: string;
  theme: string;
  type: Fact['type'];
  /** 1: nobody minds being asked. 5: the question itself can hurt. */
  sensitivity: number;
  /** The group of people of whom it is asked, each by each; null: of the case. */
  group: string | null;
  label: string;
  question: string;
  why: string;
  /** The rules, duties and values in which it stands. */
  readBy: string[];
};

/** `clew facts [WORD]`: what the law asks for. Exit code 2 where nothing has the word, with the nearest id. */
export function facts(options: FactsOptions): CommandOutput {
  const read = readOwnLaw();
  if (!read.ok) return refuse(read.problems, options);
  const { law } = read;
  const words = lawWordsIn(law, options.lang);
  const found = findFacts(law, words, options.word ?? '');
  if (found.length === 0) {
    const word = options.word ?? '';
    const near = `No fact has “${word.slice(0, 80)}”.${didYouMean(word, Object.keys(law.facts))} Without a word all are listed.`;
    return refuse([{ ...problemOf('facts', near), code: 'unknown-fact' }], options);
  }
  const listed = found.map((fact) => factJson(fact, law, words));
  if (options.json) return { text: safeJson({ law: { hash: law.hash }, facts: listed }), exitCode: 0 };
  return { text: factsText(listed, options, words), exitCode: 0 };
}

function findFacts(law: Law, words: LawWords, search: string): Fact[] {
  const wanted = search.split(/\s+/).filter(Boolean).map(plain);
  return Object.values(law.facts).filter((fact) => {
    const { label, question, why } = words.fact(fact.id);
    const all = plain(
      [fact.id, fact.theme, fact.label, fact.question, fact.why, label, question, why].join(' '),
    );
    return wanted.every((word) => all.includes(word));
  });
}

/** Letters without their marks, all small: “Esclavage” finds “esclavage”, and Arabic is found with or without vowels. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

function factJson(fact: Fact, law: Law, words: LawWords): FactJson {
  const { label, question, why } = words.fact(fact.id);
  return {
    ...{ id: fact.id, theme: fact.theme, type: fact.type, sensitivity: fact.sensitivity },
    ...{ group: fact.group ?? null, label, question, why },
    readBy: readersOf(law, fact.id),
  };
}

/** The rules, duties and values in which a fact stands, reading it themselves or to count a deadline from it. */
function readersOf(law: Law, fact: string): string[] {
  const provisions: Provision[] = [
    ...Object.values(law.rules),
    ...Object.values(law.duties),
    ...Object.values(law.values),
  ];
  const counted = Object.values(law.duties).flatMap(({ id, by }) =>
    by !== undefined && 'from' in by && by.from === fact ? [id] : [],
  );
  const reading = provisions
    .filter((one) => limbsIn(one).some((limb) => readsIn(limb, fact)))
    .map(({ id }) => id);
  return [...new Set([...reading, ...counted])];
}

function limbsIn({ limb, presume, exceptions = [], variants = {} }: Provision): Limb[] {
  const readings = Object.values(variants).flatMap((list) => list.filter((part) => 'limb' in part));
  return [
    limb,
    ...(presume ? [presume.when] : []),
    ...exceptions.map((exception) => exception.limb),
    ...readings.flatMap((reading) => [
      reading.limb,
      ...reading.exceptions.map((exception) => exception.limb),
    ]),
  ];
}

function readsIn(limb: Limb, fact: string): boolean {
  if ('fact' in limb) return limb.fact === fact;
  if ('limbs' in limb) return limb.limbs.some((part) => readsIn(part, fact));
  return 'limb' in limb && readsIn(limb.limb, fact);
}

const TYPE_WORDS = { 'yes-no': 'yes or no', number: 'a number', date: 'a day' } as const;

function factsText(
  listed: readonly FactJson[],
  { lang, ...style }: Style & { lang: string },
  words: LawWords,
): string {
  const themes = [...new Set(listed.map(({ theme }) => theme))];
  const parts = themes.map((theme) => [
    bold(theme, style),
    ...listed.filter((fact) => fact.theme === theme).flatMap((fact) => factLines(fact)),
  ]);
  const count = `${listed.length} ${listed.length === 1 ? 'fact' : 'facts'}`;
  const foot = [
    `${count}. Sensitivity from 1 (nobody minds) to 5 (the question can hurt).`,
    ...wordsNotice(words, { asked: lang, shown: ['facts'] }),
  ];
  return [...parts, foot].map((lines) => lines.join('\n')).join('\n\n');
}

function factLines({ id, type, sensitivity, group, question, readBy }: FactJson): string[] {
  const range = type.kind === 'number' ? ` from ${type.min} to ${type.max}` : '';
  const of = group === null ? '' : `, of each of “${group}”`;
  const readers = readBy.length === 0 ? 'nothing; some rule forbids it' : readBy.join(', ');
  return [
    ...spread(id, `${TYPE_WORDS[type.kind]}${range}${of}, sensitivity ${sensitivity}`, 2),
    ...wrap(question, 4),
    ...wrap(`Read by: ${readers}.`, 4),
  ];
}
