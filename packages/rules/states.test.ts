import { expect, test } from 'vitest';
import { unknownState } from './states.ts';

test.each([
  ['Malaysia', 'MY'],
  ['malaysia', 'MY'],
  ['Malaisie', 'MY'],
  ['ماليزيا', 'MY'],
  ['Côte d’Ivoire', 'CI'],
  ['Cote dIvoire', 'CI'],
  ['United Kingdom', 'GB'],
  ['Malasyia', 'MY'],
])('a name is answered with the code it means: %s', (name, code) => {
  expect(unknownState(name)).toBe(`“${name}” is a name, and no code: its code is ${code}. Write ${code}.`);
});

test.each([
  ['my', 'MY'],
  ['UK', 'GB'],
  ['EL', 'GR'],
])('a code that is written otherwise is told: %s', (written, code) => {
  expect(unknownState(written)).toContain(`No State has the code “${written}”. Did you mean “${code}”?`);
});

test('a name that several States have is answered with each of them', () => {
  expect(unknownState('Congo')).toBe('“Congo” is a name, and no code: it may be CD or CG.');
  expect(unknownState('Niger')).toContain('its code is NE.');
});

test.each(['', 'ZZ', 'Atlantis', 'xx'.repeat(1000), '\u0000'])(
  'of anything else nothing is guessed',
  (written) => {
    expect(unknownState(written)).not.toMatch(/Did you mean|its code is/);
  },
);
