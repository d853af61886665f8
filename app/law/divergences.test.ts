import { type Answers, assess, type Day, type DIVERGENCES } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from './load-law.ts';
import { formsIn, formsOfOneOnly } from './states/forms.ts';
import { contradictionsIn } from './states/missing-law.ts';

const law = loadLaw();
const ON = '2026-11-22';
const NATIONAL = 'trafficking.victim.national';
const readings = Object.keys(law.rules[NATIONAL]?.variants ?? {});

/** Every fact of a theme with the same answer. */
function allOf(theme: string, answer: 'yes' | 'no'): Answers {
  const ids = Object.keys(law.facts).filter((id) => id.startsWith(`${theme}.`));
  return Object.fromEntries(ids.map((id) => [id, answer] as const));
}

/** The answer of the treaty, and that of a State's own law. */
function read(state: string, facts: Answers, on: Day = ON) {
  const { rules } = assess(law, { facts, state, on });
  return [rules['trafficking.victim']?.strict, rules[NATIONAL]?.strict];
}

/** The States of which somebody wrote that their law differs in this way. */
function differing(divergence: (typeof DIVERGENCES)[number]): string[] {
  return Object.values(law.states)
    .filter(({ seen }) => seen.some((one) => one.divergence === divergence))
    .map(({ id }) => id)
    .sort();
}

const NO_MEANS = allOf('means', 'no');
const NO_PURPOSE = allOf('purpose', 'no');
const MOVED: Answers = { 'act.recruited': 'yes', 'travel.arranged': 'yes', 'situation.held': 'yes' };
const WORK: Answers = { ...NO_PURPOSE, 'purpose.labour': 'yes' };

describe('D1 to D13: in what States differ', () => {
  test('D1, D10: a victim inside one country, without a group, is a victim in every reading that was written', () => {
    const inside: Answers = {
      ...MOVED,
      ...WORK,
      ...{ 'means.deception': 'yes', 'means.force': 'yes', age: 30 },
      ...{ 'trafficking.cross-border': 'no', 'trafficking.organised': 'no' },
    };
    expect(readings).toHaveLength(21);
    const day = (state: string) => (state === 'MM' ? '2010-01-01' : ON);
    expect(readings.filter((state) => read(state, inside, day(state)).join() !== 'yes,yes')).toEqual([]);
    expect(differing('cross-border-only')).toEqual([]);
    expect(differing('organised-or-transnational-required')).toEqual([]);
  });

  test('D2: the convention of South Asia knows no man, and no rule takes that over', () => {
    const words = law.instruments['saarc-convention']?.articles.find(({ anchor }) => anchor === '1.3')?.text;
    expect(words).toMatch(/only trafficking of women and children .* no man/s);
    const cited = [...Object.values(law.rules), ...Object.values(law.duties)].flatMap(({ cites }) => cites);
    expect(cited.filter((ref) => ref === 'saarc-convention#1.3')).toEqual([]);
    expect(differing('victim-categories')).toEqual([]);
  });

  test('D3: the purposes of Türkiye are limited: servitude is none, forced work is one', () => {
    const by: Answers = { ...MOVED, 'means.deception': 'yes', age: 30 };
    expect(read('TR', { ...by, ...NO_PURPOSE, 'purpose.servitude': 'yes' })).toEqual(['yes', 'no']);
    expect(read('TR', { ...by, ...WORK })).toEqual(['yes', 'yes']);
    expect(read('GR', { ...by, ...NO_PURPOSE, 'purpose.servitude': 'yes' })).toEqual(['yes', 'yes']);
  });

  test.each(['AR', 'CR', 'GB', 'GT', 'LU', 'RU', 'UY'])(
    'D4: %s asks for no means, of an adult either',
    (state) => {
      const adult: Answers = { ...MOVED, ...WORK, ...NO_MEANS, age: 30 };
      expect(read(state, adult)).toEqual(['no', 'yes']);
      expect(read('GR', adult)).toEqual(['no', 'no']);
    },
  );

  test('D4: of Malaysia only part was read, so it stays unknown', () => {
    expect(read('MY', { ...MOVED, ...WORK, ...NO_MEANS, age: 30 })).toEqual(['no', 'unknown']);
  });

  test('D5: forced labour without trafficking is protected all the same', () => {
    const facts: Answers = {
      ...allOf('act', 'no'),
      ...{
        'identification.positive': 'no',
        'work.done': 'yes',
        'work.threat': 'yes',
        'work.not-free': 'yes',
      },
      'work.public-duty': 'no',
    };
    const { rules } = assess(law, { facts });
    expect(rules['trafficking.victim']?.strict).toBe('no');
    expect(rules['protection.victim']?.strict).toBe('no');
    expect(rules['protection.exploited']?.strict).toBe('yes');
  });

  test.each([['BR'], ['EE'], ['IN'], ['US']])('D6: %s asks for a means of a child too', (state) => {
    const child: Answers = { ...MOVED, ...WORK, ...NO_MEANS, age: 15 };
    expect(read(state, child)).toEqual(['yes', 'no']);
    expect(read('NO', child)).toEqual(['yes', 'yes']);
  });

  test.each(['GB', 'CR'])('D7: exploitation in place, without a journey, is lost in %s', (state) => {
    const inPlace: Answers = {
      ...{ ...allOf('act', 'no'), 'act.harboured': 'yes', 'means.deception': 'yes' },
      ...{ ...WORK, age: 30, 'travel.arranged': 'no' },
    };
    expect(read(state, inPlace)).toEqual(['yes', 'no']);
    expect(read('RU', inPlace)).toEqual(['yes', 'yes']);
  });

  test.each([
    ['GR', ['begging', 'forced-crime', 'forced-marriage', 'tissue-removal']],
    ['IE', ['begging', 'forced-crime']],
    ['JO', ['begging']],
    ['AZ', ['forced-crime', 'research-on-a-person']],
  ])('D8: %s names forms beyond the seven', (state, forms) => {
    const extra =
      law.states[state]?.seen.filter(({ divergence }) => divergence === 'extra-exploitation') ?? [];
    expect(extra.flatMap((one) => Object.keys(one.forms ?? {})).sort()).toEqual(forms);
  });

  test('D9: an older and a newer law of Lebanon contradict each other on who is a victim', () => {
    const found = contradictionsIn(law, { state: 'LB', on: ON });
    expect(found.map(({ of, asOf }) => [of, asOf])).toEqual([[[NATIONAL], '2018-10-22']]);
    expect(contradictionsIn(law, { state: 'NO', on: ON })).toEqual([]);
  });

  test('D11: a working teenager whom nobody means to exploit is no victim', () => {
    const teenager: Answers = { 'act.transported': 'yes', age: 15 };
    const verdict = (facts: Answers) => assess(law, { facts }).rules['trafficking.victim']?.strict;
    expect(verdict({ ...teenager, ...NO_PURPOSE })).toBe('no');
    expect(verdict({ ...teenager, ...WORK })).toBe('yes');
  });

  test('D12: a child exploited at work is owed what the law says, trafficked or not', () => {
    const facts: Answers = {
      ...allOf('act', 'no'),
      'identification.positive': 'no',
      'purpose.labour': 'yes',
    };
    const of = (age: number) => assess(law, { facts: { ...facts, age, 'age.now': age } });
    expect(of(15).rules['protection.victim']?.strict).toBe('no');
    expect([15, 30].map((age) => of(age).duties['duty.child-work']?.strict)).toEqual(['yes', 'no']);
  });

  test('D13: what Greece knows and Türkiye does not fails where a case crosses between them', () => {
    const fails = formsOfOneOnly(formsIn(law, ['TR', 'GR'], ON), ['TR', 'GR']);
    expect(fails.map(({ fact }) => fact)).toEqual([
      'purpose.sexual',
      'purpose.slavery-like',
      'purpose.servitude',
    ]);
  });
});
