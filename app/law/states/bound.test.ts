import { bindingOf, boundBy, type Day, whyBinding } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from '../load-law.ts';
import { lawSite, partOf, rowsWith, words } from '../testing/site.ts';
import { gaps } from './gaps-command.ts';
import { GapsJson } from './gaps-schema.ts';

const law = loadLaw();
const { ask } = lawSite();
const TODAY: Day = '2026-11-22';
const why = (state: string, cite: string, on: Day = TODAY) =>
  whyBinding(law, bindingOf(law, [cite], { state, on }))?.why;

describe('what binds Malaysia is not said too much', () => {
  test('its reservations to the conventions on women and on people with disabilities take away what they name', () => {
    expect(why('MY', 'women-convention#6')).toBe('limit-open');
    expect(why('MY', 'disability-convention#18.1.b')).toBe('limit-open');
    expect(why('MY', 'disability-convention#16.1')).toBe('bound');
  });

  test('of the article on refugee children the reservation is gone, of that on detention it is not known', () => {
    expect(why('MY', 'child-convention#22.1', '1996-01-01')).toBe('limited');
    expect(why('MY', 'child-convention#22.1')).toBe('bound');
    expect(why('MY', 'child-convention#37.b')).toBe('limit-open');
  });

  test('its page tells each of them, with its day', async () => {
    const told = words(partOf((await ask(`/en/law/states/MY?on=${TODAY}`)).html, 'reservations'));
    expect(told).toContain('does not conflict with the Sharia and with its Federal Constitution');
    expect(told).toMatch(/Disability Convention .*articles 15, 18/);
    expect(told).toContain('No longer there on 8 July 2010');
    expect(told).toMatch(/nobody looked at what it said for this day: .*Organized Crime Convention/);
  });
});

describe('a treaty that a State could never join', () => {
  const CLOSED = ['human-rights-convention', 'american-convention', 'african-charter', 'eu-charter'];

  test('cannot bind Malaysia or Lebanon, on any day', () => {
    for (const state of ['MY', 'LB'])
      for (const on of ['1960-01-01', '2010-06-01', TODAY] as const)
        for (const id of CLOSED) expect(boundBy(law, id, { state, on })).toMatchObject({ verdict: 'no' });
    expect(boundBy(law, 'human-rights-convention', { state: 'MY', on: TODAY }).closedTo).toBe(
      'council-of-europe',
    );
  });

  test('is not closed to States of its region, nor is a convention that others can join', () => {
    expect(why('BY', 'human-rights-convention#4')).toBe('not-then');
    expect(why('NG', 'african-charter#5')).toBe('nobody-said');
    expect(boundBy(law, 'ecat', { state: 'MY', on: TODAY }).closedTo).toBeUndefined();
    expect(boundBy(law, 'ecat', { state: 'IL', on: TODAY }).verdict).toBe('yes');
  });

  test('names every State that is a member by the lists among those that could be', () => {
    for (const { id, openTo } of Object.values(law.instruments)) {
      if (!openTo) continue;
      const { couldJoin = [] } = law.organisations[openTo.organisation] ?? {};
      const listed = Object.keys(law.parties[id]?.states ?? {});
      expect([id, listed.filter((state) => !couldJoin.includes(state))]).toEqual([id, []]);
      expect(openTo.compared?.source).toBeTruthy();
    }
  });

  test('reads so on the page of the State, of the treaty, on the map, and at a terminal', async () => {
    const cannot = 'Cannot bind it: open to members of Council of Europe only';
    expect(words((await ask(`/en/law/states/MY?on=${TODAY}`)).html)).toContain(cannot);
    const map = await ask(`/en/law/states?instrument=human-rights-convention&on=${TODAY}`);
    expect(words(rowsWith(map.html, '/law/states/MY').join(''))).toContain(cannot);
    expect(words(map.html)).toMatch(/\d+ of those that are not can never be: it is open to members/);
    const page = words((await ask('/en/law/european-convention-on-human-rights')).html);
    expect(page).toContain('Only members of Council of Europe can be bound by it');
    const asked = { state: 'MY', colour: false, lang: 'en', today: TODAY } as const;
    const found = GapsJson.parse(JSON.parse(gaps({ ...asked, json: true }).text));
    const bounds = found.gaps.flatMap(({ bound }) => bound?.by ?? []);
    expect(bounds.find(({ instrument }) => instrument === 'human-rights-convention')).toMatchObject({
      verdict: 'no',
      closedTo: 'council-of-europe',
    });
  });

  test('stands in Arabic with the name of the organisation in Arabic', async () => {
    expect(words((await ask(`/ar/law/states/MY?on=${TODAY}`)).html)).toContain('مجلس أوروبا');
  });
});

describe('Russia and the European Convention', () => {
  const on = (day: Day) => boundBy(law, 'human-rights-convention', { state: 'RU', on: day }).verdict;

  test('bound what happened up to 15 September 2022, and no longer after', () => {
    expect(
      ['1996-02-28', '1998-06-01', '2002-01-01', '2016-01-01', '2022-09-15'].map((day) => on(day as Day)),
    ).toEqual(['no', 'unknown', 'yes', 'yes', 'yes']);
    expect(on('2022-09-16')).toBe('no');
    expect(why('RU', 'human-rights-convention#4', '2022-09-16')).toBe('left');
    // Who has left does not come back by time passing.
    expect(on(TODAY)).toBe('no');
  });
});

describe('the conventions of the ILO', () => {
  test('show when a State agreed, and since when that binds it where that was read', async () => {
    const bound = (id: string) => boundBy(law, id, { state: 'MY', on: TODAY });
    expect(bound('forced-labour-convention')).toMatchObject({ consented: '1957-11-11', since: '1958-11-11' });
    expect(bound('worst-child-labour-convention')).toMatchObject({ consented: '2000-11-10' });
    const page = words(
      (await ask(`/en/law/states?instrument=worst-child-labour-convention&on=${TODAY}`)).html,
    );
    expect(page).toContain('agreed to it on 10 November 2000');
  });
});

describe('the map and the lists of a treaty', () => {
  test('say “with a limit” only where the whole of it is limited, and count the others apart', async () => {
    const { html } = await ask(`/en/law/states?instrument=child-convention&on=${TODAY}`);
    const row = words(rowsWith(html, '/law/states/AU').join(''));
    expect(row).not.toContain('with a limit');
    expect(row).toMatch(/Bound .*Reservation , articles 37\.c/);
    expect(words(html)).toMatch(/\d+ that are bound limited single paragraphs only/);
    expect(words(html)).toMatch(/nobody looked at their reservations, or what they said is not written here/);
    expect(words(rowsWith(html, '/law/states/PK').join(''))).toContain(
      'Party; what it said of the treaty is not written here',
    );
    expect(words(rowsWith(html, '/law/states/SY').join(''))).toMatch(
      /whether a limit .*still stands is not known/,
    );
  });
});

test('a page of a State says in French and Arabic that the sentences on it are in English', async () => {
  expect(words((await ask('/fr/law/states/MY')).html)).toContain(
    'Les phrases sur cet État lui-même sont en anglais.',
  );
  expect((await ask('/ar/law/states/MY')).html).toMatch(/<bdi lang="en">These articles apply only/);
  expect((await ask('/en/law/states/MY')).html).not.toContain('are in English');
});

test('no list of what States said leaves out its source, and who stands in it is a State', () => {
  for (const list of Object.values(law.looks).flat()) {
    expect(list.compared?.source).toBeTruthy();
    expect(list.unread.filter((state) => !law.states[state])).toEqual([]);
  }
  expect(Object.keys(law.looks)).toHaveLength(15);
});
