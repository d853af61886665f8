import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  type Answers,
  assess,
  citationsIn,
  type Law,
  nextQuestion,
  openQuestions,
  type People,
  verdictsOf,
  whatWouldChange,
} from './index.ts';
import { duty, getClub, overlay, rule } from './testing.ts';

const law = getClub(
  rule('{id: top, label: Top, cite: club#1.a, all: [{any: [a, c]}, young, {not: d}]}') +
    rule(
      '{id: young, label: Young, cite: club#1.a, is: years < 18, presume: {value: yes, when: b, cite: club#1.b}}',
    ),
);
const ask = (facts: Answers) => nextQuestion(law, { facts, targets: ['top'] });

describe('the next question', () => {
  test('is the one that costs the person least, with the reason and the way to the target', () => {
    expect(ask({})).toMatchObject({
      fact: 'years',
      question: 'How old?',
      why: 'For age.',
      path: ['top', 'young'],
    });
  });

  test('is never one that was withheld, or that nobody could answer', () => {
    expect(ask({ years: 17, a: 'withheld', c: 'not_known' })?.fact).toBe('d');
    expect(ask({ years: 17, a: 'withheld', c: 'not_known', d: 'no' })).toBeUndefined();
  });

  test('asks what a presumption rests on only once the fact itself cannot be had', () => {
    expect(ask({ a: 'yes', d: 'no' })?.fact).toBe('years');
    expect(ask({ a: 'yes', d: 'no', years: 'not_known' })?.fact).toBe('b');
  });

  test('is not asked once the answer stands', () => {
    expect(ask({ d: 'yes' })).toBeUndefined();
    expect(ask({ a: 'yes', d: 'no', years: 'not_known', b: 'yes' })).toBeUndefined();
  });

  test('can always still be asked: the interview ends, and asks nothing twice', () => {
    const anyAnswer = fc.constantFrom<Answer>('yes', 'no', 'not_known', 'withheld');
    fc.assert(
      fc.property(
        fc.array(anyAnswer, { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 0, max: 40 }),
        (given, years) => {
          const facts: Record<string, Answer> = {};
          for (let i = 0; i < 8; i++) {
            const next = ask(facts);
            if (!next) break;
            expect(facts[next.fact]).toBeUndefined();
            const answer = given[i] ?? 'no';
            facts[next.fact] =
              next.fact === 'years' && (answer === 'yes' || answer === 'no') ? years : answer;
          }
          expect(ask(facts)).toBeUndefined();
        },
      ),
      { seed: 20_261_121, numRuns: 200 },
    );
  });
});

describe('the choice among several', () => {
  const more = {
    path: 'more.yaml',
    text: `theme: health
facts:
  - {id: h, type: yes-no, sensitivity: 2, known_by: [x], label: H, question: H?, why: For H.}
  - {id: i, type: yes-no, sensitivity: 2, known_by: [x], label: I, question: I?, why: For I.}
  - {id: born, type: date, sensitivity: 1, known_by: [x], label: Born, question: Born when?, why: For age.}
`,
  };
  const rules = (...bodies: string[]) => getClub(bodies.map(rule).join(''), [more]);
  const next = (asked: Law, targets: string[], facts: Answers = {}, where = {}) =>
    nextQuestion(asked, { facts, targets, ...where })?.fact;

  test('weighs what a question settles against what it costs', () => {
    const both = rules('{id: top, label: Top, cite: club#1.a, any: [{all: [b, c, d]}, a]}');
    // Three gentle ones have to be yes together; one that is harder to be asked is enough alone.
    expect(next(both, ['top'])).toBe('a');
  });

  test('asks first what several targets wait for', () => {
    const shared = rules(
      '{id: one, label: One, cite: club#1.a, all: [h, c]}',
      '{id: two, label: Two, cite: club#1.a, all: [i, c]}',
      '{id: three, label: Three, cite: club#1.a, all: [d, c]}',
    );
    expect(next(shared, ['one'])).toBe('h');
    expect(next(shared, ['one', 'two', 'three'])).toBe('c');
  });

  test('stays on the topic that was spoken of, except after what the person would rather not say', () => {
    const two = rules('{id: top, label: Top, cite: club#1.a, any: [c, d, h, i]}');
    expect(next(two, ['top'], { h: 'no' }, { last: 'h' })).toBe('i');
    expect(next(two, ['top'], { h: 'withheld' }, { last: 'h' })).toBe('c');
    expect(next(two, ['top'], { h: 'no' })).toBe('c');
  });

  test('asks nothing that could move only what is stuck', () => {
    const stuck = rules('{id: top, label: Top, cite: club#1.a, any: [{all: [a, b]}, {all: [c, d]}]}');
    // Without a and c neither way can become yes, and two ways that cannot be no leave it open either way.
    expect(
      openQuestions(stuck, { facts: { a: 'withheld' }, targets: ['top'] }).map(({ fact }) => fact),
    ).toEqual(['b', 'c', 'd']);
    expect(next(stuck, ['top'], { a: 'withheld', c: 'not_known', b: 'yes' })).toBeUndefined();
  });

  test('asks for the day a duty counts from only once the duty is owed, and then is done', () => {
    const owed = getClub(
      duty(
        '{id: owe, label: Owe, cite: club#1.a, when: a, bearer: club, act: pays, strength: shall, breach: It does not., by: {days: 30, kind: calendar, from: day}}',
      ),
    );
    expect(next(owed, ['owe'])).toBe('a');
    expect(next(owed, ['owe'], { a: 'yes' })).toBe('day');
    expect(next(owed, ['owe'], { a: 'no' })).toBeUndefined();
    expect(next(owed, ['owe'], { a: 'yes', day: '2026-03-01' })).toBeUndefined();
    expect(next(owed, ['owe'], { a: 'yes', day: 'withheld' })).toBeUndefined();
  });

  test('asks under the overlays that are applied, and for a birthday only where the day of asking is known', () => {
    const young = getClub(
      rule('{id: top, label: Top, cite: club#1.a, is: years since born < 18}') +
        overlay('wider', '{op: add-any, rule: top, member: {is: c, cite: club#1.b}}'),
      [more],
    );
    expect(next(young, ['top'])).toBeUndefined();
    expect(next(young, ['top'], {}, { on: '2026-03-01' })).toBe('born');
    expect(next(young, ['top'], { born: 'not_known' }, { on: '2026-03-01', overlays: ['wider'] })).toBe('c');
  });

  test('asks what a State reads, and nothing where nobody wrote down what it reads', () => {
    const variant =
      '\n```variant\nrule: own\nstate: CY\nfrom: 2014-04-15\ncite: club#1.b\nall: [c, d]\n```\n';
    const national = getClub(
      rule('{id: top, label: Top, cite: club#1.a, is: a}') +
        rule('{id: own, label: Own, cite: club#1.a, national: top}') +
        variant,
    );
    expect(next(national, ['own'])).toBeUndefined();
    expect(next(national, ['own'], {}, { state: 'CY', on: '2020-01-01' })).toBe('c');
    expect(next(national, ['own'], {}, { state: 'CY', on: '2010-01-01' })).toBeUndefined();
  });
});

describe('people in the case', () => {
  const kids = {
    path: 'kids.yaml',
    text: `theme: kids
groups:
  - {id: kid, label: Kids, question: Who is with you?, complete: Are these all?, why: For the kids.}
facts:
  - {id: kid.small, type: yes-no, group: kid, sensitivity: 1, known_by: [x], label: Small, question: Small?, why: For kids.}
`,
  };
  const asked = getClub(rule('{id: top, label: Top, cite: club#1.a, some: kid, with: kid.small}'), [kids]);
  const next = (people?: People) => nextQuestion(asked, { facts: {}, targets: ['top'], people });

  test('are asked about one by one, and whether they are all', () => {
    expect(next({})).toMatchObject({ fact: 'kid', question: 'Who is with you?', people: { group: 'kid' } });
    const one = { kid: { complete: 'yes', members: [{ 'kid.small': 'no' }, {}] } } as const;
    expect(next(one)).toMatchObject({ fact: 'kid.small', people: { group: 'kid', number: 2 }, open: 1 });
    const named = { kid: { complete: 'not_asked', members: [{ 'kid.small': 'no' }] } } as const;
    expect(next(named)?.question).toBe('Are these all?');
    expect(next({ kid: { complete: 'withheld', members: [] } })).toBeUndefined();
  });

  test('are not asked about by somebody who cannot take down who they are', () => {
    expect(next()).toBeUndefined();
  });
});

describe('what would change it', () => {
  test('names each single fact that would, open ones first', () => {
    const found = whatWouldChange(law, 'top', { facts: { a: 'yes', d: 'no', years: 'not_known' } });
    expect(found.map(({ changes: [change], becomes }) => [change?.fact, change?.to, becomes])).toEqual([
      ['years', 17, 'yes'],
      ['years', 18, 'no'],
      ['b', 'yes', 'yes'],
      ['d', 'yes', 'no'],
    ]);
  });

  test('finds a way of several facts where no single one is enough', () => {
    const [way] = whatWouldChange(law, 'top', { facts: {} }).filter(({ becomes }) => becomes === 'yes');
    expect(Object.fromEntries(way?.changes.map(({ fact, to }) => [fact, to]) ?? [])).toEqual({
      c: 'yes',
      years: 17,
      d: 'no',
    });
  });

  test('tells no way where none leads there', () => {
    const never = getClub(rule('{id: top, label: Top, cite: club#1.a, all: [a, b, {not: a}]}'));
    expect(whatWouldChange(never, 'top', { facts: {} }).map(({ becomes }) => becomes)).not.toContain('yes');
  });

  test('tells only ways that arrive', () => {
    const anyAnswers = fc.record({
      a: fc.constantFrom<Answer>('yes', 'no', 'withheld'),
      c: fc.constantFrom<Answer>('yes', 'no', 'not_known'),
      d: fc.constantFrom<Answer>('yes', 'no', 'not_asked'),
      b: fc.constantFrom<Answer>('yes', 'no', 'not_asked'),
      years: fc.constantFrom<Answer>(12, 40, 'not_known'),
    });
    fc.assert(
      fc.property(anyAnswers, (facts) => {
        for (const { changes, becomes } of whatWouldChange(law, 'top', { facts })) {
          const changed = Object.fromEntries(changes.map(({ fact, to }) => [fact, to] as const));
          expect(verdictsOf(law, 'top', { facts: { ...facts, ...changed } }).burden).toBe(becomes);
        }
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });
});

describe('a rule with exceptions', () => {
  const guarded = getClub(
    rule(
      '{id: top, label: Top, cite: club#1.a, is: a, unless: [{is: b, cite: club#1.b, burden: state}, {is: years < 18, cite: club#1.b}, {is: c, cite: club#1.b, burden: person}]}',
    ),
  );
  const next = (facts: Answers) => nextQuestion(guarded, { facts, targets: ['top'] })?.fact;

  test('has its open exceptions asked about, and not those that the State has to show', () => {
    expect(next({ a: 'yes' })).toBe('years');
    expect(next({ a: 'yes', years: 20 })).toBe('c');
    expect(next({ a: 'yes', years: 20, c: 'no' })).toBeUndefined();
    expect(next({ c: 'yes' })).toBeUndefined();
  });

  test('says what would bring it to yes and to no, exceptions included', () => {
    const ways = (facts: Answers) =>
      whatWouldChange(guarded, 'top', { facts }).map(({ changes, becomes }) => [
        becomes,
        Object.fromEntries(changes.map(({ fact, to }) => [fact, to])),
      ]);
    expect(ways({})).toContainEqual(['yes', { a: 'yes', years: 18, c: 'no' }]);
    expect(ways({})).toContainEqual(['no', { b: 'yes' }]);
    expect(ways({ a: 'yes', b: 'yes', years: 20, c: 'no' })).toContainEqual(['yes', { b: 'no' }]);
  });
});

test('forty rules that each use the one before twice are answered like one', () => {
  const rules = Array.from({ length: 40 }, (_, i) => {
    const before = i === 0 ? 'a' : `r${i - 1}`;
    return rule(`{id: r${i}, label: R, cite: club#1.a, all: [{any: [${before}, b]}, {any: [c, ${before}]}]}`);
  });
  const shared = getClub(rules.join(''));
  const { tree } = assess(shared, { facts: {} }).rules.r39 ?? {};
  expect(tree && citationsIn(tree)).toHaveLength(1);
  expect(nextQuestion(shared, { facts: {}, targets: ['r39'] })?.fact).toBe('b');
  expect(whatWouldChange(shared, 'r39', { facts: {} }).length).toBeGreaterThan(0);
});
