import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  assess,
  type Group,
  type Law,
  type People,
  readCase,
  verdictsOf,
  writeCase,
} from './index.ts';
import { getClub, readClub, rule } from './testing.ts';

const GUESTS = {
  path: 'guests.yaml',
  text: `theme: guests
groups:
  - {id: guest, label: Guests, question: Who came along?, complete: Is that everybody?, why: A table seats six.}
facts:
  - {id: guest.paid, type: yes-no, group: guest, sensitivity: 1, known_by: [x], label: Paid, question: Paid?, why: For the list.}
  - {id: guest.born, type: date, group: guest, sensitivity: 1, known_by: [x], label: Born, question: Born when?, why: For the age.}
  - {id: guest.height, type: number, min: 0, max: 300, group: guest, sensitivity: 1, known_by: [x], label: Height, question: How tall?, why: For the door.}
`,
};

const law = getClub(
  rule('{id: some, label: Some, cite: club#1.a, some: guest, with: guest.paid}') +
    rule('{id: every, label: Every, cite: club#1.a, every: guest, with: guest.paid}') +
    rule('{id: two, label: Two, cite: club#1.a, at_least: 2, among: guest, with: guest.paid}') +
    rule(
      '{id: nobody-small, label: N, cite: club#1.a, not: {some: guest, with: {all: [guest.height < 150, guest.paid]}}}',
    ) +
    rule('{id: minor, label: M, cite: club#1.a, some: guest, with: years since guest.born < 18}'),
  [GUESTS],
);

const strictOf = (asked: Law, id: string, people: People) =>
  verdictsOf(asked, id, { facts: {}, people }).strict;

describe('people of whom the same is asked', () => {
  test('one is enough for some, one against it is enough against every', () => {
    const people = guests('yes', 'yes', 'no');
    expect(strictOf(law, 'some', people)).toBe('yes');
    expect(strictOf(law, 'every', people)).toBe('no');
    expect(strictOf(law, 'two', people)).toBe('no');
  });

  test('while there may be others, some is never no and every never yes', () => {
    for (const complete of ['no', 'not_asked', 'not_known', 'withheld', 'not_recorded'] as const) {
      expect(strictOf(law, 'some', guests(complete, 'no'))).toBe('unknown');
      expect(strictOf(law, 'every', guests(complete, 'yes'))).toBe('unknown');
      expect(strictOf(law, 'every', guests(complete, 'no'))).toBe('no');
      expect(strictOf(law, 'two', guests(complete))).toBe('unknown');
    }
    expect(strictOf(law, 'some', {})).toBe('unknown');
  });

  test('of nobody at all, every is yes and some is no', () => {
    expect(strictOf(law, 'every', guests('yes'))).toBe('yes');
    expect(strictOf(law, 'some', guests('yes'))).toBe('no');
  });

  test('says what every way in which the open answers could turn out would say', () => {
    const anyAnswer = fc.constantFrom<Answer>('yes', 'no', 'not_asked', 'not_known', 'withheld');
    const anyGuests = fc.record({
      paid: fc.array(anyAnswer, { maxLength: 4 }),
      complete: fc.constantFrom<Group['complete']>('yes', 'no', 'not_known'),
    });
    fc.assert(
      fc.property(anyGuests, ({ paid, complete }) => {
        const ways = completions(paid, complete === 'yes' ? 0 : 2);
        const people = guests(complete, ...paid);
        const said = (holds: (way: boolean[]) => boolean) => {
          const found = new Set(ways.map(holds));
          return found.size === 2 ? 'unknown' : found.has(true) ? 'yes' : 'no';
        };
        expect(strictOf(law, 'some', people)).toBe(said((way) => way.some(Boolean)));
        expect(strictOf(law, 'every', people)).toBe(said((way) => way.every(Boolean)));
        expect(strictOf(law, 'two', people)).toBe(said((way) => way.filter(Boolean).length >= 2));
      }),
      { seed: 20_261_122, numRuns: 400 },
    );
  });

  test('are shown one by one in the tree, which says the same as the verdict', () => {
    const people = guests('not_known', 'no', 'withheld');
    const { rules } = assess(law, { facts: {}, people });
    const [limb] = rules.some?.tree.children ?? [];
    expect(limb).toMatchObject({
      kind: 'group',
      strict: 'unknown',
      people: { group: 'guest', quantifier: 'some', complete: 'not_known' },
    });
    expect(limb?.children).toMatchObject([
      { kind: 'member', member: { number: 1 }, strict: 'no' },
      { kind: 'member', member: { number: 2 }, strict: 'unknown' },
    ]);
    for (const id of Object.keys(law.rules)) expect(rules[id]?.strict).toBe(strictOf(law, id, people));
  });

  test('have ages of their own', () => {
    const people: People = {
      guest: { complete: 'yes', members: [{ 'guest.born': '2010-05-01' }, { 'guest.born': 'withheld' }] },
    };
    const at = (on: '2028-04-30' | '2028-05-01') =>
      verdictsOf(law, 'minor', { facts: {}, people, on }).strict;
    expect([at('2028-04-30'), at('2028-05-01')]).toEqual(['yes', 'unknown']);
  });
});

describe('people in a case file', () => {
  const CASE = 'title: A\nsource: Made up.\non: 2026-01-02\nfacts: {}\n';
  const read = (people: string) => readCase({ path: 'case.yaml', text: `${CASE}people:\n${people}` }, law);

  test('are read, and written back as they were', () => {
    const found = read(
      '  guest: {complete: not_known, members: [{guest.paid: no, guest.height: 170}, {}]}\n',
    );
    if (!found.ok) throw new Error(JSON.stringify(found.problems));
    expect(found.case.people).toEqual({
      guest: { complete: 'not_known', members: [{ 'guest.paid': 'no', 'guest.height': 170 }, {}] },
    });
    expect(readCase({ path: 'b.yaml', text: writeCase(found.case) }, law)).toEqual(found);
  });

  test.each([
    ['  guests: {members: []}', 'unknown-group', 'Did you mean “guest”?'],
    ['  guest: {members: [{guest.payed: yes}]}', 'unknown-fact', 'Did you mean “guest.paid”?'],
    ['  guest: {members: [{a: yes}]}', 'unknown-fact', 'Of “guest” no fact is asked'],
    ['  guest: {members: [{guest.paid: 7}]}', 'wrong-answer', 'Write yes, no'],
    ['  guest: {complete: maybe, members: []}', 'wrong-answer', 'Write yes, no'],
    ['  guest: {members: [{guest.born: 2030-01-01}]}', 'future-date', '2030-01-01 is after 2026-01-02'],
    ['  guest: {members: 3}', 'wrong-shape', 'write a list of people'],
  ])('are refused with a line and what to write: %s', (people, code, words) => {
    const found = read(people);
    if (found.ok) throw new Error('It was read.');
    expect(found.problems).toMatchObject([{ code, file: 'case.yaml', line: 6 }]);
    expect(found.problems[0]?.message).toContain(words);
  });

  test.each([
    ['facts that nobody asks', 'guest.payd', 'yes'],
    ['answers that are none', 'guest.paid', 'perhaps'],
    ['days that have not come', 'guest.born', '2030-01-01'],
  ])('%s are told twenty times and no more', (_, fact, answer) => {
    const member = (number: number) =>
      fact === 'guest.payd'
        ? `{${Array.from({ length: 9 }, (_, index) => `${fact}${number}${index}: yes`).join(', ')}}`
        : `{${fact}: ${answer}}`;
    const members = Array.from({ length: 200 }, (_, index) => `      - ${member(index)}\n`).join('');
    const found = read(`  guest:\n    members:\n${members}`);
    expect(found.ok ? 0 : found.problems.length).toBe(20);
  });

  test('in groups that the law does not have are told twenty times and no more', () => {
    const groups = Array.from({ length: 500 }, (_, index) => `  host${index}: {members: []}\n`).join('');
    const found = read(groups);
    expect(found.ok ? 0 : found.problems.length).toBe(20);
  });

  test.each<[string, People]>([
    ['the id of a fact', { guest: { complete: 'yes', members: [{ 'guest.paid: yes, guest.height': 170 }] } }],
    [
      'an answer',
      { guest: { complete: 'yes', members: [{ 'guest.paid': 'yes, guest.height: 170' as 'yes' }] } },
    ],
    [
      'whether all are named',
      { guest: { complete: 'no\n    members: []\nexpect: {}' as 'no', members: [] } },
    ],
  ])('cannot say more than they are by the words of %s', (_, people) => {
    const text = writeCase({ title: 'A', source: 'B', facts: {}, people });
    const found = readCase({ path: 'c.yaml', text }, law);
    if (found.ok) throw new Error('It was read.');
    expect(found.problems.map(({ code }) => code).join()).toMatch(
      /^(unknown-group|unknown-fact|wrong-answer)$/,
    );
  });

  test('are not answered as if they were the case itself', () => {
    const found = readCase({ path: 'c.yaml', text: CASE.replace('{}', '{guest.paid: yes}') }, law);
    expect(found).toMatchObject({ ok: false, problems: [{ code: 'wrong-answer', line: 4 }] });
  });
});

describe('a law of people is refused', () => {
  test.each([
    ['is: guest.paid', 'Write “some: guest”'],
    ['{some: guest, with: a}', 'is asked of the case'],
    ['{some: host, with: guest.paid}', 'no group has that id'],
    ['{some: guest, with: {some: guest, with: guest.paid}}', 'Make two rules of it'],
    ['{some: guest, with: other}', 'no fact or rule has that id'],
    ['{some: guest}', 'stand together with “with”'],
    ['{at_least: 1, some: guest, with: guest.paid}', 'exactly one of'],
    ['{is: years since guest.height < 3}', 'is a number, not a day'],
    ['{some: guest, with: years since guest.born < -1}', 'no fewer than 0 years'],
    ['{is: guest.born < 3}', 'Write “years since guest.born < 18”'],
  ])('for %s', (limb, words) => {
    const body = limb.startsWith('{') ? limb.slice(1, -1) : limb;
    const other = rule('{id: other, label: O, cite: club#1.a, is: a}');
    const found = readClub(`${other}${rule(`{id: x, label: X, cite: club#1.a, ${body}}`)}`, [GUESTS]);
    if (found.ok) throw new Error('It was read.');
    expect(found.problems.map(({ message }) => message).join('\n')).toContain(words);
  });
});

function guests(complete: Group['complete'], ...paid: Answer[]): People {
  return { guest: { complete, members: paid.map((answer) => ({ 'guest.paid': answer })) } };
}

/** Every way in which open answers could turn out, with up to so many people whom nobody named. */
function completions(answers: readonly Answer[], unnamed: number): boolean[][] {
  const grown = answers.reduce<boolean[][]>(
    (ways, answer) => ways.flatMap((way) => options(answer).map((one) => [...way, one])),
    [[]],
  );
  const more = (ways: boolean[][]) => [
    ...ways,
    ...ways.flatMap((way) => [
      [...way, true],
      [...way, false],
    ]),
  ];
  return Array.from({ length: unnamed }).reduce<boolean[][]>(more, grown);
}

function options(answer: Answer): boolean[] {
  if (answer === 'yes') return [true];
  return answer === 'no' ? [false] : [true, false];
}
