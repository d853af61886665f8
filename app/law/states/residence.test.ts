import { RESIDENCE_OPTIONS } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { lawSite, partOf, rowsWith, words } from '../testing/site.ts';
import { gaps } from './gaps-command.ts';
import { GapsJson } from './gaps-schema.ts';
import { statesWithStays, staysIn } from './residence.ts';

const { ask, law } = lawSite();
const TODAY = '2026-11-22';
const DAYS = 'protection.reflection-days';

describe('the ways to stay in a State', () => {
  test('Norway: the number stands with the rules and is read from there, the permits beside it', () => {
    const stays = staysIn(law, { state: 'NO', on: TODAY });
    expect(stays[0]).toMatchObject({
      kind: 'number',
      option: 'reflection-period',
      least: { count: 180, unit: 'days' },
      since: '2009-12-31',
      isBelow: false,
    });
    expect(stays.slice(1).map(({ kind, option }) => `${kind} ${option}`)).toEqual([
      'said permit-cooperation',
      'said long-term',
    ]);
  });

  test('a number holds from its first day to its last: the United Kingdom gave 45 days, then 30', () => {
    const on = (day: '2016-10-06' | '2022-12-12' | '2023-01-30') =>
      staysIn(law, { state: 'GB', on: day }).find(({ kind }) => kind === 'number')?.least?.count;
    expect([on('2016-10-06'), on('2022-12-12'), on('2023-01-30')]).toEqual([undefined, 45, 30]);
  });

  test('one entry that serves three options is told under each of them', () => {
    const told = staysIn(law, { state: 'TH', on: TODAY }).filter(
      (stay) => stay.kind === 'said' && stay.text.includes('section 37'),
    );
    expect(told.map(({ option }) => option)).toEqual([
      'permit-personal-situation',
      'permit-cooperation',
      'permit-compensation',
    ]);
  });

  test('a number under the least that the treaty allows is said to be so', () => {
    const value = law.values[DAYS];
    if (!value) throw new Error('There is such a value.');
    const low = { from: '2020-01-01' as const, value: 10, cites: value.cites };
    const lower = { ...law, values: { ...law.values, [DAYS]: { ...value, variants: { MY: [low] } } } };
    expect(staysIn(lower, { state: 'MY', on: TODAY })).toMatchObject([{ kind: 'number', isBelow: true }]);
  });

  test('of a State of which nobody has said anything there is nothing, and no row', () => {
    expect(staysIn(law, { state: 'MY', on: TODAY })).toEqual([]);
    const states = statesWithStays(law, { on: TODAY, option: undefined }).map(({ state }) => state);
    expect(states).not.toContain('MY');
    expect(states).toContain('TH');
  });
});

describe('the table of ways to stay', () => {
  test('a row for each State of which somebody has said something; the others are counted', async () => {
    const { html, status } = await ask(`/en/law/residence?on=${TODAY}`);
    expect(status).toBe(200);
    const overview = partOf(html, 'overview');
    const states = statesWithStays(law, { on: TODAY, option: undefined });
    expect(overview.match(/role="rowheader"/g)?.length).toBe(states.length);
    expect(words(html)).toContain(
      `Of ${Object.keys(law.states).length - states.length} other States nobody has said anything`,
    );
    const norway = words(rowsWith(overview, '/law/states/NO').join(''));
    expect(norway).toMatch(/At least 180 days unverified .*Nobody has said .*At most 12 months unverified/);
    expect(overview).not.toContain('/law/states/MY');
  });

  test('each way with what asks for it, and each State with words, source, day and mark', async () => {
    const { html } = await ask(`/en/law/residence?on=${TODAY}`);
    for (const option of RESIDENCE_OPTIONS) expect(partOf(html, option)).not.toBe('');
    expect(words(partOf(html, 'permit-child'))).toContain('Anti-Trafficking Convention, art. 14(2)');
    const row = words(rowsWith(partOf(html, 'permit-compensation'), '/law/states/GB').join(''));
    expect(row).toMatch(/recovery, compensation or cooperation/);
    expect(row).toMatch(/unverified .*legalize-uk.* known up to 30 January 2023/);
    const number = words(rowsWith(partOf(html, 'reflection-period'), '/law/states/DK').join(''));
    expect(number).toMatch(/At least 30 days .*to prepare return.* unverified .*31 December 2012/);
  });

  test('one way alone: its own part, no other, and the States of that one', async () => {
    const { html } = await ask(`/en/law/residence?option=permit-child&on=${TODAY}`);
    expect(partOf(html, 'overview')).toBe('');
    expect(partOf(html, 'long-term')).toBe('');
    expect(rowsWith(html, '/law/states/HR')).toHaveLength(1);
    expect(rowsWith(html, '/law/states/DE')).toHaveLength(0);
    expect(html).toMatch(
      /<option[^>]*value="permit-child"[^>]*selected|<option[^>]*selected[^>]*value="permit-child"/,
    );
  });

  test('before anything is written of a number, it is not there', async () => {
    const { html } = await ask('/en/law/residence?option=reflection-period&on=2000-01-01');
    expect(rowsWith(html, '/law/states/NO')).toHaveLength(0);
    expect(rowsWith(html, '/law/states/UY')).toHaveLength(1);
  });

  test.each(['option=nothing', 'option=constructor', 'option=%00', 'on='])('%s shows all', async (query) => {
    const { html, status } = await ask(`/en/law/residence?${query}`);
    expect([status, partOf(html, 'overview') !== '']).toEqual([200, true]);
  });

  test('a day that does not exist stays as it was typed, with what to write', async () => {
    const { html, status } = await ask('/en/law/residence?on=2015-02-30%3Cb%3E');
    expect(status).toBe(422);
    expect(html).toContain('value="2015-02-30&lt;b>"');
    expect(words(html)).toContain('This is not a day that can be asked about.');
  });

  test.each(['fr', 'es', 'ar'])('speaks %s', async (language) => {
    const { html } = await ask(`/${language}/law/residence?on=${TODAY}`);
    expect(html).not.toContain('Nobody has said');
    expect(html).not.toContain('At least');
  });
});

test("a State's own page shows its ways to stay, and where nobody has said", async () => {
  const part = words(partOf((await ask(`/en/law/states/NL?on=${TODAY}`)).html, 'residence'));
  expect(part).toMatch(/Time to recover and to decide .*At most 3 months/);
  expect(part).toMatch(/Permit to claim compensation .*Nobody has said/);
});

describe('clew law gaps', () => {
  const run = (state: string, json: boolean) =>
    gaps({ state, json, colour: false, lang: 'en', today: TODAY }).text;

  test('prints the ways to stay, and of which nobody has said anything', () => {
    const text = run('GB', false);
    const part = text.slice(text.indexOf('Ways for a victim to stay'));
    expect(part).toMatch(/At least 30 days\.\s+Nationality and Borders Act/);
    expect(part).toMatch(/permit-compensation\n {4}Leave to stay where recovery/);
    expect(part).toMatch(/Nobody has said: Time to recover, for a child; Permit for a child;/);
    expect(text.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  test('as JSON, by its schema', () => {
    const { residence } = GapsJson.strict().parse(JSON.parse(run('FR', true)));
    expect(residence.map(({ option }) => option)).toEqual([
      'reflection-period',
      'permit-cooperation',
      'permit-child',
      'long-term',
    ]);
    expect(residence[0]).toMatchObject({ least: { count: 30, unit: 'days' }, text: null, asOf: null });
    expect(residence[3]).toMatchObject({ least: { count: 120, unit: 'months' }, since: null });
    expect(GapsJson.parse(JSON.parse(run('MY', true))).residence).toEqual([]);
  });
});
