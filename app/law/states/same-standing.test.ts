import { describe, expect, test } from 'vitest';
import { assessCase } from '../assess-case.ts';
import { footingOfDuty } from '../footing.ts';
import { laterReading } from '../later-reading.ts';
import { lawWordsIn } from '../law-words.ts';
import { loadLaw } from '../load-law.ts';
import { footingText } from '../render-footing-text.ts';
import { findGaps } from './find-gaps.ts';
import { formsIn, meansIn } from './forms.ts';
import { gaps } from './gaps-command.ts';
import { GapsJson } from './gaps-schema.ts';
import { type Standing, standingOf } from './standing.ts';

const law = loadLaw();
const NATIONAL = 'trafficking.victim.national';
const DAYS = 'protection.reflection-days';

describe('by what means', () => {
  const MEANS = 'means.vulnerability';

  test('India knows no hard situation as a means, and asks for a means of a child', () => {
    const { ofAdult, childByNone } = meansIn(law, ['IN', 'GR', 'KE'], '2026-11-22');
    const hard = ofAdult.find(({ fact }) => fact === MEANS);
    expect(hard).toMatchObject({ treaty: 'yes', states: { IN: 'no', GR: 'yes', KE: 'nobody-has-said' } });
    expect(childByNone).toMatchObject({ treaty: 'yes', states: { IN: 'no', GR: 'yes' }, onlyFor: {} });
  });

  test('the United States asks none of a child for sexual exploitation only', () => {
    const { childByNone } = meansIn(law, ['US'], '2026-11-22');
    expect(childByNone.onlyFor).toEqual({ US: ['purpose.prostitution', 'purpose.sexual'] });
  });

  test('where a State names no forced work, that it means it is told as our reading', () => {
    const work = formsIn(law, ['IN', 'GR'], '2026-11-22').find(({ fact }) => fact === 'purpose.labour');
    expect(work).toMatchObject({ states: { IN: 'yes', GR: 'yes' }, ourReading: ['IN'] });
  });

  test('gaps tells both, and for what a case between the two fails', () => {
    const told = (json: boolean) =>
      gaps({
        ...{ state: 'GR', beside: 'IN', on: '2026-11-22', json },
        ...{ colour: false, lang: 'en', today: '2026-11-22' },
      }).text;
    const flat = told(false).replaceAll(/\s+/g, ' ');
    expect(flat).toContain('Forced work or services GR yes, IN yes*');
    expect(flat).toContain("* The State's words do not name it: that they mean it is our reading.");
    expect(flat).toContain('A hard situation used GR yes, IN no');
    expect(flat).toContain('A child, by none of these means GR yes, IN no');
    expect(flat).toMatch(
      /fails in one of them for: A hard situation used, a child, by none of these means\./,
    );
    const { meansOneOnly, forms } = GapsJson.parse(JSON.parse(told(true)));
    expect(meansOneOnly).toEqual({ ofAdult: [MEANS], childByNone: true });
    expect(forms.find(({ fact }) => fact === 'purpose.labour')?.ourReading).toEqual(['IN']);
  });
});

describe('what gaps and the answer to a case say of one State on one day', () => {
  const at = { state: 'GR', on: '2024-01-01' } as const;

  test('a number that was read after the day stands in both, and counts in neither', () => {
    const gap = findGaps(law, at).gaps.find(({ id }) => id === DAYS);
    const assessed = assessCase(law, { facts: { 'grounds.reasonable': 'yes' }, states: ['GR'], on: at.on });
    const later = laterReading(assessed.assessment.values[DAYS], assessed);
    expect(gap?.readLater).toEqual(later);
    expect(later).toMatchObject({ value: 90, readOn: '2026-11-22' });
    expect(gap?.national).not.toHaveProperty('gives');
    const { text } = gaps({ ...at, json: false, colour: false, lang: 'en', today: '2026-11-22' });
    expect(text.replaceAll(/\s+/g, ' ')).toContain('As known on 2026-11-22: 90 days (');
  });

  test('what the source gives no day for is told as known, with no first day', () => {
    const { text } = gaps({ ...at, json: true, colour: false, lang: 'en', today: '2026-11-22' });
    const found = GapsJson.parse(JSON.parse(text)).gaps.find(({ id }) => id === NATIONAL)?.national;
    expect(found).toMatchObject({ status: 'meets', since: null, knownOn: '2020-01-01' });
  });

  test.each(['GR', 'MY', 'LB', 'GB', 'IN', 'TH', 'JO', 'US'])('every duty stands alike for %s', (state) => {
    const assessed = assessCase(law, { facts: {}, states: [state], on: '2020-06-02' });
    const differing = findGaps(law, { state, on: '2020-06-02' }).gaps.flatMap((gap) => {
      const duty = assessed.assessment.duties[gap.id];
      if (gap.kind !== 'duty' || !duty) return [];
      const { rests, stands } = footingOfDuty(duty, assessed);
      const binding = stands.filter(({ standing }) => standing === 'binds');
      const standing = standingOf(gap);
      const isUnlooked = binding.length > 0 && binding.every(({ bound }) => bound?.unlooked !== undefined);
      const isAlike =
        RESTS_OF[standing] === rests &&
        (!['owed', 'unlooked'].includes(standing) || isUnlooked === (standing === 'unlooked'));
      return isAlike ? [] : [`${gap.id}: ${standing}, ${rests}`];
    });
    expect(differing).toEqual([]);
  });

  const RESTS_OF: Readonly<Record<Standing, string>> = {
    ...{ owed: 'binding', unlooked: 'binding', weak: 'binding', 'strength-open': 'binding' },
    ...{ limited: 'not-known', unknown: 'not-known', 'not-then': 'not-known' },
    ...{ 'not-bound': 'not-binding', guidance: 'not-binding' },
  };

  test('and both say beside the text that its reservations were not looked at', () => {
    const facts = { 'identification.positive': 'yes' } as const;
    const assessed = assessCase(law, { facts, states: ['MY'], on: '2026-11-22' });
    const rule = assessed.assessment.rules['protection.palermo'] ?? expect.fail('not assessed');
    const told = footingText(rule, assessed, lawWordsIn(law, 'en')).join(' ').replaceAll(/\s+/g, ' ');
    const { text } = gaps({
      state: 'MY',
      on: '2026-11-22',
      json: false,
      colour: false,
      lang: 'en',
      today: '2026-11-22',
    });
    const isUnlooked = told.includes('reservations not looked at');
    expect(text.replaceAll(/\s+/g, ' ').includes('Bound by Palermo Protocol since 2009-03-28, as of')).toBe(
      true,
    );
    expect(isUnlooked).toBe(
      /Bound by Palermo Protocol[^.]*reservations not looked at\./.test(text.replaceAll(/\s+/g, ' ')),
    );
  });
});
