import { expect, test } from 'vitest';
import { lackingWords } from './check-words.ts';
import { readClub, rule } from './testing.ts';

const RULES = rule('id: member\nlabel: Member\ncite: club#1.a\nall: [a, b]');
const FACT_IDS = ['a', 'b', 'c', 'd', 'secret', 'years', 'day'];

function facts(ids: readonly string[]): string {
  const rows = ids.map((id) => `  ${id}: {label: x, question: x, why: x, status: draft}`);
  return ['facts:', ...rows, ''].join('\n');
}

const CLUB = "instruments:\n  club: {short: x, status: draft, articles: {'1': x, '1.a': x, '1.b': x}}\n";
const MEMBER = 'rules:\n  member: {label: x, status: draft}\n';

function read(first: string, second: string) {
  const files = [
    { path: 'words/fr-more.yaml', text: `language: fr\n${second}` },
    { path: 'words/fr.yaml', text: `language: fr\n${first}` },
  ];
  const law = readClub(RULES, files);
  return law.ok
    ? Object.keys(law.law.words.fr?.facts ?? {})
    : law.problems.map(({ code, file, line, message }) => `${code} ${file}:${line} ${message}`);
}

test('a language may stand in several files', () => {
  const halves = [FACT_IDS.slice(0, 3), FACT_IDS.slice(3)] as const;
  const found = read(facts(halves[0]) + MEMBER + CLUB, `${facts(halves[1])}rules: {}\ninstruments: {}\n`);
  expect([...found].sort()).toEqual([...FACT_IDS].sort());
});

test('tells in which file a word is too much or twice, and that one is missing', () => {
  const rest = 'rules: {}\ninstruments: {}\n';
  expect(read(facts(FACT_IDS) + MEMBER + CLUB, `${facts(['gone'])}${rest}`)).toEqual([
    'unknown-words words/fr-more.yaml:3 “gone” under “facts” is not in the law. Rename it or take it out.',
  ]);
  expect(read(facts(FACT_IDS) + MEMBER + CLUB, `${facts(['a'])}${rest}`)).toEqual([
    'duplicate-id words/fr.yaml:3 The words of “a” already stand in words/fr-more.yaml. Keep one of them.',
  ]);
  // A word that is missing belongs to the file that has most of its kind.
  const missing = read(facts(FACT_IDS.slice(1)) + MEMBER + CLUB, `facts: {}\n${rest}`);
  expect(missing.join()).toMatch(/^missing-words words\/fr\.yaml:2 “a” has no words in “fr”/);
});

test('an unfinished language may lack words, but names nothing that the law does not have', () => {
  const begun = (more: string) => {
    const text = `language: fr\nunfinished: yes\n${more}`;
    return readClub(RULES, [{ path: 'words/fr.yaml', text }]);
  };
  const some = begun(`${facts(['a'])}rules: {}\ninstruments:\n  club: {short: x, status: draft}\n`);
  if (!some.ok) throw new Error(some.problems[0]?.message);
  expect(lackingWords(some.law, 'fr')).toEqual([
    ...FACT_IDS.slice(1).map((id) => ['facts', id]),
    ['rules', 'member'],
    ...['1', '1.a', '1.b'].map((anchor) => ['instruments', 'club', 'articles', anchor]),
  ]);
  expect(lackingWords(some.law, 'en')).toEqual([]);
  const wrong = begun(`${facts(['years-old'])}rules: {}\ninstruments: {}\n`);
  expect(wrong.ok ? [] : wrong.problems.map(({ message }) => message)).toEqual([
    '“years-old” under “facts” is not in the law. Rename it or take it out.',
  ]);
});

test('a language is unfinished only where each of its files says so', () => {
  const empty = 'rules: {}\ninstruments: {}\n';
  const law = readClub(RULES, [
    { path: 'words/fr-more.yaml', text: `language: fr\nunfinished: yes\n${facts(['a'])}${empty}` },
    { path: 'words/fr.yaml', text: `language: fr\n${facts(['b'])}${empty}` },
  ]);
  expect(law.ok ? [] : law.problems.map(({ code }) => code)).toContain('missing-words');
});
