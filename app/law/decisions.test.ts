import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type Answers,
  assess,
  bindingOf,
  type Decision,
  type DecisionRecord,
  type Expectation,
  type LeftOutDecision,
  readDecision,
} from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from './load-law.ts';

const FOLDER = fileURLToPath(new URL('../../laws/decisions', import.meta.url));
const law = loadLaw();

type Told = readonly [name: string, decision: Decision | LeftOutDecision];

const told: readonly Told[] = readdirSync(FOLDER).map((name) => {
  const path = `laws/decisions/${name}`;
  const read = readDecision({ path, text: readFileSync(`${FOLDER}/${name}`, 'utf8') }, law);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  return [name, read.decision];
});
const decisions = told.flatMap(([name, decision]) =>
  decision.leftOut === undefined ? [[name, decision] as const] : [],
);
const leftOut = told.flatMap(([name, decision]) =>
  decision.leftOut === undefined ? [] : [[name, decision] as const],
);

/** What is expected in a State: what is expected everywhere, and what only there. */
function expectedIn({ expect, expectIn }: Decision, state: string): readonly Expectation[] {
  return [...expect, ...(expectIn[state] ?? [])];
}

/** What the law of one State says on that day, in the words of an expectation. */
function answersOf(decision: Decision, state: string, facts: Answers): Record<string, string> {
  const { rules, duties } = assess(law, { facts, people: decision.people, state, on: decision.on });
  return Object.fromEntries(
    expectedIn(decision, state).map(({ rule, which }) => [
      `${state} ${rule}@${which}`,
      (rules[rule] ?? duties[rule])?.[which] ?? 'nothing',
    ]),
  );
}

function answersEverywhere(decision: Decision, facts: Answers): Record<string, string> {
  return Object.assign({}, ...decision.states.map((state) => answersOf(decision, state, facts)));
}

function wantedEverywhere(decision: Decision): Record<string, string> {
  const all = decision.states.flatMap((state) =>
    expectedIn(decision, state).map(({ rule, which, verdict }) => [`${state} ${rule}@${which}`, verdict]),
  );
  return Object.fromEntries(all);
}

/** The decisions of the catalogue, as court, citation and day were listed: a copy that does not move with the files. */
const CATALOGUE = `
K1 | 2005-07-26 | application no. 73316/01 | definition framework child
K2 | 2010-01-07 | application no. 25965/04 | definition framework protection investigation
K3 | 2012-10-11 | application no. 67724/09 | definition framework child
K3 | 2012-10-11 | application no. 67724/09 | definition framework child
K4 | 2012-11-13 | application no. 4239/08 | framework investigation
K5 | 2016-01-21 | application no. 71545/12 | protection investigation
K6 | 2017-01-17 | application no. 58216/12 | protection investigation
K7 | 2017-03-30 | application no. 21884/15 | definition protection investigation compensation
K8 | 2019-07-18 | application no. 40311/10 | framework investigation
K9 | 2020-06-25 | application no. 60561/14 | definition investigation
K10 | 2021-02-16 | applications nos. 77587/12 and 74603/12 | non-punishment protection child
K11 | 2021-10-07 | application no. 20116/12 | investigation definition
K12 | 2023-11-28 | application no. 18269/18 | compensation non-punishment
K13 | 2024-10-24 | application no. 48587/21 | investigation
K14 | 2024-12-10 | applications nos. 71671/16 and 40190/18 | framework protection investigation discrimination
K15 | 2024-10-10 | application no. 22512/21 | investigation
K16 | 2021-04-01 | application no. 70896/17 | protection child
K17 | 2008-08-28 | [2008] HCA 39, 237 CLR 1 | definition
K18 | 2006 | [2006] FMCA 234 (not verified) | social-group
K19 | 1993-06-30 | [1993] 2 SCR 689 | social-group state-protection
K20 | 2022-10-20 | C-66/21, EU:C:2022:809 | removal protection
K21 | 2024-01-16 | C-621/21, EU:C:2024:47 | social-group state-protection
K22 | 2007-11-26 | [2008] UKAIT 00002 | social-group
K23 | 2010-02-18 | [2010] UKUT 80 (IAC) | social-group state-protection
K24 | 2010-04-23 | [2010] UKUT 118 (IAC) | social-group state-protection
K25 | 2016-02-09 | [2016] UKUT 92 (IAC) | social-group state-protection
K26 | 2016-10-17 | [2016] UKUT 454 (IAC) | social-group state-protection
K27 | 2013-06-19 | [2013] UKUT 313 (IAC) | removal protection
K28 | 2020-03-18 | [2020] UKSC 9 | removal investigation
K29 | 2014-07-30 | [2014] UKSC 47 | compensation non-punishment
K30 | 2013-06-21 | [2013] EWCA Crim 991 | non-punishment child
K31 | 2013-07-25 | no 350661 (number not verified) | social-group
K32 | 2015-03-24 | no 10012810 | social-group state-protection
K33 | 2017-03-30 | no 16015058 | social-group
K34 | 2019-10-16 | no 418328 | social-group
K35 | 2008-10-27 | ECW/CCJ/JUD/06/08 | definition state-protection compensation
K36 | 2016-10-20 | Series C No. 318 | definition investigation compensation discrimination
K37 | 2018-09-26 | Series C No. 362 | definition state-protection
K38 | 2018-03-09 | Series C No. 351 | child definition
K39 | 2002-06-12 | IT-96-23 and IT-96-23/1-A | definition
K40a | 1999-03-25 | [1999] UKHL 20 | social-group state-protection
K40b | 2006-10-18 | [2006] UKHL 46 | social-group state-protection
K41 | 2018-09-27 | CRC/C/79/D/11/2017 | child
`;

/** What was claimed and not granted. That which no rule can say stands under not_encoded. */
const LOST = `
c-n-and-v-v-france-younger-sister.md duty.protection-human-rights
c-n-and-v-v-france-younger-sister.md forced-labour
canada-v-ward.md refugee.ground.social-group
`;

test('each judgment has an id of its own', () => {
  const ids = told.map(([, { id }]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the whole catalogue stands as it was listed, and at least 28 of it are tests', () => {
  const lines = told.map(([, { number, decided, citation, issues }]) =>
    [number, decided, citation, issues.join(' ')].join(' | '),
  );
  const order = (line: string) => Number(/^K(\d+)/.exec(line)?.[1]);
  expect(lines.toSorted((a, b) => order(a) - order(b) || (a < b ? -1 : 1))).toEqual(
    CATALOGUE.trim().split('\n'),
  );
  const numbers = Array.from({ length: 41 }, (_, i) => `K${i + 1}`);
  // Of a number that names several judgments each has a letter.
  expect([...new Set(told.map(([, { number }]) => number?.replace(/[a-z]$/, '')))].toSorted()).toEqual(
    numbers.toSorted(),
  );
  expect(new Set(decisions.map(([, { number }]) => number)).size).toBeGreaterThanOrEqual(28);
});

test('claims that were lost are among the tests', () => {
  const lost = decisions.flatMap(([name, { lost: claims }]) => claims.map((id) => `${name} ${id}`));
  expect(lost.toSorted()).toEqual(LOST.trim().split('\n'));
});

test.each(told)(
  '%s says what was held and where it can be read, and names nobody as having checked it',
  (_, decision) => {
    const { holding, link, source, issues, account, checkedBy }: DecisionRecord = decision;
    expect([holding, issues].map((list) => list.length > 0)).toEqual([true, true]);
    expect(account.length).toBeGreaterThan(1);
    expect(link).toMatch(/^https?:/);
    expect(source).not.toBe('');
    // Nobody has.
    expect(checkedBy).toEqual([]);
  },
);

test.each(leftOut)('%s is left out, and says for want of which fact', (_, decision) => {
  expect(decision.leftOut).toMatch(/\bread\b/);
  expect(decision.states.filter((state) => !law.states[state])).toEqual([]);
});

describe.each(decisions)('%s', (_, decision) => {
  test('comes out as the court decided, on the facts that carry it and on all of them', () => {
    expect(answersEverywhere(decision, decision.facts)).toEqual(wantedEverywhere(decision));
    const all = { ...decision.facts, ...decision.also };
    expect(answersEverywhere(decision, all)).toEqual(wantedEverywhere(decision));
  });

  test('holds no State to what did not bind it on that day', () => {
    const unbound = decision.states.flatMap((state) =>
      expectedIn(decision, state).flatMap(({ rule, verdict }) => {
        const duty = law.duties[rule];
        if (!duty || verdict !== 'yes') return [];
        const bound = bindingOf(law, duty.cites, { state, on: decision.on });
        return bound?.verdict === 'no' ? [`${state} ${rule}`] : [];
      }),
    );
    expect(unbound).toEqual([]);
  });

  test.each(Object.keys(decision.facts))('hangs on %s: unasked, an expected answer changes', (fact) => {
    const { [fact]: _gone, ...others } = decision.facts;
    expect(answersEverywhere(decision, others)).not.toEqual(wantedEverywhere(decision));
  });

  test('says no, or that it is not known, to what was claimed and lost, presumptions or not', () => {
    const everything = { ...decision.facts, ...decision.also };
    const granted = decision.states.flatMap((state) => {
      const { rules, duties } = assess(law, {
        facts: everything,
        people: decision.people,
        state,
        on: decision.on,
      });
      return decision.lost.filter((id) => {
        const verdict = rules[id] ?? duties[id];
        return verdict?.strict === 'yes' || verdict?.burden === 'yes';
      });
    });
    expect(granted).toEqual([]);
  });

  test('expects something, and says what the rules cannot answer', () => {
    expect(Object.keys(wantedEverywhere(decision))).not.toEqual([]);
    expect(decision.notEncoded).not.toEqual([]);
    expect(decision.account.length).toBeGreaterThan(1);
  });

  test('tells facts, never what a court found', () => {
    const told = Object.keys({ ...decision.facts, ...decision.also });
    const names = told.flatMap((id) => [id, law.facts[id]?.label ?? '']);
    const forbidden =
      /\b(courts?|tribunals?|judges?|judgments?|findings?|holdings?|holds|ruled|ruling|violat\w*|convicted)\b/i;
    expect(names.filter((name) => forbidden.test(name))).toEqual([]);
  });
});

test.each(decisions.filter(([, { people }]) => Object.keys(people).length > 0))(
  '%s hangs on the people in it',
  (_, decision) => {
    const alone = { ...decision, people: {} };
    expect(answersEverywhere(alone, decision.facts)).not.toEqual(wantedEverywhere(decision));
  },
);

test('the decision in the guide is one', () => {
  const guide = readFileSync(fileURLToPath(new URL('../../docs/guide/lawyer.md', import.meta.url)), 'utf8');
  const text = /## Add a decision[\s\S]*?^````text\n([\s\S]*?)^````$/m.exec(guide)?.[1] ?? '';
  const read = readDecision({ path: 'laws/decisions/doe.md', text }, law);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  if (read.case === undefined) throw new Error(read.decision.leftOut);
  expect(answersEverywhere(read.decision, read.decision.facts)).toEqual(wantedEverywhere(read.decision));
});
