import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markEnglish, showEnglish } from './english-marks.ts';

const M = markEnglish('The law');
const SPAN = '<span lang="en" dir="ltr">The law</span>';

test.each([
  ['in a text', `<p>${M}</p>`, `<p>${SPAN}</p>`],
  ['twice', `<p>${M} ${M}</p>`, `<p>${SPAN} ${SPAN}</p>`],
  ['in an attribute', `<a title="${M}" href="a>b">x</a>`, '<a title="The law" href="a>b">x</a>'],
  ['in a title', `<title>${M}</title><p>${M}</p>`, `<title>The law</title><p>${SPAN}</p>`],
  ['in an option', `<option value="1">${M}</option>`, '<option value="1">The law</option>'],
  [
    'with one inside',
    `<p>${markEnglish(`See ${M} now`)}</p>`,
    '<p><span lang="en" dir="ltr">See The law now</span></p>',
  ],
  ['begun and not ended', '<p>\uFDD0The law</p>', '<p>The law</p>'],
  ['over a tag', '<p>\uFDD0The <b>law\uFDD1</b></p>', '<p>The <b>law</b></p>'],
])('a mark %s', (_, html, shown) => {
  expect(showEnglish(html)).toBe(shown);
});

test('no mark is left, and no letter is lost, wherever marks stand', () => {
  const pieces = fc.constantFrom(
    '\uFDD0',
    '\uFDD1',
    'a',
    ' ',
    '<p>',
    '</p>',
    '<i a="b">',
    '<title>',
    '</title>',
  );
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      const html = parts.join('');
      const shown = showEnglish(html);
      expect(shown).not.toMatch(/[\uFDD0\uFDD1]/);
      const plain = shown.replaceAll('<span lang="en" dir="ltr">', '').replaceAll('</span>', '');
      expect(plain).toBe(html.replace(/[\uFDD0\uFDD1]/g, ''));
    }),
    { seed: 4 },
  );
});
