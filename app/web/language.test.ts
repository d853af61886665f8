import { expect, test } from 'vitest';
import { chooseLanguage, LANGUAGES, PUBLIC_LANGUAGES } from './language.ts';

test.each([
  ['fr', 'fr'],
  ['fr-CA, en;q=0.8', 'fr'],
  ['en;q=0.2, ar-SY;q=0.9', 'ar'],
  ['so, ti, ar;q=0.1', 'so'],
  ['AR', 'ar'],
  ['fr;q=0, en', 'en'],
  ['fr;q=nonsense, ar;q=0.1', 'ar'],
  ['fa', 'fa-AF'],
  ['fa-IR', 'fa-AF'],
  ['prs-AF', 'fa-AF'],
  ['ku', 'kmr'],
  ['ku-TR', 'kmr'],
  ['ku-Arab-IQ', 'ckb'],
  ['my-MM', 'my'],
  ['de, nl', 'en'],
  ['*', 'en'],
  ['', 'en'],
  [null, 'en'],
])('whoever asks for "%s" reads a public page in %s', (header, language) => {
  expect(chooseLanguage(header, PUBLIC_LANGUAGES)).toBe(language);
});

test.each([
  ['so, ti, ar;q=0.1', 'ar'],
  ['so', 'en'],
])('whoever asks for "%s" reads another page in %s', (header, language) => {
  expect(chooseLanguage(header, LANGUAGES)).toBe(language);
});
