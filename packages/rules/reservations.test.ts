import { describe, expect, test } from 'vitest';
import { bindingOf, boundBy, boundTurns, type Day, dayAfter, type Law } from './index.ts';
import { readUnproved } from './read-law.ts';
import { digest, FACTS, INSTRUMENT } from './testing.ts';

const OTHER = INSTRUMENT.replace('id: club', 'id: league').replaceAll('Club', 'League');

/** A law with two treaties that bind Cyprus from 2000 on, and what Cyprus said of them. */
function read(said: string) {
  return readUnproved({
    hash: digest,
    files: [
      { path: 'club.md', text: INSTRUMENT.replace('short:', 'kind: treaty\nshort:') },
      { path: 'league.md', text: OTHER.replace('short:', 'kind: treaty\nshort:') },
      { path: 'facts.yaml', text: FACTS },
      {
        path: 'cyprus.md',
        text: `# Cyprus\n\n\`\`\`state\nid: CY\nname: Cyprus\nparties:\n  - {instrument: club, from: 2000-01-01, as_of: 2020-12-31}\n  - {instrument: league, from: 2000-01-01, as_of: 2020-12-31}\n${said}\`\`\`\n`,
      },
    ],
  });
}

function lawWith(entry: string): Law {
  const found = read(`reservations:\n  - {${entry}, text: In our words., as_of: 2020-12-31}\n`);
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.law;
}

const problems = (said: string) => {
  const found = read(said);
  return found.ok ? [] : found.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
};
const binding = (law: Law, cites: string[], on: Day = '2010-01-01') =>
  bindingOf(law, cites, { state: 'CY', on });

describe('a reservation', () => {
  const law = lawWith('instrument: club, kind: reservation, article: 1.a');

  test('stands beside the yes, in its words and with its day', () => {
    const bound = boundBy(law, 'club', { state: 'CY', on: '2010-01-01' });
    expect(bound).toMatchObject({
      verdict: 'yes',
      reservations: [{ kind: 'reservation', articles: ['1.a'], text: 'In our words.', asOf: '2020-12-31' }],
    });
  });

  test('a paragraph from which it takes something away is never a yes: the answer is unknown, with the reason', () => {
    expect(binding(law, ['club#1.a'])).toMatchObject({
      verdict: 'unknown',
      by: [{ instrument: 'club', verdict: 'yes', limited: true, reservations: [{ text: 'In our words.' }] }],
    });
  });

  test('another paragraph of the same treaty, or another treaty, binds as before', () => {
    expect(binding(law, ['club#1.b'])?.verdict).toBe('yes');
    expect(binding(law, ['club#1.a', 'club#1.b'])?.verdict).toBe('yes');
    expect(binding(law, ['club#1.a', 'league#1.a'])?.verdict).toBe('yes');
  });

  test('to an article it reaches the paragraphs of it, and no article that only begins alike', () => {
    const whole = lawWith('instrument: club, kind: reservation, article: "1"');
    expect(binding(whole, ['club#1.a'])?.verdict).toBe('unknown');
    const other = lawWith('instrument: club, kind: reservation, article: "11"');
    expect(binding(other, ['club#1.a'])?.verdict).toBe('yes');
  });

  test('stands from its day to its last, and what it said does not outlive its withdrawal', () => {
    const dated = lawWith(
      'instrument: club, kind: reservation, article: 1.a, from: 2005-03-01, until: 2015-06-30',
    );
    const on = (day: Day) => binding(dated, ['club#1.a'], day)?.verdict;
    expect([on('2005-02-28'), on('2005-03-01'), on('2015-06-30'), on('2015-07-01')]).toEqual([
      'yes',
      'unknown',
      'unknown',
      'yes',
    ]);
  });

  test('where nobody knows whether it still stands, it is still told', () => {
    expect(binding(law, ['club#1.a'], '2026-01-01')?.verdict).toBe('unknown');
  });

  test('is open from the day after its own, unless it is known when it was taken back', () => {
    const openOn = (day: Day, of = law) =>
      binding(of, ['club#1.a'], day)?.by[0]?.reservations?.map(({ open }) => open);
    expect([openOn('2020-12-31'), openOn('2021-01-01')]).toEqual([[undefined], [true]]);
    const until = lawWith('instrument: club, kind: reservation, article: 1.a, until: 2030-06-30');
    expect(openOn('2021-01-01', until)).toEqual([undefined]);
  });

  test('is told beside no paragraph that it does not touch', () => {
    expect(binding(law, ['club#1.b'])?.by).toEqual([
      {
        instrument: 'club',
        verdict: 'yes',
        unlooked: 'not-looked',
        asOf: '2020-12-31',
        since: '2000-01-01',
        said: expect.anything(),
      },
    ]);
  });

  test('of a State that is not bound nothing is added: no stays no', () => {
    expect(boundBy(law, 'club', { state: 'CY', on: '1999-12-31' })).toEqual({
      instrument: 'club',
      verdict: 'no',
      asOf: '2020-12-31',
      since: '2000-01-01',
      said: { by: 'state', status: 'unverified' },
    });
  });
});

test('a geographic limitation reaches every paragraph', () => {
  const law = lawWith('instrument: club, kind: geographic-limitation');
  expect([binding(law, ['club#1.a'])?.verdict, binding(law, ['club#1.b'])?.verdict]).toEqual([
    'unknown',
    'unknown',
  ]);
});

test('a declaration is told and takes nothing away', () => {
  const law = lawWith('instrument: club, kind: declaration, article: 1.a');
  expect(binding(law, ['club#1.a'])).toMatchObject({
    verdict: 'yes',
    by: [{ reservations: [{ kind: 'declaration' }] }],
  });
});

test('who denounced it is not bound from that day on', () => {
  const law = lawWith('instrument: club, kind: denunciation, from: 2015-01-01');
  const on = (day: Day) => boundBy(law, 'club', { state: 'CY', on: day });
  expect([on('2014-12-31').verdict, on('2015-01-01').verdict, on('2021-01-01').verdict]).toEqual([
    'yes',
    'no',
    'no',
  ]);
  expect(on('2015-01-01')).toMatchObject({ asOf: '2020-12-31', reservations: [{ kind: 'denunciation' }] });
});

test('between two turns nothing changes', () => {
  const law = lawWith('instrument: club, kind: denunciation, from: 2015-01-01');
  const turns = new Set(boundTurns(law, 'club', 'CY'));
  const days = Array.from({ length: 9000 }, (_, index) => dayAfter('1999-06-01', index, 'calendar'));
  const said = (on: Day) => boundBy(law, 'club', { state: 'CY', on }).verdict;
  const moved = days.slice(1).filter((day, index) => said(day) !== said(days[index] ?? day));
  expect(moved).toEqual(['2000-01-01', '2015-01-01']);
  expect(moved.filter((day) => !turns.has(day))).toEqual([]);
});

describe('is refused, by its place', () => {
  const one = (entry: string) =>
    problems(`reservations:\n  - {${entry}, text: Words., as_of: 2020-12-31}\n`).join('\n');

  test.each([
    ['instrument: clup, kind: reservation', 'no instrument has that id. Did you mean “club”?'],
    ['instrument: club, kind: understanding', 'write one of reservation, declaration'],
    ['instrument: club, kind: denunciation', 'the first day on which the State was no longer bound'],
    [
      'instrument: club, kind: denunciation, from: 2015',
      'the first day on which the State was no longer bound',
    ],
    ['instrument: club, kind: geographic-limitation, article: 1.a', 'take article out'],
    ['instrument: club, kind: reservation, article: "15(2)"', 'like its anchor: 22, or 15.2'],
    ['instrument: club, kind: reservation, from: 2015-01-02, until: 2015-01-01', 'not before from'],
  ])('%s', (entry, words) => {
    expect(one(entry)).toMatch(/^cyprus\.md:1?\d /);
    expect(one(entry)).toContain(words);
  });

  test('a reservation to what is no treaty', () => {
    const found = readUnproved({
      hash: digest,
      files: [
        { path: 'club.md', text: INSTRUMENT.replace('short:', 'kind: guidance\nshort:') },
        { path: 'facts.yaml', text: FACTS },
        {
          path: 'cyprus.md',
          text: '# Cyprus\n\n```state\nid: CY\nname: Cyprus\nreservations:\n  - {instrument: club, kind: reservation, text: Words., as_of: 2020-12-31}\n```\n',
        },
      ],
    });
    expect(found.ok ? [] : found.problems.map(({ message }) => message).join()).toContain('is no treaty');
  });
});
