import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildIndex, searchIndex, snippetOf } from './search-index.ts';

const entry = (name: string, ...texts: string[]) => ({
  name,
  texts: texts.map((text, at) => ({ text, weight: at === 0 ? 5 : 1 })),
});
const index = buildIndex([
  entry('guardian', 'A guardian', 'A child who is alone gets a guardian.'),
  entry('shelter', 'Shelter', 'A child is not kept with adults; a shelter is found.'),
  entry('permit', 'A permit', 'Leave to stay, for an adult too.'),
]);
const found = (question: string) => searchIndex(index, question).map((hit) => hit.entry.name);

describe('a search', () => {
  test('finds what has every word, wherever it stands', () => {
    expect(found('child shelter')).toEqual(['shelter']);
    expect(found('child')).toEqual(['guardian', 'shelter']);
    expect(found('child permit')).toEqual([]);
  });

  test('puts first what is called so', () => {
    expect(found('guardian')[0]).toBe('guardian');
  });

  test('finds what begins with a word of four letters or more', () => {
    expect(found('guard')).toEqual(['guardian']);
    expect(found('gua')).toEqual([]);
  });

  test('without a word finds everything, in its own order', () => {
    expect(found('  ')).toEqual(['guardian', 'shelter', 'permit']);
  });

  test('finds nothing more when a word is added', () => {
    const words = fc.array(fc.constantFrom('child', 'shelter', 'guardian', 'adult', 'nothing', 'stay'));
    fc.assert(
      fc.property(words, fc.constantFrom('child', 'leave', 'zebra'), (asked, more) => {
        if (asked.length === 0) return;
        const before = found(asked.join(' '));
        expect(found([...asked, more].join(' ')).every((name) => before.includes(name))).toBe(true);
      }),
    );
  });

  test.each(['constructor', '__proto__', '*', '.*', '\u0000', '(', 'a'.repeat(50_000)])(
    '%j is only a word',
    (typed) => {
      expect(found(typed)).toEqual(typed.match(/[a-z]/) ? [] : ['guardian', 'shelter', 'permit']);
    },
  );
});

describe('a snippet', () => {
  test('is the text around what was found, which it marks', () => {
    const text = `${'Before that nothing is said. '.repeat(10)}A guardian is named. ${'After it nothing. '.repeat(20)}`;
    const parts = snippetOf(text, 'guardian');
    expect(parts.filter(({ isFound }) => isFound).map((part) => part.text)).toEqual(['guardian']);
    const shown = parts.map((part) => part.text).join('');
    expect(shown.startsWith('… ') && shown.endsWith(' …')).toBe(true);
    expect(shown.length).toBeLessThan(320);
  });

  test('of a short text is the whole, character for character', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 150 }), fc.string({ maxLength: 20 }), (text, question) => {
        expect(
          snippetOf(text, question)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
