import type { Answers } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { wordsIn } from '../web/index.ts';
import { assessCase } from './assess-case.ts';
import { lawWordsIn } from './law-words.ts';
import { loadLaw } from './load-law.ts';
import { memoContent } from './memo-content.ts';
import { openBars } from './open-bars.ts';
import { answerLines } from './render-footing-text.ts';

const law = loadLaw();

/** A made-up woman in Lebanon: she worked under a threat, is detained, and is to be sent back. */
const HELD: Answers = {
  ...{ age: 28, 'age.now': 28, 'work.done': 'yes', 'work.threat': 'yes', 'work.not-free': 'yes' },
  ...{ 'work.public-duty': 'no', 'detention.considered': 'yes', 'return.considered': 'yes' },
};
const inLebanon = (facts: Answers) => assessCase(law, { facts, states: ['LB'], on: '2020-06-02' });

describe('somebody who may be sent away', () => {
  test('is asked first of all what awaits them there', () => {
    expect(inLebanon(HELD).next?.fact).toBe('return.ill-treatment');
    // Whoever would rather not say it is not asked again, and what is left of it comes before anything else.
    expect(inLebanon({ ...HELD, 'return.ill-treatment': 'withheld' }).next?.fact).toBe('return.torture');
  });

  test('and nobody else is', () => {
    const free = inLebanon({ ...HELD, 'detention.considered': 'no', 'return.considered': 'no' });
    expect(free.next?.fact).not.toBe('return.ill-treatment');
    expect(openBars(free)).toEqual([]);
  });

  test('is asked what is left of forced labour right after that, and anybody else at once', () => {
    const { 'work.public-duty': _, ...told } = HELD;
    const free: Answers = { ...told, 'detention.considered': 'no', 'return.considered': 'no' };
    expect(inLebanon(free).next?.fact).toBe('work.public-duty');
    const safe = {
      'return.ill-treatment': 'no',
      'return.torture': 'no',
      'threat.retaliation': 'no',
    } as const;
    expect(inLebanon({ ...told, ...safe }).next?.fact).toBe('work.public-duty');
    // Whoever does not know that can say where it was, and then nothing of it is open.
    const unsure: Answers = { ...free, 'work.public-duty': 'not_known' };
    expect(inLebanon(unsure).next?.fact).toBe('work.private-home');
    const atHome = inLebanon({ ...unsure, 'work.private-home': 'yes' });
    expect(atHome.assessment.rules['forced-labour']).toMatchObject({ strict: 'yes', burden: 'yes' });
    expect(atHome.next?.fact).not.toMatch(/^work\./);
  });

  test('has every bar that is open named, with what would bind the State', () => {
    const bars = openBars(inLebanon(HELD));
    expect(bars.map(({ rule }) => rule)).toEqual([
      'return.ill-treatment-there',
      'return.torture-there',
      'return.refugee',
    ]);
    expect(bars[0]?.texts).toContain('civil-rights-covenant');
    expect(bars[1]?.texts).toContain('torture-convention');
  });

  test('has none named as open once one is known to hold: one is enough', () => {
    expect(openBars(inLebanon({ ...HELD, 'return.ill-treatment': 'yes' }))).toEqual([]);
  });

  test.each([
    ['en', 'whether anything bars a return for good is still open'],
    ['fr', 'si quelque chose interdit durablement un renvoi'],
    ['ar', 'هل هناك ما يمنع الإعادة منعًا دائمًا'],
  ] as const)('reads so on the first page of the memo in %s', (language, told) => {
    const { blocks } = memoContent({ assessed: inLebanon(HELD), words: wordsIn(language) });
    const page = JSON.stringify(
      blocks.slice(
        0,
        blocks.findIndex(({ kind }) => kind === 'page'),
      ),
    );
    expect(page).toContain(told);
    expect(page).toContain(lawWordsIn(law, language).rule('return.ill-treatment-there'));
  });

  test('reads so before everything else on the terminal', () => {
    const lines = answerLines(inLebanon(HELD), { words: lawWordsIn(law, 'en'), style: { colour: false } });
    expect(lines.join(' ')).toContain('find this out first.');
    expect(lines.join(' ')).toContain('return.torture-there');
  });
});
