import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answers, assess } from '@clew/rules';
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
  ...{ 'place.stateless': 'yes', 'place.outside-residence': 'yes', 'child.unaccompanied': 'yes' },
  ...{ 'fear.return': 'yes', 'fear.real-risk': 'yes', 'harm.retrafficking': 'yes' },
  ...{ 'protection.works': 'no', 'entry.irregular': 'yes' },
};
const REFORMS = ['F01', 'F03', 'F20'];
// By the conventions on the child, its protocol, forced labour and the worst forms of child labour, and the Palermo Protocol.
const OWED = [
  ...['duty.best-interests', 'duty.child-heard', 'duty.care-for-child-alone', 'duty.child-applicant'],
  ...['duty.child-exploitation', 'duty.child-work', 'duty.child-traffic', 'duty.child-recovery'],
  ...[
    'duty.child-sale-safety',
    'duty.worst-labour-end',
    'duty.worst-labour-removal',
    'duty.worst-labour-school',
  ],
  ...['duty.forced-labour-punishment', 'duty.asylum-open-palermo', 'duty.compensation-palermo'],
  ...['duty.information-palermo', 'duty.confidentiality-palermo', 'duty.special-needs-palermo'],
  'duty.return-due-regard-palermo',
];
const VERDICTS = ['yes', 'no', 'unknown'] as const;
const { ask, result, errors } = lawSite();
const { caseOf } = caseFolder();
const known = loadLaw();
const caseFile = () =>
  caseOf(
    Object.entries(GIRL)
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
    expect(owed.map(({ id }) => id)).toEqual(expect.arrayContaining(OWED));
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
    expect(json.gaps.length).toBeGreaterThan(100);
    for (const { id, source } of json.gaps) {
      expect([id, source.length]).not.toEqual([id, 0]);
      for (const { status } of source) expect(['compared', 'unverified'], id).toContain(status);
    }
    const statuses = json.gaps.flatMap(({ source }) => source.map(({ status }) => status));
    expect(new Set(statuses)).toEqual(new Set(['compared', 'unverified']));
    expect(text).toContain('No named person has checked either.');
  });
});

/** Of a decision on the page of a result: under which title it stands, and on which issues it is said to help. */
function decisionOn(html: string, id: string): { under: string | undefined; helps: string } {
  const at = html.indexOf(`href="/en/law/decisions/${id}"`);
  const before = at < 0 ? '' : html.slice(0, at);
  const item = html.slice(at).split('</li>')[0] ?? '';
  const under = [...before.matchAll(/<h3>(.*?)<\/h3>/g)].at(-1)?.[1];
  return {
    under,
    helps:
      words(item).match(/Helps on: (.*?)(?= Left open there| Goes against on:| The same here:)/)?.[1] ?? '',
  };
}

describe('her own result', () => {
  test('counts what binds Malaysia, and says once whose reservations nobody looked at', async () => {
    const { html, status } = await result(GIRL, [['state', STATE]]);
    expect([status, errors]).toEqual([200, []]);
    const said = words(html);
    expect(said).toMatch(
      /\d+ duties that bind Malaysia|\d+ protections that bind Malaysia|\d+ duties bind Malaysia/,
    );
    expect(said.match(/Nobody here has looked at what/g) ?? []).toHaveLength(1);
    expect(said).not.toContain('nobody here has looked at its reservations');
    expect(html).toContain('id="duties"');
  });

  test.each([
    ['siliadin', 'Decisions that help', 'Protection from those who did it'],
    ['hounga', 'Decisions that help', 'Compensation from those who did it, guaranteed by the State'],
    ['m-s-pakistan', 'Decisions that help', 'An investigation without waiting for a complaint'],
    ['chowdury', 'Decisions that help', 'An investigation without waiting for a complaint'],
    [
      'az-thailand',
      'Decisions that help',
      'The person belongs, or is thought to belong, to a particular social group',
    ],
    [
      'am-and-bm-albania',
      'Decisions that help',
      'The State the person fears to go back to does not protect them',
    ],
    [
      'rantsev',
      'Decisions that help on one issue and go against on another',
      'An investigation without waiting for a complaint',
    ],
    // Her own facts were not read, so nothing of it is told to help.
    ['hd-nigeria', 'Decisions that leave it open, or are told without facts', ''],
  ])('puts %s under %s, and names on what it helps', async (id, under, issue) => {
    const { html } = await result(GIRL, [['state', STATE]]);
    const found = decisionOn(partOf(html, 'decisions'), id);
    expect(found.under).toBe(under);
    expect(found.helps.split('; ')).toContain(issue);
  });
});

describe('what the reforms would change', () => {
  test.each([
    [
      'F01',
      'reason',
      'refugee.persecution',
      'The person may be a victim of trafficking',
      'refugee-convention#1.a.2',
    ],
    [
      'F03',
      'new',
      'duty.proposed.immediate-protection',
      'The person is a victim, by the facts or because the authority found so',
      'trafficked-refugees-paper#6.3',
    ],
    [
      'F20',
      'new',
      'duty.proposed.linked-procedures',
      'The person can ask for asylum, whatever becomes of the trafficking case',
      'icat-refugee-brief#linked',
    ],
  ])('for her, %s: one %s, %s, by the limb “%s”', async (reform, what, id, limb, source) => {
    const more = { states: [STATE], on: '2026-01-01', beforeAfter: true, reforms: [reform], json: true };
    const json = BeforeAfterJson.parse(JSON.parse((await runAssess(caseFile(), more)).text));
    const changed = json.states.flatMap((one) => one.changed);
    expect(changed.map((one) => [one.what, one.id])).toEqual([[what, id]]);
    expect(changed[0]?.after).toMatchObject({ strict: 'yes', burden: 'yes' });
    expect(changed[0]?.limbs.map(({ label, before, after }) => [label, before, after?.burden])).toEqual([
      [limb, null, 'yes'],
    ]);
    expect(changed[0]?.sources).toEqual([{ ref: source, status: 'compared' }]);
  });

  test('F01 would not settle that she is a refugee: that stays unknown', () => {
    const overlays = ['reform.trafficking-is-persecution'];
    const { rules } = assess(known, {
      facts: { ...GIRL, age: 15 } as Answers,
      state: STATE,
      on: ON,
      overlays,
    });
    expect(rules['refugee.persecution']?.burden).toBe('yes');
    expect(rules['refugee.status']?.burden).toBe('unknown');
  });

  test('for her: each source is marked, and Malaysia was last known not bound by what two of them would amend', async () => {
    const more = { states: [STATE], on: '2026-01-01', beforeAfter: true, reforms: REFORMS };
    const { text } = await runAssess(caseFile(), more);
    expect(flat(text)).toContain('No named person has checked either.');
    expect(flat(text)).toMatch(/With “Trafficking is itself persecution” .*? \[(compared|unverified)\]/);
    const json = BeforeAfterJson.parse(
      JSON.parse((await runAssess(caseFile(), { ...more, json: true })).text),
    );
    expect(json.reforms.map(({ sources }) => sources)).toEqual([
      [{ ref: 'trafficked-refugees-paper#6.1', status: 'compared' }],
      [{ ref: 'trafficked-refugees-paper#6.3', status: 'compared' }],
      [{ ref: 'icat-refugee-brief#linked', status: 'compared' }],
    ]);
    const notThen =
      'It would amend Refugee Convention. MY: last known not bound (2015-03-01); whether it is since is not known.';
    expect(json.states.map(({ reach }) => reach)).toEqual([
      {
        'reform.trafficking-is-persecution': notThen,
        'reform.immediate-protection': notThen,
        'reform.linked-procedures':
          'It amends no treaty that is named here: a State would have to take it into its own law.',
      },
    ]);
  });

  test('for forty like her: F01 moves nobody, F03 and F20 a duty each, none of them known to bind Malaysia', async () => {
    const columns = Object.keys(GIRL);
    const row = Object.values(GIRL).join(',');
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
    // From which answer to which, and how many, after burdens: only where somebody moves.
    const moved = found.result.provisions.flatMap(({ id, groups }) =>
      groups.flatMap(({ reforms }) =>
        reforms.flatMap(({ reforms: by, moves: { burden } }) =>
          VERDICTS.flatMap((from) =>
            VERDICTS.flatMap((to) =>
              from === to || burden[from][to] === 0 ? [] : [[by.join(), id, from, to, burden[from][to]]],
            ),
          ),
        ),
      ),
    );
    expect(moved).toEqual([
      ['reform.immediate-protection', 'duty.proposed.immediate-protection', 'no', 'yes', 40],
      ['reform.linked-procedures', 'duty.proposed.linked-procedures', 'no', 'yes', 40],
    ]);
    const status = found.result.provisions.find(({ id }) => id === 'refugee.status')?.groups[0];
    expect(status?.reforms.map(({ after }) => after.burden)).toEqual([{ yes: 0, no: 0, unknown: 40 }]);
    const last = [{ state: STATE, asOf: '2015-03-01' }];
    expect(found.result.reforms.map(({ id, lastKnownOutside }) => [id, lastKnownOutside])).toEqual([
      ['reform.trafficking-is-persecution', last],
      ['reform.immediate-protection', last],
      ['reform.linked-procedures', []],
    ]);
    for (const { sources = [] } of [...found.result.reforms, ...found.result.provisions]) {
      expect(sources.length).toBeGreaterThan(0);
      for (const { status: checked } of sources) expect(['compared', 'unverified']).toContain(checked);
    }
    const text = flat(renderSimulation(found.result, { colour: false }));
    expect(text).toContain('No named person has checked either.');
    expect(text).toMatch(/\[(compared|unverified)\]/);
  });
});
