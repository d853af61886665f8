import type { Day } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from '../load-law.ts';
import { findGaps } from './find-gaps.ts';
import { formsIn, formsOfOneOnly } from './forms.ts';
import { gaps } from './gaps-command.ts';
import { GapsJson } from './gaps-schema.ts';
import { reformsThere } from './reforms-there.ts';
import { standingOf } from './standing.ts';

const law = loadLaw();
const NATIONAL = 'trafficking.victim.national';
const DAYS = 'protection.reflection-days';
const nationalOf = (state: string, id: string, on = '2026-11-22' as const) =>
  findGaps(law, { state, on }).gaps.find((gap) => gap.id === id)?.national;

describe("a State's own definition beside the treaty's, over every case", () => {
  test('Greece: the same', () => {
    expect(nationalOf('GR', NATIONAL)).toMatchObject({ status: 'meets', since: '2020-01-01' });
  });

  test('Russia asks for no means: wider', () => {
    expect(nationalOf('RU', NATIONAL)).toMatchObject({ status: 'wider' });
  });

  test('Brazil asks for a means of a child, too, and knows fewer of them: below', () => {
    const found = nationalOf('BR', NATIONAL);
    expect(found).toMatchObject({ status: 'below' });
  });

  test('the United Kingdom asks for travel and for no means: narrower for some, wider for others', () => {
    expect(nationalOf('GB', NATIONAL)).toMatchObject({ status: 'different' });
  });

  test('Malaysia: nobody has said', () => {
    expect(nationalOf('MY', NATIONAL)).toEqual({ status: 'nobody-has-said' });
  });

  test('before the day from which it is written: nobody has said', () => {
    expect(
      findGaps(law, { state: 'GR', on: '2019-12-31' }).gaps.find(({ id }) => id === NATIONAL)?.national,
    ).toEqual({
      status: 'nobody-has-said',
    });
  });
});

describe('a number beside the floor', () => {
  test('Norway gives more days than the least', () => {
    expect(nationalOf('NO', DAYS)).toMatchObject({ status: 'wider', least: 30 });
  });

  test('a duty that counts with the number says the same of it', () => {
    expect(nationalOf('NO', 'duty.reflection')).toEqual(nationalOf('NO', DAYS));
  });

  test('less than the floor is below, and not hidden', () => {
    const value = law.values[DAYS];
    const variants = { XX: [{ from: '2020-01-01' as const, value: 10, cites: value?.cites ?? [] }] };
    const lower = { ...law, values: { ...law.values, ...(value ? { [DAYS]: { ...value, variants } } : {}) } };
    const found = findGaps(lower, { state: 'XX', on: '2024-01-01' }).gaps.find(({ id }) => id === DAYS);
    expect(found?.national).toMatchObject({ status: 'below', gives: 10, least: 30 });
  });
});

describe('what binds a State, and how strongly', () => {
  const standings = (state: string, on: Day = '2015-01-01') =>
    Object.fromEntries(findGaps(law, { state, on }).gaps.map((gap) => [gap.id, standingOf(gap)]));

  test('Malaysia in January 2015 was no party to the Refugee Convention, and was to the Palermo Protocol', () => {
    const found = standings('MY');
    expect(found['duty.no-refoulement']).toBe('not-bound');
    expect(found['duty.asylum-open-palermo']).toBe('owed');
  });

  test('a “shall consider” is no “shall”', () => {
    const weak = findGaps(law, { state: 'MY', on: '2015-01-01' }).gaps.filter(
      (gap) => standingOf(gap) === 'weak',
    );
    expect(weak.length).toBeGreaterThan(0);
    expect(weak.every(({ strength }) => strength && !strength.startsWith('shall'))).toBe(true);
  });

  test('guidance binds nobody', () => {
    const guidance = findGaps(law, { state: 'GR', on: '2024-01-01' }).gaps.filter((gap) => !gap.bound);
    expect(guidance.length).toBeGreaterThan(0);
    expect(guidance.every((gap) => standingOf(gap) === 'guidance')).toBe(true);
  });

  test('after the day of its list nothing is said to be “not bound”', () => {
    expect(Object.values(standings('MY', '2026-11-22'))).not.toContain('not-bound');
  });
});

describe('forms of exploitation', () => {
  test('where nobody has said, nothing differs', () => {
    const forms = formsIn(law, ['BR', 'MY'], '2026-11-22');
    expect(forms.every(({ treaty }) => treaty === 'yes')).toBe(true);
    expect(forms.every(({ states }) => states.MY === 'nobody-has-said')).toBe(true);
    expect(formsOfOneOnly(forms, ['BR', 'MY'])).toEqual([]);
  });

  test('a definition that leaves a purpose out fails a case that crosses the border', () => {
    const rule = law.rules[NATIONAL];
    const sexualOnly = {
      from: '2020-01-01' as const,
      cites: rule?.cites ?? [],
      limb: { kind: 'fact' as const, fact: 'purpose.sexual', cites: [] },
      exceptions: [],
    };
    const variants = { ...rule?.variants, XX: [sexualOnly] };
    const limited = {
      ...law,
      rules: { ...law.rules, ...(rule ? { [NATIONAL]: { ...rule, variants } } : {}) },
    };
    const forms = formsIn(limited, ['XX', 'GR'], '2024-01-01');
    const only = formsOfOneOnly(forms, ['XX', 'GR']).map(({ fact }) => fact);
    expect(only).toContain('purpose.organs');
    expect(only).not.toContain('purpose.sexual');
  });
});

test('an amendment of the Refugee Convention did not reach Malaysia in 2015', () => {
  const [first] = Object.values(law.overlays);
  const amending = { ...law, overlays: first ? { x: { ...first, amends: 'refugee-convention' } } : {} };
  const boundIn = (state: string) => reformsThere(amending, { state, on: '2015-01-01' })[0]?.bound.verdict;
  expect([boundIn('MY'), boundIn('GR')]).toEqual(['no', 'yes']);
});

describe('clew law gaps', () => {
  const run = (more: Partial<Parameters<typeof gaps>[0]>) =>
    gaps({ state: 'MY', json: false, colour: false, lang: 'en', today: '2026-11-22', ...more });

  test('prints what is owed, by whom, with its source and day', () => {
    const { text, exitCode } = run({ on: '2015-01-01' });
    expect(exitCode).toBe(0);
    expect(text).toContain('Malaysia on 2015-01-01');
    expect(text).toContain('Owed: a text that binds it says “shall”');
    expect(text).toContain('Not owed: no text that asks for it binds this State');
    expect(text).toMatch(/as of\s+2015-03-01/);
    expect(text.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  test('as JSON, by its schema', () => {
    const { text } = run({ json: true, beside: 'NO' });
    const found = GapsJson.strict().parse(JSON.parse(text));
    expect(found.forms[0]?.states).toEqual({ MY: 'nobody-has-said', NO: 'yes' });
    expect(found.gaps.length).toBe(2 + Object.keys(law.duties).length + Object.keys(law.values).length - 1);
  });

  test.each([
    [{ state: 'NOR' }, '--state'],
    [{ beside: 'xx' }, '--with'],
    [{ on: '2015-02-30' }, '--on'],
  ])('%j is refused in words', (more, flag) => {
    const { text, exitCode } = run(more);
    expect(exitCode).toBe(2);
    expect(text).toContain(flag);
  });
});
