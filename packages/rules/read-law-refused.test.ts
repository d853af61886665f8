import { describe, expect, test } from 'vitest';
import type { ProblemCode } from './index.ts';
import { DUTY, duty, GOOD, problemsOf, rule } from './testing.ts';

const BROKEN: [string, string, ProblemCode, string][] = [
  [
    'an unknown fact',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: secrt'),
    'unknown-fact',
    'Did you mean “secret”?',
  ],
  [
    'an unknown rule',
    GOOD + rule('id: r\nlabel: R\ncite: club#1.a\nis: top.x'),
    'unknown-rule',
    'Did you mean “top”?',
  ],
  [
    'a rule without a source',
    rule('id: r\nlabel: R\nis: a'),
    'missing-source',
    'Write “cite: instrument#article”',
  ],
  [
    'an article nobody wrote',
    rule('id: r\nlabel: R\ncite: club#1.c\nis: a'),
    'unknown-article',
    'Did you mean “club#1.',
  ],
  [
    'a ban that cites an article nobody wrote',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: a\nnever_reads: [{fact: secret, cite: club#9}]'),
    'unknown-article',
    'club#9',
  ],
  [
    'rules in a circle',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: s') + rule('id: s\nlabel: S\ncite: club#1.a\nnot: r'),
    'cyclic-rules',
    'r → s → r',
  ],
  ['one id twice', GOOD + GOOD, 'duplicate-id', 'already the id of something else, in rules.md line 3'],
  [
    'a rule with the id of a fact',
    rule('id: a\nlabel: A\ncite: club#1.a\nis: b'),
    'duplicate-id',
    'share one list of ids',
  ],
  ['a fence that is never closed', '```rule\nid: r', 'fence-open', 'is never closed'],
  ['a fence of an unknown kind', '```ruel\nid: r\n```', 'fence-unknown', 'Did you mean “rule”?'],
  [
    'true for yes',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: a\npresume: {value: true, when: b, cite: club#1.b}'),
    'word-not-allowed',
    'here probably “yes”',
  ],
  ['an empty value', rule('id: r\nlabel:\ncite: club#1.a\nis: a'), 'word-not-allowed', 'The value is empty'],
  ['a key twice', rule('id: r\nid: s\nlabel: R\ncite: club#1.a\nis: a'), 'duplicate-key', 'written twice'],
  ['an anchor', rule('id: r\nlabel: R\ncite: club#1.a\nis: &x a'), 'word-not-allowed', 'Write the value out'],
  [
    'an alias',
    rule('id: r\nlabel: R\ncite: club#1.a\nall: [&x a, *x]'),
    'word-not-allowed',
    'Write the value out',
  ],
  [
    'a tag',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: !!str a'),
    'word-not-allowed',
    'Write the plain value',
  ],
  [
    'a word that no rule has',
    rule('id: r\nlabel: R\ncite: club#1.a\nal: [a, b]'),
    'wrong-shape',
    'Did you mean “all”?',
  ],
  [
    'an exception without a source',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: a\nunless: [{is: b}]'),
    'missing-source',
    'Write “cite: instrument#article”',
  ],
  [
    'an exception that cites an article nobody wrote',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: a\nunless: [{is: b, cite: club#9}]'),
    'unknown-article',
    'no instrument holds it',
  ],
  [
    'an exception that nobody can show',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: a\nunless: [{is: b, cite: club#1.b, burden: court}]'),
    'wrong-shape',
    'write state or person',
  ],
  [
    'an exception that reads what is not there',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: a\nunless: [{is: secrt, cite: club#1.b}]'),
    'unknown-fact',
    'Did you mean “secret”?',
  ],
  [
    'an exception that rests on its own rule',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: a\nunless: [{is: r, cite: club#1.b}]'),
    'cyclic-rules',
    'r → r',
  ],
  [
    'two structures at once',
    rule('id: r\nlabel: R\ncite: club#1.a\nall: [a]\nany: [b]'),
    'wrong-shape',
    'exactly one of is, all, any, not, at_least, some, every; found all and any',
  ],
  [
    'at_least of more than there are',
    rule('id: r\nlabel: R\ncite: club#1.a\nat_least: 3\nof: [a, b]'),
    'wrong-shape',
    'between 1 and 2',
  ],
  [
    'at_least without of',
    rule('id: r\nlabel: R\ncite: club#1.a\nat_least: 1'),
    'wrong-shape',
    'stand together',
  ],
  [
    'a number asked like a yes',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: years'),
    'wrong-type',
    'Write a comparison',
  ],
  [
    'a yes compared like a number',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: a < 18'),
    'wrong-type',
    'cannot be compared',
  ],
  [
    'a name that breaks objects',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: a\n__proto__: {x: y}'),
    'wrong-shape',
    'cannot be used as a name',
  ],
  ['YAML that is none', rule('id: r\nlabel: "R'), 'yaml', 'Check the indentation'],
  [
    'a day asked like a yes',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: day'),
    'wrong-type',
    'is a day and cannot be yes or no',
  ],
  [
    'a day compared like a number',
    rule('id: r\nlabel: R\ncite: club#1.a\nis: day < 18'),
    'wrong-type',
    'is a day and cannot be compared',
  ],
  ['a duty without a source', duty(DUTY.replace('cite: club#1.a\n', '')), 'missing-source', 'Write “cite:'],
  ['a duty that nobody bears', duty(DUTY.replace('bearer: B\n', '')), 'wrong-shape', '“bearer” is missing'],
  [
    'a duty without what its breach is',
    duty(DUTY.replace('breach: N', '')),
    'wrong-shape',
    '“breach” is missing',
  ],
  [
    'a duty of a strength no treaty knows',
    duty(DUTY.replace('strength: shall', 'strength: must')),
    'wrong-shape',
    'write one of shall, shall-where-appropriate, shall-enable',
  ],
  [
    'a duty with a misspelt word',
    duty(DUTY.replace('bearer', 'barer')),
    'wrong-shape',
    'Did you mean “bearer”?',
  ],
  [
    'a duty that hangs on nothing',
    duty(DUTY.replace('when: a', 'when: x.y')),
    'unknown-fact',
    'no fact or rule',
  ],
  ['a duty that cites nothing that is written', duty(DUTY.replace('1.a', '7')), 'unknown-article', 'club#7'],
  [
    'a duty with the id of a rule',
    GOOD + duty(DUTY.replace('id: r', 'id: top')),
    'duplicate-id',
    'share one list',
  ],
  [
    'a duty that a rule rests on',
    duty(DUTY) + rule('id: s\nlabel: S\ncite: club#1.a\nis: r'),
    'unknown-fact',
    'no fact or rule has that id',
  ],
  [
    'a deadline without what it counts from',
    duty(`${DUTY}\nby: {days: 30, kind: calendar}`),
    'wrong-shape',
    'days (or value), kind and from stand together',
  ],
  [
    'a deadline in days and in words at once',
    duty(`${DUTY}\nby: {days: 30, kind: calendar, from: day, at: at once}`),
    'wrong-shape',
    'or at alone',
  ],
  [
    'a deadline in weeks',
    duty(`${DUTY}\nby: {days: 30, kind: weeks, from: day}`),
    'wrong-shape',
    'write calendar or working',
  ],
  [
    'a deadline of no days',
    duty(`${DUTY}\nby: {days: 0, kind: calendar, from: day}`),
    'wrong-shape',
    'from 1 to 3650',
  ],
  [
    'a deadline that counts from a yes',
    duty(`${DUTY}\nby: {days: 30, kind: calendar, from: a}`),
    'wrong-type',
    'which is not a day. Write one of day.',
  ],
  [
    'a deadline that counts from nothing',
    duty(`${DUTY}\nby: {days: 30, kind: calendar, from: dai}`),
    'unknown-fact',
    'Did you mean “day”?',
  ],
  [
    'a duty that reads what it must never read',
    duty(`${DUTY.replace('when: a', 'when: s')}\nnever_reads: [{fact: secret, cite: club#1.b}]`) +
      rule('id: s\nlabel: S\ncite: club#1.a\nany: [b, secret]'),
    'never-reads-broken',
    'r → s → secret',
  ],
  [
    'a presumption for a reason that is none',
    rule(
      'id: r\nlabel: R\ncite: club#1.a\nis: a\npresume: {value: yes, when: b, reasons: [unsure], cite: club#1.b}',
    ),
    'wrong-shape',
    'write one or more of not_asked, not_known, withheld, not_recorded',
  ],
  [
    'a test about a fact nobody knows',
    `${GOOD}\`\`\`test\ntitle: T\ngiven: {x: yes}\nexpect: {top: yes}\n\`\`\``,
    'unknown-fact',
    'No fact is called “x”',
  ],
  [
    'a test with an answer that is none',
    `${GOOD}\`\`\`test\ntitle: T\ngiven: {a: 7}\nexpect: {top: yes}\n\`\`\``,
    'wrong-answer',
    'Write yes, no,',
  ],
];

describe('a law that cannot', () => {
  test.each(BROKEN)('because of %s: says so, with a line and what to write', (_, rules, code, words) => {
    const found = problemsOf(rules);
    expect(found.codes).toContain(code);
    expect(found.words).toContain(words);
    expect(found.lines.every((line) => line >= 1 && line <= rules.split('\n').length)).toBe(true);
  });

  test('because a thousand rules rest on one another in a row', () => {
    const chain = Array.from({ length: 1000 }, (_, i) =>
      rule(`{id: r${i}, label: R, cite: club#1.a, is: ${i === 999 ? 'a' : `r${i + 1}`}}`),
    );
    expect(problemsOf(chain.join('')).codes).toContain('too-deep');
  });

  test('names the line of the file, not of the block', () => {
    const { lines } = problemsOf(`# A\n\nWords.\n${rule('id: r\nlabel: R\ncite: club#1.a\nis: secrt')}`);
    expect(lines).toEqual([6]);
  });
});
