import type { Law, Limb, Provision } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from './index.ts';
import { lawFiles, readTestedLaw } from './load-law.ts';

/** Duties that may give a vulnerable person less, because their instrument does. The text beside each says so. */
const MAY_GIVE_LESS = ['duty.residence-eu'];

/** Says whom the articles of the Palermo Protocol reach, and gives nobody anything by itself: no protection, and counted as none. */
const A_SCOPE_ONLY = ['protection.palermo'];

/** What no protection asks of a person: who they are, what they believe, how they came. */
const isPrivate = (fact: string) =>
  /^(?:ground\.|entry\.)/.test(fact) || ['group.women', 'resettlement.woman-at-risk'].includes(fact);

/** The protections whose own text asks for it: a ground of persecution, or how a person came. */
const ITS_TEXT_ASKS: Record<string, string> = {
  // Article 1A(2) of the Refugee Convention: for reasons of race, religion, nationality, group or opinion.
  'refugee.status': 'ground',
  // What is owed to a refugee, so to whom article 1A(2) reaches. To the rest of what bars a return no ground is asked.
  'return.barred': 'ground',
  'duty.no-refoulement': 'ground',
  'duty.child-applicant': 'ground',
  'child.tracing-refugee': 'ground',
  'duty.family-tracing-refugee': 'ground',
  'duty.expulsion-refugee': 'ground',
  'duty.refugee-papers': 'ground',
  // Article 31: a refugee who came or stays without permission; its first paragraph asks how they came.
  'duty.no-penalty': 'entry ground',
  'duty.refugee-movement': 'entry ground',
  'protection.non-punishment': 'entry ground',
  // Article I(1) of the OAU convention: a refugee of either definition, and the first has the five grounds.
  'duty.fallback.no-return-africa': 'ground',
  'duty.fallback.no-refoulement-africa': 'ground',
  // The handbook's fourth category is women and girls at risk. It only adds to the others.
  'resettlement.categories': 'ground',
  'resettlement.submission': 'ground',
  'resettlement.emergency': 'ground',
  'duty.solution.resettlement': 'ground',
  'duty.solution.resettlement-emergency': 'ground',
  'duty.solution.resettlement-in-time': 'ground',
  // To come without permission is one of the two things for which nobody is to be punished.
  'duty.non-punishment-principle': 'entry',
  'duty.non-punishment-asean': 'entry',
};

/** Every fact that a provision reads, through every rule and every State's reading of it. */
function readBy(
  law: Law,
  provision: Pick<Provision, 'limb' | 'exceptions' | 'presume' | 'variants'>,
  seen = new Set<string>(),
): Set<string> {
  const facts = new Set<string>();
  const add = (limb: Limb): void => {
    if ('fact' in limb) facts.add(limb.fact);
    if ('limbs' in limb) limb.limbs.forEach(add);
    if ('limb' in limb) add(limb.limb);
    const rule = limb.kind === 'rule' && !seen.has(limb.rule) ? law.rules[limb.rule] : undefined;
    if (!rule) return;
    seen.add(rule.id);
    for (const fact of readBy(law, rule, seen)) facts.add(fact);
  };
  add(provision.limb);
  if (provision.presume) add(provision.presume.when);
  for (const { limb } of provision.exceptions ?? []) add(limb);
  for (const reading of Object.values(provision.variants ?? {}).flat()) {
    if (!('limb' in reading)) continue;
    add(reading.limb);
    for (const { limb } of reading.exceptions) add(limb);
  }
  return facts;
}

/** The protections that read what is private, each with the kind of it. */
function privateReaders(law: Law): Record<string, string> {
  const all = [...Object.values(law.rules), ...Object.values(law.duties)];
  const kinds = all
    .filter(({ protection }) => protection)
    .map((one) => {
      const facts = [...readBy(law, one)].filter(isPrivate);
      return [
        one.id,
        [...new Set(facts.map((fact) => (fact.startsWith('entry.') ? 'entry' : 'ground')))],
      ] as const;
    });
  return Object.fromEntries(
    kinds.filter(([, kind]) => kind.length > 0).map(([id, kind]) => [id, kind.toSorted().join(' ')]),
  );
}

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
    expect(protections.filter(({ protection }) => !protection).map(({ id }) => id)).toEqual(A_SCOPE_ONLY);
    // It is held to the same promise: said to be a protection, it is proved to be one.
    const scope = 'all: [protection.victim, trafficking.cross-border, trafficking.organised]\n';
    expect(withChange(scope, `${scope}protection: yes\n`)).toEqual([]);
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

  test('lets no protection read origin, belief, sex or how a person came, but those whose own text does', () => {
    expect(privateReaders(loadLaw())).toEqual(ITS_TEXT_ASKS);
  });

  test.each([
    ['protection.assistance', { kind: 'fact', fact: 'entry.irregular' }],
    ['duty.information', { kind: 'rule', rule: 'non-punishment.entry' }],
  ] as const)('sees it where “%s” would read one, through another rule too', (id, limb) => {
    const law = loadLaw();
    const planted = <T extends Provision>(one: T): T => ({ ...one, limb: { ...limb, cites: [] } });
    const { [id]: rule } = law.rules;
    const { [id]: duty } = law.duties;
    const changed = {
      ...law,
      rules: rule ? { ...law.rules, [id]: { ...rule, limb: { ...limb, cites: [] } } } : law.rules,
      duties: duty ? { ...law.duties, [id]: planted(duty) } : law.duties,
    };
    expect(Object.keys(privateReaders(changed))).toContain(id);
  });
});
