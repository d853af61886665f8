import {
  type Answer,
  type Answers,
  assess,
  checkTests,
  type Law,
  type Limb,
  nextQuestion,
} from '@clew/rules';
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
      text: file.text.replace(
        'trafficking.victim@burden: yes, child: no}',
        'trafficking.victim@burden: yes, child: yes}',
      ),
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

describe('each act, means and purpose', () => {
  const law = loadLaw();

  /** The law with another list of limbs in one rule, as if somebody had changed its file. */
  function withLimbs(id: string, change: (limbs: readonly Limb[]) => Limb[]): Law {
    const rule = law.rules[id];
    if (rule?.limb.kind !== 'any') throw new Error(`${id} is not a list of which one is enough.`);
    const limb = { ...rule.limb, limbs: change(rule.limb.limbs) };
    // Only the tests that speak of this rule: the others would take long and show nothing more.
    const tests = law.tests.filter(({ expect: wanted }) => wanted.some((one) => one.rule === id));
    return { ...law, tests, rules: { ...law.rules, [id]: { ...rule, limb } } };
  }

  const limbs = ['trafficking.act', 'trafficking.means', 'trafficking.purpose'].flatMap((id) => {
    const limb = law.rules[id]?.limb;
    return limb?.kind === 'any'
      ? limb.limbs.map((one) => ({ id, one, name: one.kind === 'fact' ? one.fact : '?' }))
      : [];
  });

  test('are twenty-one', () => {
    expect(limbs).toHaveLength(21);
  });

  test.each(limbs)('$name cannot be taken out of $id without a test of the law failing', ({ id, one }) => {
    const changed = withLimbs(id, (all) => all.filter((limb) => limb !== one));
    expect(checkTests(changed)).not.toEqual([]);
  });
});

test('an age that a person would rather not say protects no less than one that nobody knows', () => {
  const others: Answers[] = [
    {},
    { 'believed-child': 'yes' },
    { 'believed-child': 'no' },
    { 'believed-child': 'withheld' },
    { 'believed-child': 'yes', 'act.received': 'yes', 'purpose.organs': 'yes' },
  ];
  for (const facts of others) {
    const verdicts = (age: Answer) =>
      Object.values(assess(loadLaw(), { facts: { ...facts, age } }).rules).map((one) => [one.id, one.burden]);
    expect(verdicts('withheld')).toEqual(verdicts('not_known'));
  }
});

test('an age that can still be asked for is the next question, whatever is believed', () => {
  const facts: Answers = { 'believed-child': 'yes', 'act.received': 'yes', 'purpose.organs': 'yes' };
  for (const age of ['not_asked', 'not_recorded'] as const) {
    const next = nextQuestion(loadLaw(), { facts: { ...facts, age }, targets: ['trafficking.victim'] });
    expect(next?.fact).toBe('age');
  }
});

test('a threat is said to be enough as a means, never for the whole definition', () => {
  expect(loadLaw().facts['means.threat']?.why).toMatch(/^As a means, a threat is enough\./);
});
