import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadLaw } from './load-law.ts';
import { BeforeAfterJson } from './reforms/before-after/index.ts';
import { renderSimulation } from './simulate/render-simulation.ts';
import { simulate } from './simulate/simulate.ts';
import { gaps } from './states/gaps-command.ts';
import { GapsJson } from './states/gaps-schema.ts';
import { caseFolder, flat, runAssess } from './testing/index.ts';
import { lawSite, partOf, words } from './testing/site.ts';

// A lawyer in Malaysia, on one day: a Rohingya girl of fifteen who was brought there and put to work in a house.
const ON = '2026-03-16';
const STATE = 'MY';
const GIRL = {
  ...{ age: '15', 'act.recruited': 'yes', 'act.transported': 'yes', 'act.harboured': 'yes' },
  ...{
    'purpose.labour': 'yes',
    'identification.positive': 'yes',
    'trafficking.cross-border': 'yes',
    'trafficking.organised': 'yes',
    'group.women': 'yes',
  },
  ...{ 'place.stateless': 'yes', 'place.outside-residence': 'yes', 'child.alone': 'yes' },
  ...{ 'fear.return': 'yes', 'fear.real-risk': 'yes', 'harm.retrafficking': 'yes' },
  ...{ 'protection.works': 'no', 'entry.irregular': 'yes' },
};
const REFORMS = ['F01', 'F03', 'F20'];
const { ask, result, errors } = lawSite();
const { caseOf } = caseFolder();
const known = loadLaw();
const told = Object.fromEntries(Object.entries(GIRL).filter(([fact]) => known.facts[fact]));
const caseFile = () =>
  caseOf(
    Object.entries(told)
      .map(([fact, answer]) => `${fact}: ${answer}`)
      .join(', '),
  );

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clew girl '));
});
afterAll(() => rm(folder, { recursive: true }));

function gapsThere() {
  const asked = { state: STATE, on: ON, colour: false, lang: 'en', today: ON } as const;
  return {
    json: GapsJson.parse(JSON.parse(gaps({ ...asked, json: true }).text)),
    text: flat(gaps({ ...asked, json: false }).text),
  };
}

describe('what Malaysia owes her, and what it does not', () => {
  test('on the day: owed by treaties that bind it, each with its source, since when and up to which day that is known', () => {
    const { json } = gapsThere();
    const owed = json.gaps.filter(({ standing }) => standing === 'owed');
    expect(owed.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['duty.best-interests', 'duty.child-exploitation', 'duty.worst-labour-end']),
    );
    for (const { source, bound } of owed) {
      expect(source.length).toBeGreaterThan(0);
      const by = bound?.by.find(({ verdict }) => verdict === 'yes');
      expect([by?.asOf, by?.status, by?.since ?? by?.consented].every(Boolean)).toBe(true);
    }
  });

  test('the Refugee Convention did not bind it when that was last known, and European treaties cannot', async () => {
    const { json, text } = gapsThere();
    const standing = (id: string) => json.gaps.find((gap) => gap.id === id);
    expect(standing('duty.refugee-papers')).toMatchObject({ standing: 'not-then' });
    expect(standing('duty.refugee-papers')?.bound?.by[0]).toMatchObject({ lastNotBound: '2015-03-01' });
    // The convention of the Council of Europe on trafficking is open to others; that on human rights is not.
    expect(standing('duty.presume-child')?.standing).toBe('not-then');
    expect(standing('duty.protection-human-rights')?.standing).toBe('not-bound');
    expect(json.gaps.filter((gap) => gap.standing === 'not-then').length).toBeGreaterThan(1);
    expect(text).toMatch(/not to \d+ when that was last known/);
    const { html } = await ask(`/en/law/states/${STATE}?on=${ON}`);
    expect(words(partOf(html, 'not-then'))).toMatch(/Not bound on 1 March 2015; since then not known/);
    expect(words(partOf(html, 'owed'))).toContain('Convention on the Rights of the Child');
  });

  test('the family of a refugee child and the health of a child bind it, and school only as far as it let it', () => {
    const { json } = gapsThere();
    const standing = (id: string) => json.gaps.find((gap) => gap.id === id)?.standing;
    expect(standing('duty.family-tracing-refugee')).toBe('owed');
    expect(standing('duty.child-health')).toBe('owed');
    // Article 28(1)(a) applies only as far as its constitution, laws and policies go.
    expect(standing('duty.child-education')).toBe('limited');
  });

  test('every line says how far it was checked', () => {
    const { json, text } = gapsThere();
    const statuses = json.gaps.flatMap(({ source }) => source.map(({ status }) => status));
    expect(new Set(statuses)).not.toContain('checked');
    expect(text).toContain('No named person has checked either.');
  });
});

describe('her own result', () => {
  test('counts what binds Malaysia, says once whose reservations nobody looked at, and tells which decisions help', async () => {
    const { html, status } = await result(told, [['state', STATE]]);
    expect([status, errors]).toEqual([200, []]);
    const said = words(html);
    expect(said.match(/Nobody here has looked at what/g) ?? []).toHaveLength(1);
    expect(said).not.toContain('nobody here has looked at its reservations');
    expect(words(partOf(html, 'decisions'))).toMatch(/\d{4}/);
    expect(html).toContain('id="duties"');
  });
});

describe('what the reforms would change', () => {
  test('for her: F01, F03 and F20, each source marked, and that Malaysia was not bound by what they would amend', async () => {
    const more = { states: [STATE], on: '2026-01-01', beforeAfter: true, reforms: REFORMS };
    const { text } = await runAssess(caseFile(), more);
    expect(flat(text)).toContain('No named person has checked either.');
    expect(flat(text)).toMatch(/With “Trafficking is itself persecution” .*? \[(compared|unverified)\]/);
    expect(flat(text)).toContain('MY: last known not bound (2015-03-01)');
    const json = BeforeAfterJson.parse(
      JSON.parse((await runAssess(caseFile(), { ...more, json: true })).text),
    );
    expect(json.reforms.map(({ sources }) => sources.length > 0)).toEqual([true, true, true]);
    for (const { sources } of json.states.flatMap(({ changed }) => changed))
      for (const { status } of sources) expect(['compared', 'unverified']).toContain(status);
  });

  test('for a population like her: nobody in Malaysia gets a claim, and each line has its mark', async () => {
    const columns = Object.keys(told);
    const row = Object.values(told).join(',');
    const population = join(folder, 'girls.csv');
    await writeFile(
      population,
      `${[columns.join(','), ...Array.from({ length: 40 }, () => row)].join('\n')}\n`,
    );
    const overlays = REFORMS.map((code) =>
      Object.values(known.overlays).flatMap((one) => (one.code === code ? [one.id] : [])),
    );
    const found = await simulate({
      ...{ population, law: known, on: ON, overlays, by: [], resume: false, state: STATE },
      ...{ journals: join(folder, 'journals'), signal: new AbortController().signal, onProgress: () => {} },
      limits: { sample: 0 },
    });
    if (found.kind !== 'done') throw new Error(JSON.stringify(found));
    const amending = found.result.reforms.filter(({ lastKnownOutside }) => lastKnownOutside.length > 0);
    expect(amending.flatMap((one) => one.lastKnownOutside)).toContainEqual({
      state: STATE,
      asOf: '2015-03-01',
    });
    for (const { sources } of [...found.result.reforms, ...found.result.provisions])
      expect(sources?.every(({ status }) => status !== 'checked')).toBe(true);
    const text = flat(renderSimulation(found.result, { colour: false }));
    expect(text).toContain('No named person has checked either.');
    expect(text).toMatch(/\[(compared|unverified)\]/);
  });
});
