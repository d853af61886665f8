import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assess,
  bindingOf,
  boundBy,
  checkTests,
  type Day,
  lawFor,
  verdictsOf,
  whatWouldChange,
} from './index.ts';
import type { CitationRef } from './instrument.ts';
import { duty, getClub, INSTRUMENT, overlay, readClub, rule, value } from './testing.ts';

const variant = (body: string) => `\n\`\`\`variant\n${body}\n\`\`\`\n`;
const state = (body: string) => `\n\`\`\`state\n${body}\n\`\`\`\n`;
const lawTest = (body: string) => `\n\`\`\`test\n${body}\n\`\`\`\n`;

const TREATY = rule('{id: victim, label: Victim, cite: club#1.a, all: [a, b]}');
const NATIONAL = rule('{id: victim.national, label: Read by the State, cite: club#1.b, national: victim}');
const READINGS =
  variant('{rule: victim.national, state: NO, from: 2007-01-01, to: 2014-12-31, cite: club#1.a, is: a}') +
  variant(
    '{rule: victim.national, state: NO, from: 2015-01-01, cite: club#1.b, any: [a, c], unless: [{is: d, cite: club#1.b, burden: state}]}',
  ) +
  variant('{rule: victim.national, state: SE, from: 2010-01-01, cite: club#1.b, is: victim}');
const OVERLAY = overlay('reform.wider', '{op: add-any, rule: victim.national, member: secret}');

const law = getClub(TREATY + NATIONAL + READINGS + OVERLAY);
const nationalOf = (code: string | undefined, on: Day, facts: Parameters<typeof verdictsOf>[2]['facts']) =>
  assess(law, { facts, state: code, on }).rules['victim.national'];

describe('how a State reads a rule', () => {
  test('is looked up by State and day', () => {
    const facts = { a: 'no', b: 'yes', c: 'yes', d: 'no' } as const;
    expect(nationalOf('NO', '2014-12-31', facts)?.strict).toBe('no');
    expect(nationalOf('NO', '2015-01-01', facts)?.strict).toBe('yes');
    // What the State wrote is cited, not the treaty.
    expect(nationalOf('NO', '2014-12-31', facts)?.tree.cites).toMatchObject([{ ref: 'club#1.a' }]);
    expect(nationalOf('FR', '2014-12-31', facts)?.tree.cites).toMatchObject([{ ref: 'club#1.b' }]);
    expect(nationalOf('NO', '2015-01-01', facts)?.tree).toMatchObject({
      national: 'victim',
      reading: { state: 'NO', since: '2015-01-01' },
      cites: [{ ref: 'club#1.b' }],
    });
    expect(assess(law, { facts, state: 'NO', on: '2015-01-01' }).rules.victim?.strict).toBe('no');
  });

  test('has exceptions and burdens of its own', () => {
    const facts = { a: 'yes', b: 'yes' } as const;
    expect(nationalOf('NO', '2020-01-01', facts)).toMatchObject({ strict: 'unknown', burden: 'yes' });
    expect(nationalOf('NO', '2010-01-01', facts)).toMatchObject({ strict: 'yes', burden: 'yes' });
  });

  test('is never guessed where nobody has written it', () => {
    const facts = { a: 'yes', b: 'yes', c: 'yes' } as const;
    expect(nationalOf(undefined, '2020-01-01', facts)?.strict).toBe('unknown');
    expect(nationalOf('FR', '2020-01-01', facts)?.strict).toBe('unknown');
    expect(nationalOf('NO', '2006-12-31', facts)?.strict).toBe('unknown');
    expect(nationalOf('constructor', '2020-01-01', facts)?.strict).toBe('unknown');
    expect(assess(law, { facts, state: 'NO' }).rules['victim.national']?.strict).toBe('unknown');
  });

  test('is reformed the same whichever is looked up first', () => {
    const asked = { facts: { secret: 'yes', a: 'no' }, state: 'NO', on: '2020-01-01' } as const;
    const after = assess(law, { ...asked, overlays: ['reform.wider'] });
    expect(after.rules['victim.national']).toMatchObject({ strict: 'unknown', burden: 'yes' });
    const first = lawFor(law, { overlays: ['reform.wider'] });
    expect(assess(first, asked).rules['victim.national']).toEqual(after.rules['victim.national']);
    expect(assess(law, asked).rules['victim.national']?.strict).toBe('unknown');
    expect(after.lawHash).toBe(law.hash);
  });

  test('answers what would change it by its own conditions', () => {
    const resolved = lawFor(law, { state: 'SE', on: '2020-01-01' });
    const [first] = whatWouldChange(resolved, 'victim.national', { facts: { a: 'yes' }, on: '2020-01-01' });
    expect(first).toEqual({ changes: [{ fact: 'b', from: 'not_asked', to: 'yes' }], becomes: 'yes' });
  });

  test.each([
    [
      'a rule that is not there',
      variant('{rule: victims, state: NO, from: 2020-01-01, cite: club#1.a, is: a}'),
      'unknown-rule',
    ],
    [
      'a day told twice',
      variant('{rule: victim.national, state: NO, from: 2014-06-01, cite: club#1.a, is: a}'),
      'wrong-dates',
    ],
    [
      'a State that is none',
      variant('{rule: victim.national, state: UK, from: 2020-01-01, cite: club#1.a, is: a}'),
      'wrong-shape',
    ],
    ['no source', variant('{rule: victim.national, state: FR, from: 2020-01-01, is: a}'), 'wrong-shape'],
    [
      'an article that is not there',
      variant('{rule: victim.national, state: FR, from: 2020-01-01, cite: club#9, is: a}'),
      'unknown-article',
    ],
    [
      'a fact that is not there',
      variant('{rule: victim.national, state: FR, from: 2020-01-01, cite: club#1.a, is: e}'),
      'unknown-fact',
    ],
    [
      'a treaty rule that is not there',
      rule('{id: x, label: X, cite: club#1.a, national: victims}'),
      'unknown-rule',
    ],
    [
      'a national rule beside a national one',
      rule('{id: x, label: X, cite: club#1.a, national: victim.national}'),
      'unknown-rule',
    ],
  ])('is refused for %s', (_, text, code) => {
    const read = readClub(TREATY + NATIONAL + READINGS + text);
    expect(read.ok ? [] : read.problems.map((problem) => problem.code)).toContain(code);
  });

  test('may not read what its rule must never read, not through another rule either', () => {
    const banned = (limb: string) =>
      readClub(
        TREATY +
          rule('{id: leak, label: Leak, cite: club#1.a, any: [a, secret]}') +
          rule(
            '{id: n, label: N, cite: club#1.b, national: victim, never_reads: [{fact: secret, cite: club#1.b}]}',
          ) +
          variant(`{rule: n, state: NO, from: 2020-01-01, cite: club#1.a, ${limb}}`),
      );
    expect(banned('is: a').ok).toBe(true);
    expect(banned('is: leak')).toMatchObject({ ok: false, problems: [{ code: 'never-reads-broken' }] });
    expect(banned('is: a, unless: [{is: leak, cite: club#1.b}]')).toMatchObject({ ok: false });
  });
});

describe('by what a State is bound', () => {
  const PARTIES = `
  - {instrument: club, from: 2004-05-31, as_of: 2015-03-01}
`;
  const bound = (parties: string) => getClub(TREATY + state(`id: CY\nname: Cyprus\nparties:${parties}`));
  const on = (parties: string, day: Day) => boundBy(bound(parties), 'club', { state: 'CY', on: day }).verdict;

  test('begins on its first day and is not forgotten after the list was made', () => {
    expect(on(PARTIES, '2004-05-30')).toBe('no');
    expect(on(PARTIES, '2004-05-31')).toBe('yes');
    expect(on(PARTIES, '2026-01-01')).toBe('yes');
  });

  test('is not known within a year of which only the number is told', () => {
    const year = PARTIES.replace('2004-05-31', '2004');
    expect([on(year, '2003-12-31'), on(year, '2004-07-01'), on(year, '2005-01-01')]).toEqual([
      'no',
      'unknown',
      'yes',
    ]);
  });

  test('is no only up to the day on which the list was made, and unknown after it', () => {
    const none = '\n  - {instrument: club, bound: no, as_of: 2015-03-01}\n';
    expect([on(none, '2015-03-01'), on(none, '2015-03-02')]).toEqual(['no', 'unknown']);
  });

  test('ends with its last day: who has left is not bound again unless somebody writes that it joined again', () => {
    const left = PARTIES.replace('as_of: 2015', 'until: 2010-06-30, as_of: 2015');
    const days = ['2004-05-31', '2010-06-30', '2010-07-01', '2015-03-02'] as const;
    expect(days.map((day) => on(left, day))).toEqual(['yes', 'yes', 'no', 'no']);
  });

  test('is unknown of a State, or an instrument, that nobody has written of', () => {
    expect(boundBy(bound(PARTIES), 'club', { state: 'NO', on: '2020-01-01' }).verdict).toBe('unknown');
    expect(on(' []\n', '2020-01-01')).toBe('unknown');
  });

  test('is no before the instrument was in force anywhere, whatever the list says', () => {
    const town = INSTRUMENT.replace('id: club', 'id: town').replace(
      'short:',
      'in_force: {value: 2004-06-01}\nshort:',
    );
    const party = state(
      'id: CY\nname: Cyprus\nparties: [{instrument: town, from: 1999-01-01, as_of: 2015-03-01}]',
    );
    const dated = getClub(TREATY + party, [{ path: 'town.md', text: town }]);
    const at = (day: Day) => boundBy(dated, 'town', { state: 'CY', on: day }).verdict;
    expect([at('2004-05-31'), at('2004-06-01')]).toEqual(['no', 'yes']);
  });

  test('stands beside each duty, which is owed or not by the treaty alone', () => {
    const text =
      duty(
        '{id: owed, label: D, cite: club#1.a, when: a, bearer: B, act: acts, strength: shall, breach: Not done.}',
      ) + state(`id: CY\nname: Cyprus\nparties:${PARTIES}`);
    const asked = { facts: { a: 'yes' }, on: '2020-01-01' } as const;
    const found = (code?: string) => assess(getClub(text), { ...asked, state: code }).duties.owed;
    expect(found('CY')).toMatchObject({
      strict: 'yes',
      bound: { verdict: 'yes', by: [{ asOf: '2015-03-01' }] },
    });
    expect(found('SE')).toMatchObject({ strict: 'yes', bound: { verdict: 'unknown' } });
    expect(found()).not.toHaveProperty('bound');
  });

  test('without a day is what the list said when it was made', () => {
    const at = (line: string) =>
      boundBy(bound(`\n  - {instrument: club, ${line}, as_of: 2015-03-01}\n`), 'club', {
        state: 'CY',
        on: undefined,
      }).verdict;
    expect([at('bound: no'), at('from: 2004'), at('from: 2015-03-02')]).toEqual(['no', 'yes', 'no']);
  });

  describe('depends on what kind of instrument it is', () => {
    const kind = (id: string, line: string) => ({
      path: `${id}.md`,
      text: INSTRUMENT.replace('id: club', `id: ${id}`).replace('short:', `${line}\nshort:`),
    });
    const listed = ['guide', 'directive'].map((id) => `{instrument: ${id}, from: 2004, as_of: 2015-03-01}`);
    const several = getClub(TREATY + state(`id: CY\nname: Cyprus\nparties: [${listed.join(', ')}]`), [
      kind('guide', 'kind: guidance'),
      kind('directive', 'kind: eu-act'),
      kind('act', 'kind: national\nstate: CY'),
    ]);
    const binding = (code: string, ...cites: CitationRef[]) =>
      bindingOf(several, cites, { state: code, on: '2020-01-01' });

    test('guidance binds nobody, whatever a list says', () => {
      expect(binding('CY', 'guide#1.a')).toBeUndefined();
      expect(binding('CY', 'guide#1.a', 'club#1.a')).toMatchObject({
        verdict: 'unknown',
        by: [{ instrument: 'club' }],
      });
    });

    test('an act of the European Union binds whom a list names', () => {
      expect(binding('CY', 'directive#1.a')?.verdict).toBe('yes');
      expect(binding('NO', 'directive#1.a')?.verdict).toBe('unknown');
    });

    test("a State's own act binds it, and no other State", () => {
      expect(binding('CY', 'act#1.a')?.verdict).toBe('yes');
      expect(binding('NO', 'act#1.a')?.verdict).toBe('no');
    });
  });

  test('is refused of an instrument that the law has not, or twice', () => {
    const twice = state(
      'id: CY\nname: Cyprus\nparties: [{instrument: club, as_of: 2015-03-01}, {instrument: club, as_of: 2015-03-01}]',
    );
    const other = state('id: CY\nname: Cyprus\nparties: [{instrument: klub, as_of: 2015-03-01}]');
    expect(readClub(twice)).toMatchObject({ ok: false, problems: [{ code: 'duplicate-id' }] });
    expect(readClub(other)).toMatchObject({ ok: false, problems: [{ code: 'unknown-article' }] });
  });
});

describe('years since a day', () => {
  const ages = getClub(rule('{id: minor, label: Minor, cite: club#1.a, is: years since day < 18}'));
  const minor = (day: Day, on?: Day) => verdictsOf(ages, 'minor', { facts: { day }, on }).strict;

  test('are whole ones: the birthday itself completes a year', () => {
    expect([minor('2007-12-31', '2025-12-30'), minor('2007-12-31', '2025-12-31')]).toEqual(['yes', 'no']);
    expect(minor('2007-12-31', '2025-01-01')).toBe('yes');
  });

  test('are completed on 1 March by who was born on 29 February, where there is no such day', () => {
    expect([minor('2008-02-29', '2026-02-28'), minor('2008-02-29', '2026-03-01')]).toEqual(['yes', 'no']);
    expect([minor('2010-02-29' as Day, '2028-02-28'), minor('2006-02-28', '2024-02-28')]).toEqual([
      'unknown',
      'no',
    ]);
  });

  test('are unknown without the day on which the law is asked, and of a day that has not come', () => {
    expect(minor('2010-01-01')).toBe('unknown');
    expect(minor('2030-01-01', '2026-01-01')).toBe('unknown');
  });

  test('are those of a count from birthday to birthday', () => {
    const anyDay = fc
      .date({
        min: new Date('1990-01-01T00:00:00Z'),
        max: new Date('2030-12-31T00:00:00Z'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString().slice(0, 10) as Day);
    fc.assert(
      fc.property(anyDay, anyDay, (day, on) => {
        fc.pre(day <= on);
        const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
        const birthday = new Date(Date.UTC(year + 18, month - 1, date)).toISOString().slice(0, 10);
        expect(minor(day, on)).toBe(on < birthday ? 'yes' : 'no');
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });
});

describe('what is known to have been so on a day, and since when is not', () => {
  const known = getClub(
    TREATY +
      NATIONAL +
      value('{id: v, label: V, cite: club#1.a, when: a, unit: days, value: 30, floor: 30}') +
      variant('{rule: victim.national, state: NO, known_on: 2026-11-22, cite: club#1.a, is: a}') +
      variant('{value: v, state: NO, known_on: 2026-11-22, days: 180, cite: club#1.b}'),
  );
  const on = (day: Day) => assess(known, { facts: { a: 'no' }, state: 'NO', on: day });

  test('is told as known on that day', () => {
    const { rules, values } = on('2026-12-01');
    expect(rules['victim.national']?.tree.reading).toEqual({
      ...{ state: 'NO', since: '2026-11-22', isStartUnknown: true },
    });
    expect(values.v?.given).toMatchObject({ value: 180, since: '2026-11-22', isStartUnknown: true });
  });

  test('says nothing of a day before: that is unknown, and never no', () => {
    const { rules, values } = on('2026-11-21');
    expect(rules['victim.national']?.strict).toBe('unknown');
    expect(values.v?.given).toMatchObject({ said: 'nobody', why: 'nothing-for-day' });
  });

  test('needs one of the two days, and not both', () => {
    for (const days of ['', 'from: 2020-01-01, known_on: 2021-01-01,']) {
      const told = variant(`{rule: victim.national, state: SE, ${days} cite: club#1.a, is: a}`);
      expect(readClub(TREATY + NATIONAL + told)).toMatchObject({ ok: false });
    }
  });
});

describe('days that a value gives', () => {
  const TEXT =
    value('{id: v, label: V, cite: club#1.a, when: a, unit: days, value: 30, floor: 30}') +
    variant('{value: v, state: NO, from: 2007-01-01, days: 180, cite: club#1.b}') +
    duty(
      '{id: owed, label: D, cite: club#1.a, when: a, bearer: B, act: acts, strength: shall, breach: Not done., by: {value: v, kind: calendar, from: day}}',
    );

  test('begin with the day that they are counted from where the State says so, and after it elsewhere', () => {
    const text =
      TEXT +
      variant('{value: v, state: GB, from: 2007-01-01, days: 30, counted: beginning-with, cite: club#1.b}');
    const dueIn = (code: string) =>
      assess(getClub(text), { facts: { a: 'yes', day: '2020-01-01' }, state: code, on: '2020-01-02' }).duties
        .owed?.due;
    expect(dueIn('GB')).toMatchObject({ kind: 'date', date: '2020-01-30', isFirstDayCounted: true });
    expect(dueIn('SE')).toMatchObject({ kind: 'date', date: '2020-01-31' });
  });

  test("move the day by which a duty is due, by the State's own number", () => {
    const text =
      TEXT +
      lawTest(
        '{title: Norway, at: {state: NO, on: 2020-02-01}, given: {a: yes, day: 2020-01-01}, expect: {v: 180, owed: yes, owed@due: 2020-06-29}}',
      ) +
      lawTest('{title: Elsewhere, given: {a: yes, day: 2020-01-01}, expect: {v: 30, owed@due: 2020-01-31}}');
    expect(checkTests(getClub(text))).toEqual([]);
    const wrong = getClub(
      TEXT + lawTest('{title: W, given: {a: yes, day: 2020-01-01}, expect: {v: 31, owed@due: 2020-02-01}}'),
    );
    expect(checkTests(wrong)).toMatchObject([
      { code: 'test-failed', message: expect.stringContaining('should be 31 days, but is 30') },
      { code: 'test-failed', message: expect.stringContaining('due on 2020-02-01, but is on 2020-01-31') },
    ]);
  });

  test.each([
    ['a value that is not there', TEXT.replace('{value: v, kind', '{value: w, kind'), 'unknown-rule'],
    ['a number and a value', TEXT.replace('{value: v, kind', '{value: v, days: 3, kind'), 'wrong-shape'],
    ['days expected of a duty', TEXT + lawTest('{title: W, given: {}, expect: {owed: 30}}'), 'unknown-rule'],
    [
      'a day expected of a value',
      TEXT + lawTest('{title: W, given: {}, expect: {v@due: 2020-01-01}}'),
      'unknown-rule',
    ],
    [
      'a duty never owed with itself',
      TEXT.replace('breach: Not done.', 'breach: Not done., never_with: owed'),
      'unknown-rule',
    ],
  ])('are refused for %s', (_, text, code) => {
    const read = readClub(text);
    expect(read.ok ? [] : read.problems.map((problem) => problem.code)).toContain(code);
  });
});
