import { describe, expect, test } from 'vitest';
import { loadLaw } from './index.ts';
import { lawFiles, readOwnLaw, readTestedLaw } from './load-law.ts';

describe('the law of this checkout', () => {
  test('can be read, and its own tests pass', () => {
    const read = readOwnLaw();
    expect(read.ok || read.problems).toBe(true);
    expect(loadLaw().tests.length).toBeGreaterThan(5);
  });

  test('is refused once one of its own tests fails', () => {
    const files = lawFiles().map((file) => ({
      ...file,
      text: file.text.replace('is: age < 18', 'is: age < 21'),
    }));
    const read = readTestedLaw(files);
    expect(read.ok || read.problems.map(({ code, file }) => `${code} ${file}`)).toContain(
      'test-failed laws/legal-tests/trafficking.md',
    );
  });

  test('does not let the answer depend on whether the person agreed', () => {
    const files = lawFiles().map((file) => ({
      ...file,
      text: file.text.replace('- means.deception\n', '- {all: [means.deception, {not: consent}]}\n'),
    }));
    const read = readTestedLaw(files);
    expect(read.ok || read.problems[0]?.message).toContain(
      'trafficking.victim → trafficking.means → consent',
    );
  });

  test('names nobody as having checked it, because nobody has', () => {
    const { instruments, rules, words } = loadLaw();
    const checks = [
      ...Object.values(instruments).flatMap(({ articles }) => articles.flatMap(({ checkedBy }) => checkedBy)),
      ...Object.values(rules).flatMap(({ checkedBy }) => checkedBy),
    ];
    expect(checks).toEqual([]);
    const statuses = Object.values(words).flatMap((language) =>
      [language.facts, language.rules, language.instruments].flatMap((part) =>
        Object.values(part).map(({ status }) => status),
      ),
    );
    expect(new Set(statuses)).toEqual(new Set(['draft']));
  });
});
