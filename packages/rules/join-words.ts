import { recordOf } from './law.ts';
import type { Place, Problem } from './problem.ts';
import type { WordsRead } from './read-words.ts';
import type { Words } from './words.ts';

/**
 * The words of one language from all its files. `placeOf` says where a word stands, or belongs if it is missing. A language
 * is unfinished where each of its files says so.
 */
export type JoinedWords = Words & { isUnfinished: boolean; placeOf: (path: readonly string[]) => Place };

const SECTIONS = ['facts', 'rules', 'duties', 'values', 'groups', 'reforms', 'instruments'] as const;
type Section = (typeof SECTIONS)[number];

/** Joins the files of each language, in their order. What is written in two of them goes to `problems`. */
export function joinWords(read: readonly WordsRead[], problems: Problem[]): JoinedWords[] {
  const languages = [...new Set(read.map(({ language }) => language))];
  return languages.map((language) => {
    const files = read.filter((one) => one.language === language);
    const placeOf = ([section = '', id = '', ...rest]: readonly string[]): Place => {
      const size = (file: WordsRead) => (isSection(section) ? Object.keys(file[section]).length : 0);
      const largest = files.toSorted((a, b) => size(b) - size(a))[0];
      const owner = files.find((file) => isSection(section) && Object.hasOwn(file[section], id)) ?? largest;
      const path = [section, id, ...rest].filter((part) => part !== '');
      return { file: owner?.place.file ?? '', line: owner?.lineOf(path) ?? 1 };
    };
    for (const section of SECTIONS) refuseDoubled(section, files, problems);
    return {
      language,
      isUnfinished: files.every((file) => file.isUnfinished),
      facts: joined(files, 'facts'),
      rules: joined(files, 'rules'),
      duties: joined(files, 'duties'),
      values: joined(files, 'values'),
      groups: joined(files, 'groups'),
      reforms: joined(files, 'reforms'),
      instruments: joined(files, 'instruments'),
      placeOf,
    };
  });
}

function isSection(name: string): name is Section {
  return (SECTIONS as readonly string[]).includes(name);
}

function joined<S extends Section>(files: readonly WordsRead[], section: S): Words[S] {
  return recordOf(files.flatMap((file) => Object.entries(file[section]))) as Words[S];
}

function refuseDoubled(section: Section, files: readonly WordsRead[], problems: Problem[]): void {
  const first = new Map<string, string>();
  for (const { [section]: entries, place, lineOf } of files) {
    for (const id of Object.keys(entries)) {
      const before = first.get(id);
      if (before === undefined) first.set(id, place.file);
      else {
        const message = `The words of “${id}” already stand in ${before}. Keep one of them.`;
        problems.push({ code: 'duplicate-id', file: place.file, line: lineOf([section, id]), message });
      }
    }
  }
}
