import { describe, expect, test } from 'vitest';
import { loadLaw } from './index.ts';
import { lawFiles, readTestedLaw } from './load-law.ts';

/** Duties that may give a vulnerable person less, because their instrument does. The text beside each says so. */
const MAY_GIVE_LESS = ['duty.residence-eu'];

/** The law of this checkout with one sentence of it replaced. Fails where that sentence is not there. */
function withChange(from: string, to: string): string[] {
  const files = lawFiles();
  expect(files.filter(({ text }) => text.includes(from))).toHaveLength(1);
  const read = readTestedLaw(files.map((file) => ({ ...file, text: file.text.replace(from, to) })));
  return read.ok ? [] : read.problems.map(({ code, message }) => `${code}: ${message}`);
}

describe('the law of this checkout', () => {
  test('holds every protection and every duty to the promise that being vulnerable takes none away', () => {
    const { rules, duties } = loadLaw();
    const protections = Object.values(rules).filter(({ id }) => id.startsWith('protection.'));
    expect(protections.filter(({ protection }) => !protection)).toEqual([]);
    const open = Object.values(duties).filter(({ protection }) => !protection);
    expect(open.map(({ id }) => id)).toEqual(MAY_GIVE_LESS);
  });

  test('counts what was done to a person, what they fear and being a child as what makes them vulnerable', () => {
    const { rules, facts } = loadLaw();
    const themes = new Set(['acts', 'means', 'purposes', 'harm', 'fear', 'ownership']);
    const open = Object.values(facts).filter(
      ({ theme, vulnerability }) => themes.has(theme) && !vulnerability,
    );
    expect(open.map(({ id }) => id)).toEqual([]);
    expect([rules.child?.vulnerability, rules['child.now']?.vulnerability]).toEqual([true, true]);
  });

  test('is refused where a permit that gives a child less is called a protection', () => {
    const breach = 'breach: The permit is refused, or is given for less than six months.\n';
    const problems = withChange(breach, `${breach}protection: yes\n`);
    expect(problems.join('\n')).toContain(
      '“duty.residence-eu” protects, and “child.now” makes a person more',
    );
  });

  test('is refused where somebody could be a refugee and left out', () => {
    const problems = withChange('{not: refugee.exclusion, label:', '{not: exclusion.un-agency, label:');
    expect(problems.join('\n')).toContain('overlap: “refugee.status-or-exclusion” says');
  });

  test('is refused where an exception can never be reached', () => {
    const problems = withChange(
      'is: protection.reasonable-grounds\nunless:',
      'all: [protection.reasonable-grounds, {not: public-order}]\nunless:',
    );
    expect(problems.join('\n')).toContain('unreachable-exception: The exception “public-order”');
  });
});
