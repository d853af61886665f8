import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isKnown } from '../answer.ts';
import { type Day, yearsBetween } from '../date.ts';
import type { Exception, Fact, Law, Limb, Presumption, Rule } from '../law.ts';
import { recordOf } from '../law.ts';
import { verdictsOf, verdictsOfLimb } from '../meaning.ts';
import type { Answer, Answers, Group, Reason } from '../told.ts';
import { REASONS } from '../told.ts';
import { type Alphabet, createAlphabet, type Provable } from './alphabet.ts';
import { type Atom, isNamedIn, outcomeIn, settledAt, whereAtom } from './atoms.ts';
import { createBdd, FALSE, type Node, TRUE } from './bdd.ts';
import { createEncoding, type Rails, sidesOfRule } from './encode.ts';
import { limbsOver } from './testing.ts';

const place = { file: 'rules.md', line: 1 };
const common = { theme: 't', sensitivity: 1, knownBy: ['x'], label: 'L', question: 'Q?', why: 'W.' };
const FACTS: Law['facts'] = recordOf<Fact>([
  ...['a', 'b', 'c', 'd'].map((id) => [id, { id, ...common, type: { kind: 'yes-no' as const } }] as const),
  ['age', { id: 'age', ...common, type: { kind: 'number' as const, min: 0, max: 120 } }],
  ['born', { id: 'born', ...common, type: { kind: 'date' as const } }],
  ['small', { id: 'small', ...common, group: 'children', type: { kind: 'yes-no' as const } }],
]);

const anyReason = fc.constantFrom(...REASONS);
const anyYesNo = fc.oneof(fc.constantFrom<Answer>('yes', 'no'), anyReason);
const anyOn = fc.constantFrom<Day | undefined>('2026-11-22', '2028-02-29', undefined);
const anyAnswers = fc.record({
  ...{ a: anyYesNo, b: anyYesNo, c: anyYesNo, d: anyYesNo },
  age: fc.oneof(fc.integer({ min: 0, max: 120 }), fc.constantFrom<Answer>(17, 18, 20, 21), anyReason),
  born: fc.oneof(
    fc.constantFrom<Answer>('2008-11-22', '2008-11-23', '2010-02-28', '2008-02-29', '2030-01-01'),
    anyReason,
  ),
});

/** A group that is open for one reason at most: a proof takes a limb over people as one question. */
const anyPeople = anyReason.chain((reason) =>
  fc.record<Group>({
    complete: fc.constantFrom<'yes' | Reason>('yes', reason),
    members: fc.array(fc.record({ small: fc.constantFrom<Answer>('yes', 'no', reason) }), { maxLength: 3 }),
  }),
);

const bare = { cites: [] };
const bounds = fc.constantFrom<'<' | '<=' | '>' | '>='>('<', '<=', '>', '>=');

/** A limb that may read the rules written before it. */
function anyLimb(rules: readonly string[]): fc.Arbitrary<Limb> {
  const leaf: fc.Arbitrary<Limb> = fc.oneof(
    fc.constantFrom('a', 'b', 'c', 'd').map((fact): Limb => ({ ...bare, kind: 'fact', fact })),
    fc
      .tuple(bounds, fc.constantFrom(0, 18, 21, 130))
      .map(([comparison, bound]): Limb => ({ ...bare, kind: 'compare', fact: 'age', comparison, bound })),
    fc
      .tuple(bounds, fc.constantFrom(16, 18))
      .map(([comparison, bound]): Limb => ({ ...bare, kind: 'years', fact: 'born', comparison, bound })),
    fc.constantFrom<Limb>(
      { ...bare, kind: 'group', quantifier: 'some', group: 'children', limb: small },
      { ...bare, kind: 'group', quantifier: 'every', group: 'children', limb: small },
      { ...bare, kind: 'group', quantifier: 'at_least', count: 2, group: 'children', limb: small },
      { ...bare, kind: 'unsaid' },
    ),
    ...(rules.length > 0
      ? [fc.constantFrom(...rules).map((rule): Limb => ({ ...bare, kind: 'rule', rule }))]
      : []),
  );
  return limbsOver(leaf, 3);
}

const small: Limb = { ...bare, kind: 'fact', fact: 'small' };

function anyRule(id: string, before: readonly string[]): fc.Arbitrary<Rule> {
  const limb = anyLimb(before);
  const presume: fc.Arbitrary<Presumption> = fc.record({
    value: fc.constantFrom<'yes' | 'no'>('yes', 'no'),
    when: limb,
    reasons: fc.subarray([...REASONS], { minLength: 1 }),
    cites: fc.constant([]),
  });
  const exception: fc.Arbitrary<Exception> = fc
    .tuple(limb, fc.constantFrom('state', 'person', undefined))
    .map(([part, burden]) => ({ limb: part, ...(burden ? { burden: burden as 'state' | 'person' } : {}) }));
  return fc
    .record({
      limb,
      presume: fc.option(presume, { nil: undefined }),
      exceptions: fc.array(exception, { maxLength: 2 }),
    })
    .map(({ presume: presumed, ...rest }) => ({
      ...{ id, label: id, cites: [], neverReads: [], checkedBy: [], source: '', place },
      ...rest,
      ...(presumed ? { presume: presumed } : {}),
    }));
}

const anyRules = fc
  .tuple(anyRule('r0', []), anyRule('r1', ['r0']), anyRule('r2', ['r0', 'r1']))
  .map((rules): Law['rules'] => recordOf(rules.map((rule) => [rule.id, rule])));

function lawOf(rules: Law['rules']): Law {
  const none = recordOf<never>([]);
  const empty = {
    instruments: none,
    states: none,
    parties: none,
    looks: none,
    organisations: none,
    groups: none,
    duties: none,
    values: none,
    overlays: none,
  };
  return {
    ...{ hash: '', facts: FACTS, ...empty, rules, words: none },
    ...{ together: [], contradictions: [], reforms: [], tests: [] },
  };
}

type Told = { facts: Answers; people: Record<string, Group>; on: Day | undefined };

/** The outcome of an atom in a case. */
function outcomeOf(atom: Atom, { facts, people, on }: Told, law: Law): Answer {
  const [kind = '', said = ''] = atom.id.split(/ (.*)/s);
  if (kind === 'unsaid') return 'not_recorded';
  if (kind === 'group') {
    const { strict } = verdictsOfLimb(law, { ...bare, ...JSON.parse(said), limb: small }, { facts, people });
    return strict === 'unknown' ? reasonIn(people.children) : strict;
  }
  const answer = facts[said] ?? 'not_asked';
  if (said === 'born' && isKnown(answer)) {
    if (on === undefined || String(answer) > on) return 'not_asked';
    return stretchOf(atom, yearsBetween(answer as Day, on));
  }
  return typeof answer === 'number' ? stretchOf(atom, answer) : answer;
}

function stretchOf({ answers }: Atom, number: number): Answer {
  return answers.findLast((start) => typeof start === 'number' && start <= number) ?? number;
}

function reasonIn(group: Group | undefined): Reason {
  const given = [group?.complete ?? 'not_asked', ...(group?.members ?? []).map(({ small }) => small)];
  return REASONS.find((reason) => given.includes(reason)) ?? 'not_asked';
}

function encoded(law: Provable & Law) {
  const bdd = createBdd();
  const alphabet = createAlphabet(law);
  return { bdd, alphabet, encoding: createEncoding({ rules: law.rules, bdd, alphabet }) };
}

function settledBy(alphabet: Alphabet, told: Told, law: Law): Map<number, boolean> {
  return new Map(alphabet.atoms().flatMap((atom) => [...settledAt(atom, outcomeOf(atom, told, law))]));
}

describe('the law as functions of the answers', () => {
  test('gives the verdicts that the engine gives, strict and after burdens', () => {
    const people = anyPeople.map((children) => ({ children }));
    const anyTold = fc.record({ facts: anyAnswers, people, on: anyOn });
    fc.assert(
      fc.property(anyRules, fc.array(anyTold, { minLength: 8, maxLength: 8 }), (rules, cases) => {
        const law = lawOf(rules);
        const { bdd, alphabet, encoding } = encoded(law);
        for (const id of Object.keys(rules)) {
          const { strict, burden } = sidesOfRule(id, encoding);
          for (const told of cases) {
            const settled = settledBy(alphabet, told, law);
            const verdictOf = ({ yes, no }: Rails) => {
              const [isYes, isNo] = [bdd.restrict(yes, settled), bdd.restrict(no, settled)];
              return isYes === TRUE
                ? 'yes'
                : isNo === TRUE
                  ? 'no'
                  : [isYes, isNo].join() === '0,0'
                    ? 'unknown'
                    : 'open';
            };
            expect({ strict: verdictOf(strict), burden: verdictOf(burden) }).toEqual(
              verdictsOf(law, id, told),
            );
          }
        }
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });

  test('never says yes and no of the same answers', () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        const { bdd, encoding } = encoded(lawOf(rules));
        for (const id of Object.keys(rules)) {
          const { strict, burden } = sidesOfRule(id, encoding);
          expect(bdd.and(strict.yes, strict.no)).toBe(FALSE);
          expect(bdd.and(burden.yes, burden.no)).toBe(FALSE);
        }
      }),
      { seed: 20_261_122, numRuns: 300 },
    );
  });
});

describe('an atom', () => {
  const five: Atom = { id: 'n', name: 'n', answers: [0, 1, 2, 3, 4], reasons: REASONS, level: 3 };

  test.each<Answer>([0, 1, 2, 3, 4, ...REASONS])('is %s exactly where its variables say so', (outcome) => {
    const bdd = createBdd();
    const where: Node = whereAtom(five, (other) => other === outcome, bdd);
    for (const other of [...five.answers, ...five.reasons]) {
      expect(bdd.restrict(where, settledAt(five, other))).toBe(other === outcome ? TRUE : FALSE);
    }
    expect(outcomeIn(five, settledAt(five, outcome))).toBe(outcome);
  });

  test('is named where one of its variables is', () => {
    expect([2, 3, 6, 7].map((level) => isNamedIn(five, new Set([level])))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
