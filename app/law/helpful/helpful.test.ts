import { type Answers, type Day, readDecision } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { assessCase } from '../assess-case.ts';
import { lawWordsIn } from '../law-words.ts';
import { isTest, loadShelf } from '../library/load-shelf.ts';
import { loadLaw } from '../load-law.ts';
import { helpfulDecisions } from './helpful-decisions.ts';
import { weightText } from './helpful-text.ts';
import { rulesOfIssue } from './issue-rules.ts';
import { speaksAgainst } from './signs.ts';
import { weightOf } from './weight.ts';

const law = loadLaw();
const { decisions } = loadShelf(law);
const decision = (id: string) => decisions.find((one) => one.id === id) ?? expect.fail(`no ${id}`);
const weigh = (id: string, state: string, on: Day) => weightOf(law, decision(id), { state, on });

/** A girl who was recruited by deceit to be made to work, and has fled to another country. */
const GIRL: Answers = {
  ...{ 'act.recruited': 'yes', 'means.deception': 'yes', 'purpose.labour': 'yes', age: 15, 'age.now': 15 },
  ...{ 'place.outside-nationality': 'yes', 'fear.return': 'yes' },
};
const found = (facts: Answers, state?: string, on: Day = '2024-05-01') =>
  helpfulDecisions(assessCase(law, { facts, on, states: state === undefined ? [] : [state] }), decisions);
const ids = (list: readonly { decision: { id: string } }[]) => list.map((one) => one.decision.id);

describe('whether a decision binds in a State', () => {
  test('a court of that State does, a court of another may persuade', () => {
    expect(weigh('hounga', 'GB', '2020-01-01')).toMatchObject({
      weight: 'own',
      reason: { kind: 'own-court' },
    });
    expect(weigh('hounga', 'MY', '2020-01-01')).toMatchObject({
      weight: 'persuasive',
      reason: { kind: 'other-court', state: 'GB' },
    });
  });

  test('a court of a treaty does where that treaty bound the State on the day, with what is known of it', () => {
    expect(weigh('chowdury', 'NO', '2023-10-01')).toMatchObject({
      weight: 'own',
      reason: { kind: 'organ-binds', against: false, bound: { instrument: 'human-rights-convention' } },
    });
    expect(weigh('chowdury', 'GR', '2020-01-01')).toMatchObject({
      reason: { kind: 'organ-binds', against: true },
    });
    expect(weigh('chowdury', 'MY', '2020-01-01')).toMatchObject({
      weight: 'persuasive',
      reason: { kind: 'organ-binds-not' },
    });
  });

  test('views of a committee are told as such, and a judgment is not', () => {
    expect(weigh('n-b-f', 'MY', '2020-01-01').isViews).toBe(true);
    expect(weigh('chowdury', 'GR', '2020-01-01').isViews).toBe(false);
    const told = weightText(weigh('n-b-f', 'MY', '2020-01-01'), {
      words: lawWordsIn(law, 'en'),
      state: 'MY',
    });
    expect(told).toContain('views of a committee, which is no court.');
  });

  test('the Committee on the Rights of the Child binds Malaysia from the day on which its treaty does', () => {
    expect(weigh('n-b-f', 'MY', '2020-01-01').weight).toBe('own');
    expect(weigh('n-b-f', 'MY', '1990-01-01').weight).not.toBe('own');
  });

  test('where nobody knows whether the treaty bound it, or who gave it, that is not known', () => {
    expect(weigh('chowdury', 'BY', '2024-05-01')).toMatchObject({
      weight: 'unknown',
      reason: { kind: 'organ-not-known' },
    });
    expect(weigh('mani-koraou', 'NE', '2020-01-01')).toMatchObject({
      weight: 'unknown',
      reason: { kind: 'nobody-has-said' },
    });
  });

  test('a decision that was given only after the day says so', () => {
    expect(weigh('chowdury', 'GR', '2016-01-01').isLater).toBe(true);
    expect(weigh('chowdury', 'GR', '2018-01-01').isLater).toBe(false);
  });

  test('who gave it stands in every file but of two courts that no instrument here is of', () => {
    expect(
      decisions
        .filter(({ givenBy }) => !givenBy)
        .map(({ number }) => number)
        .sort(),
    ).toEqual(['K35', 'K39']);
    for (const { givenBy, court } of decisions)
      if (court.startsWith('European Court of Human Rights'))
        expect(givenBy).toEqual({ kind: 'organ', instruments: ['human-rights-convention'] });
  });
});

describe('the decisions on what a case turns on', () => {
  test('help where they answered yes to what protects, on a fact that is the same', () => {
    const { helps } = found(GIRL, 'GR');
    const chowdury = helps.find((one) => one.decision.id === 'chowdury');
    expect(chowdury?.shared).toContainEqual({
      rule: 'trafficking.victim',
      there: 'yes',
      here: 'yes',
      means: 'helps',
    });
    expect(chowdury?.same).toContainEqual({ fact: 'purpose.labour', there: 'yes', here: 'yes' });
    expect(chowdury?.open.map(({ fact }) => fact)).toContain('work.threat');
    expect(ids(helps)[0]).toBe('chowdury');
  });

  test('go against where a claim was lost, with what was otherwise there', () => {
    const { against, both } = found({ ...GIRL, 'work.done': 'yes' }, 'FR');
    expect(ids([...against, ...both])).toContain('c-n-and-v.younger');
    for (const { shared } of against) {
      expect(shared.some(({ means }) => means === 'against' || means === 'fulfilled')).toBe(true);
      expect(shared.some(({ means }) => means === 'helps')).toBe(false);
    }
  });

  test('a duty that was found fulfilled there goes against, and never helps', () => {
    const told = { ...GIRL, age: 30, 'means.coercion': 'yes', 'grounds.reasonable': 'yes' } as const;
    const { helps, against } = found(told, 'GB', '2025-06-01');
    expect(ids(helps)).not.toContain('j-and-others');
    const austria = against.find((one) => one.decision.id === 'j-and-others');
    expect(austria?.shared).toContainEqual({
      ...{ rule: 'duty.protection-human-rights', there: 'yes', here: 'yes', means: 'fulfilled' },
    });
    // That the women had been trafficked the Court did not decide.
    expect(austria?.shared).toContainEqual({
      ...{ rule: 'trafficking.victim', there: 'unknown', here: 'yes', means: 'open' },
    });
    const { both } = found({ ...told, age: 16, 'work.done': 'yes', 'work.threat': 'yes' }, 'FR');
    const elder = both.find((one) => one.decision.id === 'c-n-and-v.elder');
    expect(elder?.shared.find(({ rule }) => rule === 'duty.investigation-human-rights')?.means).toBe(
      'fulfilled',
    );
  });

  test('each stands once; what helps in one thing and goes against in another says which', () => {
    const lists = found({ ...GIRL, 'work.done': 'yes' }, 'FR');
    const all = Object.values(lists).flatMap(ids);
    expect(new Set(all).size).toBe(all.length);
    expect(lists.both.length).toBeGreaterThan(0);
    for (const { shared } of lists.both) {
      const means = shared.map((one) => one.means);
      expect(means).toContain('helps');
      expect(means.some((one) => one === 'against' || one === 'fulfilled')).toBe(true);
    }
  });

  test('binding ones stand before the others', () => {
    for (const list of Object.values(found(GIRL, 'GB', '2020-01-01'))) {
      const told = list
        .filter(({ shared }) => shared.length > 0)
        .map(({ weighed }) => weighed?.weight === 'own' && !weighed.isLater);
      expect(told).toEqual([...told].sort((one, other) => Number(other) - Number(one)));
    }
  });

  test('none is found for a case of which nothing was told, nor weighed where no State is named', () => {
    expect(found({}, 'GB')).toEqual({ helps: [], both: [], against: [], open: [] });
    expect(found(GIRL).helps.every(({ weighed }) => weighed === undefined)).toBe(true);
  });

  test('a rule of one State’s own reading finds no decision of another’s', () => {
    const national = found(GIRL, 'NO', '2026-11-22').helps.filter(({ shared }) =>
      shared.some(({ rule }) => law.rules[rule]?.national !== undefined),
    );
    expect(national.filter((one) => !one.decision.states.includes('NO'))).toEqual([]);
  });

  test('one that is told without facts is found by its issues, and helps or goes against nothing', () => {
    const { open, helps, against } = found(
      { ...GIRL, 'fear.real-risk': 'yes', 'ground.social-group.trait': 'yes' },
      'FR',
    );
    const told = decisions.filter((one) => !isTest(one)).map(({ id }) => id);
    expect(ids(open).some((id) => told.includes(id))).toBe(true);
    expect(ids([...helps, ...against]).filter((id) => told.includes(id))).toEqual([]);
  });
});

test('what stands under an exception or a negation speaks against', () => {
  const { assessment, targets } = assessCase(law, { facts: GIRL, on: '2024-05-01', states: [] });
  const adverse = speaksAgainst({ ...assessment.rules, ...assessment.duties }, targets);
  expect(adverse.has('refugee.exclusion')).toBe(true);
  expect(adverse.has('trafficking.victim')).toBe(false);
});

test('every issue that a decision told without facts can be found by has rules', () => {
  const told = decisions.filter((one) => !isTest(one)).flatMap(({ issues }) => issues);
  for (const issue of told) expect(rulesOfIssue(issue, law)).not.toEqual([]);
});

describe('who gave a decision is refused', () => {
  const file = (line: string) =>
    `# Doe\n\n## What the court held\n\nYes.\n\n\`\`\`decision\nid: doe\ntitle: Doe\ncourt: C\ncitation: C1\ndecided: 2020-01-01\nissues: [child]\n${line}\nlink: https://example.org/doe\nsource: a page\nleft_out: No facts are told.\n\`\`\`\n`;
  const problems = (line: string) => {
    const read = readDecision({ path: 'doe.md', text: file(line) }, law);
    return read.ok ? [] : read.problems.map(({ message }) => message);
  };

  test.each([
    [
      'organ_of: human-rights-convension',
      /No instrument has the id .*Did you mean “human-rights-convention”/,
    ],
    ['organ_of: unhcr-guidelines-7', /binds no State by itself/],
    ['court_of: GB\norgan_of: ecat', /court_of or organ_of, and not both/],
    ['court_of: UK', /Did you mean “GB”/],
  ])('%s', (line, message) => {
    expect(problems(line).join()).toMatch(message);
    expect(problems('court_of: GB')).toEqual([]);
  });
});
