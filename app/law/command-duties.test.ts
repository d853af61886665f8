import { describe, expect, test } from 'vitest';
import type { AssessOptions } from './index.ts';
import { caseFolder, flat, runAssess } from './testing/index.ts';

const { caseOf } = caseFolder();

const PROTECTED =
  'grounds.reasonable: yes, identification.complete: no, public-order: not_known, reflection.day: 2025-08-20';

describe('who owes what', () => {
  test('names the bearer, how strongly, what, by when and where it is written', async () => {
    const text = flat((await runAssess(caseOf(PROTECTED))).text);
    expect(text).toContain(
      'NOT KNOWN Time to recover, and no expulsion in that time duty.reflection OWED as the',
    );
    expect(text).toContain('Who: the State where the person is (shall). At least until: 2025-09-19');
    expect(text).toContain(
      'At least until: 2025-09-19, 30 calendar days after “The day on which the time to recover began”.',
    );
    expect(text).toContain('OWED No removal before it is known');
    expect(text).toContain('(shall). Anti-Trafficking Convention, art. 10(2) [compared].');
  });

  test('the days of the United Kingdom are the earliest end: it lasts until the conclusive decision, if that is later', async () => {
    const told = flat((await runAssess(caseOf(PROTECTED, 'state: GB\non: 2025-09-01\n'))).text);
    expect(told).toContain(
      'At least until: 2025-09-18, 30 calendar days beginning with “The day on which the time to recover began”, and until the conclusive decision if that is later.',
    );
    expect(told).toContain(
      'GB: 30 days since 2023-01-30. The day that they are counted from is the first of them. Until the conclusive decision, if that is later.',
    );
    expect(told).not.toContain('By: 2025-09-19');
  });

  test('a treaty that is not known to bind the State lends it no number, in words and in JSON', async () => {
    const path = caseOf(PROTECTED, 'state: MY\non: 2025-09-01\n');
    const told = flat((await runAssess(path)).text);
    expect(told).toContain(
      'nobody has said what MY gives. No treaty that is known to bind MY gives a number.',
    );
    expect(told).not.toContain('The treaty: at least 30 days');
    const { values } = JSON.parse((await runAssess(path, { json: true })).text);
    expect(values[0]).toMatchObject({ value: null, floor: null, states: [{ state: 'MY', value: null }] });
    // Of two States the number is told where it binds one of them, and of the other still not.
    const both = caseOf(PROTECTED, 'state: [MY, NO]\non: 2025-09-01\n');
    expect(flat((await runAssess(both)).text)).toContain('The treaty: at least 30 days.');
    const two = JSON.parse((await runAssess(both, { json: true })).text);
    expect(two.values[0].value).toBe(30);
    expect(two.values[0].states.map(({ value }: { value: number }) => value)).toEqual([null, 180]);
  });

  test('what was read on a day is told as known on it, never as law since then', async () => {
    const french = 'act.recruited: yes, means.deception: yes, purpose.labour: yes, grounds.reasonable: yes';
    const path = caseOf(french, 'state: FR\non: 2026-11-25\n');
    const late = { today: new Date('2026-11-25T12:00:00Z') };
    const told = flat((await runAssess(path, late)).text);
    expect(told).toContain('FR: 30 days, as known on 2026-11-22; since when is not known.');
    expect(told).toContain('FR reads it so, as known on 2026-11-22; since when is not known: yes');
    const { national, values } = JSON.parse((await runAssess(path, { ...late, json: true })).text);
    expect(national[0]).toMatchObject({ since: null, knownOn: '2026-11-22' });
    expect(values[0].states[0]).toMatchObject({ since: null, knownOn: '2026-11-22' });
    // Before that day it may have been so, and nobody says that it was not.
    const before = await runAssess(path, { ...late, on: '2020-06-02', json: true });
    expect(JSON.parse(before.text).verdicts['trafficking.victim.national']).toMatchObject({
      strict: 'unknown',
      burden: 'unknown',
    });
  });

  test('gives no date where nobody said on which day the count begins, and says why', async () => {
    const withheld = PROTECTED.replace('2025-08-20', 'withheld');
    expect(flat((await runAssess(caseOf(withheld))).text)).toContain(
      'No date: the person would rather not say that day.',
    );
    const asked = (await runAssess(caseOf(PROTECTED.replace(', reflection.day: 2025-08-20', '')))).text;
    expect(flat(asked)).toContain('No date: nobody has asked for that day.');
    const none = (await runAssess(caseOf('grounds.reasonable: no'))).text;
    expect(flat(none)).toContain('Not owed, as far as is known: duty.no-removal');
  });

  test('names the source that binds the State before those that do not', async () => {
    const path = caseOf('suspicion.credible: yes', 'state: CY\non: 2001-03-28\n');
    const duty = flat((await runAssess(path)).text).split('duty.refer ')[1] ?? '';
    expect(duty.slice(0, 500)).toContain('European Convention on Human Rights');
  });

  test('owes nothing by an act of the European Union before the day from which that act holds', async () => {
    const child = 'age.now: 16, child.unaccompanied: yes, asylum.applied: yes, screening.border: yes';
    const partOf = async (day: string, heading: string, next: string) => {
      const path = caseOf(child, `state: DE\non: ${day}\n`);
      const { text: told } = await runAssess(path, { today: new Date('2026-08-20T12:00:00Z') });
      const text = flat(told).split(heading)[1] ?? '';
      return text.split(next)[0] ?? '';
    };
    const owed = ['Who owes what', 'Owed if the source binds'] as const;
    const notBound = ['Owed where a State is bound, and DE is not', 'Open, as what'] as const;
    expect(await partOf('2024-08-20', ...notBound)).toContain('duty.minor-screening');
    expect(await partOf('2024-08-20', ...owed)).not.toContain('duty.representative');
    expect(await partOf('2026-08-20', ...owed)).toContain('duty.minor-screening');
    expect(await partOf('2026-08-20', ...owed)).toContain('duty.representative');
  });

  test("sets each State's number beside the treaty's, and says where nobody has said it", async () => {
    const path = caseOf(PROTECTED, 'state: [NO, IT]\non: 2025-09-01\n');
    const text = flat((await runAssess(path)).text);
    expect(text).toContain(
      'The treaty: at least 30 days. Anti-Trafficking Convention, art. 13(1) [compared].',
    );
    expect(text).toContain(
      'NO: 6 calendar months, as known on 2009-12-31; since when is not known. Immigration Regulations (Norway), art. 8-3 [unverified].',
    );
    expect(text).toContain('IT: nobody has said what IT gives. The least the treaty allows is 30 days.');
    const other = await runAssess(path, { states: ['IT'], on: '2025-08-31', json: true });
    const { law, values } = JSON.parse(other.text);
    expect([law.states, law.on]).toEqual([['IT'], '2025-08-31']);
    expect(values[0].states).toEqual([
      {
        state: 'IT',
        value: 30,
        said: 'nobody',
        why: 'nothing-for-state',
        orLater: null,
        since: null,
        knownOn: null,
        source: [],
        readLater: null,
      },
    ]);
  });

  test('prints duties as JSON with the day or what is missing for it', async () => {
    const { duties } = JSON.parse((await runAssess(caseOf(PROTECTED), { json: true })).text);
    expect(duties.find(({ id }: { id: string }) => id === 'duty.reflection')).toEqual({
      id: 'duty.reflection',
      owed: { strict: 'unknown', burden: 'yes' },
      bearer: 'the State where the person is',
      act: expect.any(String),
      strength: 'shall',
      breach: expect.any(String),
      due: '2025-09-19',
      deadline: {
        days: 30,
        months: null,
        calendar: 'calendar',
        from: 'reflection.day',
        isFirstDayCounted: false,
        orLater: null,
        unknown: null,
      },
      source: ['ecat#13.1'],
      bound: null,
      reservationsLookedAt: null,
    });
    const french = JSON.parse((await runAssess(caseOf(PROTECTED), { json: true, lang: 'fr' })).text);
    expect(french.duties.find(({ id }: { id: string }) => id === 'duty.reflection').bearer).toBe(
      "l'État où se trouve la personne",
    );
  });

  test('switches a reform on, says that it is not the law, and marks what it changed', async () => {
    const trafficked =
      'act.recruited: yes, means.deception: yes, purpose.labour: yes, age: 30, harm.labour: no, harm.liberty: no, harm.violence: no, harm.deprivation: no, harm.sexual: no, harm.organs: no, harm.reprisals: no, harm.retrafficking: no, harm.first-trafficking: no, harm.ostracism: no, harm.together: no';
    const reforms = ['reform.trafficking-is-persecution'];
    const verdict = async (more: Partial<AssessOptions>) =>
      JSON.parse((await runAssess(caseOf(trafficked), { ...more, json: true })).text);
    expect((await verdict({})).verdicts['refugee.persecution']).toEqual({ strict: 'no', burden: 'no' });
    const after = await verdict({ reforms });
    expect(after.verdicts['refugee.persecution']).toEqual({ strict: 'yes', burden: 'yes' });
    expect(after.law.reforms).toEqual(reforms);
    expect(after.law.hash).toBe((await verdict({})).law.hash);
    const text = flat(
      (await runAssess(caseOf(trafficked), { reforms, explain: 'refugee.persecution' })).text,
    );
    expect(text).toContain('With the reform “Trafficking is itself persecution”');
    expect(text).toContain('A proposal; it is not the law.');
    expect(text).toContain('Changed by “Trafficking is itself persecution”');
  });

  test('says of a reform whether it could bind the State: a Malaysian case of 2015, and a Greek one', async () => {
    const trafficked = 'act.recruited: yes, means.deception: yes, purpose.labour: yes, age: 15';
    const told = async (state: string, reforms: string[]) =>
      flat((await runAssess(caseOf(trafficked, `state: ${state}\non: 2015-01-01\n`), { reforms })).text);
    const malaysia = await told('MY', ['F01', 'F03', 'F20']);
    expect(malaysia).toContain(
      'It would amend Refugee Convention, which does not bind MY: there it gives nobody a claim, and what changes below is only what its words would say.',
    );
    expect(malaysia).toContain('It amends no treaty that is named here');
    expect(malaysia).not.toMatch(/OWED [^.]*duty\.proposed\.immediate-protection/);
    expect(await told('GR', ['F20'])).toMatch(/PROPOSED [^.]*duty\.proposed\./);
    expect(await told('GR', ['F20'])).not.toMatch(/OWED [^.]*duty\.proposed\./);
    expect(await told('GR', ['F03'])).toContain('which binds GR; the amendment would, once GR accepts it.');
  });

  test('says of who applies the articles through another treaty that nobody has said whether an amendment reaches them', async () => {
    const united = caseOf('act.recruited: yes, age: 15', 'state: US\non: 2026-01-01\n');
    const text = flat((await runAssess(united, { reforms: ['F01'] })).text);
    expect(text).toContain(
      'It would amend Refugee Convention. US: bound by its articles only through Refugee Protocol; whether the amendment would reach so far, nobody has said.',
    );
    expect(text).not.toMatch(/does not bind US|US: last known not bound/);
  });

  test('explains a duty by what it hangs on', async () => {
    const { text } = await runAssess(caseOf(PROTECTED), { explain: 'duty.reflection' });
    expect(text).toMatch(/Unless +not shown: the State has to show it\n +Public order/);
  });

  test('keeps to 80 columns', async () => {
    const { text } = await runAssess(caseOf(PROTECTED), { reforms: ['reform.trafficking-is-a-ground'] });
    expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });
});
