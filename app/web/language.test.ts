import { expect, test } from 'vitest';
import { chooseLanguage } from './language.ts';

test.each([
  ['fr', 'fr'],
  ['fr-CA, en;q=0.8', 'fr'],
  ['en;q=0.2, ar-SY;q=0.9', 'ar'],
  ['so, ti, ar;q=0.1', 'ar'],
  ['AR', 'ar'],
  ['fr;q=0, en', 'en'],
  ['fr;q=nonsense, ar;q=0.1', 'ar'],
  ['*', 'en'],
  ['so', 'en'],
  ['', 'en'],
  [null, 'en'],
])('whoever asks for "%s" reads %s', (header, language) => {
  expect(chooseLanguage(header)).toBe(language);
});
