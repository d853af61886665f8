import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askedWords, foldLetters, meets, wordsOf } from './fold-words.ts';

const stems = (text: string) => wordsOf(text).map(({ stem }) => stem);

describe('two spellings of one word are one', () => {
  test.each([
    ['Égalité', 'EGALITE'],
    ['Türkiye', 'turkiye'],
    ['cœur', 'coeur'],
    // Alef with hamza, madda or none; ta marbuta; alef maqsura; vowel marks; a lengthening stroke.
    ['الإتجار', 'الاتجار'],
    ['آخر', 'اخر'],
    ['معاهدة', 'معاهده'],
    ['على', 'علي'],
    ['مُلزِمة', 'ملزمة'],
    ['لاجـــئ', 'لاجئ'],
    ['مسؤول', 'مسوول'],
    ['المادة ٣', 'المادة 3'],
  ])('%s and %s', (one, other) => {
    expect(stems(one)).toEqual(stems(other));
  });

  test.each([
    ['trafficked', 'trafficking'],
    ['parties', 'party'],
    ['victimes', 'victime'],
    // Who looks for the decisions on a Nigerian appellant, and who looks for those on Nigeria.
    ['Nigeria', 'Nigerian'],
    ['Nigerian', 'Nigeria'],
    ['nigériane', 'Nigeria'],
    ['Italy', 'Italian'],
    ['Eritrea', 'Eritreans'],
    ['والاتجار', 'اتجار'],
    ['للأطفال', 'أطفال'],
  ])('%s is found by %s', (told, asked) => {
    const [stem = ''] = stems(told);
    expect(meets(stem, askedWords(asked)[0] ?? '')).toBeDefined();
  });
});

test('a short word finds itself alone, a longer one what begins with it', () => {
  expect(meets('action', 'act')).toBe(undefined);
  expect(meets('act', 'act')).toBe('whole');
  expect(meets('trafficker', 'traffick')).toBe('beginning');
});

test('words that stand everywhere are not looked for, unless nothing else is', () => {
  expect(askedWords('the child and the State')).toEqual(askedWords('child State'));
  expect(askedWords('of the')).toEqual(['of', 'the']);
});

test('whatever is typed is folded, and folding what is folded changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const folded = foldLetters(text);
      expect(foldLetters(folded)).toBe(folded);
      for (const { start, end } of wordsOf(text)) expect(end).toBeGreaterThan(start);
    }),
  );
});
