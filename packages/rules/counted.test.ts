import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  assess,
  type Day,
  nextQuestion,
  readCase,
  verdictsOf,
  whatWouldChange,
} from './index.ts';
import { getClub, readClub, rule } from './testing.ts';

const AGES = `theme: ages
groups:
  - {id: guest, label: Guests, question: Who came?, complete: All?, why: For the table.}
facts:
  - {id: age, type: number, min: 0, max: 120, years_since: born, sensitivity: 1, known_by: [x], label: Age, question: How old?, why: For age.}
  - {id: born, type: date, sensitivity: 1, known_by: [x], label: Born, question: Born when?, why: For the age.}
  - {id: guest.age, type: number, min: 0, max: 120, group: guest, years_since: guest.born, sensitivity: 1, known_by: [x], label: Age, question: How old?, why: For age.}
  - {id: guest.born, type: date, group: guest, sensitivity: 1, known_by: [x], label: Born, question: Born when?, why: For the age.}
`;
const file = (text: string) => [{ path: 'ages.yaml', text }];
const RULES =
  rule(
    '{id: minor, label: Minor, cite: club#1.a, is: age < 18, presume: {value: yes, when: a, reasons: [not_known], cite: club#1.b}}',
  ) + rule('{id: with-minor, label: With a minor, cite: club#1.a, some: guest, with: guest.age < 18}');
const law = getClub(RULES, file(AGES));
const on = '2026-03-01';

describe('a number that is counted from a day', () => {
  test('is what somebody told; else the whole years since that day', () => {
    const minor = (facts: Record<string, Answer>, day?: Day) => verdictsOf(law, 'minor', { facts, on: day });
    expect(minor({ born: '2008-03-01' }, on).strict).toBe('no');
    expect(minor({ born: '2008-03-02' }, on).strict).toBe('yes');
    expect(minor({ age: 30, born: '2008-03-02' }, on).strict).toBe('no');
    expect(minor({ born: '2008-03-02' }).strict).toBe('unknown');
    expect(minor({ born: 'withheld', age: 'not_known' }, on).strict).toBe('unknown');
    expect(minor({ a: 'yes', age: 'not_known', born: '1990-01-01' }, on)).toEqual({
      strict: 'no',
      burden: 'no',
    });
  });

  test('is shown in the tree, and not asked for once the day is told', () => {
    const { rules } = assess(law, { facts: { born: '2010-06-01' }, on });
    expect(rules.minor?.tree.children[0]?.fact).toEqual({ id: 'age', answer: 15 });
    expect(nextQuestion(law, { facts: {}, on, targets: ['minor'] })?.fact).toBe('age');
    expect(nextQuestion(law, { facts: { born: '2010-06-01' }, on, targets: ['minor'] })).toBeUndefined();
    expect(whatWouldChange(law, 'minor', { facts: { born: '2010-06-01' }, on })[0]?.changes).toEqual([
      { fact: 'age', from: 15, to: 18 },
    ]);
  });

  test('is counted for each of the people', () => {
    const people = { guest: { complete: 'yes', members: [{ 'guest.born': '2020-01-01' }] } } as const;
    expect(verdictsOf(law, 'with-minor', { facts: {}, people, on }).strict).toBe('yes');
  });

  test('is what asking for the years themselves says', () => {
    const both = getClub(
      `${RULES}${rule('{id: years-since, label: Y, cite: club#1.a, is: years since born < 18}')}`,
      file(AGES),
    );
    const anyDay = fc
      .date({
        min: new Date('2000-01-01T00:00:00Z'),
        max: new Date('2027-01-01T00:00:00Z'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString().slice(0, 10) as Day);
    fc.assert(
      fc.property(anyDay, (born) => {
        const verdict = (id: string) => verdictsOf(both, id, { facts: { born }, on }).strict;
        expect(verdict('minor')).toBe(verdict('years-since'));
      }),
      { seed: 20_261_122, numRuns: 300 },
    );
  });

  test('that does not agree with the day is told, with its line', () => {
    const read = (facts: string) =>
      readCase({ path: 'c.yaml', text: `title: A\nsource: B.\non: ${on}\nfacts:\n${facts}` }, law);
    expect(read('  born: 2008-03-02\n  age: 17\n').ok).toBe(true);
    expect(read('  born: 2008-03-02\n  age: 18\n')).toMatchObject({
      ok: false,
      problems: [
        { code: 'contradictory', line: 6, message: expect.stringContaining('One of the two is enough') },
      ],
    });
  });

  test('that does not agree with the day of one of the people is told too', () => {
    const read = (age: number) => {
      const text = `title: A\nsource: B.\non: ${on}\nfacts: {}\npeople:\n  guest:\n    complete: yes\n    members:\n      - {guest.born: 2020-03-01, guest.age: ${age}}\n`;
      return readCase({ path: 'c.yaml', text }, law);
    };
    expect(read(6).ok).toBe(true);
    expect(read(5)).toMatchObject({
      problems: [
        {
          code: 'contradictory',
          line: 6,
          message: expect.stringContaining('be true: guest.age, guest.born.'),
        },
      ],
    });
  });

  test('is 0 on the day itself, and unknown before it', () => {
    const minor = (born: Day) => verdictsOf(law, 'minor', { facts: { born }, on }).strict;
    expect([minor(on), minor('2026-03-02')]).toEqual(['yes', 'unknown']);
  });

  test.each([
    ['a fact that is no day', AGES.replace('years_since: born', 'years_since: age')],
    ['a day that is not there', AGES.replace('years_since: born', 'years_since: birthday')],
    ["other people's day", AGES.replace('years_since: born', 'years_since: guest.born')],
  ])('is refused from %s', (_, text) => {
    expect(readClub(RULES, file(text))).toMatchObject({ ok: false, problems: [{ code: 'wrong-type' }] });
  });

  test('is read where its day is', () => {
    const banned = rule(
      '{id: x, label: X, cite: club#1.a, is: years since born < 18, never_reads: [{fact: age, cite: club#1.b}]}',
    );
    expect(readClub(banned, file(AGES))).toMatchObject({
      ok: false,
      problems: [{ code: 'never-reads-broken' }],
    });
  });

  test('counts as reading the day where a rule must never read it', () => {
    const banned = rule(
      '{id: x, label: X, cite: club#1.a, is: age < 18, never_reads: [{fact: born, cite: club#1.b}]}',
    );
    expect(readClub(banned, file(AGES))).toMatchObject({
      ok: false,
      problems: [{ code: 'never-reads-broken' }],
    });
  });
});
