import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  assess,
  type Decision,
  type DecisionRecord,
  heldOn,
  type LeftOutDecision,
  readDecision,
} from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { assessCase } from './assess-case.ts';
import { checkDecisions } from './check/check-decisions.ts';
import { helpfulDecisions } from './helpful/index.ts';
import { loadLaw } from './load-law.ts';

const FOLDER = fileURLToPath(new URL('../../laws/decisions', import.meta.url));
const law = loadLaw();

type Told = readonly [name: string, decision: Decision | LeftOutDecision];

const textOf = (name: string) => readFileSync(`${FOLDER}/${name}`, 'utf8');

/** What the check of a law says of one decision, told in this text. */
const problemsOf = (name: string, text = textOf(name)) =>
  checkDecisions(law, [{ path: `laws/decisions/${name}`, text }]).problems.map(({ message }) => message);

const told: readonly Told[] = readdirSync(FOLDER).map((name) => {
  const path = `laws/decisions/${name}`;
  const read = readDecision({ path, text: textOf(name) }, law);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  return [name, read.decision];
});
const decisions = told.flatMap(([name, decision]) =>
  decision.leftOut === undefined ? [[name, decision] as const] : [],
);
const leftOut = told.flatMap(([name, decision]) =>
  decision.leftOut === undefined ? [] : [[name, decision] as const],
);

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

/**
 * What was claimed and not granted: the thing itself, that what was owed was breached (it was found fulfilled), or a claim
 * against one State of several. That which no rule can say stands under not_encoded.
 */
const LOST = `
c-n-and-v-v-france-elder-sister.md fulfilled duty.investigate
c-n-and-v-v-france-elder-sister.md fulfilled duty.investigation-human-rights
c-n-and-v-v-france-younger-sister.md lost duty.investigation-human-rights
c-n-and-v-v-france-younger-sister.md lost duty.protection-human-rights
c-n-and-v-v-france-younger-sister.md lost forced-labour
canada-v-ward.md lost refugee.ground.social-group
j-and-others-v-austria.md fulfilled duty.investigate
j-and-others-v-austria.md fulfilled duty.investigation-human-rights
j-and-others-v-austria.md fulfilled duty.protection-human-rights
j-and-others-v-austria.md fulfilled protection.assistance
rantsev-v-cyprus-and-russia.md denied duty.protection-human-rights RU
siliadin-v-france.md denied slavery FR
`;

/** What a court decided and the rules leave open. Each file says under not_encoded why. */
const LEFT_OPEN = `
c-n-and-v-v-france-younger-sister.md FR duty.investigation-human-rights
c-n-and-v-v-france-younger-sister.md FR duty.protection-human-rights
c-n-and-v-v-france-younger-sister.md FR forced-labour
canada-v-ward.md CA refugee.ground.social-group
mlle-j-e-f-cnda.md FR refugee.status
mme-f-cnda.md FR refugee.status
rantsev-v-cyprus-and-russia.md CY duty.protection-human-rights
rantsev-v-cyprus-and-russia.md RU duty.protection-human-rights
siliadin-v-france.md FR slavery
`;

/** Put to the law, although of nothing that the rules answer is it known that the court decided it. */
const OF_NO_ANSWER = ['a-i-v-italy.md'];

const lines = (text: string) => text.trim().split('\n');

/** What must come out in each State, beside what the court decided of it there. */
function answersOf(decision: Decision) {
  return decision.states.flatMap((state) =>
    [...decision.expect, ...(decision.expectIn[state] ?? [])].map((wanted) => ({
      ...{ ...wanted, state },
      held: heldOn(decision, { ...wanted, state }),
    })),
  );
}

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

test('claims that were lost are among the tests, apart from what was owed and found fulfilled', () => {
  const lost = decisions.flatMap(([name, { lost: claims, fulfilled, held, heldIn, states }]) => [
    ...claims.map((id) => `${name} lost ${id}`),
    ...fulfilled.map((id) => `${name} fulfilled ${id}`),
    ...states.flatMap((state) =>
      [...held, ...(heldIn[state] ?? [])]
        // A yes to living elsewhere is no claim of the person.
        .filter(({ rule, verdict }) => verdict === 'no' && rule !== 'refugee.relocation')
        .map(({ rule }) => `${name} denied ${rule} ${state}`),
    ),
  ]);
  expect(lost.toSorted()).toEqual(lines(LOST));
});

test('what the courts decided is what the rules answer, but where they leave it open', () => {
  const open = decisions.flatMap(([name, decision]) =>
    answersOf(decision).flatMap(({ state, rule, verdict, held }) =>
      held === undefined || held === verdict ? [] : [`${name} ${state} ${rule}`],
    ),
  );
  expect(open.toSorted()).toEqual(lines(LEFT_OPEN));
});

test('nothing that the rules must leave open is told as decided so by a court', () => {
  const none = decisions.filter(([, decision]) =>
    answersOf(decision).every(({ held }) => held === undefined),
  );
  expect(none.map(([name]) => name)).toEqual(OF_NO_ANSWER);
  const unknown = decisions
    .flatMap(([, decision]) => answersOf(decision))
    .filter(({ verdict, held }) => verdict === 'unknown' && held === undefined);
  expect(unknown.length).toBeGreaterThan(15);
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

test.each(told)('%s is as the check of a law asks', (name) => {
  expect(problemsOf(name)).toEqual([]);
});

describe.each(decisions)('on its own facts, of %s', (_, decision) => {
  const { facts, also, people, on, lost, fulfilled } = decision;
  const asked = { facts: { ...facts, ...also }, people, on };
  const found = helpfulDecisions(assessCase(law, { ...asked, states: [...decision.states] }), [decision]);
  const shared = Object.values(found).flatMap((list) => list.flatMap((one) => one.shared));

  test('what was lost, or found fulfilled, helps nobody', () => {
    const helping = shared.filter(({ means }) => means === 'helps').map(({ rule }) => rule);
    expect(helping.filter((rule) => lost.includes(rule) || fulfilled.includes(rule))).toEqual([]);
    const isAgainst = shared.some(({ rule }) => lost.includes(rule) || fulfilled.includes(rule));
    if (isAgainst) expect(found.helps).toEqual([]);
  });

  test('what the court did not decide helps nobody', () => {
    const decided = new Set(
      answersOf(decision)
        .filter(({ held }) => held !== undefined)
        .map(({ rule }) => rule),
    );
    for (const { rule, means, there } of shared)
      if (!decided.has(rule)) expect([rule, means, there]).toEqual([rule, 'open', 'unknown']);
  });

  test('what was found fulfilled was owed', () => {
    for (const state of decision.states) {
      const { rules, duties } = assess(law, { ...asked, state });
      for (const id of fulfilled) expect((rules[id] ?? duties[id])?.strict).toBe('yes');
    }
  });
});

describe('the check of a decision', () => {
  const AUSTRIA = 'j-and-others-v-austria.md';
  const UNITED_KINGDOM = 'v-c-l-and-a-n-v-united-kingdom.md';
  const ITALY = 'a-i-v-italy.md';
  const changed = (name: string, ...changes: readonly [from: string | RegExp, to: string][]) =>
    problemsOf(
      name,
      changes.reduce((text, [from, to]) => text.replace(from, to), textOf(name)),
    ).join('\n');

  test('tells an answer that does not come out', () => {
    expect(changed(AUSTRIA, ['  trafficking.victim: yes', '  trafficking.victim: no'])).toContain(
      '“trafficking.victim” should be no on the facts alone in AT',
    );
  });

  test('tells facts and people on which nothing hangs', () => {
    const moved = changed(
      AUSTRIA,
      ['  means.threat: yes\n', ''],
      ['facts:\n', 'facts:\n  means.threat: yes\n'],
    );
    expect(moved).toContain('Without “means.threat” every expected answer stays as it is.');
    const alone = changed(ITALY, [/ {2}best-interests.action: yes[\s\S]*?(?=not_encoded)/, '']);
    expect(alone).toContain('Without its people every expected answer stays as it is.');
  });

  test('tells what was lost and is granted by a presumption', () => {
    const lost = changed(
      UNITED_KINGDOM,
      ['  trafficking.victim@burden: yes\n', ''],
      ['not_encoded:', 'lost: [trafficking.victim]\nnot_encoded:'],
    );
    expect(lost).toContain('“trafficking.victim” was lost and comes out yes in GB');
  });

  test('tells where nothing is expected, and where nothing says what the rules cannot answer', () => {
    expect(changed(AUSTRIA, [/expect:\n[\s\S]*?(?=not_encoded)/, ''])).toContain(
      'Nothing is expected of the law.',
    );
    expect(changed(AUSTRIA, [/not_encoded:[\s\S]*?```/, '```'])).toContain(
      'Nothing says what the rules cannot answer.',
    );
  });
});

test('the decision in the guide is one', () => {
  const guide = readFileSync(fileURLToPath(new URL('../../docs/guide/lawyer.md', import.meta.url)), 'utf8');
  const text = /## Add a decision[\s\S]*?^````text\n([\s\S]*?)^````$/m.exec(guide)?.[1] ?? '';
  expect(problemsOf('doe.md', text)).toEqual([]);
});
