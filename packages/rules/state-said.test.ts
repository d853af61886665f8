import { describe, expect, test } from 'vitest';
import { readUnproved } from './read-law.ts';
import { digest, duty, FACTS, INSTRUMENT, rule, value } from './testing.ts';

const RULES = `# Rules
${rule('id: member\nlabel: Member\ncite: club#1.a\nis: a')}
${value('id: days\nlabel: Days\ncite: club#1.a\nwhen: member\nunit: days\nvalue: 30\nfloor: 30')}
${duty('id: greet\nlabel: Greet\ncite: club#1.b\nwhen: member\nbearer: the club\nact: says hello\nstrength: recommended\nbreach: It is silent.')}
`;

function read(said: string, more = '') {
  return readUnproved({
    hash: digest,
    files: [
      { path: 'club.md', text: INSTRUMENT },
      { path: 'facts.yaml', text: FACTS },
      { path: 'rules.md', text: RULES },
      {
        path: 'cyprus.md',
        text: `# Cyprus\n\n\`\`\`state\nid: CY\nname: Cyprus\n${said}\`\`\`\n${more}`,
      },
    ],
  });
}

const problems = (said: string, more = '') => {
  const found = read(said, more);
  return found.ok ? [] : found.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
};

const MISSING = 'missing:\n  - {of: [greet], text: No act says hello., as_of: 2020-12-31}\n';
const CONTRADICTING =
  'contradicting:\n  - {of: member, older: {text: Old., cite: club#1.a}, newer: {text: New.}, text: They part., as_of: 2020-12-31}\n';

test('law that was looked for and not found, and laws that contradict each other, are read with their day', () => {
  const found = read(MISSING + CONTRADICTING);
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  expect(found.law.states.CY).toMatchObject({
    missing: [{ of: ['greet'], text: 'No act says hello.', asOf: '2020-12-31', status: 'unverified' }],
    contradicting: [
      {
        of: ['member'],
        older: { text: 'Old.', cites: ['club#1.a'] },
        newer: { text: 'New.', cites: [] },
        text: 'They part.',
      },
    ],
  });
});

const SEEN =
  'seen:\n  - {of: member, text: It asks for no fee., divergence: means-omitted, cite: club#1.a, from: "2004", until: 2010-05-31, as_of: 2020-12-31, compared: {source: a page, finding: partly, undated: yes}}\n';

test('what is known of its own law as far as somebody saw is read with its days, and no rule reads it', () => {
  const found = read(SEEN);
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  expect(found.law.states.CY?.seen).toMatchObject([
    {
      ...{ of: ['member'], text: 'It asks for no fee.', divergence: 'means-omitted', cites: ['club#1.a'] },
      ...{ from: '2004', until: '2010-05-31', asOf: '2020-12-31', status: 'unverified' },
      compared: { source: 'a page', finding: 'partly', undated: true },
    },
  ]);
  const without = read('');
  if (!without.ok) throw new Error(JSON.stringify(without.problems));
  expect(found.law.rules).toEqual(without.law.rules);
  expect(found.law.hash).not.toBe(without.law.hash);
});

test('where they stand in the file is no part of the hash, what they say is', () => {
  const hash = (said: string) => {
    const found = read(said);
    return found.ok ? found.law.hash : JSON.stringify(found.problems);
  };
  expect(hash(MISSING)).toBe(hash(MISSING.replace('missing:\n', 'missing:\n\n\n')));
  expect(hash(MISSING)).not.toBe(hash(MISSING.replace('2020', '2019')));
  expect(hash(CONTRADICTING)).not.toBe(hash(CONTRADICTING.replace('They part', 'They meet')));
});

describe('is refused, by its place', () => {
  test('what was seen of no rule, cites what no instrument holds, or parts from the treaty in no known way', () => {
    expect(problems(SEEN.replace('of: member', 'of: membre'))[0]).toContain('is of “membre”, but no rule');
    expect(problems(SEEN.replace('club#1.a', 'club#9'))[0]).toMatch(/cites “club#9”/);
    expect(problems(SEEN.replace('means-omitted', 'mean'))[0]).toContain('write one of cross-border-only');
    expect(problems(SEEN.replace('2010-05-31', '2003-05-31')).join()).toContain('not before from');
    expect(problems(SEEN.replace('undated: yes', 'undated: maybe')).join()).toContain('write yes, or leave');
  });

  test('what is missing of no rule, number or duty', () => {
    expect(problems(MISSING.replace('greet', 'great'))).toEqual([
      'cyprus.md:7 What is said of the law of CY is of “great”, but no rule, number or duty has that id. Did you mean “greet”?',
    ]);
  });

  test('a contradiction that cites what no instrument holds', () => {
    expect(problems(CONTRADICTING.replace('club#1.a', 'club#9'))[0]).toMatch(
      /^cyprus\.md:7 What is said of CY cites “club#9”/,
    );
  });

  test('a day from which it was missing that lies after the day on which it was looked for', () => {
    expect(problems(MISSING.replace('as_of', 'from: 2021-01-01, as_of')).join()).toContain(
      'a day that is not after as_of',
    );
  });

  test('that a number is missing while the State gives one', () => {
    const variant = (from: string) =>
      `\n\`\`\`variant\nvalue: days\nstate: CY\nfrom: ${from}\ncite: club#1.a\ndays: 40\n\`\`\`\n`;
    const missing = MISSING.replace('[greet]', 'days');
    expect(problems(missing, variant('2019-01-01'))[0]).toMatch(
      /^cyprus\.md:7 CY is said here to have no law for “days” on 2020-12-31, but its own law on it stands here from 2019-01-01/,
    );
    expect(problems(missing, variant('2021-01-01'))).toEqual([]);
  });
});
