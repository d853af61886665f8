import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact, Law, Limb, Rule } from './law.ts';
import { recordOf } from './law.ts';
import { verdictsOf } from './meaning.ts';
import { nextQuestion, openQuestions } from './next-question.ts';
import { ruleResidue } from './residue.ts';
import { getClub, rule } from './testing.ts';
import type { Answer, Answers, People, Reason } from './told.ts';

const club = getClub(rule('{id: top, label: Top, cite: club#1.a, is: a}'));
const FACTS = ['a', 'b', 'c', 'd', 'years'] as const;
const MEMBER_FACTS = ['m', 'n'] as const;
const ofKids = MEMBER_FACTS.map((id) => [id, { ...club.facts.a, id, group: 'kids' } as Fact] as const);
const facts = recordOf<Fact>([...Object.entries(club.facts), ...ofKids]);
const kids = { id: 'kids', label: 'Kids', question: 'Who?', complete: 'All?', why: 'For kids.' };

/** A law of these rules over the club's facts and a group of people. */
function lawOf(rules: readonly Partial<Rule>[]): Law {
  const whole = rules.map((part, i) => [
    `r${i}`,
    { ...club.rules.top, id: `r${i}`, exceptions: [], ...part },
  ]);
  return { ...club, facts, groups: { kids }, rules: recordOf(whole as [string, Rule][]) };
}

function limbOver(leaf: fc.Arbitrary<Limb>): fc.Arbitrary<Limb> {
  return fc.letrec<{ limb: Limb }>((tie) => {
    const limbs = fc.array(tie('limb'), { minLength: 1, maxLength: 3 });
    return {
      limb: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        leaf,
        fc.record({ kind: fc.constantFrom('all', 'any'), limbs, cites: fc.constant([]) }),
        fc.record({ kind: fc.constant('at_least'), count: fc.constant(2), limbs, cites: fc.constant([]) }),
        fc.record({ kind: fc.constant('not'), limb: tie('limb'), cites: fc.constant([]) }),
      ) as fc.Arbitrary<Limb>,
    };
  }).limb;
}

const cites: string[] = [];
const factLimb = (fact: string): Limb =>
  fact === 'years'
    ? { kind: 'compare', fact, comparison: '<', bound: 18, cites }
    : { kind: 'fact', fact, cites };
const memberLimb = limbOver(fc.constantFrom(...MEMBER_FACTS).map(factLimb));
const groupLimb = fc
  .record({ quantifier: fc.constantFrom('some', 'every', 'at_least'), limb: memberLimb })
  .map((part) => ({ kind: 'group', group: 'kids', count: 2, cites, ...part }) as Limb);
const unsaid = fc.constant<Limb>({ kind: 'unsaid', cites });

/** Limbs of the rule number i: facts, people, what nobody wrote down, and earlier rules. */
const limbAt = (i: number): fc.Arbitrary<Limb> =>
  limbOver(
    fc.oneof(
      { arbitrary: fc.constantFrom(...FACTS).map(factLimb), weight: 8 },
      { arbitrary: groupLimb, weight: 1 },
      { arbitrary: unsaid, weight: 1 },
      ...(i > 0
        ? [{ arbitrary: fc.nat(i - 1).map((n): Limb => ({ kind: 'rule', rule: `r${n}`, cites })), weight: 4 }]
        : []),
    ),
  );
const ASKED: Reason[][] = [
  ['not_known'],
  ['not_known', 'withheld'],
  ['not_known', 'withheld', 'not_recorded'],
];
const ALL: Reason[][] = [...ASKED, ['not_asked', 'not_known', 'withheld', 'not_recorded']];
type Kinds = { burdens: string[]; reasons: Reason[][] };
const ruleAt = (i: number, { burdens, reasons }: Kinds) =>
  fc.record(
    {
      limb: limbAt(i),
      presume: fc.record({
        value: fc.constantFrom('yes', 'no'),
        when: limbAt(i),
        reasons: fc.constantFrom(...reasons),
        cites: fc.constant(cites),
      }),
      exceptions: fc.array(
        fc.record({ limb: limbAt(i), burden: fc.constantFrom(...burdens) }, { requiredKeys: ['limb'] }),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: ['limb'] },
  );
const lawWith = (kinds: Kinds) =>
  fc.tuple(...[0, 1, 2].map((i) => ruleAt(i, kinds))).map((rules) => lawOf(rules as Partial<Rule>[]));

const anyAnswer = fc.constantFrom<Answer>('yes', 'no', 'not_known', 'withheld', 'not_asked', 'not_recorded');
const asNumber = (fact: string, answer: Answer): Answer =>
  fact !== 'years' ? answer : answer === 'yes' ? 17 : answer === 'no' ? 18 : answer;
const answersOver = (ids: readonly string[], answer = anyAnswer): fc.Arbitrary<Answers> =>
  fc
    .array(answer, { minLength: ids.length, maxLength: ids.length })
    .map((list) => Object.fromEntries(ids.map((id, i) => [id, asNumber(id, list[i] ?? 'no')])));
const anyPeople: fc.Arbitrary<People> = fc
  .record({
    complete: fc.constantFrom('yes', 'no', 'not_asked', 'withheld'),
    members: fc.array(answersOver(MEMBER_FACTS), { maxLength: 2 }),
  })
  .map((group) => ({ kids: group }) as People);

const seeded = { seed: 20_261_122, numRuns: 600 };
const targets = ['r0', 'r1', 'r2'];

test('what is left of a rule is a verdict exactly where the verdict after burdens is one', () => {
  fc.assert(
    fc.property(
      lawWith({ burdens: ['state', 'person'], reasons: ALL }),
      answersOver(FACTS),
      anyPeople,
      (law, told, people) => {
        for (const id of targets) {
          const left = ruleResidue(id, { law, facts: told, people, on: undefined, done: new Map() });
          const { burden } = verdictsOf(law, id, { facts: told, people });
          expect(typeof left === 'string' && left !== 'stuck' ? left : 'unknown').toBe(burden);
        }
      },
    ),
    seeded,
  );
});

/** Asks until nothing is left. Answers come from `truth`; it throws where a question comes twice. */
function interview(law: Law, truth: Answers, people: People): { facts: Answers; people: People } {
  let told: { facts: Answers; people: People } = { facts: {}, people };
  for (let asked = 0; asked < 40; asked++) {
    const next = nextQuestion(law, { ...told, targets });
    if (!next) return told;
    told = answered(told, next, truth);
  }
  throw new Error('The interview does not end.');
}

function answered(
  { facts: told, people }: { facts: Answers; people: People },
  { fact, people: about }: { fact: string; people?: { group: string; number?: number } },
  truth: Answers,
): { facts: Answers; people: People } {
  const group = people.kids ?? { complete: 'not_asked', members: [] };
  if (about?.number === undefined) {
    if (about) return { facts: told, people: { kids: { ...group, complete: 'yes' } } };
    expect(['not_asked', 'not_recorded', undefined]).toContain(told[fact]);
    return { facts: { ...told, [fact]: truth[fact] ?? 'not_known' }, people };
  }
  const at = about.number - 1;
  expect(['not_asked', 'not_recorded', undefined]).toContain(group.members[at]?.[fact]);
  const members = group.members.map((member, i) =>
    i === at ? { ...member, [fact]: truth[fact] ?? 'not_known' } : member,
  );
  return { facts: told, people: { kids: { ...group, members } } };
}

describe('the interview', () => {
  // What the State has to show, and what a presumption settles before anybody was asked, is not asked about: nothing is
  // said here about what that would settle.
  const anyLaw = lawWith({ burdens: ['person'], reasons: ASKED });
  const truths = answersOver(
    [...FACTS, ...MEMBER_FACTS],
    fc.constantFrom('yes', 'no', 'not_known', 'withheld'),
  );

  test('asks nothing twice, ends, and leaves open only what no further answer could settle', () => {
    fc.assert(
      fc.property(anyLaw, truths, anyPeople, (law, truth, people) => {
        const told = interview(law, truth, people);
        expect(openQuestions(law, { ...told, targets })).toEqual([]);
        const open = targets.filter((id) => verdictsOf(law, id, told).burden === 'unknown');
        const unasked = FACTS.filter((id) => told.facts[id] === undefined);
        for (const more of completions(unasked))
          for (const id of open)
            expect(verdictsOf(law, id, { ...told, facts: { ...told.facts, ...more } }).burden).toBe(
              'unknown',
            );
      }),
      { ...seeded, numRuns: 300 },
    );
  });

  test('settles whatever all answers together would settle, where every answer is yes or no', () => {
    fc.assert(
      fc.property(
        anyLaw,
        answersOver(FACTS, fc.constantFrom('yes', 'no')),
        anyPeople,
        (law, truth, people) => {
          const all = { facts: truth, people };
          const told = interview(law, truth, people);
          for (const id of targets)
            if (verdictsOf(law, id, all).burden !== 'unknown')
              expect(verdictsOf(law, id, told).burden).not.toBe('unknown');
        },
      ),
      { ...seeded, numRuns: 300 },
    );
  });
});

/** Every way to answer some facts and leave the others. */
function completions(ids: readonly string[]): Answers[] {
  return ids.reduce<Answers[]>(
    (all, id) =>
      all.flatMap((one) => [
        one,
        ...(['yes', 'no', 'not_known'] as const).map((answer) => ({ ...one, [id]: asNumber(id, answer) })),
      ]),
    [{}],
  );
}
