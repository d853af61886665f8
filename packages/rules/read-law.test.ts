import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTests, readLaw } from './index.ts';
import { digest, GOOD, getClub, INSTRUMENT, readClub, rule } from './testing.ts';

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
