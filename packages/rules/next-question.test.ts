import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  type Answers,
  assess,
  citationsIn,
  nextQuestion,
  verdictsOf,
  whatWouldChange,
} from './index.ts';
import { getClub, rule } from './testing.ts';

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
