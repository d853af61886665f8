import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTests, type ProblemCode, readLaw } from './index.ts';
import { digest, duty, getClub, INSTRUMENT, readClub, rule } from './testing.ts';

const GOOD = rule('id: top\nlabel: Top\ncite: club#1.a\nall: [a, {not: b}]');

/** The problems of a law, as code and line, and their words together. */
function problemsOf(rules: string, more: { path: string; text: string }[] = []) {
  const read = readClub(rules, more);
  const problems = read.ok ? [] : read.problems;
  return {
    codes: problems.map(({ code }) => code),
    lines: problems.map(({ line }) => line),
    words: problems.map(({ message }) => message).join('\n'),
  };
}

describe('a law that can be read', () => {
  test('is frozen to the bottom, and its hash changes with its words but not with where they stand', () => {
    const law = getClub(GOOD);
    expect(Object.isFrozen(law.rules.top?.limb)).toBe(true);
    expect(getClub(`\n\nA remark.\n${GOOD}`).hash).toBe(law.hash);
    expect(getClub(GOOD.replace('{not: b}', '{not: c}')).hash).not.toBe(law.hash);
    expect(getClub(GOOD.replace('label: Top', 'label: Tip')).hash).not.toBe(law.hash);
  });

  test('has a hash that changes with whatever is called “place”', () => {
    const hashOf = (more: {
      rule?: string;
      fact?: string;
      limb?: string;
      article?: string;
      given?: string;
    }) => {
      const facts = `theme: more\nfacts:\n  - {id: place, type: yes-no, sensitivity: 1, known_by: [x], label: ${more.fact ?? 'Place'}, question: P?, why: P.}\n`;
      const other = `# Other\n\`\`\`instrument\nid: other\nshort: Other\n\`\`\`\n## One {#place}\n> ${more.article ?? 'Words.'} {#1.place}\n`;
      const known = ['a', 'b', 'c', 'd', 'secret', 'years', 'day', 'place'].map(
        (id) => `  ${id}: {label: x, question: x, why: x, status: draft}`,
      );
      const words = `language: fr\nfacts:\n${known.join('\n')}\nrules:\n  place.rule: {label: x, status: draft, limbs: {place: ${more.limb ?? 'lieu'}}}\n  top: {label: x, status: draft}\ninstruments:\n  club: {short: x, status: draft, articles: {'1': x, '1.a': x, '1.b': x}}\n  other: {short: x, status: draft, articles: {place: x, '1.place': x}}\n`;
      const rules =
        GOOD +
        rule(
          `id: place.rule\nlabel: ${more.rule ?? 'Place'}\ncite: club#1.a\nany: [{is: place, label: place}, a]`,
        ) +
        `\`\`\`test\ntitle: T\ngiven: {place: ${more.given ?? 'yes'}}\nexpect: {place.rule: yes}\n\`\`\`\n`;
      return getClub(rules, [
        { path: 'more.yaml', text: facts },
        { path: 'other.md', text: other },
        { path: 'fr.yaml', text: words },
      ]).hash;
    };
    const hashes = [
      hashOf({}),
      hashOf({ rule: 'Another' }),
      hashOf({ fact: 'Another' }),
      hashOf({ limb: 'endroit' }),
      hashOf({ article: 'Others.' }),
      hashOf({ given: 'no' }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    const named = (label: string) => rule(`id: place\nlabel: ${label}\ncite: club#1.a\nis: a`);
    expect(getClub(named('One')).hash).not.toBe(getClub(named('Another')).hash);
  });

  test('says of each source whether a named person checked it, a source was compared, or neither', () => {
    const article = (lines: string) =>
      INSTRUMENT.replace('club', 'other').replace(
        '> Another.',
        `\`\`\`article\nanchor: 1.a\n${lines}\n\`\`\`\n\n> Another.`,
      );
    const statusWith = (lines: string) => {
      const read = readClub(GOOD, [{ path: 'other.md', text: article(lines) }]);
      return read.ok
        ? read.law.instruments.other?.articles.find(({ anchor }) => anchor === '1.a')?.status
        : read.problems;
    };
    expect(statusWith('strength: shall')).toBe('unverified');
    expect(statusWith('compared: {source: a copy, finding: confirmed}')).toBe('compared');
    expect(statusWith('compared: {source: a copy, finding: partly}')).toBe('unverified');
    expect(statusWith('compared: {source: a web page, finding: seen}')).toBe('unverified');
    expect(statusWith('checked_by: [{name: A. Person, role: lawyer, on: 2024-02-29}]')).toBe('checked');
  });

  test('runs the tests that stand in it', () => {
    const withTest = (verdict: string) =>
      `${GOOD}\n\`\`\`test\ntitle: T\ngiven: {a: yes, b: withheld}\nexpect: {top: ${verdict}}\n\`\`\`\n`;
    expect(checkTests(getClub(withTest('unknown')))).toEqual([]);
    expect(checkTests(getClub(withTest('no')))).toMatchObject([
      {
        code: 'test-failed',
        file: 'rules.md',
        message: expect.stringContaining('should be no on the facts alone, but is unknown'),
      },
    ]);
  });
});

const DUTY = 'id: r\nlabel: R\ncite: club#1.a\nwhen: a\nbearer: B\nact: A\nstrength: shall\nbreach: N';

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
    'write shall, shall-where-appropriate',
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

describe('an instrument', () => {
  const refuse = (change: (text: string) => string) => {
    const read = readClub(GOOD, [
      { path: 'other.md', text: change(INSTRUMENT.replace('id: club', 'id: other')) },
    ]);
    return read.ok ? [] : read.problems.map(({ code, line }) => [code, line]);
  };

  test('has each anchor once, each block about a paragraph that is there, and days that exist', () => {
    expect(refuse((text) => text)).toEqual([]);
    expect(refuse((text) => text.replace('{#1.b}', '{#1.a}'))).toEqual([['duplicate-id', 12]]);
    expect(refuse((text) => `${text}\n\`\`\`article\nanchor: 2.a\n\`\`\`\n`)).toEqual([
      ['unknown-article', 15],
    ]);
    expect(refuse((text) => text.replace('short:', 'adopted: {value: 2001-02-29}\nshort:'))).toEqual([
      ['wrong-shape', 5],
    ]);
    expect(refuse((text) => text.replace('id: other', 'id: club'))).toContainEqual(['duplicate-id', 4]);
  });
});

describe('a duty', () => {
  test('is as strong as a paragraph that it cites', () => {
    const strengthened = (strength: string, said: string) => {
      const other = INSTRUMENT.replace('id: club', 'id: other').replace(
        '> Another.',
        `\`\`\`article\nanchor: 1.a\nstrength: ${said}\n\`\`\`\n\n> Another.`,
      );
      return problemsOf(duty(DUTY.replace('club#1.a', 'other#1.a').replace('shall', strength)), [
        { path: 'other.md', text: other },
      ]);
    };
    expect(strengthened('shall', 'shall').codes).toEqual([]);
    const found = strengthened('shall', 'may');
    expect(found.codes).toEqual(['wrong-strength']);
    expect(found.words).toContain('“r” says shall, but other#1.a says may');
  });

  test('is part of the law and of its hash', () => {
    const law = getClub(duty(DUTY));
    expect(law.duties.r).toMatchObject({ bearer: 'B', strength: 'shall', limb: { kind: 'fact', fact: 'a' } });
    expect(getClub(duty(DUTY.replace('act: A', 'act: X'))).hash).not.toBe(law.hash);
  });

  test('can be expected by a test of the law', () => {
    const expecting = (verdict: string) =>
      `${duty(DUTY)}\`\`\`test\ntitle: T\ngiven: {a: yes}\nexpect: {r: ${verdict}}\n\`\`\``;
    expect(checkTests(getClub(expecting('yes')))).toEqual([]);
    expect(checkTests(getClub(expecting('no'))).map(({ code }) => code)).toEqual(['test-failed']);
  });
});

describe('a fact that a rule must never read', () => {
  const top = rule(
    'id: top\nlabel: Top\ncite: club#1.a\nall: [a, middle]\nnever_reads: [{fact: secret, cite: club#1.b}]',
  );
  const middle = (rest: string) => rule(`id: middle\nlabel: Middle\ncite: club#1.a\n${rest}`);
  const low = (rest: string) => rule(`id: low\nlabel: Low\ncite: club#1.a\n${rest}`);

  test('is proved not to be read', () => {
    expect(problemsOf(top + middle('is: low') + low('any: [b, c]')).codes).toEqual([]);
  });

  test('is found two rules down', () => {
    const found = problemsOf(top + middle('is: low') + low('any: [b, {not: secret}]'));
    expect(found.codes).toEqual(['never-reads-broken']);
    expect(found.words).toContain('top → middle → low → secret');
  });

  test('is found in what a presumption rests on', () => {
    const found = problemsOf(
      top + middle('is: low') + low('is: b\npresume: {value: yes, when: {any: [c, secret]}, cite: club#1.b}'),
    );
    expect(found.codes).toEqual(['never-reads-broken']);
    expect(found.words).toContain('top → middle → low → its presumption → secret');
  });

  test('is found in an exception', () => {
    const found = problemsOf(
      top + middle('is: low') + low('is: b\nunless: [{is: secret, cite: club#1.b, burden: state}]'),
    );
    expect(found.codes).toEqual(['never-reads-broken']);
    expect(found.words).toContain('top → middle → low → its exception → secret');
  });

  test('is found behind a rule that a presumption rests on', () => {
    const found = problemsOf(
      top + middle('is: b\npresume: {value: yes, when: low, cite: club#1.b}') + low('is: secret'),
    );
    expect(found.codes).toEqual(['never-reads-broken']);
  });
});

describe('words of another language', () => {
  const facts = ['a', 'b', 'c', 'd', 'secret', 'years', 'day'].map(
    (id) => `  ${id}: {label: x, question: x, why: x, status: draft}`,
  );
  const words = (rules: string) => [
    {
      path: 'fr.yaml',
      text: `language: fr\nfacts:\n${facts.join('\n')}\nrules:\n${rules}\ninstruments:\n  club: {short: x, status: draft, articles: {'1': x, '1.a': x, '1.b': x}}\n`,
    },
  ];

  test('are whole or refused', () => {
    expect(problemsOf(GOOD, words('  top: {label: x, status: draft}')).codes).toEqual([]);
    const missing = problemsOf(GOOD, words('  tip: {label: x, status: draft}'));
    expect(missing.codes).toEqual(['missing-words', 'unknown-words']);
    expect(missing.words).toContain('“top” has no words in “fr”');
    expect(missing.words).toContain('Did you mean “top”?');
  });

  test('say what a duty is, and its time where that is in words', () => {
    const said = (duties: string) =>
      problemsOf(
        duty(`${DUTY}\nby: {at: at once}`),
        words(`  {}\nduties:\n${duties}`.replace('  {}\n', '')).map((file) => ({
          ...file,
          text: file.text.replace('rules:\n', 'rules: {}\n'),
        })),
      ).codes;
    expect(said('  r: {label: x, bearer: x, act: x, breach: x, at: x, status: draft}')).toEqual([]);
    expect(said('  r: {label: x, bearer: x, act: x, breach: x, status: draft}')).toEqual(['missing-words']);
    expect(said('  {}')).toEqual(['missing-words']);
  });

  test('are checked only with a name and a day', () => {
    const found = problemsOf(GOOD, words('  top: {label: x, status: checked}'));
    expect(found.words).toContain('not by whom and when');
  });
});

describe('text that was never meant as law', () => {
  const read = (text: string) =>
    readLaw({
      files: [
        { path: 'x.md', text },
        { path: 'x.yaml', text },
      ],
      hash: digest,
    });

  test('never makes it throw', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc
        .array(
          fc.constantFrom(
            '```rule\n',
            '```\n',
            'id: ',
            '- ',
            '[',
            '{',
            '? ',
            ': ',
            '&a ',
            '*a ',
            '!x ',
            '"',
            "'",
            '|\n',
            '# ',
            '> ',
            '{#',
            '\n',
            '\t',
            'facts:',
            '\u0000',
            'true',
          ),
          { maxLength: 60 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        read(text);
      }),
      { seed: 20_261_121, numRuns: 500 },
    );
  });

  test.each([
    ['half a million brackets, which would end the process', 'a: '.concat('['.repeat(500_000)), 'too-deep'],
    ['lists in lists in lists', '- '.repeat(100_000), 'too-deep'],
    ['more than a million letters', 'x'.repeat(1_000_001), 'too-large'],
    ['bytes that are no text', 'a: \u0000', 'not-text'],
    ['text that was read in the wrong encoding', 'a: \ufffd', 'not-text'],
  ])('is refused: %s', (_, text, code) => {
    const found = readLaw({ files: [{ path: 'x.yaml', text }], hash: digest });
    expect(found).toMatchObject({ ok: false, problems: [{ code, file: 'x.yaml' }] });
  });

  test('and takes no longer for being long', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `k${i}: v`).join('\n');
    expect(read(many).ok).toBe(false);
    expect(read('```rule\nid: r\n```\n'.repeat(5000)).ok).toBe(false);
    expect(read(`# ${' '.repeat(500_000)}{#`).ok).toBe(false);
  });
});
