import type { Day } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from '../load-law.ts';
import { findGaps } from './find-gaps.ts';
import { formsIn, formsOfOneOnly } from './forms.ts';
import { gaps } from './gaps-command.ts';
import { GapsJson } from './gaps-schema.ts';
import { isOutOfReach, reformsThere } from './reforms-there.ts';
import { standingOf } from './standing.ts';

const law = loadLaw();
const NATIONAL = 'trafficking.victim.national';
const DAYS = 'protection.reflection-days';
const nationalOf = (state: string, id: string, on: Day = '2026-11-22') =>
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

  test('Kenya: nobody has said', () => {
    expect(nationalOf('KE', NATIONAL)).toEqual({ status: 'nobody-has-said' });
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

  /** What is found of a made-up State that gives so many days, where the law's own number and its least are these. */
  function given(
    variant: { value: number; to?: Day },
    own: { value?: number; floor?: number | undefined } = {},
  ) {
    const value = law.values[DAYS];
    if (!value) throw new Error(`The law has no ${DAYS}.`);
    const { floor, ...rest } = { ...value, ...own };
    const variants = { XX: [{ from: '2020-01-01' as const, cites: value.cites, ...variant }] };
    const changed = { ...rest, variants, ...(floor === undefined ? {} : { floor }) };
    const there = { ...law, values: { ...law.values, [DAYS]: changed } };
    return (on: Day = '2024-01-01') =>
      findGaps(there, { state: 'XX', on }).gaps.find(({ id }) => id === DAYS)?.national;
  }

  test('less than the floor is below, and not hidden', () => {
    expect(given({ value: 10 })()).toMatchObject({ status: 'below', gives: 10, least: 30 });
  });

  test('a number that has ended is no number: nobody has said', () => {
    const found = given({ value: 10, to: '2021-12-31' });
    expect([found('2021-12-31')?.status, found('2022-01-01')?.status]).toEqual(['below', 'nobody-has-said']);
  });

  test('it is held against the least, and against the number itself only where there is no least', () => {
    const least = given({ value: 35 }, { value: 40, floor: 30 });
    expect(least()).toMatchObject({ status: 'wider', least: 30 });
    const none = given({ value: 35 }, { value: 40, floor: undefined });
    expect(none()).toMatchObject({ status: 'below', least: 40 });
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

  test('a State owes by the word of the treaty that binds it, not by a stronger one of a treaty that does not', () => {
    const [treaty, duty, state] = [law.instruments.palermo, law.duties['duty.reflection'], law.states.NO];
    const article = treaty?.articles[0];
    if (!treaty || !duty || !state || !article) throw new Error('The law lacks what this test changes.');
    const saying = (strength: 'shall' | 'consider') => ({
      ...{ ...treaty, kind: 'treaty' as const },
      articles: [{ ...article, anchor: '1', strength }],
    });
    const party = { bound: 'yes' as const, asOf: '2010-01-01' as const, place: state.place };
    const verified = { status: 'unverified' as const, checkedBy: [] };
    const boundTo = (instrument: string) => ({
      ...law,
      instruments: { ...law.instruments, strict: saying('shall'), soft: saying('consider') },
      states: { XX: { ...state, id: 'XX', parties: [{ ...party, ...verified, instrument }] } },
      duties: { asked: { ...duty, id: 'asked', strength: 'shall' as const, cites: ['strict#1', 'soft#1'] } },
    });
    const strengthOf = (instrument: string) =>
      findGaps(boundTo(instrument), { state: 'XX', on: '2020-01-01' }).gaps.find(({ id }) => id === 'asked')
        ?.strength;
    expect([strengthOf('soft'), strengthOf('strict')]).toEqual(['consider', 'shall']);
  });

  test('guidance binds nobody', () => {
    const guidance = findGaps(law, { state: 'GR', on: '2024-01-01' }).gaps.filter((gap) => !gap.bound);
    expect(guidance.length).toBeGreaterThan(0);
    expect(guidance.every((gap) => standingOf(gap) === 'guidance')).toBe(true);
  });

  test('after the day of its list nothing is said to be “not bound”, but what could never bind it', () => {
    const { gaps: all } = findGaps(law, { state: 'MY', on: '2026-11-22' });
    const not = all.filter((gap) => standingOf(gap) === 'not-bound').flatMap(({ bound }) => bound?.by ?? []);
    expect(not.length).toBeGreaterThan(10);
    expect(not.filter(({ closedTo }) => closedTo === undefined)).toEqual([]);
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

test('of the United States, which applies the Convention through its Protocol, nobody is told that no amendment reaches it', () => {
  const reforms = (state: string) =>
    reformsThere(law, { state, on: '2026-11-22' }).filter(({ amends }) => amends === 'refugee-convention');
  expect(reforms('US').map(isOutOfReach)).toEqual([false, false, false, false, false]);
  expect(reforms('MY').map(isOutOfReach)).toEqual([true, true, true, true, true]);
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

  test('reforms that did not reach it when that was last known stand there today, with both days', () => {
    const flat = (on: string) => run({ on }).text.replaceAll(/\s+/g, ' ');
    expect(flat('2015-01-01')).toMatch(/It would amend what does not bind this State\. Not bound by/);
    expect(flat('2026-11-22')).toMatch(
      /It would amend what did not bind this State when that was last known\. Not bound by Refugee Convention, as of 2015-03-01\. Whether Refugee Convention binds it is not known after 2015-03-01\./,
    );
  });

  test('“not known after” is said of a day after that, and of no day before', () => {
    for (const on of ['2010-01-01', '2015-01-01', '2026-11-22'])
      for (const [, asOf = ''] of run({ state: 'FR', on }).text.matchAll(/is not\s+known\s+after\s+(\S+)\./g))
        expect(asOf < on).toBe(true);
  });

  test('“the same” is said as far as is asked here, and forms beyond the seven stand apart, as far as seen', () => {
    const flat = run({ state: 'GR' }).text.replaceAll(/\s+/g, ' ');
    expect(flat).toContain('Its own law: the same, as far as is asked here.');
    expect(flat).toMatch(
      /Forms beyond the seven of the treaty, as far as seen .*begging: GR yes \[compared\], as of/,
    );
  });

  test('a form that one State names and the other is seen to leave out is told, each with its source', () => {
    const { text } = run({ state: 'BR', beside: 'GR', json: true });
    const { beyond, beyondOneOnly } = GapsJson.parse(JSON.parse(text));
    expect(beyondOneOnly).toEqual(['begging', 'forced-crime']);
    const adoption = beyond.find(({ form }) => form === 'illegal-adoption')?.states;
    expect(adoption).toMatchObject({
      BR: { recognised: 'yes' },
      GR: { recognised: 'nobody-has-said', seen: null },
    });
    expect(adoption?.BR?.seen?.compared?.source).toContain('Law 13.344');
    const flat = run({ state: 'BR', beside: 'GR' }).text.replaceAll(/\s+/g, ' ');
    expect(flat).toContain('A case between BR and GR fails in one of them for: begging, forced crime.');
  });

  test('who is not in a list was not bound on its day, which is told and counted apart', () => {
    const { text } = run({ state: 'MY', on: '2026-11-22', json: true });
    const papers = GapsJson.parse(JSON.parse(text)).gaps.find(({ id }) => id === 'duty.refugee-papers');
    expect(papers?.standing).toBe('not-then');
    expect(papers?.bound?.by.map(({ lastNotBound }) => lastNotBound)).toContain('2015-03-01');
  });

  test('a text that binds and whose strength nobody read is neither owed nor only asked for', () => {
    const { text } = run({ state: 'DE', on: '2026-11-22', json: true });
    const found = GapsJson.parse(JSON.parse(text)).gaps.find(({ id }) => id === 'duty.asylum-open-eu');
    expect(found).toMatchObject({ standing: 'strength-open', strength: 'unverified' });
  });

  test('a reservation of the United Kingdom touches the articles it is about, and no others', () => {
    const { text } = run({ state: 'GB', on: '2026-11-22', json: true });
    const standing = (id: string) =>
      GapsJson.parse(JSON.parse(text)).gaps.find((gap) => gap.id === id)?.standing;
    expect(standing('duty.protection-covenant')).toBe('owed');
    expect(standing('duty.expulsion-covenant')).toBe('limited');
  });

  test('says of the ban on return to danger that it is said to be custom, where no treaty is known to bind', () => {
    const said = 'Said to be custom too, which would bind MY without a treaty; nobody has verified that.';
    for (const on of ['2015-01-01', '2026-03-12']) {
      const [, after = ''] = run({ on }).text.replaceAll(/\s+/g, ' ').split(' duty.no-refoulement ');
      expect(after.split(' duty.')[0], on).toContain(said);
      const { gaps: all } = GapsJson.parse(JSON.parse(run({ on, json: true }).text));
      const custom = all.filter(({ isCustomSaid }) => isCustomSaid).map(({ id }) => id);
      expect(custom, on).toContain('duty.no-refoulement');
      expect(custom, on).not.toContain('duty.best-interests');
    }
    expect(run({ state: 'GR', on: '2015-01-01' }).text).not.toContain('Said to be custom');
  });

  test('tells beside each duty what it hangs on, where that is more than who the person is', () => {
    const text = run({ on: '2026-03-12' }).text.replaceAll(/\s+/g, ' ');
    const of = (id: string) =>
      text.split(` ${id} `)[1]?.split(' duty.')[0] ?? expect.fail(`nothing of ${id}`);
    for (const id of ['duty.confidentiality-palermo', 'duty.information-palermo', 'duty.asylum-open-palermo'])
      expect(of(id)).toContain(
        "Where: The Palermo Protocol's own protection reaches the person (protection.palermo).",
      );
    // One fact, which is no rule.
    expect(of('duty.detention-court')).toContain(
      'Where: In detention, or detention is being considered (detention.considered).',
    );
    // Who the person is, and nothing more.
    expect(of('duty.forced-labour-punishment')).not.toContain('Where:');
    expect(of('duty.asylum-open-palermo')).not.toContain('Where: The person may');
  });

  test('calls nothing of a State that is no party to the Refugee Convention after that convention', () => {
    const text = run({ on: '2026-03-12' }).text.replaceAll(/\s+/g, ' ');
    expect(text).toContain('takes away rights under other treaties that apply duty.asylum-open-palermo');
    expect(text).not.toContain('The Refugee Convention stays untouched');
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

describe('law that was looked for and not found', () => {
  const REFUGEE = 'duty.no-refoulement';

  test('Jordan: missing on the day on which it was looked for, and of no other day is that said', () => {
    expect(nationalOf('JO', REFUGEE, '2013-01-30')).toMatchObject({
      status: 'missing',
      told: { asOf: '2013-01-30', text: expect.stringContaining('No national legislation') },
    });
    expect(nationalOf('JO', REFUGEE, '2013-01-31')).toMatchObject({ status: 'was-missing' });
    expect(nationalOf('JO', REFUGEE, '2013-01-29')).toEqual({ status: 'nobody-has-said' });
  });

  test('what a source says to be missing is told with its day and source in the terminal and in JSON', () => {
    const asked = { state: 'JO', on: '2026-01-01', colour: false, lang: 'en', today: '2026-11-22' } as const;
    const text = gaps({ ...asked, json: false }).text.replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'Its own law: missing as of 2013-01-30. No national legislation protects refugees and asylum-seekers',
    );
    expect(text).toContain('Of the time since, nobody has said.');
    const found = GapsJson.parse(JSON.parse(gaps({ ...asked, json: true }).text));
    expect(found.gaps.find(({ id }) => id === REFUGEE)?.national).toMatchObject({
      status: 'was-missing',
      missing: { asOf: '2013-01-30', compared: { finding: 'seen' } },
    });
  });

  test('everything that is said to be missing or to contradict itself has a source and a day', () => {
    const told = Object.values(law.states).flatMap(({ missing, contradicting }) => [
      ...missing,
      ...contradicting,
    ]);
    expect(told.length).toBeGreaterThan(4);
    expect(told.filter(({ compared, asOf }) => !compared?.source || !asOf)).toEqual([]);
  });
});

describe('old and new law that contradict each other', () => {
  test('Lebanon: on prostitution, with what hangs on it', () => {
    const asked = { state: 'LB', colour: false, lang: 'en', today: '2026-11-22' } as const;
    const text = gaps({ ...asked, json: false }).text.replaceAll(/\s+/g, ' ');
    expect(text).toContain('Old and new law that contradict each other');
    expect(text).toMatch(/Older: The Penal Code.* Newer: Law 164\/2011.* As of 2018-10-22 \[unverified\]/);
    const found = GapsJson.parse(JSON.parse(gaps({ ...asked, json: true }).text));
    expect(found.contradicting[0]).toMatchObject({ of: [NATIONAL], asOf: '2018-10-22' });
  });

  test('of a State of which nobody has said so there is no such part', () => {
    const { text } = gaps({ state: 'NO', json: false, colour: false, lang: 'en', today: '2026-11-22' });
    expect(text).not.toContain('contradict each other');
  });
});

describe('what a State took away from a treaty itself', () => {
  const standingIn = (state: string, id: string, on: Day) =>
    findGaps(law, { state, on })
      .gaps.filter((gap) => gap.id === id)
      .map(standingOf)[0];

  test('Türkiye and the Refugee Convention: bound, with a limit of its own, and never counted as owed', () => {
    expect(standingIn('TR', 'duty.no-refoulement', '2021-01-01')).toBe('limited');
    expect(standingIn('GR', 'duty.no-refoulement', '2024-01-01')).toBe('owed');
  });

  test('Thailand and article 22 of the Convention on the Rights of the Child: until it was taken back', () => {
    expect(standingIn('TH', 'duty.child-applicant', '2024-08-29')).toBe('limited');
    expect(standingIn('TH', 'duty.child-applicant', '2024-08-30')).toBe('owed');
    expect(standingIn('MY', 'duty.child-applicant', '1997-12-30')).toBe('limited');
  });

  test('a reservation is known up to its own day: after it, whether it still stands is not known', () => {
    expect(standingIn('MY', 'duty.child-applicant', '1997-12-31')).toBe('limited');
    expect(standingIn('MY', 'duty.child-detention', '2026-11-22')).toBe('limited');
    // Told as gone on that day, without the day on which it was taken back.
    expect(standingIn('MY', 'duty.child-applicant', '2010-07-07')).toBe('limited');
    expect(standingIn('MY', 'duty.child-applicant', '2010-07-08')).toBe('owed');
    const asked = { state: 'MY', colour: false, lang: 'en', today: '2026-11-22' } as const;
    const text = gaps({ ...asked, json: false }).text.replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'Bound by Convention on the Rights of the Child since 1995-03-19, as of 2022-08-01; whether a limit of its own, told below, still stands is not known.',
    );
    expect(text).toContain('As of 2015-03-14 [unverified]. It is not known whether it still stands.');
    expect(text).toContain('As of 1997-12-30 [unverified]. No longer there on 2010-07-08.');
  });

  test('is told on no line that it does not touch', () => {
    const { gaps: all } = findGaps(law, { state: 'MY', on: '2026-11-22' });
    const limited = all.filter(({ bound }) =>
      bound?.by.some(({ reservations }) => reservations?.some(({ kind }) => kind === 'reservation')),
    );
    expect(limited.map(({ id }) => id)).toEqual([
      'duty.traffic-in-women',
      'duty.child-education',
      'duty.child-detention',
    ]);
    const asked = { state: 'MY', colour: false, lang: 'en', today: '2026-11-22' } as const;
    const text = gaps({ ...asked, json: false }).text.replaceAll(/\s+/g, ' ');
    expect(text).not.toContain('with a limit of its own');
    expect(text.match(/whether a limit of its own/g)).toHaveLength(limited.length);
  });

  test('a declaration, and a reservation to a paragraph on disputes, take nothing away', () => {
    expect(standingIn('AL', 'duty.no-refoulement', '2024-01-01')).toBe('owed');
    expect(standingIn('MY', 'duty.asylum-open-palermo', '2026-11-22')).toBe('owed');
  });

  test('is told with its words, day and source', () => {
    const asked = { state: 'TR', colour: false, lang: 'en', today: '2021-01-01' } as const;
    const text = gaps({ ...asked, json: false }).text.replaceAll(/\s+/g, ' ');
    expect(text).toContain('TR binds itself for part of the world only: It applies the convention to people');
    expect(text).not.toContain('Reservations and declarations of States are not known here');
    const found = GapsJson.parse(JSON.parse(gaps({ ...asked, json: true }).text));
    expect(found.gaps.find(({ id }) => id === 'duty.no-refoulement')).toMatchObject({
      standing: 'limited',
      bound: {
        verdict: 'unknown',
        by: [
          {
            verdict: 'yes',
            limited: true,
            saidBy: 'list',
            reservations: [{ kind: 'geographic-limitation' }, { kind: 'reservation' }],
          },
          { verdict: 'yes', limited: true },
        ],
      },
    });
  });
});

describe('what the European directive of 2011 asks only since it was changed', () => {
  const ADDED = [
    'duty.assistance-eu-specialised',
    'duty.refer-eu-borders',
    'duty.non-punishment-eu-unlawful',
  ];
  const BEFORE = ['duty.assistance-eu', 'duty.refer-eu', 'duty.non-punishment-eu'];
  const standingsOn = (on: Day, ids: readonly string[]) => {
    const { gaps: all } = findGaps(law, { state: 'FR', on });
    return ids.map((id) => all.filter((gap) => gap.id === id).map(standingOf)[0]);
  };

  test('is owed from the day by which States had to follow it, and not a day before', () => {
    expect(standingsOn('2026-07-14', ADDED)).toEqual(['not-bound', 'not-bound', 'not-bound']);
    expect(standingsOn('2026-07-15', ADDED)).toEqual(['owed', 'owed', 'owed']);
  });

  test('takes nothing from what was owed before, in words that held then', () => {
    expect(standingsOn('2023-06-01', BEFORE)).toEqual(['owed', 'owed', 'owed']);
    for (const id of BEFORE) {
      const { label, act } = law.duties[id] ?? { label: '', act: '' };
      expect(`${label} ${act}`).not.toMatch(/speciali|across borders|unlawful/i);
    }
  });

  test('stands in no paragraph that binds on an earlier day', () => {
    const articles = law.instruments['eu-trafficking-directive']?.articles ?? [];
    const early = articles.filter(({ appliesFrom }) => appliesFrom === undefined);
    expect(early.map(({ text }) => text).join(' ')).not.toMatch(
      /surrogacy|forced marriage|illegal adoption|unlawful|speciali|focal point|fits children|adult life|coordinator/i,
    );
    expect(articles.filter(({ appliesFrom }) => appliesFrom).map(({ anchor }) => anchor)).toEqual([
      ...[
        '2.3.added',
        '2.5.surrogacy',
        '8.unlawful',
        '11.1.specialised',
        '11.4.referral',
        '11a',
        '13.3',
        '14.1',
      ],
      ...['17.victims-fund', '19.1', '19.2', '19.3'],
    ]);
  });

  test('is not printed as owed in 2023', () => {
    const asked = { state: 'FR', on: '2023-06-01', colour: false, lang: 'en', today: '2026-11-22' } as const;
    const text = gaps({ ...asked, json: false }).text.replaceAll(/\s+/g, ' ');
    const owed = text.slice(text.indexOf('Owed:'), text.indexOf('Not owed:'));
    expect(owed).toContain('duty.assistance-eu ');
    for (const id of ADDED) expect(owed).not.toContain(id);
  });
});
