import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Duty, Exception, Fact, Law, Limb, Presumption, Rule } from '../law.ts';
import { recordOf } from '../law.ts';
import { verdictsOf, verdictsOfLimb } from '../meaning.ts';
import type { Answer, Answers } from '../told.ts';
import { REASONS } from '../told.ts';
import { proveLaw } from './prove-law.ts';
import { limbsOver } from './testing.ts';

/** The proofs held against every single case of small laws, worked out by the engine itself. */

const place = { file: 'rules.md', line: 1 };
const common = { theme: 't', sensitivity: 1, knownBy: ['x'], label: 'L', question: 'Q?', why: 'W.' };
const yesNo = (id: string): Fact => ({ id, ...common, type: { kind: 'yes-no' } });
const FACTS: Law['facts'] = recordOf<Fact>([
  ['a', { ...yesNo('a'), vulnerability: true }],
  ['b', yesNo('b')],
  ['c', yesNo('c')],
]);

const OUTCOMES: readonly Answer[] = ['yes', 'no', ...REASONS];
const CASES: readonly Answers[] = OUTCOMES.flatMap((a) =>
  OUTCOMES.flatMap((b) => OUTCOMES.map((c) => ({ a, b, c }))),
);
const COMPLETE = CASES.filter((facts) =>
  Object.values(facts).every((answer) => answer === 'yes' || answer === 'no'),
);

const bare = { cites: [] };

function anyLimb(rules: readonly string[]): fc.Arbitrary<Limb> {
  const fact = fc.constantFrom('a', 'b', 'c').map((id): Limb => ({ ...bare, kind: 'fact', fact: id }));
  const leaf =
    rules.length === 0
      ? fact
      : fc.oneof(
          fact,
          fc.constantFrom(...rules).map((id): Limb => ({ ...bare, kind: 'rule', rule: id })),
        );
  return limbsOver(leaf, 2);
}

function anyRule(id: string, before: readonly string[]): fc.Arbitrary<Rule> {
  const limb = anyLimb(before);
  const presume: fc.Arbitrary<Presumption> = fc.record({
    value: fc.constantFrom<'yes' | 'no'>('yes', 'no'),
    when: limb,
    reasons: fc.subarray([...REASONS], { minLength: 1 }),
    cites: fc.constant([]),
  });
  const exception: fc.Arbitrary<Exception> = fc
    .tuple(limb, fc.boolean())
    .map(([part, isState]) => (isState ? { limb: part, burden: 'state' } : { limb: part }));
  return fc
    .record({
      limb,
      presume: fc.option(presume, { nil: undefined, freq: 2 }),
      exceptions: fc.array(exception, { maxLength: 1 }),
    })
    .map(({ presume: presumed, ...rest }) => ({
      ...{ id, label: id, cites: [], neverReads: [], checkedBy: [], source: '' },
      place: { file: id, line: 1 },
      ...rest,
      ...(presumed ? { presume: presumed } : {}),
    }));
}

function dutyOn(id: string, rule: string, neverWith: readonly string[]): Duty {
  const said = { id, label: id, cites: [], neverReads: [], checkedBy: [], source: '', place };
  const owed = { bearer: 'B', act: 'A', strength: 'may' as const, breach: 'C' };
  return { ...said, ...owed, limb: { ...bare, kind: 'rule', rule }, neverWith };
}

type Small = { rules: readonly [Rule, Rule, Rule]; isMarked: boolean; never: Limb | undefined };

const anySmall: fc.Arbitrary<Small> = fc.record({
  rules: fc.tuple(anyRule('r0', []), anyRule('r1', ['r0']), anyRule('r2', ['r0', 'r1'])),
  isMarked: fc.boolean(),
  never: fc.option(anyLimb([]), { nil: undefined }),
});

function lawOf({ rules, isMarked, never }: Small): Law {
  const none = recordOf<never>([]);
  const [first, second, third] = rules;
  const empty = {
    instruments: none,
    states: none,
    parties: none,
    looks: none,
    organisations: none,
    groups: none,
    values: none,
    overlays: none,
    words: none,
  };
  return {
    ...{ hash: '', facts: FACTS, ...empty, reforms: [], tests: [] },
    rules: recordOf<Rule>([
      ['r0', isMarked ? { ...first, vulnerability: true } : first],
      ['r1', second],
      ['r2', { ...third, protection: true }],
    ]),
    duties: recordOf([
      ['d0', dutyOn('d0', 'r0', ['d1'])],
      ['d1', dutyOn('d1', 'r1', [])],
    ]),
    together: [
      {
        id: 't',
        label: 'T',
        when: { ...bare, kind: 'rule', rule: 'r2' },
        need: 'exactly-one',
        of: ['r0', 'r1'],
        place,
      },
    ],
    contradictions: never ? [{ when: never, why: 'W.', place }] : [],
  };
}

const BOTH = ['strict', 'burden'] as const;
const RANK = { no: 0, unknown: 1, yes: 2 };

/** What is wrong with a law, found by asking it every case there is. */
function foundByHand(law: Law): Set<string> {
  const isPossible = (facts: Answers) =>
    law.contradictions.every(({ when }) => verdictsOfLimb(law, when, { facts }).strict !== 'yes');
  const cases = CASES.filter(isPossible);
  const known = new Map(CASES.map((facts) => [keyOf(facts), verdictsIn(law, facts)]));
  const of = (facts: Answers, id: string) =>
    known.get(keyOf(facts))?.[id] ?? { strict: 'unknown', burden: 'unknown' };
  const found = new Set<string>();
  if (isLostByFact(of) || (law.rules.r0?.vulnerability && (isLostUnderRule(of) || isLostByRule(law)))) {
    found.add('protection-lost');
  }
  for (const facts of cases) {
    if (BOTH.some((which) => of(facts, 'r0')[which] === 'yes' && of(facts, 'r1')[which] === 'yes')) {
      found.add('contradictory-duties');
    }
  }
  for (const facts of COMPLETE.filter(isPossible)) {
    if (of(facts, 'r2').strict !== 'yes') continue;
    const held = ['r0', 'r1'].filter((id) => of(facts, id).strict === 'yes').length;
    if (held === 0) found.add('gap');
    if (held === 2) found.add('overlap');
  }
  for (const id of deadIn(law, cases, of)) found.add(`dead-fact ${id}`);
  for (const code of unreachedIn(law, cases)) found.add(code);
  return found;
}

type Both = { strict: keyof typeof RANK; burden: keyof typeof RANK };
type Of = (facts: Answers, id: string) => Both;

function isLower(then: Both, before: Both): boolean {
  return BOTH.some((which) => RANK[then[which]] < RANK[before[which]]);
}

function isLostByFact(of: Of): boolean {
  return CASES.some((facts) => isLower(of({ ...facts, a: 'yes' }, 'r2'), of(facts, 'r2')));
}

/** One answer brings the marked rule to yes. Where one is taken away, only what is then no is lost. */
function isLostUnderRule(of: Of): boolean {
  const isKnown = (answer: Answer | undefined) => answer === 'yes' || answer === 'no';
  return CASES.some((facts) =>
    ['a', 'b', 'c'].some((id) =>
      OUTCOMES.some((outcome) => {
        const then = { ...facts, [id]: outcome };
        const isBrought = (which: 'strict' | 'burden') =>
          of(facts, 'r0')[which] !== 'yes' && of(then, 'r0')[which] === 'yes';
        if (!BOTH.some(isBrought)) return false;
        const [after, before] = [of(then, 'r2'), of(facts, 'r2')];
        const isRefused = BOTH.some((which) => after[which] === 'no' && before[which] !== 'no');
        return isKnown(facts[id]) && !isKnown(outcome) ? isRefused : isLower(after, before);
      }),
    ),
  );
}

/** The marked rule as a question of its own. */
function isLostByRule(law: Law): boolean {
  const asked = law.rules.r0;
  if (!asked) return false;
  const { presume: _, ...bareRule } = asked;
  const limb: Limb = { ...bare, kind: 'fact', fact: 'r' };
  const given = {
    ...law,
    rules: recordOf([...Object.entries(law.rules), ['r0', { ...bareRule, limb, exceptions: [] }]]),
  };
  return CASES.some((facts) => {
    const yes = verdictsOf(given, 'r2', { facts: { ...facts, r: 'yes' } });
    return OUTCOMES.some((r) => isLower(yes, verdictsOf(given, 'r2', { facts: { ...facts, r } })));
  });
}

function deadIn(law: Law, cases: readonly Answers[], of: Of): string[] {
  const possible = new Set(cases.map(keyOf));
  const isNamed = (id: string, part: unknown) => JSON.stringify(part).includes(`"fact":"${id}"`);
  const isBanned = (id: string) => isNamed(id, law.contradictions) && !isNamed(id, law.rules);
  const asked = Object.keys(law.facts).filter((id) => !isBanned(id));
  return asked.filter((id) =>
    cases
      .filter((facts) => facts[id] === 'yes')
      .every((facts) => {
        const other = { ...facts, [id]: 'no' as const };
        if (!possible.has(keyOf(other))) return true;
        return Object.keys(law.rules).every((rule) =>
          BOTH.every((which) => of(facts, rule)[which] === of(other, rule)[which]),
        );
      }),
  );
}

/** Rules and exceptions that decide nothing, but for what follows from a rule below. */
function unreachedIn(law: Law, cases: readonly Answers[]): string[] {
  const fixed = new Map<string, string>();
  const unreached: string[] = [];
  for (const rule of Object.values(law.rules)) {
    const bareRule = {
      ...law,
      rules: recordOf([...Object.entries(law.rules), [rule.id, { ...rule, exceptions: [] }]]),
    };
    const verdicts = cases.map((facts) => verdictsOf(law, rule.id, { facts }));
    const conditions = cases.map((facts) => verdictsOf(bareRule, rule.id, { facts }));
    const isEver = (list: typeof verdicts, verdict: string) =>
      list.some((both) => BOTH.some((which) => both[which] === verdict));
    const code = !isEver(verdicts, 'yes')
      ? 'never-met'
      : !isEver(conditions, 'no')
        ? 'always-met'
        : undefined;
    if (code) fixed.set(rule.id, code);
    const below = JSON.stringify([rule.limb, rule.presume?.when, rule.exceptions]);
    if ([...fixed.keys()].some((id) => below.includes(`"rule":"${id}"`))) continue;
    if (code) unreached.push(`${code} ${rule.id}`);
    else if (rule.exceptions.some(({ limb }) => !isReached(limb)))
      unreached.push(`unreachable-exception ${rule.id}`);
    function isReached(limb: Limb): boolean {
      return cases.some((facts, index) => {
        const defeats = verdictsOfLimb(law, limb, { facts });
        return BOTH.some((which) => conditions[index]?.[which] === 'yes' && defeats[which] === 'yes');
      });
    }
  }
  return unreached;
}

function keyOf({ a, b, c }: Answers): string {
  return `${a} ${b} ${c}`;
}

function verdictsIn(law: Law, facts: Answers) {
  return Object.fromEntries(Object.keys(law.rules).map((id) => [id, verdictsOf(law, id, { facts })]));
}

/** What the proofs say, as short. */
function foundByProof(law: Law): Set<string> {
  const problems = proveLaw(law, (fact) => ({ file: fact, line: 1 }));
  const ofOneRule = new Set(['dead-fact', 'never-met', 'always-met', 'unreachable-exception']);
  return new Set(problems.map(({ code, file }) => (ofOneRule.has(code) ? `${code} ${file}` : code)));
}

test('what is proved is what every single case shows', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(anySmall, (small) => {
      const law = lawOf(small);
      const byHand = foundByHand(law);
      for (const code of byHand) seen.set(code, (seen.get(code) ?? 0) + 1);
      expect([...foundByProof(law)].sort()).toEqual([...byHand].sort());
    }),
    { seed: 20_261_122, numRuns: 200 },
  );
  const codes = new Set([...seen.keys()].map((code) => code.split(' ')[0]));
  expect([...codes].sort()).toEqual([
    ...['always-met', 'contradictory-duties', 'dead-fact', 'gap', 'never-met', 'overlap'],
    ...['protection-lost', 'unreachable-exception'],
  ]);
});
