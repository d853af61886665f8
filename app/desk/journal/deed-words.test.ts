import { expect, test } from 'vitest';
import { Language, wordsIn } from '../../web/index.ts';
import { ACTIONS, NOTES } from '../policy/index.ts';
import { deedLabel } from './deed-words.ts';

test.each(Language.options)('each thing that the journal tells has words of its own in %s', (language) => {
  const words = wordsIn(language);
  const labels = [...ACTIONS, ...NOTES].map((action) => deedLabel(words, action));
  expect(labels.filter((label) => /[a-z]\.[a-z]/.test(label))).toEqual([]);
  expect(new Set(labels).size).toBe(labels.length);
});

test('a word that nobody uses any more is shown as it stands', () => {
  expect(deedLabel(wordsIn('en'), 'file.forgotten')).toBe('file.forgotten');
});
