import { type Answers, assess, DIVERGENCES, type Divergence } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { seenLaw } from '../seen-law.ts';
import { lawSite, partOf, words } from '../testing/site.ts';
import { lookAtState } from './found.ts';
import { gaps } from './gaps-command.ts';
import { GapsJson } from './gaps-schema.ts';

const { ask, law } = lawSite();
const NATIONAL = 'trafficking.victim.national';
const READ = '2026-11-22';
const everything = Object.values(law.states).flatMap(({ id, seen }) =>
  seen.map((one) => ({ state: id, ...one })),
);
const gapOf = (state: string, on: `${number}-${number}-${number}`, id = NATIONAL) =>
  lookAtState(law, { state, on }).gaps.find((gap) => gap.id === id)?.national;

describe('what is known of a State’s own law as far as somebody saw', () => {
  test('has a source and a day each, and nobody stands for it by name yet', () => {
    expect(everything.length).toBeGreaterThan(50);
    for (const { state, compared, asOf, checkedBy, text, from } of everything) {
      expect(compared?.source, `${state}: ${text}`).toBeTruthy();
      expect(asOf <= READ).toBe(true);
      expect(from === undefined || from <= asOf, `${state}: ${text}`).toBe(true);
      expect(checkedBy).toEqual([]);
    }
  });

  test('every State of which a source tells something of a definition that is not written whole has some', () => {
    const states = ['MY', 'TH', 'LB', 'JO', 'NE', 'NG', 'CY', 'AL', 'SY'];
    expect(
      states.filter((state) => !everything.some((one) => one.state === state && one.of.includes(NATIONAL))),
    ).toEqual([]);
    expect(states.filter((state) => law.rules[NATIONAL]?.variants?.[state])).toEqual([]);
  });

  test('what had been read by the day on which this law was written from undated pages says so', () => {
    const sections = Object.values(law.states).flatMap(
      ({ seen, residence, complementary, preventive, missing }) => [
        ...seen,
        ...residence,
        ...complementary,
        ...preventive,
        ...missing,
      ],
    );
    expect(sections.filter(({ asOf, compared }) => (asOf === READ) !== (compared?.undated === true))).toEqual(
      [],
    );
  });

  test('no rule uses it: what it says of Malaysia leaves the answer open', () => {
    const facts = { 'act.recruited': 'yes', 'purpose.labour': 'yes', age: 15 } as const;
    const { rules } = assess(law, { facts, state: 'MY', on: '2024-05-01' });
    expect(rules[NATIONAL]?.strict).toBe('unknown');
  });
});

/** How a State’s own reading must answer where it parts from the treaty in this way. */
const PARTS: Partial<Record<Divergence, { facts: Answers; answer: 'yes' | 'no' }>> = {
  'means-omitted': { facts: { age: 30 }, answer: 'yes' },
  'child-means-required': { facts: { age: 15 }, answer: 'no' },
  'movement-required': { facts: { age: 15, 'means.force': 'yes', 'travel.arranged': 'no' }, answer: 'no' },
};
const MEANS = [
  'threat',
  'force',
  'coercion',
  'abduction',
  'fraud',
  'deception',
  'power',
  'vulnerability',
  'payment',
];
const BARE: Answers = {
  ...Object.fromEntries(MEANS.map((one) => [`means.${one}`, 'no' as const])),
  ...{ 'act.recruited': 'yes', 'travel.arranged': 'yes', 'purpose.labour': 'yes', 'purpose.sexual': 'no' },
  'purpose.prostitution': 'no',
};

describe('the ways in which a definition parts from the treaty’s', () => {
  test('are thirteen, and those that sources tell are', () => {
    expect(DIVERGENCES).toHaveLength(13);
    expect([...new Set(everything.flatMap(({ divergence }) => divergence ?? []))].sort()).toEqual([
      'child-means-required',
      'extra-exploitation',
      'legacy-law-conflict',
      'means-omitted',
      'movement-required',
      'purpose-limited',
    ]);
  });

  const read = everything.filter(
    ({ state, divergence }) => divergence && PARTS[divergence] && law.rules[NATIONAL]?.variants?.[state],
  );
  test.each(read)('$state, $divergence: its reading answers so', ({ state, divergence, until }) => {
    const { facts, answer } = PARTS[divergence ?? 'means-omitted'] ?? { facts: {}, answer: 'yes' };
    const on = until ?? READ;
    const { rules } = assess(law, { facts: { ...BARE, ...facts }, state, on });
    expect(rules[NATIONAL]?.strict).toBe(answer);
  });
});

describe('of a day', () => {
  test('what had not begun or had ended is not told; after its own day it is open', () => {
    const texts = (state: string, on: `${number}-${number}-${number}`) =>
      seenLaw(law, { state, on }, NATIONAL).map(({ text, open }) => [text.slice(0, 20), open]);
    expect(texts('TH', '2010-01-01')).toEqual([
      ['The act of 2008 (sec', false],
      ['Where the person is ', false],
    ]);
    expect(texts('TH', '2024-01-01')).toEqual([
      ['The purposes stand i', true],
      ['An emergency decree ', true],
    ]);
    expect(texts('TH', '2007-12-31')).toEqual([]);
  });

  test('a gap says neither that nobody has said nor that it is compared', () => {
    expect(gapOf('MY', '2015-01-01')).toMatchObject({ status: 'seen-in-part' });
    expect(gapOf('KE', '2015-01-01')).toEqual({ status: 'nobody-has-said' });
    expect(gapOf('BR', '2024-01-01')).toMatchObject({ status: 'below' });
    expect(gapOf('GR', '2024-01-01', 'duty.non-punishment')).toMatchObject({ status: 'seen-in-part' });
  });
});

describe('is shown', () => {
  test('on the State’s page, in the place of the definition and in a part of its own', async () => {
    const { html } = await ask('/en/law/states/MY?on=2024-05-01');
    const definition = words(partOf(html, 'definitions'));
    expect(definition).toContain('Known only as far as seen: not the whole');
    expect(definition).toContain('An offence of its own is of children (section 14).');
    const part = words(partOf(html, 'seen'));
    expect(part).toMatch(
      /No means is asked for .*read by this day; the page itself tells no day: 22 November 2026 unverified Seen only in part.*mylaw\.my/,
    );
    expect(words(partOf((await ask('/en/law/states/KE')).html, 'definitions'))).toContain('Nobody has said');
  });

  test('on the terminal and in JSON', () => {
    const asked = {
      state: 'MY',
      on: '2024-05-01',
      json: false,
      colour: false,
      lang: 'en',
      today: '2026-11-22' as const,
    };
    const { text } = gaps(asked);
    expect(text).toContain('Its own law: known only as far as seen, not the whole.');
    expect(text).toContain('Its own law, as far as seen: no whole law');
    const { gaps: found, seen } = GapsJson.parse(JSON.parse(gaps({ ...asked, json: true }).text));
    expect(found.find(({ id }) => id === NATIONAL)?.national).toMatchObject({
      status: 'seen-in-part',
      seen: [
        { divergence: 'means-omitted', from: null, compared: { undated: true }, onThatDay: 'told' },
        {},
        {},
        {},
        {},
      ],
    });
    expect(seen).toHaveLength(5);
  });
});
