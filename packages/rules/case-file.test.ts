import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  type CaseFile,
  type Day,
  type ProblemCode,
  readCase,
  type Verdict,
  writeCase,
} from './index.ts';
import { getClub, readClub, rule } from './testing.ts';

const law = getClub(rule('{id: top, label: Top, cite: club#1.a, all: [a, {not: b}]}'));
const read = (text: string) => readCase({ path: 'case.yaml', text, today: '2024-06-01' }, law);
const HEAD = 'title: T\nsource: Made up.\n';

describe('a case file', () => {
  test('is read as it was meant: NO is Norway, no is an answer, a day is a day', () => {
    expect(
      read(
        `${HEAD}state: NO\non: 2024-02-29\nfacts:\n  a: no\n  b: withheld\n  years: 17\nexpect: {top: no, top@burden: no}\n`,
      ),
    ).toEqual({
      ok: true,
      case: {
        title: 'T',
        source: 'Made up.',
        states: ['NO'],
        on: '2024-02-29',
        facts: { a: 'no', b: 'withheld', years: 17 },
        expect: [
          { rule: 'top', which: 'strict', verdict: 'no' },
          { rule: 'top', which: 'burden', verdict: 'no' },
        ],
      },
    });
  });

  const BAD: [string, string, ProblemCode, number, string][] = [
    ['an unknown fact', `${HEAD}facts:\n  secrte: yes`, 'unknown-fact', 4, 'Did you mean “secret”?'],
    ['true', `${HEAD}facts:\n  a: true`, 'word-not-allowed', 4, 'probably “yes”'],
    ['false', `${HEAD}facts:\n  a: False`, 'word-not-allowed', 4, 'probably “no”'],
    ['nothing', `${HEAD}facts:\n  a:`, 'word-not-allowed', 4, 'write not_known'],
    ['Yes with a capital', `${HEAD}facts:\n  a: Yes`, 'wrong-answer', 4, 'Write yes, no,'],
    ['a list of answers', `${HEAD}facts:\n  a: [yes, no]`, 'wrong-shape', 4, 'write one answer'],
    ['a number for a yes', `${HEAD}facts:\n  a: 3`, 'wrong-answer', 4, 'Write yes, no,'],
    ['a word for a number', `${HEAD}facts:\n  years: old`, 'wrong-answer', 4, 'whole number from 0 to 120'],
    [
      'a number out of bounds',
      `${HEAD}facts:\n  years: 121`,
      'wrong-answer',
      4,
      'whole number from 0 to 120',
    ],
    ['half a year', `${HEAD}facts:\n  years: 17.5`, 'wrong-answer', 4, 'whole number'],
    ['a State in full', `${HEAD}state: Norway\nfacts: {a: yes}`, 'unknown-state', 3, 'its code is NO'],
    [
      'a State that has another code',
      `${HEAD}state: [NO, UK]\nfacts: {a: yes}`,
      'unknown-state',
      3,
      'Did you mean “GB”?',
    ],
    [
      'a code that nobody has',
      `${HEAD}state: XX\nfacts: {a: yes}`,
      'unknown-state',
      3,
      'No State has the code “XX”',
    ],
    [
      'a day that does not exist',
      `${HEAD}on: 2023-02-29\nfacts: {a: yes}`,
      'wrong-date',
      3,
      'like 2024-05-31',
    ],
    ['a day to come', `${HEAD}on: 2024-06-02\nfacts: {a: yes}`, 'future-date', 3, 'today is 2024-06-01'],
    ['a month for a day', `${HEAD}facts:\n  day: 2024-05`, 'wrong-answer', 4, 'like 2024-05-31'],
    [
      'a 29 February that was none',
      `${HEAD}facts:\n  day: 2023-02-29`,
      'wrong-answer',
      4,
      'a day that exists',
    ],
    ['a day in a yes', `${HEAD}facts:\n  a: 2024-05-31`, 'wrong-answer', 4, 'Write yes, no,'],
    [
      'something that is yet to happen',
      `${HEAD}facts:\n  day: 2024-06-02`,
      'future-date',
      4,
      'after 2024-06-01',
    ],
    [
      'something after the day the law is asked',
      `${HEAD}on: 2024-01-01\nfacts:\n  day: 2024-01-02`,
      'future-date',
      5,
      'after 2024-01-01',
    ],
    [
      'an unknown rule',
      `${HEAD}facts: {a: yes}\nexpect: {tpo: yes}`,
      'unknown-rule',
      4,
      'Did you mean “top”?',
    ],
    [
      'an expectation of a third kind',
      `${HEAD}facts: {a: yes}\nexpect: {top@court: yes}`,
      'wrong-shape',
      4,
      'top@burden',
    ],
    ['no source', 'title: T\nfacts: {a: yes}', 'wrong-shape', 1, '“source” is missing'],
    [
      'a word that no case has',
      `${HEAD}fact: {a: yes}\nfacts: {a: yes}`,
      'wrong-shape',
      3,
      'Did you mean “facts”?',
    ],
    ['a hostile name', `${HEAD}facts:\n  __proto__: yes`, 'wrong-shape', 4, 'cannot be used'],
    [
      'a name that every object has',
      `${HEAD}facts:\n  constructor: yes`,
      'unknown-fact',
      4,
      'No fact is called',
    ],
    ['a bare list', '- a', 'wrong-shape', 1, 'a case is a list of lines'],
    ['an empty file', '', 'wrong-shape', 1, 'Nothing is written here'],
  ];
  test.each(BAD)('with %s is refused with its line and what to write', (_, text, code, line, words) => {
    expect(read(text)).toMatchObject({
      ok: false,
      problems: [{ code, line, file: 'case.yaml', message: expect.stringContaining(words) }],
    });
  });

  test('is read for the day that is asked about instead of its own', () => {
    const text = `${HEAD}on: 2024-01-31\nfacts:\n  day: 2024-01-15`;
    const on = (day: Day) => readCase({ path: 'case.yaml', text, today: '2024-06-01', on: day }, law);
    expect(on('2024-01-15').ok).toBe(true);
    expect(on('2024-01-14')).toMatchObject({
      problems: [{ code: 'future-date', line: 5, message: expect.stringContaining('after 2024-01-14') }],
    });
  });

  test('has every mistake told at once', () => {
    const found = read(`${HEAD}facts:\n  a: maybe\n  x: yes\n  years: -1`);
    expect(found.ok || found.problems.map(({ line }) => line)).toEqual([4, 5, 6]);
  });

  test('tells what answers and rules it has wrong although its own words are wrong, too', () => {
    const found = read(
      'title: T\nsourc: Made up.\nstate: NOR\non: 2024-02-30\nfacts:\n  a: perhaps\n  x: yes\n  b: [no]\nexpect:\n  tip: yes\n  top: maybe\n',
    );
    expect(found.ok ? [] : found.problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '1 wrong-shape',
      '2 wrong-shape',
      '3 unknown-state',
      '4 wrong-date',
      '6 wrong-answer',
      '7 unknown-fact',
      '8 wrong-shape',
      '10 unknown-rule',
      '11 wrong-shape',
    ]);
  });

  test('is read back as it was written, whatever stands in it', () => {
    const anyWords = fc
      .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
      .filter((text) => !/\ufffd/.test(text));
    const anyCase: fc.Arbitrary<CaseFile> = fc.record(
      {
        title: anyWords,
        source: anyWords,
        states: fc.constantFrom(['NO'], ['FR', 'NO'], ['XK']),
        on: fc.constantFrom<Day>('2024-02-29', '1999-12-31'),
        facts: fc.record(
          {
            a: fc.constantFrom<Answer>('yes', 'no', 'not_asked', 'not_known', 'withheld', 'not_recorded'),
            years: fc.integer({ min: 0, max: 120 }),
            day: fc.constantFrom<Answer>('1999-12-31', 'not_known'),
          },
          { requiredKeys: [] },
        ),
        expect: fc.array(
          fc.record({
            rule: fc.constant('top'),
            which: fc.constantFrom('strict' as const, 'burden' as const),
            verdict: fc.constantFrom<Verdict>('yes', 'no', 'unknown'),
          }),
          { maxLength: 1 },
        ),
      },
      { requiredKeys: ['title', 'source', 'facts'] },
    );
    fc.assert(
      fc.property(anyCase, (written) => {
        expect(readCase({ path: 'x', text: writeCase(written) }, law)).toEqual({ ok: true, case: written });
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });
});

describe('words that would write further lines of a case', () => {
  const hostile = 'b: yes\nexpect: {top: yes}\nfoo';
  test.each<[string, Partial<CaseFile>]>([
    ['as the id of a fact', { facts: { 'b: yes\n  a': 'yes' } }],
    ['as an answer', { facts: { a: 'yes\n  b: yes' as 'yes' } }],
    ['as the id of a rule', { facts: {}, expect: [{ rule: hostile, which: 'strict', verdict: 'yes' }] }],
  ])('are one word %s, and refused', (_, part) => {
    const text = writeCase({ title: 'T', source: 'S', facts: {}, ...part });
    const found = readCase({ path: 'c.yaml', text }, law);
    expect(found.ok ? [] : found.problems.map(({ code }) => code)).toHaveLength(1);
    expect(found).toMatchObject({ problems: [{ code: expect.stringMatching(/^(unknown|wrong)-/) }] });
  });
});

describe('answers that cannot all be true', () => {
  const AGES = {
    path: 'ages.yaml',
    text: `theme: ages
facts:
  - {id: born, type: date, sensitivity: 1, known_by: [x], label: Born, question: Born?, why: For the age.}
contradictions:
  - {when: {all: [years < 18, {is: years since born >= 18}]}, why: The age and the birthday do not agree.}
  - {when: {all: [b, c]}, why: B and C shut each other out.}
`,
  };
  const ages = getClub(rule('{id: top, label: Top, cite: club#1.a, all: [b, c, years < 18]}'), [AGES]);
  const read = (facts: string, on = '2026-01-01') =>
    readCase({ path: 'c.yaml', text: `title: A\nsource: B.\non: ${on}\nfacts:\n${facts}` }, ages);

  test('are told with their names, their line and why', () => {
    expect(read('  a: yes\n  c: yes\n  b: yes\n')).toMatchObject({
      ok: false,
      problems: [{ code: 'contradictory', line: 7, message: expect.stringContaining('b, c. B and C shut') }],
    });
    expect(read('  years: 15\n  born: 2000-01-01\n')).toMatchObject({
      problems: [{ code: 'contradictory' }],
    });
  });

  test('are none while one of them is open, or they were true on that day', () => {
    expect(read('  b: yes\n  c: withheld\n').ok).toBe(true);
    expect(read('  years: 15\n  born: 2000-01-01\n', '2015-06-01').ok).toBe(true);
  });

  test('hang on facts, not on what the law makes of them', () => {
    const text = AGES.text.replace('[b, c]', '[b, top]');
    const found = readClub(rule('{id: top, label: Top, cite: club#1.a, is: b}'), [{ ...AGES, text }]);
    expect(found).toMatchObject({ ok: false, problems: [{ code: 'unknown-fact', file: 'ages.yaml' }] });
  });
});
