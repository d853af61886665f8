import { expect, test } from 'vitest';
import { readDecision } from './read-decision.ts';
import { heldOn } from './read-held.ts';
import { getClub, rule } from './testing.ts';

const law = getClub(
  rule('id: member\nlabel: Member\ncite: club#1.a\nall: [a, b]') +
    rule('id: guest\nlabel: Guest\ncite: club#1.b\nis: c'),
);

const HEAD = [
  'id: smith',
  'title: Smith v The Club',
  'court: Court of the Club',
  'citation: no. 1/20',
  'decided: 2020-05-01',
  'issues: [definition, child]',
  'link: https://club.example/smith',
  'source: club.example/smith',
  'state: [NO, SE]',
  'on: 2019-03-02',
];

function markdown(rows: readonly string[], head: readonly string[] = HEAD): string {
  const told = '# Smith v The Club\n\nSmith came in.\n\n## What the court held\n\nSmith is a member.\n\n';
  return `${told}\`\`\`decision\n${[...head, ...rows].join('\n')}\n\`\`\`\n`;
}

function readRows(rows: readonly string[], head?: readonly string[]) {
  return readDecision({ path: 'smith.md', text: markdown(rows, head), today: '2026-01-01' }, law);
}

/** The line of each problem, from the first row under the head. */
function problemsOf(rows: readonly string[], head: readonly string[] = HEAD) {
  const read = readRows(rows, head);
  return read.ok
    ? []
    : read.problems.map(({ code, line, message }) => `${code} ${line - head.length - 9} ${message}`);
}

const FACTS = ['facts: {a: yes, b: yes}', 'expect: {member: yes}'];

test('reads a judgment as a case, with its States, its day and all its facts', () => {
  const read = readRows([
    'facts:',
    '  a: yes',
    '  b: yes',
    'also: {c: not_known}',
    'expect: {member: yes, member@burden: yes}',
    'expect_in: {SE: {guest: unknown}}',
    'not_encoded:',
    '  - The club’s own rules.',
  ]);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.case).toEqual({
    title: 'Smith v The Club',
    source: 'Court of the Club, no. 1/20. club.example/smith',
    states: ['NO', 'SE'],
    on: '2019-03-02',
    facts: { a: 'yes', b: 'yes', c: 'not_known' },
    expect: [
      { rule: 'member', which: 'strict', verdict: 'yes' },
      { rule: 'member', which: 'burden', verdict: 'yes' },
    ],
  });
  expect(read.decision).toMatchObject({
    id: 'smith',
    decided: '2020-05-01',
    facts: { a: 'yes', b: 'yes' },
    also: { c: 'not_known' },
    expectIn: { SE: [{ rule: 'guest', which: 'strict', verdict: 'unknown' }] },
    notEncoded: ['The club’s own rules.'],
    issues: ['definition', 'child'],
    link: 'https://club.example/smith',
    holding: ['Smith is a member.'],
    account: ['Smith came in.', 'Smith is a member.'],
    status: 'unverified',
  });
});

test('tells each mistake with its line in the decision, and what to write', () => {
  expect(problemsOf(['facts:', '  a: yes', '  bb: yes', ...FACTS.slice(1)])).toEqual([
    'unknown-fact 3 No fact is called “bb”. Did you mean “b”?',
  ]);
  expect(problemsOf(['facts:', '  a: maybe'])[0]).toMatch(/^wrong-answer 2 “maybe” is not an answer to “a”/);
  expect(problemsOf(['facts: {a: yes}', 'also:', '  a: no'])).toEqual([
    'duplicate-key 3 “a” is written twice in one place. Keep one of them.',
  ]);
  expect(problemsOf(['facts: {a: yes}', 'expect:', '  membr: yes'])).toEqual([
    'unknown-rule 3 No rule is called “membr”. Did you mean “member”?',
  ]);
  expect(problemsOf(['facts: {a: yes}', 'expect_in:', '  NO:', '    guest: perhaps'])[0]).toMatch(
    /^wrong-shape 4 .*write yes, no or unknown/,
  );
  expect(problemsOf(['facts: {a: yes}', 'expect_in:', '  DK: {guest: yes}'])).toEqual([
    'unknown-state 3 “DK” is not one of the States of this decision. Add it to “state”, or take it out here.',
  ]);
  expect(problemsOf(['facts: {a: true}'])[0]).toMatch(/^word-not-allowed 1 “true” is not a word here/);
  expect(problemsOf(['facts: {a: yes}', 'expct: {member: yes}'])[0]).toMatch(
    /^wrong-shape 2 “expct” is not a word of a decision. Did you mean “expect”\?/,
  );
});

test('asks for every word of the head', () => {
  for (const row of HEAD) {
    const left = HEAD.filter((other) => other !== row);
    const word = row.slice(0, row.indexOf(':'));
    expect(problemsOf(FACTS, left).join()).toContain(`“${word}” is missing in this decision. Write it.`);
  }
});

test('asks the law on a day of what happened, or on that of the decision, never later', () => {
  const withDay = (row: string) => HEAD.map((old) => (old.startsWith(row.slice(0, 3)) ? row : old));
  expect(problemsOf(FACTS, withDay('on: 2020-05-01'))).toEqual([]);
  expect(problemsOf(FACTS, withDay('on: 2020-05-02'))[0]).toMatch(/^future-date .*the day of the decision/);
  expect(problemsOf(FACTS, withDay('decided: 2026-01-02'))[0]).toMatch(/^future-date .*has not come yet/);
});

test('refuses a file without a decision, with two, or with other blocks', () => {
  const read = (text: string) => {
    const found = readDecision({ path: 'x.md', text }, law);
    return found.ok ? [] : found.problems.map(({ code, line }) => `${code} ${line}`);
  };
  expect(read('# Nothing\n')).toEqual(['wrong-shape 1']);
  expect(read(markdown(FACTS) + markdown(FACTS))).toEqual(['wrong-shape 32']);
  expect(read('```desision\nid: x\n```\n')).toEqual(['fence-unknown 1']);
  expect(read(`${markdown(FACTS)}\n\`\`\`rule\nid: x\n\`\`\`\n`)).toEqual(['fence-unknown 24']);
  expect(read('```decision\nid: x\n')).toEqual(['fence-open 1']);
});

test('reads the people in it as a case file does', () => {
  const people = 'people: {guests: {complete: yes, members: [{a: yes}]}}';
  expect(problemsOf([...FACTS, people])).toEqual([expect.stringMatching(/^unknown-\S+ 3 .*guests/)]);
});

test('takes a comparison and a check as an article does', () => {
  const checked = readRows([...FACTS, 'checked_by:', '  - {name: A. Lawyer, role: lawyer, on: 2024-01-02}']);
  expect(checked.ok && checked.decision.status).toBe('checked');
  const compared = readRows([...FACTS, 'compared: {source: club.example/full, finding: seen}']);
  expect(compared.ok && compared.decision.status).toBe('unverified');
});

test('takes issues of a closed list, a number of the catalogue, and the address of a page', () => {
  const withRow = (row: string) => HEAD.map((old) => (old.startsWith(row.slice(0, 3)) ? row : old));
  expect(problemsOf(FACTS, withRow('issues: [definition, slavery]'))[0]).toMatch(
    /^wrong-shape .*write one or more of definition, investigation, .*, discrimination/,
  );
  expect(problemsOf(FACTS, withRow('issues: []'))[0]).toMatch(/^wrong-shape .*at least one/);
  expect(problemsOf(FACTS, withRow('link: club.example'))[0]).toMatch(/^wrong-shape .*https:/);
  expect(problemsOf(FACTS, withRow('link: javascript:alert(1)'))[0]).toMatch(/^wrong-shape .*https:/);
  expect(problemsOf([...FACTS, 'number: 5'])[0]).toMatch(/^wrong-shape .*like K5/);
  const read = readRows([...FACTS, 'number: K5'], withRow('issues: child'));
  expect(read.ok && [read.decision.number, read.decision.issues]).toEqual(['K5', ['child']]);
});

test('a judgment of which no source tells the facts is told, and tests nothing', () => {
  const head = HEAD.filter((row) => !/^(on|state):/.test(row));
  const read = readRows(['left_out: Nobody tells how Smith came in.'], head);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.case).toBeUndefined();
  expect(read.decision).toMatchObject({
    id: 'smith',
    states: [],
    holding: ['Smith is a member.'],
    leftOut: 'Nobody tells how Smith came in.',
  });
  const withState = readRows(['state: NO', 'left_out: Nobody tells.'], head);
  expect(withState.ok && withState.decision.states).toEqual(['NO']);
  // One or the other, never both.
  expect(problemsOf([...FACTS, 'left_out: Nobody tells.'], head)).toEqual([
    expect.stringMatching(/^wrong-shape 1 “facts” is not a word of a decision that is left out/),
    expect.stringMatching(/^wrong-shape 2 “expect” is not a word of a decision that is left out/),
  ]);
  expect(
    problemsOf(
      ['left_out: Nobody tells.'],
      head.map((row) => row.replace('2020', '2027')),
    )[0],
  ).toMatch(/^future-date /);
});

test('a judgment without what the court held is refused', () => {
  const text = markdown(FACTS).replace('## What the court held', '## What the court thought');
  const read = readDecision({ path: 'smith.md', text }, law);
  expect(read.ok ? [] : read.problems.map(({ message }) => message)).toEqual([
    'Nothing says what the court held. Write it in your own words under “## What the court held”.',
  ]);
});

test('what the court decided stands beside what the rules must answer, and never contradicts it', () => {
  const read = readRows([
    ...FACTS.slice(0, 1),
    'expect: {member: yes, guest: unknown, member@burden: yes}',
    'held: {member: yes}',
    'held_in: {SE: {guest: no}}',
  ]);
  if (!read.ok || !read.case) throw new Error(JSON.stringify(read));
  const { decision } = read;
  const held = (rule: string, state: string) => heldOn(decision, { rule, which: 'strict', state });
  expect([held('member', 'NO'), held('guest', 'NO'), held('guest', 'SE')]).toEqual(['yes', undefined, 'no']);
  expect(heldOn(decision, { rule: 'member', which: 'burden', state: 'NO' })).toBeUndefined();
  expect(problemsOf([...FACTS, 'held: {member: no}'])[0]).toMatch(
    /^wrong-shape 3 The court decided no of “member”, and yes is expected/,
  );
  expect(problemsOf([...FACTS, 'held: {guest: yes}'])[0]).toMatch(
    /^wrong-shape 3 “guest” was decided, and nothing/,
  );
  expect(problemsOf([...FACTS, 'held: {member: unknown}'])[0]).toMatch(/^wrong-shape 3 .*write yes or no/);
  expect(problemsOf([...FACTS, 'held_in: {DK: {member: yes}}'])[0]).toMatch(/^unknown-state 3 “DK”/);
});

test('what was owed and found fulfilled comes out yes, and is apart from what was lost', () => {
  const read = readRows([...FACTS, 'fulfilled: member']);
  if (!read.ok || !read.case) throw new Error(JSON.stringify(read));
  expect(read.decision).toMatchObject({ lost: [], fulfilled: ['member'] });
  expect(heldOn(read.decision, { rule: 'member', which: 'strict', state: 'NO' })).toBe('yes');
  expect(problemsOf(['facts: {a: no}', 'expect: {member: no}', 'fulfilled: member'])[0]).toMatch(
    /^wrong-shape 3 “member” was owed and found fulfilled, and is not expected to come out yes/,
  );
  expect(problemsOf([...FACTS, 'held: {member: yes}', 'fulfilled: member'])[0]).toMatch(
    /^wrong-shape 3 “member” already stands under lost or fulfilled/,
  );
});

test('a claim that was lost is expected, and never to come out yes', () => {
  const read = readRows(['facts: {a: no}', 'expect: {member: no, guest: unknown}', 'lost: [member, guest]']);
  expect(read.ok && read.case && read.decision.lost).toEqual(['member', 'guest']);
  expect(problemsOf([...FACTS, 'lost: guest'])).toEqual([
    'wrong-shape 3 “guest” was lost, and nothing is expected of it. Write it under “expect”, with no or unknown.',
  ]);
  expect(problemsOf([...FACTS, 'lost: member'])).toEqual([
    'wrong-shape 3 “member” was lost, and is expected to come out yes. A claim that was lost comes out no or unknown; what was owed and found fulfilled stands under “fulfilled”.',
  ]);
  expect(
    problemsOf(['facts: {a: no}', 'expect: {member: no, member@burden: yes}', 'lost: [member]'])[0],
  ).toMatch(/expected to come out yes/);
});
