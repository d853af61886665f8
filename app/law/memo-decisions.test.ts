import type { Answers } from '@clew/rules';
import { expect, test } from 'vitest';
import { wordsIn } from '../web/index.ts';
import { assessCase } from './assess-case.ts';
import { helpfulDecisions } from './helpful/index.ts';
import { loadShelf } from './library/load-shelf.ts';
import { loadLaw } from './load-law.ts';
import { memoContent } from './memo-content.ts';

const law = loadLaw();
const { decisions } = loadShelf(law);

/** A made-up man in the United Kingdom, in his time to recover. */
const MAN: Answers = {
  ...{ 'act.recruited': 'yes', 'act.transported': 'yes', 'means.deception': 'yes', 'purpose.sexual': 'yes' },
  ...{ age: 26, 'age.now': 26, 'place.outside-nationality': 'yes', 'fear.return': 'yes' },
  ...{ 'harm.reprisals': 'yes', 'grounds.reasonable': 'yes', 'reflection.day': '2024-04-02' },
  ...{ 'public-order': 'no', 'claimed-improperly': 'no', 'reflection.ended': 'no' },
};
const assessed = assessCase(law, { facts: MAN, states: ['GB'], on: '2024-04-05' });
const blocks = memoContent({ assessed, words: wordsIn('en'), decisions }).blocks;

test('no decision is left out of the memo in silence: what has no row is counted and named', () => {
  const { helps } = helpfulDecisions(assessed, decisions);
  expect(helps.length).toBeGreaterThan(8);
  const told = JSON.stringify(blocks);
  for (const { decision } of helps) expect(told).toContain(decision.title);
  expect(told).toContain(`${helps.length - 8} more have no row here; they stand whole on the result page`);
});

test('no sentence of the memo ends twice', () => {
  expect(JSON.stringify(blocks)).toContain('if that is later');
  expect(JSON.stringify(blocks)).not.toMatch(/[^.…]\.\.(?!\.)/);
});
