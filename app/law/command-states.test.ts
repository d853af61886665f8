import { describe, expect, test } from 'vitest';
import { packLaw } from './law-pack.ts';
import { caseFolder, flat, runAssess } from './testing/index.ts';
import { TOWN_LAW } from './testing/town-law.ts';

const { caseOf, write } = caseFolder();
const packed = packLaw('0.0.0', TOWN_LAW);
if (!packed.ok) throw new Error(JSON.stringify(packed.problems, null, 1));
const law = write('town.json', packed.text);

const GUEST = 'from-afar: yes, has-room: no, arrived: 2025-03-01';
const ROOMED = 'from-afar: yes, has-room: yes';
const on = '2025-06-01';
const states = ['IS', 'LI'];
const text = async (facts: string, more = {}) => (await runAssess(caseOf(facts), { law, on, ...more })).text;
const json = async (facts: string, more = {}) => JSON.parse(await text(facts, { json: true, ...more }));

describe('a day', () => {
  test('that nobody named is said to be missing; “today” stands for the day on which it is asked', async () => {
    expect(flat(await text(ROOMED, { on: undefined }))).toContain('No day is named');
    const today = flat(await text(ROOMED, { on: 'today', today: new Date(2026, 0, 1) }));
    expect(today).toContain('Day 2026-01-01.');
    expect(today).not.toContain('No day is named');
  });
});

describe('a State named', () => {
  test('has its reading beside the treaty’s, since when and by which act', async () => {
    expect(flat(await text(ROOMED, { states: ['IS'] }))).toMatch(
      /^.*NO The person is a guest guest Because: Has a room: yes\. Charter, art\. 1\(a\) \[unverified\]\. IS reads it so since 2010-01-01: yes \(guest\.national\)\. Because: From afar: yes\. Act on Guests, art\. 1\(a\) \[unverified\]\./,
    );
  });

  test('has none where nobody wrote it down, and that is said', async () => {
    expect(flat(await text(ROOMED, { states: ['LI'] }))).toContain(
      'How LI reads it: nobody has written that down (guest.national).',
    );
    expect(flat(await text(ROOMED))).toContain('How a State reads it: --state XX (guest.national).');
  });

  test('sets the day by its own number, and below the treaty’s floor that is told', async () => {
    expect(flat(await text(GUEST, { states: ['IS'] }))).toContain(
      'At least until: 2025-03-31, 30 calendar days after',
    );
    expect(flat(await text(GUEST, { states: ['IS'] }))).toContain(
      "IS gives 10 days, below the treaty's 30: Days in the room (room-days).",
    );
    expect(flat(await text(GUEST))).toContain('At least until: 2025-03-31, 30 calendar days after');
  });

  test('is told where it is not known to be bound by what a duty rests on', async () => {
    expect(flat(await text(GUEST, { states: ['LI'] }))).toContain(
      'Charter, art. 1(b) [unverified]. Last known not bound by Charter, 2025-01-01.',
    );
    expect(flat(await text('from-afar: yes, has-room: no', { states: ['LI'], on: '2024-06-01' }))).toContain(
      'Owed where a State is bound, and LI is not: duty.room.',
    );
    expect(await text(GUEST, { states: ['IS'] })).not.toContain('is bound by');
  });
});

describe('several States', () => {
  test('stand beside each other, what differs first, and no line is too long', async () => {
    const shown = await text(GUEST, { states });
    expect(shown.indexOf('What differs between the States')).toBeLessThan(
      shown.indexOf('The person is a guest'),
    );
    expect(shown).toMatch(/^ +IS +LI$/m);
    expect(shown).toMatch(/^guest\.national +yes +not known$/m);
    expect(shown).toMatch(/^duty\.room, State bound +yes +not known$/m);
    expect(shown).toMatch(/^room-days +10 days +\(30 days\)$/m);
    expect(shown).not.toMatch(/^guest +/m);
    const many = await text(GUEST, { states: ['IS', 'LI', 'FR', 'NO', 'SE', 'DE', 'IT'] });
    expect([...shown.split('\n'), ...many.split('\n')].filter((line) => [...line].length > 80)).toEqual([]);
  });

  test('are said to be the same where they are', async () => {
    expect(flat(await text(GUEST, { states: ['FR', 'DE'] }))).toContain('In FR, DE: the same in each');
  });

  test('each have the whole answer in JSON; the first of them stands at the top', async () => {
    const both = await json(GUEST, { states });
    expect(both.law.states).toEqual(states);
    expect(Object.keys(both.byState)).toEqual(states);
    expect(both.byState.IS.verdicts['guest.national'].strict).toBe('yes');
    expect(both.byState.LI.verdicts['guest.national'].strict).toBe('unknown');
    expect(both.byState.LI.duties[0]).toMatchObject({ due: '2025-03-31', bound: 'unknown' });
    expect(both.verdicts).toEqual(both.byState.IS.verdicts);
    expect(both.values[0].states.map(({ state }: { state: string }) => state)).toEqual(states);
    const alone = await json(GUEST, { states: ['LI'] });
    expect(alone.byState).toBeUndefined();
    expect(alone.verdicts).toEqual(both.byState.LI.verdicts);
    expect(alone.duties).toEqual(both.byState.LI.duties);
    expect(both.byState.IS.national).toEqual([
      { rule: 'guest.national', treaty: 'guest', state: 'IS', since: '2010-01-01', knownOn: null, seen: [] },
    ]);
  });

  test('are each explained', async () => {
    const shown = await text(GUEST, { states, explain: 'guest.national' });
    expect(shown).toMatch(/In IS\n(?:.*\n)*? +As IS reads it since 2010-01-01/);
    expect(shown).toMatch(/In LI\n(?:.*\n)*? *Nobody has written down what it takes here/);
  });

  test('of which one fails an expectation end with 1, and name it', async () => {
    const path = caseOf(GUEST, 'expect: {guest.national: yes}');
    const { text: told, exitCode } = await runAssess(path, { law, on, states });
    expect(exitCode).toBe(1);
    expect(flat(told)).toContain('In LI: guest.national (How the State reads who is a guest) should be yes');
  });
});

describe('people in a case', () => {
  const people = (members: string) => `people: {companion: {complete: no, members: [${members}]}}\n`;

  test('are answered for one by one', async () => {
    const path = caseOf('from-afar: yes', people('{companion.hungry: yes}, {companion.hungry: withheld}'));
    const { text: shown } = await runAssess(path, { law, on, explain: 'table' });
    expect(shown).toMatch(
      /“Companions” \(there may be others\)[\s\S]*Companions, 1 +yes\n +Hungry +yes\n +Companions, 2 +not known/,
    );
    const { asked, verdicts } = JSON.parse((await runAssess(path, { law, on, json: true })).text);
    expect(asked.people.companion.members).toHaveLength(2);
    expect(verdicts.table.strict).toBe('unknown');
  });

  test('who contradict nothing, while answers that cannot all be true are refused with the reason', async () => {
    const { text: told, exitCode } = await runAssess(caseOf('from-afar: yes, lives-here: yes'), { law });
    expect(exitCode).toBe(2);
    expect(told).toContain('case.yaml:3');
    expect(told).toContain('from-afar, lives-here. Nobody both came from afar and lives here.');
  });

  test('who are without a nationality and have another one are told that both cannot be', async () => {
    const path = caseOf('place.stateless: yes, protection.other-nationality: yes');
    const { text: told, exitCode } = await runAssess(path);
    expect(exitCode).toBe(2);
    expect(told).toContain('place.stateless, protection.other-nationality.');
  });
});

describe('by what a named State is bound', () => {
  test('is said beside a presumption in the whole tree', async () => {
    const facts = 'age: not_known, believed-child: yes';
    const explained = async (state?: string) =>
      flat(
        (
          await runAssess(caseOf(facts), {
            explain: 'child',
            on: '2025-12-01',
            ...(state ? { states: [state] } : {}),
          })
        ).text,
      );
    expect(await explained()).toContain('No State is named.');
    expect(await explained('TH')).toMatch(/TH (is|was not) bound|Whether TH is bound/);
    expect(await explained('TH')).not.toContain('No State is named.');
  });

  test('is said of a test that rests on nothing in force then', async () => {
    const text = flat((await runAssess('laws/decisions/rantsev-v-cyprus-and-russia.md')).text);
    expect(text).toMatch(
      /None of these sources bound CY then\.|Whether one of these sources binds CY is not known\./,
    );
  });
});
