import { describe, expect, test } from 'vitest';
import { bindingOf, boundBy, boundTurns, type Day, type Law, whyBinding } from './index.ts';
import { readUnproved } from './read-law.ts';
import { digest, FACTS, INSTRUMENT } from './testing.ts';

const CLUB = INSTRUMENT.replace('short:', 'kind: treaty\nshort:');
const state = (id: string, said = '') =>
  `# ${id}\n\n\`\`\`state\nid: ${id}\nname: ${id}\nparties:\n  - {instrument: club, from: 2000-01-01, as_of: 2020-12-31}\n${said}\`\`\`\n`;
const LIST = `reservations_to: club
as_of: 2010-06-30
said:
  CY: [{kind: reservation, article: 1.a, text: In our words.}]
alike:
  - {kind: reservation, article: "9", text: No arbitration., states: [GR]}
unread: [TR]
`;

function read({ club = CLUB, list = LIST, norway = '', more = [] as { path: string; text: string }[] } = {}) {
  return readUnproved({
    hash: digest,
    files: [
      { path: 'club.md', text: club },
      { path: 'facts.yaml', text: FACTS },
      ...['CY', 'GR', 'TR', 'AL'].map((id) => ({ path: `${id}.md`, text: state(id) })),
      { path: 'NO.md', text: state('NO', norway) },
      ...(list === '' ? [] : [{ path: 'said.yaml', text: list }]),
      ...more,
    ],
  });
}

function lawOf(parts?: Parameters<typeof read>[0]): Law {
  const found = read(parts);
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.law;
}
const problems = (parts: Parameters<typeof read>[0]) => {
  const found = read(parts);
  return found.ok ? [] : found.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
};
const LATER: Day = '2015-01-01';
const binding = (law: Law, state: string, cite = 'club#1.a', on: Day = LATER) =>
  bindingOf(law, [cite], { state, on });
const why = (law: Law, state: string, cite?: string, on?: Day) =>
  whyBinding(law, binding(law, state, cite, on))?.why;

describe('what a State said of a treaty', () => {
  const law = lawOf();

  test('is looked at where a list of its day names it, or has nothing of a State that was party then', () => {
    expect([why(law, 'CY'), why(law, 'CY', 'club#1.b'), why(law, 'GR'), why(law, 'AL')]).toEqual([
      'limit-open',
      'bound',
      'bound',
      'bound',
    ]);
    expect(binding(law, 'AL')).not.toHaveProperty('unlooked');
  });

  test('is not known of who stands there with what nobody has written here, nor on a day before the list', () => {
    expect(binding(law, 'TR')).toMatchObject({
      verdict: 'yes',
      unlooked: true,
      by: [{ unlooked: 'not-written' }],
    });
    expect(binding(law, 'AL', 'club#1.a', '2009-01-01')).toMatchObject({ by: [{ unlooked: 'not-looked' }] });
    expect(why(law, 'AL', 'club#1.a', '2009-01-01')).toBe('unlooked');
  });

  test('is looked at by nobody where there is no list: it is party, and no more is known', () => {
    const none = lawOf({ list: '' });
    expect(binding(none, 'NO')).toMatchObject({ verdict: 'yes', unlooked: true });
    expect(why(none, 'NO')).toBe('unlooked');
  });

  test('was looked at for one State, in its own file', () => {
    const own = lawOf({ list: '', norway: 'looked:\n  - {instrument: club, as_of: 2012-01-01}\n' });
    expect([why(own, 'NO'), why(own, 'AL'), why(own, 'NO', 'club#1.a', '2011-12-31')]).toEqual([
      'bound',
      'unlooked',
      'unlooked',
    ]);
  });

  test('is not known of a State that was no party on the day of the list', () => {
    const early = lawOf({ list: LIST.replace('2010-06-30', '1999-06-30') });
    expect(why(early, 'AL')).toBe('unlooked');
  });

  test('does not matter where the treaty allows no reservation, or none to the paragraph', () => {
    const club = (only: string) => CLUB.replace('short:', `reservations: {only_to: ${only}}\nshort:`);
    const none = lawOf({ list: '', club: club('nothing') });
    expect(why(none, 'NO')).toBe('bound');
    const one = lawOf({ list: '', club: club('1.b') });
    expect([why(one, 'NO'), why(one, 'NO', 'club#1.b')]).toEqual(['bound', 'unlooked']);
    const not = lawOf({ list: '', club: CLUB.replace('short:', 'reservations: {not_to: 1.b}\nshort:') });
    expect([why(not, 'NO'), why(not, 'NO', 'club#1.b')]).toEqual(['unlooked', 'bound']);
  });

  test('that was gone by a day is open from its own day to that one, and over then', () => {
    const gone = lawOf({
      list: '',
      norway:
        'reservations:\n  - {instrument: club, kind: reservation, article: 1.a, text: Old., as_of: 2005-01-01, gone_by: 2010-06-30}\n',
    });
    const on = (day: Day) => why(gone, 'NO', 'club#1.a', day);
    expect([on('2004-01-01'), on('2007-01-01'), on('2010-06-30')]).toEqual([
      'limited',
      'limit-open',
      'unlooked',
    ]);
  });

  test('changes nothing between the days that are told as turns', () => {
    expect(boundTurns(law, 'club', 'AL')).toEqual(expect.arrayContaining(['2010-06-29', '2010-06-30']));
  });
});

describe('what is open to the members of an organisation only', () => {
  const ORGANISATION = {
    path: 'organisation.yaml',
    text: 'organisation: union\nnames: {en: Union, fr: Union, ar: اتحاد, es: Unión}\nas_of: 2020-01-01\ncould_join: [CY, GR, TR, NO, AL]\n',
  };
  const club = CLUB.replace('short:', 'open_to: {organisation: union, article: "59"}\nshort:');
  const bolivia = { path: 'BO.md', text: '# BO\n\n```state\nid: BO\nname: BO\n```\n' };
  const law = lawOf({ club, more: [ORGANISATION, bolivia] });

  test('can bind nobody who could never become one, on whatever day', () => {
    for (const on of ['1990-01-01', '2015-01-01', '2030-01-01'] as const)
      expect(boundBy(law, 'club', { state: 'BO', on })).toEqual({
        instrument: 'club',
        verdict: 'no',
        closedTo: 'union',
      });
    expect(why(law, 'BO')).toBe('closed');
  });

  test('stays unknown of who could become one, and of what is no State of this law', () => {
    const open = lawOf({
      club,
      more: [{ ...ORGANISATION, text: ORGANISATION.text.replace('AL]', 'AL, BO]') }, bolivia],
    });
    expect(why(open, 'BO')).toBe('nobody-said');
    expect(boundBy(law, 'club', { state: 'GL', on: LATER }).verdict).toBe('unknown');
  });

  test('is refused where who is party could never join, or where nobody wrote the organisation', () => {
    const closed = { ...ORGANISATION, text: ORGANISATION.text.replace(', AL]', ']') };
    expect(problems({ club, more: [closed] }).join()).toContain(
      'AL is told of as party to “club”, but organisation.yaml says that it could never join',
    );
    expect(problems({ club }).join()).toContain('“club” is open to “union”, but no list');
  });
});

test('refuses what stands twice, what is of no treaty, and a day that cannot be', () => {
  expect(problems({ list: LIST.replace('unread: [TR]', 'unread: [TR, CY]') })[0]).toContain(
    'What CY said stands here, and it stands under unread, too',
  );
  expect(
    problems({ list: LIST.replace('reservations_to: club', 'reservations_to: clubb') }).join(),
  ).toContain('but no treaty has that id. Did you mean “club”?');
  const gone =
    'reservations:\n  - {instrument: club, kind: reservation, text: T, as_of: 2005-01-01, gone_by: 2004-01-01}\n';
  expect(problems({ norway: gone }).join()).toContain('write under gone_by a day after as_of');
});
