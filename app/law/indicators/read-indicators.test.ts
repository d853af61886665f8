import { describe, expect, test } from 'vitest';
import { readIndicators } from './read-indicators.ts';

const GOOD = `set: club
form: signs
label: Signs of the club
caution: A sign proves nothing.
source: A leaflet of the club
words:
  fr: {label: Signes, caution: Rien, status: draft}
  ar: {label: علامات, caution: لا شيء, status: draft}
  es: {label: Señales, caution: Nada, status: draft}
parts:
  - {code: CL, label: Any, applies_to: anyone, fr: Tous, ar: الكل, es: Todos}
indicators:
  - {code: CL1, about: individual, text: The door is locked., fr: Porte fermée, ar: الباب مغلق, es: Puerta cerrada}
  - {code: CL2, about: context, applies_to: child, text: There is no window., fr: Sans fenêtre, ar: بلا نافذة, es: Sin ventana}
`;

const hash = (text: string) => `${text.length}`;
const read = (...texts: string[]) =>
  readIndicators({ files: texts.map((text, index) => ({ path: `i/${index}.yaml`, text })), hash });

/** What is said of the file with one line changed. */
function told(from: string | RegExp, to: string) {
  const found = read(GOOD.replace(from, to));
  return found.ok ? [] : found.problems.map(({ code, line, message }) => `${code} ${line} ${message}`);
}

describe('a set of indicators', () => {
  test('is read with its parts, its words and what is known of its truth', () => {
    const found = read(GOOD);
    if (!found.ok) throw new Error(JSON.stringify(found.problems));
    const { sets, indicators } = found.indicators;
    expect(sets.club).toMatchObject({ caution: 'A sign proves nothing.', codes: ['CL1', 'CL2'] });
    expect(indicators.CL1).toMatchObject({
      ...{ set: 'club', part: 'CL', appliesTo: 'anyone', about: 'individual', status: 'unverified' },
      ...{ source: 'A leaflet of the club', words: { es: 'Puerta cerrada' } },
    });
    expect(indicators.CL2).toMatchObject({ appliesTo: 'child', about: 'context' });
    expect(Object.isFrozen(indicators.CL1)).toBe(true);
    expect(indicators.constructor).toBeUndefined();
  });

  test('says compared only where somebody read the words, of the sign, its part or its set', () => {
    const compared = 'compared: {source: the leaflet, finding: confirmed}';
    const statusWith = (text: string) => {
      const found = read(text);
      return found.ok && found.indicators.indicators.CL1?.status;
    };
    expect(statusWith(`${GOOD}${compared}\n`)).toBe('compared');
    expect(statusWith(GOOD.replace('applies_to: anyone,', `applies_to: anyone, ${compared},`))).toBe(
      'compared',
    );
    expect(statusWith(`${GOOD}compared: {source: the leaflet, finding: seen}\n`)).toBe('unverified');
    // A sign with a source of its own is not compared because its set is.
    expect(statusWith(`${GOOD.replace('code: CL1,', 'code: CL1, source: hearsay,')}${compared}\n`)).toBe(
      'unverified',
    );
  });

  test('has a hash that moves with what it says and not with where it stands', () => {
    const at = (text: string) => {
      const found = readIndicators({ files: [{ path: 'i/a.yaml', text }], hash: (all) => all });
      return found.ok ? found.indicators.hash : '';
    };
    expect(at(`\n\n${GOOD}`)).toBe(at(GOOD));
    expect(at(GOOD.replace('Sin ventana', 'Sin puerta'))).not.toBe(at(GOOD));
  });

  test('is refused with the line where something is wrong', () => {
    expect(told('source: A leaflet of the club\n', '')).toEqual([
      'wrong-shape 1 “source” is missing in this set of indicators. Write it.',
    ]);
    expect(told('caution: A sign proves nothing.\n', '')[0]).toContain('“caution” is missing');
    expect(told('code: CL2', 'code: CL1')[0]).toContain(
      'duplicate-id 14 “CL1” already stands in i/0.yaml line 13.',
    );
    expect(told('code: CL2', 'code: XX2')[0]).toContain(
      'wrong-shape 14 “XX2” begins with no part of this set.',
    );
    expect(told(', es: Sin ventana', '')[0]).toContain('wrong-shape 14');
    expect(told('about: context', 'about: contxt')[0]).toContain('write individual, context or either');
    expect(told('set: club', 'set: club\nweight: 3')[0]).toContain(
      '“weight” is not a word of a set of indicators.',
    );
    expect(told('status: draft', 'status: checked')[0]).toContain('not by whom and when');
    expect(told('text: The door is locked.', 'text: true')[0]).toContain('word-not-allowed 13');
  });

  test('shares its codes with no other set', () => {
    const found = read(GOOD, GOOD.replace('set: club', 'set: other'));
    expect(found.ok ? [] : found.problems.map(({ file, code }) => `${file} ${code}`)).toEqual([
      'i/1.yaml duplicate-id',
      'i/1.yaml duplicate-id',
    ]);
  });
});
