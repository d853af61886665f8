import { expect, test } from 'vitest';
import { looksLikeNames } from './personal-column.ts';

const repeat = (cells: readonly string[], times: number) => Array.from({ length: times }, () => cells).flat();

test.each([
  ['of two words', ['Ada Sample', 'Bo Pattern', 'Cy Dummy', 'Dee Example', 'Eli Mock']],
  [
    'of three, with marks and hyphens',
    ['Ana María Prueba', 'Zoë D’Exemple', 'Jean-Luc Modèle', 'Bo Ö Test', 'Eli J. Mock'],
  ],
  ['in a script without capitals', ['أمل مثال', 'نور نموذج', 'سامي تجربة', 'ليلى عينة', 'هدى اختبار']],
  [
    'with a few gaps and slips',
    ['Ada Sample', 'Bo Pattern', 'Cy Dummy', 'Dee Example', 'Eli Mock', '', 'unknown'],
  ],
])('cells look like names: %s', (_, cells) => {
  expect(looksLikeNames(cells)).toBe(true);
});

test.each([
  ['towns that stand there again and again', repeat(['Port Example', 'New Sample', 'Old Pattern Town'], 5)],
  ['one word', ['North', 'South', 'East', 'West', 'Centre', 'Coast']],
  ['words in small letters', ['camp one', 'camp two', 'camp three', 'camp four', 'camp five', 'camp six']],
  ['numbers among them', ['Camp 1', 'Camp 2', 'Camp 3', 'Camp 4', 'Camp 5', 'Camp 6']],
  ['codes', ['MY', 'TH', 'BD', 'MM', 'ID', 'IN']],
  ['sentences', repeat(['Arrived By Sea And Then By Land'], 9)],
  ['too few cells to tell', ['Port Example', 'New Sample']],
  ['nothing', []],
])('cells do not: %s', (_, cells) => {
  expect(looksLikeNames(cells)).toBe(false);
});
