import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindingOf, boundBy, boundTurns, type Day, dayAfter, type LawRead, readLaw } from './index.ts';
import { readUnproved } from './read-law.ts';
import { digest, FACTS, INSTRUMENT } from './testing.ts';

const NAMES = `source: a table
licence: none
state_names:
  CY: {en: Cyprus, fr: Chypre, ar: قبرص, es: Chipre}
  NO: {en: Norway, fr: Norvège, ar: النرويج, es: Noruega}
  SE: {en: Sweden, fr: Suède, ar: السويد, es: Suecia}
`;
const LIST = 'parties_to: club\nas_of: 2015-03-01\n';
const DELAY = 'binds_after: {article: "9(2)", days: 30}\n';

type More = { state?: string; inForce?: string; opened?: string; instrument?: string };

function read(list: string, more: More = {}): LawRead {
  const inForce =
    more.inForce === undefined ? 'short:' : `in_force: {value: ${more.inForce}}\nkind: treaty\nshort:`;
  const opened = more.opened ?? inForce;
  return readUnproved({
    hash: digest,
    files: [
      { path: 'club.md', text: (more.instrument ?? INSTRUMENT).replace('short:', opened) },
      { path: 'facts.yaml', text: FACTS },
      { path: 'names.yaml', text: NAMES },
      { path: 'club-parties.yaml', text: list },
      ...(more.state === undefined
        ? []
        : [{ path: 'cyprus.md', text: `# Cyprus\n\n\`\`\`state\n${more.state}\n\`\`\`\n` }]),
    ],
  });
}

function asked(list: string, more?: { state?: string; inForce?: string }) {
  const law = read(list, more);
  if (!law.ok) throw new Error(JSON.stringify(law.problems));
  return (state: string, on?: Day) => boundBy(law.law, 'club', { state, on });
}

function problems(list: string, more?: { state?: string }): string[] {
  const law = read(list, more);
  return law.ok ? [] : law.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
}

describe('a list of who is party', () => {
  test('says of who is not named that it was not bound up to its day, and nothing of later days', () => {
    const bound = asked(`${LIST}consented: {NO: 2004-05-31}\n`);
    expect(bound('SE', '2015-03-01')).toMatchObject({ verdict: 'no', asOf: '2015-03-01' });
    expect(bound('SE', '2015-03-01').lastNot).toBe(undefined);
    expect(bound('SE', '2015-03-02')).toMatchObject({ verdict: 'unknown', lastNot: '2015-03-01' });
    expect(bound('SE').verdict).toBe('no');
  });

  test('of who left says no from the day after, for good, and nothing of the time before', () => {
    const bound = asked(`${LIST}left: {SE: 2010-06-30}\n`);
    const days = ['2005-01-01', '2010-06-30', '2010-07-01', '2020-01-01'] as const;
    expect(days.map((day) => bound('SE', day).verdict)).toEqual(['unknown', 'unknown', 'no', 'no']);
    expect(bound('SE', '2020-01-01').until).toBe('2010-06-30');
  });

  test('of who stands outside by the act itself says no on any day', () => {
    const bound = asked(`${LIST}outside: [SE]\n`);
    expect([bound('SE', '2005-01-01').verdict, bound('SE', '2020-01-01').verdict]).toEqual(['no', 'no']);
  });

  test('of a later day than the State’s own file, with the same answer, is what is told', () => {
    const state =
      'id: CY\nname: Cyprus\nparties:\n  - {instrument: club, from: 2004-05-31, as_of: 2010-01-01}';
    const bound = asked(`${LIST}bound: [CY]\n`, { state });
    expect(bound('CY', '2020-01-01')).toMatchObject({ asOf: '2015-03-01', since: '2004-05-31' });
    expect(bound('CY', '2012-01-01')).toMatchObject({ verdict: 'yes', asOf: '2010-01-01' });
  });

  test('says the same of who only signed', () => {
    const bound = asked(`${LIST}signed: [SE]\n`);
    expect([bound('SE', '2015-03-01').verdict, bound('SE', '2015-03-02').verdict]).toEqual(['no', 'unknown']);
  });

  test('is silent on a territory that is no State of its own, and on whom it says so', () => {
    const bound = asked(`${LIST}silent_on: [SE]\n`);
    expect([bound('GL', '2010-01-01').verdict, bound('SE', '2010-01-01').verdict]).toEqual([
      'unknown',
      'unknown',
    ]);
    expect(asked(`${LIST}unnamed: unknown\n`)('NO', '2010-01-01').verdict).toBe('unknown');
  });

  test('counts from the day of agreement as the treaty does', () => {
    const bound = asked(`${LIST}${DELAY}consented: {NO: 2004-05-31}\n`);
    expect([bound('NO', '2004-06-29').verdict, bound('NO', '2004-06-30').verdict]).toEqual(['no', 'yes']);
    expect(bound('NO', '2026-01-01')).toEqual({
      instrument: 'club',
      verdict: 'yes',
      consented: '2004-05-31',
      unlooked: 'not-looked',
      since: '2004-06-30',
      asOf: '2015-03-01',
      said: { by: 'list', status: 'unverified' },
    });
  });

  test.each([
    ['months: 3', '2004-11-30', '2005-02-28'],
    ['months: 12', '2004-05-31', '2005-05-31'],
    ['days: 0', '2004-05-31', '2004-05-31'],
    ['days: 60, first_of_month: yes', '2001-07-17', '2001-10-01'],
    ['months: 3, first_of_month: yes', '2004-12-01', '2005-04-01'],
  ])('binds after %s', (after, day, since) => {
    const list = `${LIST}binds_after: {article: "9", ${after}}\nconsented: {NO: ${day}}\n`;
    expect(asked(list)('NO').since).toBe(since);
  });

  test('where nobody read after how long it binds, the year that follows is open', () => {
    const bound = asked(`${LIST}consented: {NO: 2004-05-31}\n`);
    const days = ['2004-05-30', '2004-05-31', '2005-05-30', '2005-05-31'] as const;
    expect(days.map((day) => bound('NO', day).verdict)).toEqual(['no', 'unknown', 'unknown', 'yes']);
  });

  test('of a year, what could be before or after is open', () => {
    const bound = asked(`${LIST}${DELAY}consented: {NO: 2004}\n`);
    const days = ['2004-01-30', '2004-01-31', '2005-01-29', '2005-01-30'] as const;
    expect(days.map((day) => bound('NO', day).verdict)).toEqual(['no', 'unknown', 'unknown', 'yes']);
  });

  test('does not say no of the time before one State succeeded to another', () => {
    const bound = asked(`${LIST}${DELAY}succeeded: {CY: 1963-05-16}\n`);
    expect([bound('CY', '1960-01-01').verdict, bound('CY', '1963-06-15').verdict]).toEqual([
      'unknown',
      'yes',
    ]);
  });

  test('does not say no of the time before a day by which a State was bound at the latest', () => {
    const bound = asked(`${LIST}at_latest: {NO: 1957-04-11}\n`);
    const days = ['1950-01-01', '1958-04-10', '1958-04-11'] as const;
    expect(days.map((day) => bound('NO', day).verdict)).toEqual(['unknown', 'unknown', 'yes']);
  });

  test('without a day says yes from its own, and nothing of the time before', () => {
    const bound = asked(`${LIST}bound: [NO]\n`);
    expect([bound('NO', '2015-02-28').verdict, bound('NO', '2015-03-01').verdict]).toEqual([
      'unknown',
      'yes',
    ]);
  });

  test('where lists differ says only what both say', () => {
    const bound = asked(`${LIST}${DELAY}disputed: {NO: [1991-01-01, 1995], SE: [2010-09-21, never]}\n`);
    const verdicts = (state: string, ...days: Day[]) => days.map((day) => bound(state, day).verdict);
    expect(verdicts('NO', '1991-01-30', '1991-02-01', '1996-02-01')).toEqual(['no', 'unknown', 'yes']);
    expect(verdicts('SE', '2010-10-20', '2010-10-21', '2016-01-01')).toEqual(['no', 'unknown', 'unknown']);
  });

  test.each(['1991-01-01, 1990-01-01, never', '1991-01-01, never, 1990-01-01', 'never, 1990-01-01, never'])(
    'where three lists differ, two that agree are not enough: %s',
    (claims) => {
      const bound = asked(`${LIST}${DELAY}disputed: {NO: [${claims}]}\n`);
      expect([bound('NO', '1989-01-01').verdict, bound('NO', '2000-01-01').verdict]).toEqual([
        'no',
        'unknown',
      ]);
    },
  );

  test('a later list that speaks of fewer States leaves the others to an earlier one', () => {
    const list = `${LIST.replace('2015', '2022')}silent_on: [CY, SE]\nearlier:\n  as_of: 2015-03-01\n  consented: {CY: 1990}\n`;
    const bound = asked(list);
    expect(bound('CY', '2020-01-01')).toMatchObject({ verdict: 'yes', asOf: '2015-03-01' });
    expect([bound('SE', '2015-03-01').verdict, bound('SE', '2016-01-01').verdict]).toEqual(['no', 'unknown']);
    expect(bound('NO', '2022-03-01').verdict).toBe('no');
  });

  test.each([
    ['compared with a source', ', compared: {source: the gazette, finding: confirmed}', 'no'],
    ['a day that nobody compared', '', 'unknown'],
  ])('binds nobody before the day from which its duties hold: %s', (_, more, before) => {
    const applies = `applies_from: {value: 2010-06-12${more}}\nshort:`;
    const law = read(`${LIST}consented: {NO: 2004-05-31}\n`, { opened: applies });
    if (!law.ok) throw new Error(JSON.stringify(law.problems));
    const on = (day: Day) => boundBy(law.law, 'club', { state: 'NO', on: day });
    expect(on('2010-06-11')).toMatchObject({ verdict: before, since: '2010-06-12' });
    expect(on('2010-06-12').verdict).toBe('yes');
    expect(boundTurns(law.law, 'club', 'NO')).toContain('2010-06-12');
  });

  test('binds nobody by a paragraph before the day on which that came in, and by the others as ever', () => {
    const since = 'applies_from: {value: 2010-06-12, compared: {source: the gazette, finding: confirmed}}';
    const block = `{#1.a}\n\n\`\`\`article\nanchor: 1.a\n${since}\n\`\`\`\n`;
    const law = read(`${LIST}consented: {NO: 2004-05-31}\n`, {
      instrument: INSTRUMENT.replace('{#1.a}', block),
    });
    if (!law.ok) throw new Error(JSON.stringify(law.problems));
    const bound = (on: Day, ...anchors: string[]) => {
      const cites = anchors.map((anchor) => `club#${anchor}`);
      return bindingOf(law.law, cites, { state: 'NO', on })?.verdict;
    };
    expect([bound('2010-06-11', '1.a'), bound('2010-06-12', '1.a')]).toEqual(['no', 'yes']);
    expect([bound('2010-06-11', '1.b'), bound('2010-06-11', '1.a', '1.b')]).toEqual(['yes', 'yes']);
  });

  test('binds nobody before the treaty was in force', () => {
    const bound = asked(`${LIST}${DELAY}consented: {NO: 1999-01-01}\nunclear: [SE]\n`, {
      inForce: '2004-06-01',
    });
    expect([bound('NO', '2004-05-31').verdict, bound('NO', '2004-06-01')]).toMatchObject([
      'no',
      { verdict: 'yes', since: '2004-06-01' },
    ]);
    expect([bound('SE', '2004-05-31').verdict, bound('SE', '2010-01-01').verdict]).toEqual(['no', 'unknown']);
  });

  test('never goes from yes to no, whatever the day, the year and the delay', () => {
    const rank = { no: 0, unknown: 1, yes: 2 };
    fc.assert(
      fc.property(
        fc.constantFrom('2004-05-31', '2004', '1999-12-31', '2015'),
        fc.constantFrom('', DELAY, 'binds_after: {article: "9", months: 3, first_of_month: yes}\n'),
        fc.array(fc.date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }), {
          minLength: 2,
          maxLength: 6,
        }),
        (day, delay, dates) => {
          const bound = asked(`${LIST}${delay}consented: {NO: ${day}}\n`);
          const ranks = dates
            .map((date) => date.toISOString().slice(0, 10) as Day)
            .sort()
            .map((on) => rank[bound('NO', on).verdict]);
          expect(ranks).toEqual([...ranks].sort());
        },
      ),
      { numRuns: 60, seed: 4 },
    );
  });
});

describe('a list and a State’s own file', () => {
  const own = (party: string) => ({ state: `id: CY\nname: Cyprus\nparties: [{instrument: club, ${party}}]` });

  test('the file outranks the list, and the list answers what the file leaves open', () => {
    const list = `${LIST}bound: [CY]\n`;
    const bound = asked(list, own('from: 2008-02-01, as_of: 2014-01-01'));
    expect([bound('CY', '2008-01-31').verdict, bound('CY', '2008-02-01')]).toMatchObject([
      'no',
      { verdict: 'yes', since: '2008-02-01' },
    ]);
    const later = asked(list, own('bound: no, as_of: 2010-01-01'));
    expect([later('CY', '2010-01-01').verdict, later('CY', '2016-01-01')]).toMatchObject([
      'no',
      { verdict: 'yes', asOf: '2015-03-01' },
    ]);
  });

  test('where both leave it open, the later of the two is told', () => {
    const list = `${LIST}unclear: [CY]\n`;
    const told = (day: string) => asked(list, own(`from: 2004, as_of: ${day}`))('CY', '2004-06-01');
    expect(told('2010-01-01')).toMatchObject({
      verdict: 'unknown',
      asOf: '2015-03-01',
      said: { by: 'list' },
    });
    expect(told('2020-01-01')).toMatchObject({ verdict: 'unknown', asOf: '2020-01-01', since: '2004' });
  });

  test.each([
    ['consented: {CY: 2004-05-31}', 'from: 2004-06-30, as_of: 2013-01-01'],
    ['unclear: [CY]', 'from: 2004, until: 2012-01-01, as_of: 2013-01-01'],
  ])('turn on the days that are told, and on no other: %s and %s', (entry, party) => {
    const law = read(`${LIST}${DELAY}${entry}\n`, { ...own(party), inForce: '2001-01-01' });
    if (!law.ok) throw new Error('It is refused.');
    const turns = new Set(boundTurns(law.law, 'club', 'CY'));
    const verdict = (on: Day) => boundBy(law.law, 'club', { state: 'CY', on }).verdict;
    for (let day: Day = '2000-01-01'; day < '2016-01-01'; day = dayAfter(day, 1, 'calendar')) {
      const before = dayAfter(day, -1, 'calendar');
      if (verdict(before) !== verdict(day)) expect([before, day].filter((on) => !turns.has(on))).toEqual([]);
    }
  });

  test('may not contradict each other: told with file, line and day', () => {
    const list = `${LIST}${DELAY}consented: {CY: 2004-05-31}\n`;
    expect(problems(list, own('from: 2004-07-01, as_of: 2015-03-01'))).toEqual([
      'cyprus.md:6 CY is said here to be not bound by “club” on 2004-06-30, but the list in club-parties.yaml line 2 says bound. Find out which is right, and change the other.',
    ]);
    expect(problems(list, own('from: 2004-06-01, as_of: 2015-03-01'))).toHaveLength(1);
    expect(problems(list, own('bound: no, as_of: 2010-01-01'))).toHaveLength(1);
    expect(problems(LIST, own('from: 2004, as_of: 2015-03-01'))).toHaveLength(1);
    expect(problems(list, own('from: 2004-06-30, until: 2005-01-01, as_of: 2015-03-01'))[0]).toContain(
      'on 2005-01-02',
    );
    expect(problems(list, own('from: 2004-06-30, as_of: 2015-03-01'))).toEqual([]);
    expect(problems(list, own('from: 2004, as_of: 2015-03-01'))).toEqual([]);
  });
});

describe('a duty that rests on two treaties', () => {
  const law = read(`${LIST}consented: {NO: 2004-05-31}\n`);
  if (!law.ok || !law.law.instruments.club) throw new Error('It is refused.');
  const { club } = law.law.instruments;
  // Of the second nobody has made a list.
  const two = { ...law.law, instruments: { club, open: club } };
  const binding = (state: string) =>
    bindingOf(two, ['club#1.a', 'open#1.a'], { state, on: '2015-03-01' })?.verdict;

  test('binds where one of them does', () => expect(binding('NO')).toBe('yes'));
  test('does not surely bind nobody where of one it is not known', () =>
    expect(binding('SE')).toBe('unknown'));
  test('does not bind where the only one does not', () => {
    expect(bindingOf(two, ['club#1.a'], { state: 'SE', on: '2015-03-01' })?.verdict).toBe('no');
  });
});

describe('what cannot be read is told with its line and what to write', () => {
  test.each([
    ['consented: {UK: 2004}', 'No State has the code “UK”. Did you mean “GB”?'],
    ['consented: {NO: 04}', 'write the year, like 2004, or the day, like 2004-05-31'],
    ['consented: {NO: 2004}\nsigned: [NO]', 'NO stands in this list twice. Keep one.'],
    ['consented: {NO: 2004}\nsilent_on: [NO]', 'NO stands in this list twice. Keep one.'],
    ['binds_after: {article: "9", days: 1, months: 1}', 'write days or months, one of them'],
    ['earlier: {as_of: 2010-01-01, bound: [NO]}', 'NO stands in the earlier list, but this one is not said'],
    ['partys: [NO]', '“partys” is not a word of a list of parties.'],
  ])('%s', (lines, message) => {
    expect(problems(`${LIST}${lines}\n`).join()).toContain(message);
  });

  test('a list of an instrument that is not there, or of no treaty, is refused', () => {
    expect(problems(LIST.replace('club', 'clob')).join()).toContain('Did you mean “club”?');
    const guidance = readUnproved({
      hash: digest,
      files: [
        { path: 'club.md', text: INSTRUMENT.replace('short:', 'kind: guidance\nshort:') },
        { path: 'facts.yaml', text: FACTS },
        { path: 'list.yaml', text: LIST },
      ],
    });
    expect(guidance.ok ? [] : guidance.problems.map(({ message }) => message)).toEqual([
      '“club” is neither a treaty nor an act of the European Union. Nothing else has a list of parties.',
    ]);
  });

  test('two lists of one treaty, and two names of one State, are refused', () => {
    const twice = readLaw({
      hash: digest,
      files: [
        { path: 'club.md', text: INSTRUMENT },
        { path: 'facts.yaml', text: FACTS },
        ...['a.yaml', 'b.yaml'].map((path) => ({ path, text: LIST })),
        ...['c.yaml', 'd.yaml'].map((path) => ({ path, text: NAMES })),
      ],
    });
    const codes = twice.ok ? [] : twice.problems.map(({ code, file }) => `${code} ${file}`);
    expect([...new Set(codes)]).toEqual(['duplicate-id d.yaml', 'duplicate-id b.yaml']);
  });
});

test('a State without a file is known by its name, in each language', () => {
  const law = read(LIST);
  const { states } = law.ok ? law.law : { states: {} as Record<string, never> };
  expect(Object.keys(states)).toEqual(['CY', 'NO', 'SE']);
  expect(states.SE).toMatchObject({
    name: 'Sweden',
    names: { fr: 'Suède', ar: 'السويد', es: 'Suecia' },
    parties: [],
    complementary: [],
    preventive: [],
    residence: [],
  });
});

test('what a State’s law says beside trafficking stands under its topic, with its day', () => {
  const state = `id: CY
name: Cyprus
complementary:
  - {topic: document-seizure, text: Taking papers is an offence., as_of: 2024-01-01, compared: {source: a page, finding: seen}}
residence:
  - {option: permit-cooperation, text: Half a year., months: 6, at_most: {days: 200}, cooperation: needed, as_of: 2024-01-01, compared: {source: a page, finding: seen}}`;
  const law = read(LIST, { state });
  expect(law.ok && law.law.states.CY?.complementary).toMatchObject([
    { topic: 'document-seizure', asOf: '2024-01-01', status: 'unverified' },
  ]);
  expect(law.ok && law.law.states.CY?.preventive).toEqual([]);
  expect(law.ok && law.law.states.CY?.residence).toMatchObject([
    {
      options: ['permit-cooperation'],
      least: { count: 6, unit: 'months' },
      most: { count: 200, unit: 'days' },
      cooperation: 'needed',
    },
  ]);
  expect(problems(LIST, { state: state.replace('document-seizure', 'child-protection') }).join()).toContain(
    'write one of money-laundering, document-seizure, wage-theft, assault',
  );
});

test.each([
  [
    'an option that is not of the list',
    'option: permit-cooperation',
    'option: permit',
    'write one of reflection-period',
  ],
  ['two units at once', 'months: 6', 'months: 6, days: 180', 'write days or months, and not both'],
  [
    'a longest time without a number',
    'at_most: {days: 200}',
    'at_most: {}',
    'write days or months, and not both',
  ],
  ['a source that the law does not hold', 'as_of', 'cite: nowhere#1, as_of', 'cites “nowhere#1”'],
])('of a way to stay, %s is refused', (_, written, instead, message) => {
  const state = `id: CY
name: Cyprus
residence:
  - {option: permit-cooperation, text: Half a year., months: 6, at_most: {days: 200}, as_of: 2024-01-01}`;
  expect(read(LIST, { state }).ok).toBe(true);
  expect(problems(LIST, { state: state.replace(written, instead) }).join()).toContain(message);
});
