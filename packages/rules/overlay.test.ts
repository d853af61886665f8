import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, type Answers, assess, type TreeNode, verdictsOf, withOverlays } from './index.ts';
import { beforeOf, inOrder } from './overlay.ts';
import { duty, getClub, overlay, readClub, rule, value } from './testing.ts';
import { and, not, or, type Verdict } from './three.ts';

const TOP =
  rule(
    '{id: top, label: Top, cite: club#1.a, any: [a, b], unless: [{is: c, cite: club#1.b, burden: state}, {is: years < 18, cite: club#1.b}]}',
  ) +
  duty('id: owed\nlabel: O\ncite: club#1.a\nwhen: top\nbearer: B\nact: A\nstrength: shall\nbreach: N') +
  value(
    'id: days\nlabel: D\ncite: club#1.a\nwhen: top\nunit: days\nvalue: 30\nfloor: 30\nvariants: {NO: [{from: 2010-01-01, value: 45, cite: club#1.b}]}',
  );

const reforms = getClub(
  TOP +
    overlay('r.any', '{op: add-any, rule: top, member: {is: d, cite: club#1.b}}', 'after: [r.replace]\n') +
    overlay('r.all', '{op: add-all, rule: top, member: d}', 'after: [r.any]\n') +
    overlay('r.replace', '{op: replace, rule: top, with: {all: [a, d]}}') +
    overlay('r.drop', '{op: drop-exception, rule: top, exception: years < 18}') +
    overlay('r.burden', '{op: change-burden, rule: top, exception: c, burden: person}') +
    overlay('r.days', '{op: set-value, value: days, to: 90}') +
    overlay('r.repeal', '{op: repeal, rule: top}', 'after: [r.all, r.drop, r.burden]\n') +
    overlay('r.no-duty', '{op: repeal, rule: owed}, {op: repeal, rule: days}', 'after: [r.days]\n'),
);

const reformed = (...ids: string[]) => {
  const found = withOverlays(reforms, ids);
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.law;
};

const anyYesNo = fc.constantFrom<Answer>('yes', 'no', 'withheld');
const anyFacts: fc.Arbitrary<Answers> = fc.record({
  a: anyYesNo,
  b: anyYesNo,
  c: anyYesNo,
  d: anyYesNo,
  years: fc.constantFrom<Answer>(12, 40, 'not_known'),
});

describe('an overlay', () => {
  test('does what its operation says, whatever is answered', () => {
    const said = (answer: Answer | undefined): Verdict =>
      answer === 'yes' || answer === 'no' ? answer : 'unknown';
    const meant = (facts: Answers) => {
      const [a, b, c, d] = (['a', 'b', 'c', 'd'] as const).map((id) => said(facts[id]));
      if (!a || !b || !c || !d) throw new Error('An answer is missing.');
      const young: Verdict = typeof facts.years === 'number' ? (facts.years < 18 ? 'yes' : 'no') : 'unknown';
      const unless = [not(c), not(young)];
      return {
        'r.any': and([or([a, b, d]), ...unless]),
        'r.all': and([or([a, b]), d, ...unless]),
        'r.replace': and([a, d, ...unless]),
        'r.drop': and([or([a, b]), not(c)]),
        'r.burden': and([or([a, b]), ...unless]),
        'r.repeal': 'no' as Verdict,
      };
    };
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const [id, verdict] of Object.entries(meant(facts))) {
          expect([id, verdictsOf(reformed(id), 'top', { facts }).strict]).toEqual([id, verdict]);
          expect(assess(reforms, { facts, overlays: [id] }).rules.top?.strict).toBe(verdict);
        }
        const onState = verdictsOf(reforms, 'top', { facts }).burden;
        const onPerson = verdictsOf(reformed('r.burden'), 'top', { facts }).burden;
        expect(onPerson).toBe(said(facts.c) === 'unknown' && onState === 'yes' ? 'unknown' : onState);
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });

  test('may come after one another by the thousand', () => {
    const [one] = Object.values(reforms.overlays);
    if (!one) throw new Error('There is no overlay.');
    const chain = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, i) => [`o${i}`, { ...one, id: `o${i}`, after: [`o${i + 1}`] }]),
    );
    expect(beforeOf(chain, 'o0').size).toBe(20_000);
  });

  test('stands in an order after all that it comes after, whichever way that is written', () => {
    const [one] = Object.values(reforms.overlays);
    if (!one) throw new Error('There is no overlay.');
    const ordered = (afters: Record<string, string[]>) =>
      inOrder(
        Object.fromEntries(Object.entries(afters).map(([id, after]) => [id, { ...one, id, after }])),
      ).map(({ id }) => id);
    expect(ordered({ c: ['a', 'b'], b: ['a'], a: [] })).toEqual(['a', 'b', 'c']);
    expect(ordered({ c: ['b', 'a'], a: [], b: ['a'] })).toEqual(['a', 'b', 'c']);
    expect(ordered({ d: [], c: ['d'], a: [] })).toEqual(['d', 'c', 'a']);
    const chain = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, i) => [`o${i}`, i === 19_999 ? [] : [`o${i + 1}`]]),
    );
    expect(ordered(chain)[0]).toBe('o19999');
  });

  test('sets a number and its floor, under which a State may then lie', () => {
    const asked = { facts: {}, state: 'NO', on: '2020-01-01' } as const;
    const before = assess(reforms, asked);
    expect(before.findings).toEqual([]);
    const after = assess(reforms, { ...asked, overlays: ['r.days'] });
    expect(after.values.days).toMatchObject({ value: 90, floor: 90, overlays: ['r.days'] });
    expect(after.values.days?.given).toMatchObject({ state: 'NO', value: 45 });
    const elsewhere = assess(reforms, { ...asked, state: 'SE', overlays: ['r.days'] });
    expect(elsewhere.values.days?.given).toMatchObject({ state: 'SE', value: 90 });
    expect(after.findings).toMatchObject([{ code: 'below-floor', state: 'NO', value: 45, floor: 90 }]);
  });

  test('takes duties and numbers away, and makes a rule that is repealed hold for nobody', () => {
    const { duties, values } = assess(reforms, { facts: { a: 'yes' }, overlays: ['r.no-duty'] });
    expect([Object.keys(duties), Object.keys(values)]).toEqual([[], []]);
    const repealed = assess(reforms, { facts: { a: 'yes', c: 'no', years: 40 }, overlays: ['r.repeal'] });
    expect(repealed.duties.owed).toMatchObject({ strict: 'no', burden: 'no' });
  });

  test('marks what it changed, and nothing else', () => {
    const marks = (overlays: string[]) => {
      const { tree } = assess(reforms, { facts: {}, overlays }).rules.top ?? {};
      const walk = (node: TreeNode): string[] => [
        ...(node.overlays ?? []).map((id) => `${node.fact?.id ?? node.kind} ${id}`),
        ...[...node.children, ...(node.exceptions ?? []).map((part) => part.node)].flatMap(walk),
      ];
      return tree ? walk(tree) : [];
    };
    expect(marks([])).toEqual([]);
    expect(marks(['r.any'])).toEqual(['predicate r.any', 'd r.any']);
    expect(marks(['r.all'])).toEqual(['predicate r.all', 'all r.all', 'd r.all']);
    expect(marks(['r.burden', 'r.any'])).toEqual([
      'predicate r.burden',
      'predicate r.any',
      'd r.any',
      'c r.burden',
    ]);
  });

  test('leaves the law as it was read: the same hash, the same answers, the reforms named beside it', () => {
    const law = reformed('r.drop', 'r.any');
    expect(law.hash).toBe(reforms.hash);
    expect([reforms.reforms, law.reforms]).toEqual([[], ['r.drop', 'r.any']]);
    expect(assess(law, { facts: {} }).reforms).toEqual(['r.drop', 'r.any']);
    expect(reforms.rules.top?.exceptions).toHaveLength(2);
    expect(Object.isFrozen(law.rules.top?.limb)).toBe(true);
  });

  test('may come in any order beside one that touches nothing it touches', () => {
    const free = ['r.any', 'r.drop', 'r.burden', 'r.days'];
    fc.assert(
      fc.property(fc.shuffledSubarray(free), anyFacts, (ids, facts) => {
        const verdicts = (list: string[]) => {
          const { rules, duties, values } = assess(reforms, { facts, overlays: list });
          return [rules.top, duties.owed, values.days].map((found) => [found?.strict, found?.burden]);
        };
        expect(verdicts(ids)).toEqual(verdicts([...ids].reverse()));
      }),
      { seed: 20_261_121, numRuns: 100 },
    );
  });

  test('can add a ground that a treaty does not name', () => {
    const refugee = getClub(
      rule('{id: trafficked, label: T, cite: club#1.a, is: d}') +
        rule('{id: ground, label: G, cite: club#1.a, any: [a, b]}') +
        rule('{id: refugee, label: R, cite: club#1.a, all: [c, ground]}') +
        overlay(
          'reform.sixth-ground',
          '{op: add-any, rule: ground, member: {is: trafficked, cite: club#1.b}}',
        ),
    );
    const facts: Answers = { a: 'no', b: 'no', c: 'yes', d: 'yes' };
    expect(assess(refugee, { facts }).rules.refugee?.strict).toBe('no');
    const after = assess(refugee, { facts, overlays: ['reform.sixth-ground'] });
    expect(after.rules.refugee).toMatchObject({ strict: 'yes', burden: 'yes' });
  });
});

describe('overlays that are asked for', () => {
  const refusal = (...ids: string[]) => {
    const found = withOverlays(reforms, ids);
    return found.ok ? [] : found.problems.map(({ code, message }) => [code, message]);
  };

  test('are refused where there is no such thing, where one is named twice, and out of order', () => {
    expect(refusal('r.anny')).toEqual([
      [
        'unknown-overlay',
        expect.stringContaining('No reform is called “r.anny”. Did you mean “r.any”? There are: '),
      ],
    ]);
    expect(refusal('r.any', 'r.any')).toEqual([['overlay-order', '“r.any” is named twice. Name it once.']]);
    expect(refusal('r.any', 'r.replace')).toEqual([
      ['overlay-order', '“r.any” comes after “r.replace”. Name “r.replace” first.'],
    ]);
    expect(refusal('r.all', 'r.replace')[0]?.[0]).toBe('overlay-order');
    expect(refusal('constructor')[0]?.[0]).toBe('unknown-overlay');
    expect(() => assess(reforms, { facts: {}, overlays: ['r.anny'] })).toThrow('No reform is called');
  });

  test('are refused where only together they make a circle or read what must not be read', () => {
    const two = getClub(
      rule('{id: r, label: R, cite: club#1.a, is: a, never_reads: [{fact: secret, cite: club#1.b}]}') +
        rule('{id: s, label: S, cite: club#1.a, is: b}') +
        overlay('o.one', '{op: add-any, rule: r, member: s}') +
        overlay('o.leak', '{op: add-all, rule: s, member: secret}') +
        overlay('o.circle', '{op: add-any, rule: s, member: r}', 'after: [o.leak]\n'),
    );
    const codes = (...ids: string[]) => {
      const found = withOverlays(two, ids);
      return found.ok ? [] : found.problems.map(({ code }) => code);
    };
    expect([codes('o.one'), codes('o.leak'), codes('o.circle')]).toEqual([[], [], []]);
    expect(codes('o.one', 'o.leak')).toEqual(['never-reads-broken']);
    expect(codes('o.circle', 'o.one')).toEqual(['cyclic-rules']);
  });
});

describe('an overlay that cannot be', () => {
  const refuse = (overlays: string) => {
    const read = readClub(TOP + overlays);
    return read.ok ? [] : read.problems.map(({ code, line, message }) => ({ code, line, message }));
  };
  const LINES = TOP.split('\n').length;

  test.each([
    [
      'an unknown operation',
      overlay('o', '{op: add, rule: top, member: d}'),
      'wrong-shape',
      'write op, one of add-any',
    ],
    [
      'an operation without its limb',
      overlay('o', '{op: add-any, rule: top}'),
      'wrong-shape',
      '“ops.0.member” is missing',
    ],
    [
      'a word that is of another operation',
      overlay('o', '{op: repeal, rule: top, to: 3}'),
      'wrong-shape',
      '“to” is not a word',
    ],
    ['an unknown rule', overlay('o', '{op: repeal, rule: tpo}'), 'unknown-rule', 'Did you mean “top”?'],
    [
      'an unknown fact',
      overlay('o', '{op: add-any, rule: top, member: secrt}'),
      'unknown-fact',
      'Did you mean “secret”?',
    ],
    [
      'an article nobody wrote',
      overlay('o', '{op: add-any, rule: top, member: {is: d, cite: club#9}}'),
      'unknown-article',
      'club#9',
    ],
    [
      'an exception that is not there',
      overlay('o', '{op: drop-exception, rule: top, exception: d}'),
      'unknown-exception',
      'only c, years < 18',
    ],
    [
      'a number set where there is none',
      overlay('o', '{op: set-value, value: top, to: 3}'),
      'wrong-type',
      'Name a value',
    ],
    [
      'an order after what is not there',
      overlay('o', '{op: repeal, rule: top}', 'after: x\n'),
      'unknown-overlay',
      'comes after “x”',
    ],
    [
      'an order in a circle',
      overlay('o', '{op: repeal, rule: top}', 'after: p\n') +
        overlay('p', '{op: repeal, rule: owed}', 'after: o\n'),
      'overlay-order',
      'comes after itself',
    ],
    [
      'a rule that then rests on itself',
      overlay('o', '{op: add-any, rule: top, member: top}'),
      'cyclic-rules',
      'With “o”: ',
    ],
    ['the id of a rule', overlay('top', '{op: repeal, rule: owed}'), 'duplicate-id', 'share one list'],
  ])('because of %s', (_, overlays, code, words) => {
    const found = refuse(overlays);
    expect(found).toContainEqual({ code, line: expect.any(Number), message: expect.stringContaining(words) });
    if (code !== 'duplicate-id') expect(found[0]?.line).toBeGreaterThanOrEqual(LINES);
  });

  test.each([
    [
      'one list of conditions',
      '{op: add-any, rule: top, member: d}',
      '{op: replace, rule: top, with: d}',
      true,
    ],
    [
      'one exception',
      '{op: drop-exception, rule: top, exception: "years<18"}',
      '{op: change-burden, rule: top, exception: years < 18, burden: state}',
      true,
    ],
    ['one number', '{op: set-value, value: days, to: 60}', '{op: set-value, value: days, to: 90}', true],
    [
      'a rule that one of them repeals',
      '{op: repeal, rule: top}',
      '{op: drop-exception, rule: top, exception: c}',
      true,
    ],
    [
      'two exceptions of one rule',
      '{op: drop-exception, rule: top, exception: c}',
      '{op: drop-exception, rule: top, exception: years < 18}',
      false,
    ],
    [
      'conditions and an exception',
      '{op: add-any, rule: top, member: d}',
      '{op: drop-exception, rule: top, exception: c}',
      false,
    ],
  ])('beside another on %s, unless the order is stated', (_, one, other, isConflict) => {
    const found = refuse(overlay('o', one) + overlay('p', other));
    expect(found.map(({ code }) => code)).toEqual(isConflict ? ['overlay-conflict'] : []);
    expect(refuse(overlay('o', one) + overlay('p', other, 'after: o\n'))).toEqual([]);
  });

  test('because it reads, two rules down, what a rule must never read', () => {
    const read = readClub(
      rule('{id: r, label: R, cite: club#1.a, is: s, never_reads: [{fact: secret, cite: club#1.b}]}') +
        rule('{id: s, label: S, cite: club#1.a, is: t}') +
        rule('{id: t, label: T, cite: club#1.a, is: b}') +
        overlay('o', '{op: add-any, rule: t, member: secret}'),
    );
    expect(read.ok || read.problems).toMatchObject([
      { code: 'never-reads-broken', message: expect.stringContaining('With “o”: “r” must never depend') },
    ]);
  });
});
