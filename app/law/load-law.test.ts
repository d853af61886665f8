import {
  type Answer,
  type Answers,
  assess,
  checkTests,
  type Law,
  type Limb,
  nextQuestion,
  type Strength,
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

type Days = { adopted?: string; opened?: string; inForce?: string };

/** What each instrument's file must say, written a second time by hand: its days, and how strong each paragraph is. */
const INSTRUMENTS: Record<string, { days: Days; strengths: Partial<Record<Strength | 'none', string>> }> = {
  palermo: {
    days: { adopted: '2000-11-15', inForce: '2003-12-25' },
    strengths: { definition: '3.a 3.b 3.c 3.d' },
  },
  ecat: {
    days: { opened: '2005-05-16', inForce: '2008-02-01' },
    strengths: { definition: '4.e', shall: '10.2 10.3 12.1 12.2 12.6 13.1 13.2', may: '13.3' },
  },
  'refugee-convention': {
    days: { adopted: '1951-07-28', inForce: '1954-04-22' },
    strengths: { definition: '1.a.2 1.d 1.e 1.f.a 1.f.b 1.f.c', shall: '31.1 33.1', none: '33.2' },
  },
  'refugee-protocol': {
    days: { adopted: '1967-01-31', inForce: '1967-10-04' },
    strengths: { definition: '1.2' },
  },
  'unhcr-guidelines-7': {
    days: { adopted: '2006-04-07' },
    strengths: { recommended: '13 15 16 17 18 19-20 21-24 25-28 29-32 33-40 37-39 41-44 50' },
  },
  'forced-labour-convention': {
    days: { adopted: '1930-06-28', inForce: '1932-05-01' },
    strengths: { definition: '2.1 2.2.a 2.2.b 2.2.c 2.2.d 2.2.e' },
  },
  'slavery-convention': {
    days: { adopted: '1926-09-25', inForce: '1927-03-09' },
    strengths: { definition: '1.1' },
  },
  'trafficked-refugees-paper': {
    days: {},
    strengths: { none: '6.1' },
  },
  'supplementary-slavery-convention': {
    days: { adopted: '1956-09-07', inForce: '1957-04-30' },
    strengths: { definition: '1.a 1.b 1.c 1.d' },
  },
};

describe('the instruments', () => {
  const { instruments } = loadLaw();

  test('are those of the list: one that is added is written there too', () => {
    expect(Object.keys(instruments).sort()).toEqual(Object.keys(INSTRUMENTS).sort());
  });

  test.each(Object.entries(INSTRUMENTS))('%s has its days and the strength of each paragraph', (id, said) => {
    const { adopted, opened, inForce, articles = [] } = instruments[id] ?? {};
    expect({ adopted: adopted?.value, opened: opened?.value, inForce: inForce?.value }).toEqual(said.days);
    const found: Record<string, string[]> = {};
    for (const { anchor, strength = 'none' } of articles.filter(({ isHeading }) => !isHeading)) {
      found[strength] = [...(found[strength] ?? []), anchor];
    }
    const wanted = Object.entries(said.strengths).map(([strength, anchors]) => [
      strength,
      anchors.split(' ').sort(),
    ]);
    for (const anchors of Object.values(found)) anchors.sort();
    expect(found).toEqual(Object.fromEntries(wanted));
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
