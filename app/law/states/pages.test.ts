import { describe, expect, test } from 'vitest';
import { heading, lawSite, partOf, rowsWith, words } from '../testing/site.ts';
import { worldOutlines } from './world-outlines.ts';

const { ask, law } = lawSite();

describe('whom a treaty binds', () => {
  test('every State has a row, with its day and up to when that is known', async () => {
    const { html, status } = await ask('/en/law/states?instrument=refugee-convention&on=2015-01-01');
    expect(status).toBe(200);
    expect(heading(html)).toBe('What binds each State');
    for (const code of Object.keys(law.states))
      expect(html).toContain(`/en/law/states/${code}?on=2015-01-01`);
    expect(words(rowsWith(html, '/law/states/MY').join(''))).toMatch(/Malaysia .*Not bound .*1 March 2015/);
    expect(words(rowsWith(html, '/law/states/GR').join(''))).toMatch(/Greece .*Bound/);
  });

  test('the map shows the same in shapes, and says in words how many of each', async () => {
    const { html } = await ask('/en/law/states?instrument=refugee-convention&on=2015-01-01');
    const svg = /<svg class="world"[\s\S]*?<\/svg>/.exec(html)?.[0] ?? '';
    expect(svg.match(/<path/g)?.length).toBe(worldOutlines().length);
    expect(svg).toMatch(
      /role="img" aria-label="Who is bound by [^"]+ \d+ bound, \d+ not bound, \d+ not known/,
    );
    expect(svg).not.toContain('style=');
    expect(worldOutlines().find(({ state }) => state === 'MY')?.path).toMatch(/^M/);
  });

  test('a day that does not exist stays as it was typed, with what to write', async () => {
    const { html, status } = await ask('/en/law/states?on=2015-02-30%3Cb%3E');
    expect(status).toBe(422);
    expect(html).toContain('value="2015-02-30&lt;b>"');
    expect(words(html)).toContain('This is not a day that can be asked about.');
  });

  test.each(['9999', '9999-12-31', '0001-01-01', '1899-12-31', '31.5.2024', 'tomorrow'])(
    'the day %s is refused on every page that asks for one, with nothing that could be taken for an answer',
    async (day) => {
      for (const path of ['states', 'states/MY', 'residence', 'rights', 'procedure', 'decisions']) {
        const { html, status } = await ask(`/en/law/${path}?on=${day}`);
        expect([path, status]).toEqual([path, 422]);
        expect(html).toContain(`value="${day}"`);
        expect(words(html)).toContain('This is not a day that can be asked about.');
        expect(html).not.toContain('<table');
        expect(html).not.toContain('16 March 2026');
      }
    },
  );

  test.each(['instrument=nothing', 'instrument=constructor', 'on=', 'instrument=%00'])(
    '%s shows the first treaty, today',
    async (query) => {
      const { html, status } = await ask(`/en/law/states?${query}`);
      expect([status, words(html).includes('Who is bound by Palermo Protocol on 16 March 2026')]).toEqual([
        200,
        true,
      ]);
    },
  );
});

describe('what a State owes', () => {
  test('Malaysia in 2015: the Refugee Convention does not bind it, the Palermo Protocol does', async () => {
    const { html, status } = await ask('/en/law/states/MY?on=2015-01-01');
    expect(status).toBe(200);
    expect(heading(html)).toContain('Malaysia: what it owes');
    expect(words(partOf(html, 'owed'))).toContain('Palermo Protocol');
    expect(words(partOf(html, 'not-bound'))).toContain('Refugee Convention');
    expect(words(partOf(html, 'definitions'))).toContain('Nobody has said');
  });

  test.each(['/en/law/states/MY', '/en/law/rights?state=MY'])(
    'what is said to be custom is told where no treaty is known to bind: %s',
    async (path) => {
      const on = path.includes('?') ? '&on=2026-03-12' : '?on=2026-03-12';
      const said = (state: string) =>
        `It is said to be custom too, which would bind ${state} without any treaty. Nobody has verified that here.`;
      expect(words((await ask(path + on)).html)).toContain(said('Malaysia'));
      const greek = words(
        (await ask((path + on).replace('MY', 'GR').replace('2026-03-12', '2015-01-01'))).html,
      );
      expect(greek).not.toContain(said('Greece'));
    },
  );

  test.each([
    ['en', "Where: The Palermo Protocol's own protection reaches the person"],
    ['fr', 'Lorsque : '],
    ['es', 'Cuando: '],
    ['ar', 'حيث: '],
  ])('what is owed says what it hangs on (%s)', async (language, said) => {
    const owed = partOf((await ask(`/${language}/law/states/MY?on=2026-03-12`)).html, 'owed');
    expect(words(owed)).toContain(said);
  });

  test('Brazil: its own definition is below what the treaty asks, with somebody whom it leaves out', async () => {
    const part = words(partOf((await ask('/en/law/states/BR?on=2024-01-01')).html, 'definitions'));
    expect(part).toContain('Below what the treaty asks');
    expect(part).toContain('Left out, for example:');
    expect(part).toContain('Penal Code (Brazil), art. 149-a compared, unchecked');
  });

  test('another State stands beside it', async () => {
    const { html } = await ask('/en/law/states/BR?on=2024-01-01&with=MY');
    expect(words(partOf(html, 'forms'))).toMatch(/The treaty Brazil Malaysia/);
  });

  test.each(['fr', 'es', 'ar'])('speaks %s', async (language) => {
    const { html } = await ask(`/${language}/law/states/MY?on=2015-01-01`);
    expect(html).not.toContain('Nobody has said');
  });

  test.each(['/en/law/states/XX', '/en/law/states/my', '/en/law/states/constructor', '/en/law/states/MY/x'])(
    '%s is not there',
    async (path) => expect((await ask(path)).status).toBe(404),
  );
});

test('leads to the decisions of its courts and about it', async () => {
  const { html } = await ask('/en/law/states/NO');
  expect(html).not.toContain('id="decisions"');
  const french = words(partOf((await ask('/en/law/states/FR')).html, 'decisions'));
  expect(french).toContain('Siliadin v France');
});

describe('complementary rights, beside each other', () => {
  test('eight rows, with what binds Greece, how strongly and since when', async () => {
    const { html, status } = await ask('/en/law/rights?state=GR&on=2024-01-01');
    expect(status).toBe(200);
    expect(html.match(/<section class="part"/g)?.length).toBe(8);
    const row = words(partOf(html, 'expulsion-and-identification'));
    expect(row).toContain('As a refugee');
    expect(row).toMatch(
      /Refugee Convention, art\. 33\(1\) compared, unchecked .*Strength: the State must do it/,
    );
    expect(row).toMatch(/Bound since/);
  });

  test('without a State nothing is said of being bound; with a correction the paper is not followed', async () => {
    const { html } = await ask('/en/law/rights');
    expect(words(html)).toContain('No State is chosen');
    expect(words(html)).not.toContain('Not bound');
    expect(words(html)).toContain('Where the slide says more than the law');
  });

  test.each(['state=nothing', 'state=constructor', 'state=MY&on=2015-01-01'])(
    '%s is shown',
    async (query) => {
      expect((await ask(`/ar/law/rights?${query}`)).status).toBe(200);
    },
  );
});

test('of law beside that on trafficking: Thailand, and where nobody has said', async () => {
  const { html } = await ask('/en/law/states/TH');
  expect(words(partOf(html, 'complementary'))).toMatch(/Taking a person's papers .*28 January 2017/);
  expect(words(partOf(html, 'complementary'))).toContain('Nobody has said');
});

describe('what is missing, what contradicts itself, and what a State said of treaties', () => {
  test('Bangladesh: law on refugees was looked for and not found, with its day and its source', async () => {
    const { html } = await ask('/en/law/states/BD?on=2020-10-01');
    expect(words(html)).toMatch(
      /Missing: it was looked for and not found Its law gives neither asylum .*known up to 1 October 2020 unverified/,
    );
    expect(words((await ask('/en/law/states/BD?on=2024-10-01')).html)).toContain(
      'Was missing; of the time since, nobody has said',
    );
  });

  test('Lebanon: an older and a newer law, and a way to it from what hangs on them', async () => {
    const { html } = await ask('/en/law/states/LB');
    expect(words(partOf(html, 'contradictions'))).toMatch(
      /The older law The newer law .*Law 164\/2011.*22 October 2018/,
    );
    expect(partOf(html, 'definitions')).toContain('href="#contradictions"');
    expect((await ask('/en/law/states/NO')).html).not.toContain('id="contradictions"');
  });

  test('Türkiye: bound with a limit, told beside each treaty, in a part of its own and under a heading of its own', async () => {
    const { html } = await ask('/en/law/states/TR?on=2021-01-01');
    expect(words(partOf(html, 'limited'))).toMatch(
      /No return of a refugee to danger .*Bound, with a limit .*Only for part of the world /,
    );
    expect(words(partOf(html, 'owed'))).not.toContain('No return of a refugee to danger');
    expect(words(partOf(html, 'reservations'))).toMatch(
      /It applies the convention to people .*rli\.blogs\.sas\.ac\.uk/,
    );
    expect(words(partOf((await ask('/en/law/states/NG')).html, 'reservations'))).toContain('Nobody has said');
  });

  test('Malaysia: after the day of which anybody knows, whether a limit still stands is not known, beside its article alone', async () => {
    const { html } = await ask('/en/law/states/MY?on=2026-11-22');
    const open = 'Bound; whether a limit of its own still stands is not known';
    const rows = partOf(html, 'limited')
      .split('<tr')
      .filter((row) => words(row).includes(open));
    expect(words(partOf(html, 'unknown'))).not.toContain(open);
    expect(
      rows.map((row) => /traffic in women|Detention of a child|School for a child/.exec(row)?.[0]),
    ).toEqual(['traffic in women', 'School for a child', 'Detention of a child']);
    expect(words(partOf(html, 'owed'))).not.toContain('limit of its own');
    expect(words(partOf(html, 'reservations'))).toContain('It is not known whether it still stands.');
  });

  test('Malaysia: a reservation to one article takes nothing away from another, beside the rights and in a situation', async () => {
    const rights = words((await ask('/en/law/rights?state=MY&on=2024-05-31')).html);
    expect(rights).toContain('Palermo Protocol, art. 6(3)');
    expect(rights).not.toContain('limit of its own');
    expect(rights).not.toContain('arbitration');
    const { html } = await ask('/en/law/situations/rohingya');
    const rows = words(partOf(html, 'bound'));
    expect(rows).not.toContain('Bound, with a limit');
    expect(rows).toMatch(/Reservation , articles 15\.2: /);
  });

  test('the table and the map of a treaty show both', async () => {
    const { html } = await ask('/en/law/states?instrument=refugee-convention&on=2020-10-01');
    expect(words(rowsWith(html, '/law/states/TR').join(''))).toContain(
      'Bound, with a limit Only for part of the world',
    );
    expect(words(rowsWith(html, '/law/states/BD').join(''))).toContain('Missing: it was looked for');
    expect(html.match(/<path class="limited" fill="url\(#stripes\)"/g)?.length).toBe(1);
    expect(words((await ask('/en/law/states?instrument=palermo')).html)).toMatch(
      /Its older and newer law contradict/,
    );
  });

  test('who says that a State is bound, and that nobody checked it, stands beside it', async () => {
    const list = words((await ask('/en/law/states?instrument=palermo')).html);
    expect(list).toMatch(/The list of parties: known up to 1 March 2015 \. unverified Seen only in part/);
    const state = words(partOf((await ask('/en/law/states/TH')).html, 'owed'));
    expect(state).toContain('by the list of parties unverified');
  });
});
