import type { Answers } from '@clew/rules';
import { expect, test } from 'vitest';
import { wordsIn } from '../web/index.ts';
import { byAge } from './adult-only.ts';
import { assessCase } from './assess-case.ts';
import { loadLaw } from './load-law.ts';
import { memoContent } from './memo-content.ts';
import { caseFolder, flat, runAssess } from './testing/index.ts';

const { caseOf } = caseFolder();
const law = loadLaw();
const GROWN: Answers = { 'age.now': 28, 'child.unaccompanied': 'no', 'identification.positive': 'yes' };

test('what does not hold only because the person is grown up is apart from what has another reason', () => {
  const { assessment } = assessCase(law, { facts: GROWN });
  const lost = Object.values(assessment.rules).filter(({ burden }) => burden === 'no');
  const { adult, rest } = byAge(lost);
  expect(adult.map(({ id }) => id)).toContain('child.victim');
  // Nobody left her without a responsible adult: that is a second reason.
  expect(rest.map(({ id }) => id)).toContain('child.alone');
  expect(adult.length + rest.length).toBe(lost.length);
});

test('the terminal and the memo tell of it once', async () => {
  const path = caseOf('age.now: 28, identification.positive: yes');
  const told = flat((await runAssess(path)).text);
  expect(told).toMatch(/NO Only for children: \d+ more Because: Age now: 28\./);
  expect(told.split('Because: Age now: 28.').length - 1).toBe(1);
  const { blocks } = memoContent({ assessed: assessCase(law, { facts: GROWN }), words: wordsIn('en') });
  expect(JSON.stringify(blocks)).toMatch(
    /\d+ are for children alone, and the person is grown up by the answers:/,
  );
});
