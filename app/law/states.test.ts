import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Answers, assess, boundBy, type Day, type Law, type Length, readDecision } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { lawFiles, loadLaw, readTestedLaw } from './load-law.ts';

const LAWS = fileURLToPath(new URL('../../laws', import.meta.url));
const NATIONAL = 'trafficking.victim.national';
const DAYS = 'protection.reflection-days';
const law = loadLaw();
const states = Object.values(law.states);
/** Those with a file of their own in laws/states. */
const own = states.filter(({ place }) => place.file.startsWith('laws/states/'));
const readings = Object.entries(law.rules[NATIONAL]?.variants ?? {});
const numbers = Object.entries(law.values[DAYS]?.variants ?? {});

type LawTest = Law['tests'][number];

/** The tests in the law that ask one State and expect something of one rule or value. */
function testsOf(state: string, wants: (test: LawTest) => boolean): LawTest[] {
  return law.tests.filter((one) => one.state === state && wants(one));
}

function national(state: string, on: Day, facts: Answers) {
  const { rules } = assess(law, { facts, state, on });
  return [rules['trafficking.victim']?.strict, rules[NATIONAL]?.strict];
}

describe('the States', () => {
  test('are those of the judgments, and more', () => {
    const asked = readdirSync(`${LAWS}/decisions`).flatMap((name) => {
      const read = readDecision({ path: name, text: readFileSync(`${LAWS}/decisions/${name}`, 'utf8') }, law);
      return read.ok ? read.decision.states : [];
    });
    expect(asked.filter((state) => !law.states[state])).toEqual([]);
    expect(own.length).toBeGreaterThanOrEqual(47);
    expect(states).toHaveLength(197);
  });

  test.each(own)('$name: what its own file says of being bound has a day and a source', ({ parties }) => {
    for (const { asOf, compared, bound, from } of parties) {
      expect(asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(compared?.source).toBeTruthy();
      expect(bound === 'no' && from).toBe(bound === 'no' ? undefined : false);
    }
  });

  test('no file of a State repeats what a list says', () => {
    const repeated = own.flatMap(({ id, parties }) =>
      parties
        .filter(({ instrument }) => law.parties[instrument])
        .filter(({ instrument, from, asOf }) => {
          const without = {
            ...law,
            states: { ...law.states, [id]: { ...law.states[id], parties: [] } },
          } as Law;
          const days = [from?.length === 10 ? (from as Day) : asOf, asOf];
          return days.every(
            (on) =>
              boundBy(without, instrument, { state: id, on }).verdict ===
              boundBy(law, instrument, { state: id, on }).verdict,
          );
        })
        .map(({ instrument }) => `${id} ${instrument}`),
    );
    expect(repeated).toEqual([]);
  });

  test('Lebanon, Jordan, Malaysia, Bangladesh and Thailand were not in the list of the Refugee Convention', () => {
    for (const state of ['LB', 'JO', 'MY', 'BD', 'TH']) {
      expect(boundBy(law, 'refugee-convention', { state, on: '2015-01-01' }).verdict).toBe('no');
    }
  });

  test('the Anti-Trafficking Convention binds from the day it entered into force for each', () => {
    const since = { CY: '2008-02-01', FR: '2008-05-01', GB: '2009-04-01', GR: '2014-08-01' } as const;
    for (const [state, day] of Object.entries(since)) {
      expect(boundBy(law, 'ecat', { state, on: day }).verdict).toBe('yes');
      expect(boundBy(law, 'ecat', { state, on: '2007-12-31' }).verdict).toBe('no');
    }
    expect(boundBy(law, 'ecat', { state: 'GR', on: '2014-07-31' }).verdict).toBe('no');
    // Nobody read since when.
    expect(boundBy(law, 'ecat', { state: 'NL', on: '2015-01-01' }).verdict).toBe('unknown');
    expect(boundBy(law, 'ecat', { state: 'NL', on: '2024-01-01' }).verdict).toBe('yes');
  });

  test('the European Convention on Human Rights binds members of the Council of Europe, since when is mostly not written', () => {
    const on = (state: string, day: Day) =>
      boundBy(law, 'human-rights-convention', { state, on: day }).verdict;
    expect(['NO', 'DE', 'ES', 'GB'].map((state) => on(state, '2024-01-01'))).toEqual([
      'yes',
      'yes',
      'yes',
      'yes',
    ]);
    expect(on('NO', '2010-01-01')).toBe('unknown');
    expect(['US', 'BR', 'TH', 'NE'].map((state) => on(state, '2023-01-01'))).toEqual([
      'no',
      'no',
      'no',
      'no',
    ]);
    // Bound once, and no longer: it does not come back by time passing.
    expect([on('RU', '2001-03-28'), on('RU', '2022-09-16'), on('RU', '2024-01-01')]).toEqual([
      'yes',
      'no',
      'no',
    ]);
  });

  test('cite only acts of their own', () => {
    const cited = [...readings, ...numbers].flatMap(([state, list]) =>
      list.flatMap(({ cites }) =>
        cites.map((ref) => [state, law.instruments[ref.split('#')[0] ?? '']] as const),
      ),
    );
    expect(cited.filter(([state, act]) => act?.kind !== 'national' || act.state !== state)).toEqual([]);
  });
});

/** Since when each State's reading and numbers stand, and on what: a copy that does not move with the law. */
const SINCE = `
trafficking.victim.national: AR 2026-11-22 argentina-trafficking-act#definition
trafficking.victim.national: AZ 2005-06-28 azerbaijan-trafficking-act#1.0.1 azerbaijan-trafficking-act#1.0.2
trafficking.victim.national: BD 2026-11-22 bangladesh-trafficking-act#3
trafficking.victim.national: BR 2017-01-01 brazil-penal-code#149-a
trafficking.victim.national: CR 2009-03-04 costa-rica-penal-code#172
trafficking.victim.national: CZ 2026-11-22 czechia-penal-code#168
trafficking.victim.national: DE 2016-10-15 germany-penal-code#232
trafficking.victim.national: EE 2026-11-22 estonia-penal-code#133
trafficking.victim.national: FR 2026-11-22 france-penal-code#225-4-1
trafficking.victim.national: GB 2015-07-31 uk-modern-slavery-act#2
trafficking.victim.national: GR 2020-01-01 greece-penal-code#323a
trafficking.victim.national: GT 2026-11-22 guatemala-penal-code#202-ter
trafficking.victim.national: IE 2026-11-22 ireland-trafficking-act#2 ireland-trafficking-act#4
trafficking.victim.national: IN 2024-07-01 india-penal-code#143
trafficking.victim.national: LU 2026-11-22 luxembourg-penal-code#382-1
trafficking.victim.national: MM 2005-10-01..2017-12-21 myanmar-trafficking-act#3.a
trafficking.victim.national: NO 2026-11-22 norway-penal-code#257
trafficking.victim.national: RU 2004-01-01 russia-criminal-code#127-1
trafficking.victim.national: TR 2006-12-31 turkiye-penal-code#80
trafficking.victim.national: US 2026-11-22 us-trafficking-act#7102.11-12
trafficking.victim.national: UY 2026-11-22 uruguay-trafficking-act#4
protection.reflection-days: BE 2017-05-20 45 belgium-aliens-act#61-2
protection.reflection-days: BG 2026-11-22 30 bulgaria-trafficking-act#26
protection.reflection-days: CH 2026-11-22 30 switzerland-residence-ordinance#35
protection.reflection-days: CY 2026-11-22 30 cyprus-trafficking-act#reflection
protection.reflection-days: DE 2022-03-31 90 germany-residence-act#59.7
protection.reflection-days: DK 2012-12-31 30 denmark-reflection-period#2012
protection.reflection-days: ES 2016-01-01 90 spain-foreigners-act#59bis.2
protection.reflection-days: FR 2026-11-22 30 france-entry-code#r425-1
protection.reflection-days: GB 2016-10-07..2022-12-12 45 uk-referral-guidance#2016
protection.reflection-days: GB 2022-12-13..2023-01-29 30 uk-referral-guidance#2022
protection.reflection-days: GB 2023-01-30 30 uk-borders-act#61
protection.reflection-days: GR 2026-11-22 90 greece-migration-code#135
protection.reflection-days: IE 2008-06-07 60 ireland-immigration-scheme#reflection
protection.reflection-days: LU 2026-11-22 90 luxembourg-immigration-act#93
protection.reflection-days: MT 2019-12-31 60 malta-reflection-period#2019
protection.reflection-days: NO 2009-12-31 180 norway-immigration-regulations#8-3
protection.reflection-days: PT 2022-06-23 30 portugal-foreigners-act#111
protection.reflection-days: SE 2012-12-31 30 sweden-reflection-period#2012
protection.reflection-days: TR 2014-12-31 30 turkiye-foreigners-act#48`;

/**
 * Up to which day each list of parties is known, how many States it names (with those of its earlier list), and how many of
 * the rows that were read are of no State. A row that is lost or counted twice changes a number.
 */
const LISTS: Record<string, string> = {
  'eu-asylum-management-regulation': '2023-03-09 32',
  'eu-asylum-procedure-directive': '2023-03-09 32',
  'eu-asylum-procedure-regulation': '2023-03-09 32',
  'eu-charter': '2023-03-09 28',
  'eu-qualification-directive': '2023-03-09 32',
  'eu-qualification-regulation': '2023-03-09 32',
  'eu-reception-directive-2013': '2023-03-09 32',
  'eu-reception-directive': '2023-03-09 32',
  'eu-residence-permit-directive': '2023-03-09 28',
  'eu-screening-regulation': '2023-03-09 32',
  'eu-trafficking-directive': '2023-03-09 32',
  'eu-trafficking-directive-2024': '2023-03-09 32',
  'child-convention': '2022-08-01 197',
  'child-sale-protocol': '2022-08-01 184',
  'child-soldiers-protocol': '2022-08-01 180',
  'civil-rights-covenant': '2022-08-01 181',
  'disability-convention': '2022-08-01 192 and 1',
  ecat: '2023-10-01 48',
  'forced-labour-abolition-convention': '2013-12-01 165',
  'forced-labour-convention': '2013-12-01 168',
  'human-rights-convention': '2023-10-01 47',
  'migrant-workers-convention': '2022-08-01 68',
  'organized-crime-convention': '2015-03-01 184 and 1',
  palermo: '2015-03-01 166 and 1',
  'racial-discrimination-convention': '2022-08-01 184',
  'refugee-convention': '2015-03-01 145',
  'refugee-protocol': '2015-03-01 146',
  'rome-statute': '2015-03-01 153',
  'slavery-convention': '2015-03-01 111',
  'smuggling-protocol': '2015-03-01 151 and 1',
  'social-rights-covenant': '2022-08-01 176',
  'statelessness-convention': '2015-03-01 89',
  'statelessness-reduction-convention': '2015-03-01 66',
  'supplementary-slavery-convention': '2015-03-01 126',
  'torture-convention': '2022-08-01 177',
  'traffic-in-persons-convention': '2015-03-01 95',
  'women-convention': '2022-08-01 191',
  'worst-child-labour-convention': '2013-12-01 168',
};

/** What a State's own file says of, and up to which day that is known. */
const AS_OF: Record<string, string> = {
  'palermo BD': '2020-07-30',
  ecat: '2023-10-01',
  ...{ 'human-rights-convention AT': '2011-07-31', 'human-rights-convention BG': '2013-02-15' },
  ...{ 'human-rights-convention HR': '2012-12-21', 'human-rights-convention CY': '2001-03-28' },
  ...{ 'human-rights-convention FR': '1998-07-28', 'human-rights-convention GR': '2006-11-30' },
  ...{ 'human-rights-convention GB': '2009-12-31', 'human-rights-convention RU': '2023-02-16' },
  'eu-residence-permit-directive NL': '2021-01-28',
};

/** What the list of 2015 and that of 2022 say differently. */
const DISPUTED = `
child-convention PA
child-convention PK
child-convention PW
child-convention RS
child-sale-protocol MD
child-sale-protocol NZ
civil-rights-covenant GQ
civil-rights-covenant SB
civil-rights-covenant TV
civil-rights-covenant ZA
disability-convention JO
disability-convention MD
social-rights-covenant TV
women-convention CV
women-convention GM
women-convention PH
women-convention SG`;

describe('what is written of a day', () => {
  test('a reading and a number stand from their first day, on their own provision', () => {
    const written = Object.entries({ [NATIONAL]: readings, [DAYS]: numbers }).flatMap(([id, variants]) =>
      variants.flatMap(([state, list]) =>
        list.map((variant) => {
          const span = 'to' in variant ? `${variant.from}..${variant.to}` : variant.from;
          const days = 'value' in variant ? `${variant.value} ` : '';
          return `${id}: ${state} ${span} ${days}${variant.cites.join(' ')}`;
        }),
      ),
    );
    expect(written.sort()).toEqual(SINCE.trim().split('\n').sort());
  });

  test('what a State’s file says of being bound is known up to its day', () => {
    const all = own.flatMap(({ id, parties }) => parties.map((party) => ({ state: id, ...party })));
    const known = ({ instrument, state }: { instrument: string; state: string }) =>
      AS_OF[`${instrument} ${state}`] ?? AS_OF[instrument];
    expect(all.filter((party) => party.asOf !== known(party))).toEqual([]);
  });

  test('a list of parties is known up to its day, and no row of it is lost', () => {
    const written = Object.entries(law.parties).map(([id, { asOf, states: named, earlier }]) => {
      const text = lawFiles().find(({ path }) => path === `laws/parties/${id}.yaml`)?.text ?? '';
      const [, leftOut = ''] = text.split('\nleft_out:\n');
      const none = leftOut.match(/^ {2}- who: /gm)?.length ?? 0;
      const count = Object.keys(named).length + Object.keys(earlier?.states ?? {}).length;
      return [id, `${asOf} ${count}${none > 0 ? ` and ${none}` : ''}`];
    });
    expect(Object.fromEntries(written)).toEqual(LISTS);
  });
});

test('what a State says beside trafficking has a day and a source; what nobody wrote is empty', () => {
  const said = states.flatMap(({ id, complementary, preventive }) =>
    [...complementary, ...preventive].map((one) => ({ state: id, ...one })),
  );
  expect(said.map(({ state, topic }) => `${state} ${topic}`).sort()).toEqual([
    'SY labour-suppliers',
    'TH child-protection',
    'TH document-seizure',
  ]);
  for (const { asOf, compared, text } of said)
    expect([asOf, compared?.source, text].every(Boolean)).toBe(true);
  expect(law.states.MY).toMatchObject({ complementary: [], preventive: [], residence: [] });
});

/** The ways to stay of each State: option, the shortest and the longest time, whether it hangs on cooperation. */
const STAYS = `
AL reflection-period -..- -
AL permit-ground-untold -..- -
AT reflection-period 30d..- -
AT permit-cooperation+permit-compensation -..- -
AU reflection-period -..90d -
AU permit-cooperation -..- needed
AU long-term -..- needed
BE permit-cooperation -..3m needed
BE long-term -..- needed
BR permit-ground-untold -..- -
CA reflection-period 180d..- -
CA permit-personal-situation -..- not-needed
CH permit-cooperation -..- needed
CH permit-personal-situation -..- -
CY permit-cooperation 6m..- needed
CZ reflection-period 1m..- -
CZ permit-cooperation -..- needed
DE permit-cooperation -..- needed
ES permit-cooperation+permit-personal-situation -..- either
FI reflection-period -..6m -
FI permit-cooperation -..- needed
FI permit-personal-situation -..- not-needed
FR permit-cooperation 12m..- needed
FR long-term 120m..- -
FR permit-child -..- -
GB permit-personal-situation+permit-cooperation+permit-compensation -..- either
GR reflection-child 3m..5m -
GR permit-ground-untold 12m..- -
HR permit-child -..- -
IE reflection-child 60d..- -
IE permit-cooperation 6m..- needed
IT permit-personal-situation 6m..- not-needed
LU permit-cooperation+permit-personal-situation 6m..- either
NL reflection-period -..3m -
NL permit-cooperation -..- needed
NL permit-personal-situation+permit-child -..- not-needed
NL long-term -..- -
NO permit-cooperation -..12m needed
NO long-term -..- needed
PT permit-cooperation 12m..- needed
PT permit-personal-situation 12m..- not-needed
SK reflection-period -..90d -
SK permit-ground-untold 180d..- -
TH permit-personal-situation+permit-cooperation+permit-compensation -..- -
TH permit-cooperation 24m..- -
TR permit-personal-situation -..6m -
US permit-cooperation -..48m either
US permit-child -..48m not-needed
US long-term -..- -
UY reflection-period -..180d -
UY long-term -..- -`;

describe('what is written of ways to stay', () => {
  const stays = states.flatMap(({ id, residence }) => residence.map((one) => ({ state: id, ...one })));
  const short = (length?: Length) => (length ? `${length.count}${length.unit.charAt(0)}` : '-');

  test('is what was read, with a day and a source', () => {
    const told = stays.map(
      ({ state, options, least, most, cooperation = '-' }) =>
        `${state} ${options.join('+')} ${short(least)}..${short(most)} ${cooperation}`,
    );
    expect(told).toEqual(STAYS.trim().split('\n'));
    for (const { asOf, compared } of stays) expect([asOf, compared?.source].every(Boolean)).toBe(true);
  });

  test('never repeats a number that stands with the rules', () => {
    const twice = stays.filter(
      ({ state, options }) => options.includes('reflection-period') && law.values[DAYS]?.variants[state],
    );
    expect(twice).toEqual([]);
  });
});

describe('the lists of parties', () => {
  const on = (id: string, state: string, day: Day) => boundBy(law, id, { state, on: day }).verdict;

  test('each is of a treaty or an act of the Union, with a source, and names States only', () => {
    for (const { instrument, compared, states: named, silentOn, earlier } of Object.values(law.parties)) {
      expect(compared?.source, instrument).toBeTruthy();
      const codes = [...Object.keys(named), ...silentOn, ...Object.keys(earlier?.states ?? {})];
      expect(codes.filter((code) => !law.states[code])).toEqual([]);
    }
  });

  test('the Refugee Convention did not bind Malaysia on the day of the list, and of today nobody knows', () => {
    expect(on('refugee-convention', 'MY', '2015-03-01')).toBe('no');
    expect(on('refugee-convention', 'MY', '2015-03-02')).toBe('unknown');
    expect(on('refugee-convention', 'MY', '2026-11-22')).toBe('unknown');
  });

  test('who consented is bound after the time that the treaty itself says', () => {
    expect(boundBy(law, 'palermo', { state: 'TH', on: '2026-11-22' })).toMatchObject({
      verdict: 'yes',
      since: '2013-11-16',
    });
    expect(boundBy(law, 'refugee-convention', { state: 'CR', on: '2026-11-22' })).toMatchObject({
      since: '1978-06-26',
    });
    // Before the treaty was in force anywhere, whoever had agreed.
    expect(boundBy(law, 'refugee-convention', { state: 'AU', on: '2026-11-22' }).since).toBe('1954-04-22');
  });

  test('what a State’s own file knows of a later day outranks the list', () => {
    const bound = (['2015-03-01', '2019-06-01', '2020-01-01'] as const).map((day) =>
      on('palermo', 'BD', day),
    );
    expect(bound).toEqual(['no', 'unknown', 'yes']);
  });

  test('an act of the European Union binds its members, not who left or stands outside, and of who may take part nothing is said', () => {
    const at = (id: string, day: Day) => ['DE', 'DK', 'GB', 'MY'].map((state) => on(id, state, day));
    expect(at('eu-trafficking-directive', '2026-11-22')).toEqual(['yes', 'no', 'no', 'no']);
    expect(at('eu-trafficking-directive', '2023-03-09')).toEqual(['yes', 'no', 'no', 'no']);
    expect(boundBy(law, 'eu-charter', { state: 'GB', on: '2026-11-22' })).toMatchObject({
      until: '2020-12-31',
    });
    expect(on('eu-charter', 'GB', '2020-12-31')).toBe('unknown');
    expect(on('eu-residence-permit-directive', 'IE', '2026-11-22')).toBe('no');
    // A European State could become a member: it was none on the day of the list.
    expect(boundBy(law, 'eu-charter', { state: 'RU', on: '2026-11-22' })).toMatchObject({
      verdict: 'unknown',
      lastNot: '2023-03-09',
    });
    expect(at('eu-residence-permit-directive', '2015-01-01')).toEqual(['unknown', 'no', 'no', 'no']);
    expect(on('eu-screening-regulation', 'DE', '2024-06-10')).toBe('no');
  });

  test('where the lists of 2015 and 2022 differ, nothing is known between them', () => {
    const disputed = Object.values(law.parties).flatMap(({ instrument, states: named }) =>
      Object.entries(named)
        .filter(([, { kind }]) => kind === 'disputed')
        .map(([state]) => `${instrument} ${state}`),
    );
    expect(disputed.sort()).toEqual(DISPUTED.trim().split('\n').sort());
    expect(on('child-convention', 'PK', '1992-01-01')).toBe('unknown');
    expect(on('child-convention', 'PK', '1997-01-01')).toBe('yes');
  });

  test('the Convention against Torture binds the Holy See by the earlier list, and was silent on nobody else', () => {
    expect(boundBy(law, 'torture-convention', { state: 'VA', on: '2020-01-01' })).toMatchObject({
      verdict: 'yes',
      asOf: '2015-03-01',
    });
    expect(on('torture-convention', 'NU', '2015-03-01')).toBe('no');
    expect(on('torture-convention', 'NU', '2020-01-01')).toBe('unknown');
  });

  test('the list of the ILO is silent on States that it never names', () => {
    expect(on('forced-labour-convention', 'US', '2013-12-01')).toBe('no');
    expect(on('forced-labour-convention', 'WS', '2013-12-01')).toBe('unknown');
    // Written “Equatorial Quinea” in the source.
    expect(on('forced-labour-convention', 'GQ', '2010-01-01')).toBe('yes');
  });

  test('every State has its name in four languages', () => {
    for (const { id, names } of states) {
      expect(Object.keys(names).sort(), id).toEqual(['ar', 'en', 'es', 'fr']);
      expect(names.ar, id).toMatch(/\p{Script=Arabic}/u);
    }
    expect(law.states.SY?.names.fr).toBe('République arabe syrienne');
  });
});

describe('how each State reads trafficking', () => {
  test.each(readings)('%s: a test that comes out yes, one no, one unknown', (state) => {
    const verdicts = testsOf(state, ({ expect: wanted }) => wanted.some(({ rule }) => rule === NATIONAL)).map(
      ({ expect: wanted }) => wanted.find(({ rule }) => rule === NATIONAL)?.verdict,
    );
    expect([...new Set(verdicts)].sort()).toEqual(['no', 'unknown', 'yes']);
  });

  test('stands beside the treaty’s answer, and differs where the State’s law does', () => {
    const on = '2026-11-22';
    const inPlace: Answers = {
      ...{ 'act.harboured': 'yes', 'means.deception': 'yes', 'purpose.labour': 'yes', age: 30 },
      'travel.arranged': 'no',
    };
    expect(national('GB', on, inPlace)).toEqual(['yes', 'no']);
    expect(national('RU', on, inPlace)).toEqual(['yes', 'yes']);
    const means = Object.keys(law.facts).filter((id) => id.startsWith('means.'));
    const child: Answers = {
      ...Object.fromEntries(means.map((id) => [id, 'no'] as const)),
      ...{ 'act.recruited': 'yes', 'purpose.labour': 'yes', age: 15 },
      ...{ 'purpose.prostitution': 'no', 'purpose.sexual': 'no', 'situation.held': 'yes' },
    };
    for (const state of ['US', 'BR', 'IN', 'EE']) expect(national(state, on, child)).toEqual(['yes', 'no']);
    const adult: Answers = { ...child, age: 30, 'travel.arranged': 'yes' };
    for (const state of ['GB', 'RU', 'AR', 'UY', 'LU'])
      expect(national(state, on, adult)).toEqual(['no', 'yes']);
    expect(national('IT', on, adult)).toEqual(['no', 'unknown']);
  });
});

describe('the days that each State gives', () => {
  test.each(numbers)('%s: a test that says how many', (state, list) => {
    const told = testsOf(state, ({ days }) => days.length > 0).flatMap(({ days }) => days);
    expect(told.map(({ days }) => days)).toEqual(
      expect.arrayContaining(list.map((variant) => ('value' in variant ? variant.value : undefined))),
    );
  });

  test('the United Kingdom went from 45 to 30 on 13 December 2022', () => {
    const given = (on: Day) =>
      assess(law, { facts: { 'grounds.reasonable': 'yes' }, state: 'GB', on }).values[DAYS]?.given;
    expect(given('2015-01-01')).toMatchObject({ said: 'nobody', why: 'nothing-for-day', value: 30 });
    expect(given('2022-12-12')).toMatchObject({ said: 'state', value: 45 });
    expect(given('2022-12-13')).toMatchObject({ said: 'state', value: 30 });
    expect(given('2024-06-01')).toMatchObject({ said: 'state', value: 30, since: '2023-01-30' });
  });

  test('none gives less than the treaty allows, as far as is written', () => {
    const below = numbers.flatMap(([state, list]) =>
      list.flatMap(({ from }) => assess(law, { facts: {}, state, on: from }).findings),
    );
    expect(below).toEqual([]);
  });
});

test('the State in the guide can be added as the guide says', () => {
  const guide = readFileSync(fileURLToPath(new URL('../../docs/guide/lawyer.md', import.meta.url)), 'utf8');
  const [, section = ''] = guide.split('## Add a State');
  const text = /^````text\n([\s\S]*?)^````$/m.exec(section)?.[1] ?? '';
  const words = /^```yaml\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? '';
  const files = [
    ...lawFiles().map((file) => {
      const isWords = /\/(?:fr-|ar-|es-instruments-)states\.yaml$/.test(file.path);
      return isWords ? { ...file, text: `${file.text.trimEnd()}\n${words}` } : file;
    }),
    { path: 'laws/states/ruritania.md', text },
  ];
  const read = readTestedLaw(files);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  const on = (id: string, day: Day) => boundBy(read.law, id, { state: 'IS', on: day }).verdict;
  expect(on('minimum-age-convention', '2007-01-01')).toBe('yes');
  expect(on('domestic-workers-convention', '2023-10-01')).toBe('no');
  expect(read.law.states.IS?.complementary).toMatchObject([{ topic: 'document-seizure' }]);
  // Without its words, or with a rule that does not exist, it is refused with the file and what to write.
  const wordless = readTestedLaw([...lawFiles(), { path: 'laws/states/ruritania.md', text }]);
  expect(wordless.ok ? [] : wordless.problems.map(({ message }) => message)).toContain(
    '“ruritania-trafficking-act” has no words in “fr”. Add it under “instruments”, with status: draft until a named person has checked it.',
  );
});

test('the list in the guide can be added as the guide says', () => {
  const guide = readFileSync(fileURLToPath(new URL('../../docs/guide/lawyer.md', import.meta.url)), 'utf8');
  const [, section = ''] = guide.split('## Add a depositary');
  const text = /^```yaml\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? '';
  const path = 'laws/parties/domestic-workers-convention.yaml';
  const read = readTestedLaw([...lawFiles().filter((file) => file.path !== path), { path, text }]);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  const bound = (state: string, on: Day) => boundBy(read.law, 'domestic-workers-convention', { state, on });
  expect(bound('IS', '2024-01-01')).toMatchObject({ verdict: 'yes', since: '2016-08-23' });
  const on = '2024-05-31';
  expect(['AD', 'VN', 'MT', 'CY', 'LU'].map((state) => bound(state, on).verdict)).toEqual([
    'no',
    'no',
    'yes',
    'unknown',
    'unknown',
  ]);
});
