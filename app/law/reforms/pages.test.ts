import { afterEach, describe, expect, test, vi } from 'vitest';
import { Language, wordsIn } from '../../web/index.ts';
import type { SimulationResult } from '../simulate/index.ts';
import { heading, lawSite, mainOf, words } from '../testing/site.ts';

const { law, ask, send, errors } = lawSite();

const cells = { yes: 0, no: 0, unknown: 0 };

/** A result in which a reform moves some of the people of one rule. */
function result(name: string, moved: number | 'few'): SimulationResult {
  const table = { yes: cells, no: cells, unknown: { yes: moved, no: 0, unknown: 'withheld' as const } };
  const after = { yes: moved, no: 0, unknown: 'withheld' as const };
  const before = { yes: 0, no: 0, unknown: 100 };
  const group = (at: number) => ({
    group: at,
    before: { strict: before, burden: before },
    reforms: [
      {
        reforms: ['reform.trafficking-is-persecution'],
        after: { strict: after, burden: after },
        moves: { strict: table, burden: table },
      },
    ],
  });
  return {
    ...{
      kind: 'clew-simulation',
      version: 1,
      notice: 'Hypothetical.',
      law: law.hash,
      on: '2026-01-01',
      state: null,
    },
    ...{ file: { name, sha256: 'x', records: 100 }, engine: 'DuckDB', floor: 10 },
    reforms: [
      {
        id: 'reform.trafficking-is-persecution',
        label: 'x',
        status: 'proposal',
        reach: 'It reaches <i>nobody</i>.',
        outside: [],
        through: [],
        lastKnownOutside: [],
        notKnown: [],
      },
    ],
    columns: { facts: ['age'], notAsked: [], by: ['camp'] },
    groups: [
      { column: null, value: '', others: 0, records: 100 },
      { column: 'camp', value: '<b>A</b>', others: 0, records: 60 },
      { column: 'camp', value: '', others: 3, records: 40 },
    ],
    provisions: [
      { kind: 'rule', id: 'refugee.persecution', label: 'x', groups: [group(0), group(1), group(2)] },
    ],
    openFacts: { records: 100, facts: [] },
  };
}

/** A result in which as many lists of reforms touch the one rule. */
function withLists(count: number): SimulationResult {
  const one = result('a.csv', 25);
  const provisions = one.provisions.map((each) => ({
    ...each,
    groups: each.groups.slice(0, 1).map((group) => ({
      ...group,
      reforms: Array.from({ length: count }, (_, at) =>
        group.reforms.map((list) => ({ ...list, reforms: [`r${at}`] })),
      ).flat(),
    })),
  }));
  return { ...one, provisions };
}

function paste(one: unknown, two: unknown = '', language = 'en') {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return send(
    [
      ['one', text(one)],
      ['two', text(two)],
    ],
    language,
    '/law/reforms/population',
  );
}

describe('the reforms', () => {
  test.each(['en', 'fr', 'es', 'ar'])('stand on a page, each with what it changes (%s)', async (language) => {
    const { status, html } = await ask(`/${language}/law/reforms`);
    expect(status).toBe(200);
    for (const { id, ops, bearsOn } of Object.values(law.overlays)) {
      const part = html.slice(html.indexOf(`id="${id}"`));
      const told = part.slice(0, part.indexOf('</section>')).match(/<li/g)?.length ?? 0;
      expect([id, told]).toEqual([id, ops.length + bearsOn.length]);
    }
  });

  test.each([
    ['reform.safe-pathways', ['ENF4', 'ENF5', 'ENF6']],
    ['reform.tempered-enforcement', ['ENF4', 'ENF5', 'ENF6', 'ENF7']],
    ['reform.means-of-life', ['LEG1', 'LEG4', 'ECO5', 'URB5']],
  ])(
    'of which no rule hears name the dangers that they bear on, each with a link (%s)',
    async (id, codes) => {
      const { html } = await ask('/en/law/reforms');
      const part = html.slice(html.indexOf(`id="${id}"`));
      const links = [...part.slice(0, part.indexOf('</section>')).matchAll(/refugee-risk-factors#(\w+)"/g)];
      expect(links.map(([, code]) => code)).toEqual(codes);
    },
  );

  test.each(['fr', 'es', 'ar'])(
    'name a duty that they add in %s, and say what stands in English',
    async (language) => {
      const { html } = await ask(`/${language}/law/reforms`);
      const said = law.words[language];
      for (const { ops } of Object.values(law.overlays))
        for (const one of ops)
          if (one.op === 'add-duty') {
            expect(html).toContain(said?.duties[one.target]?.label ?? 'no words');
            expect(html).not.toContain(one.duty.label);
          }
      const none = Object.values(law.overlays).filter(({ noEffect }) => noEffect !== undefined);
      const note = wordsIn(Language.parse(language)).t('library.in-english');
      expect(html.split(note).length - 1).toBeGreaterThanOrEqual(none.length);
    },
  );

  test('say what they would amend, how, whom that can reach and who stays outside', async () => {
    const { html } = await ask('/en/law/reforms');
    const partOfReform = (id: string) => {
      const part = html.slice(html.indexOf(`id="${id}"`));
      return words(part.slice(0, part.indexOf('</section>')));
    };
    const first = partOfReform('reform.trafficking-is-persecution');
    expect(first).toContain('It would amend: Refugee Convention');
    expect(first).toContain('How that is done: A party asks for a revision');
    expect(first).toMatch(/it can reach so many States: \d+/);
    const listed = (title: string) =>
      first.slice(first.indexOf(title) + title.length).split(/ (?:Bound by its|Not bound|Of whom)/)[0];
    expect(listed('Whom it can reach, if they accept it')).toContain('Greece');
    // The list of parties is of 1 March 2015. Of a later day it does not say no.
    expect(first).not.toContain('no amendment reaches them');
    const last = listed('Not bound on 1 March 2015; since then not known');
    for (const state of ['Malaysia', 'South Sudan']) expect(last).toContain(state);
    expect(last).not.toMatch(/Greece|United States/);
    const through = listed(
      'only through: Refugee Protocol. Whether an amendment would reach so far, nobody has said',
    );
    for (const state of ['United States', 'Venezuela', 'Cape Verde']) expect(through).toContain(state);
    expect(through).not.toMatch(/Malaysia|Greece/);
    expect(partOfReform('reform.linked-procedures')).toContain('It amends no treaty that is named here.');
    expect(html.indexOf('F01,')).toBeLessThan(html.indexOf('F13,'));
  });

  test('say in words what they add and take', async () => {
    const page = words((await ask('/en/law/reforms')).html);
    expect(page).toMatch(
      /“The harm is grave enough to be persecution” is also met by: The person may be a victim of trafficking/,
    );
    expect(page).toContain('Proposals only. None of them is law.');
  });
});

describe('a count of a population', () => {
  afterEach(() => void vi.unstubAllGlobals());

  test('is shown three by three, by group, with its floor, and as hypothetical', async () => {
    const { status, html } = await paste(result('a.csv', 25));
    expect(status).toBe(200);
    const page = words(mainOf(html));
    for (const text of ['Hypothetical', '100 records', 'a.csv', 'withheld', 'small groups together, 3 (40)'])
      expect(page).toContain(text);
    expect(html).toContain('<b>25</b>');
    expect(html).toContain('camp: &lt;b>A&lt;/b> (60)');
  });

  test('says in the language of the page which States the amended treaty binds, by name', async () => {
    const one = result('a.csv', 25);
    const told = one.reforms.map((reform) => ({
      ...reform,
      outside: ['MY'],
      notKnown: ['TH'],
      lastKnownOutside: [{ state: 'TH', asOf: '2015-03-01' }],
    }));
    const { html } = await paste({ ...one, reforms: told });
    expect(words(mainOf(html))).toMatch(
      /It would amend: Refugee Convention\. It does not bind Malaysia: there it gives nobody a claim.* Whether it binds Thailand is not known\. Thailand: Last known not bound: 1 March 2015/,
    );
    const french = words(mainOf((await paste({ ...one, reforms: told }, '', 'fr')).html));
    expect(french).toContain('Malaisie');
    expect(french).not.toContain('It would amend');
    for (const hostile of [{ outside: ['<b>'] }, { lastKnownOutside: [{ state: 'TH', asOf: 'soon' }] }]) {
      const reforms = one.reforms.map((reform) => ({ ...reform, ...hostile }));
      expect((await paste({ ...one, reforms })).status).toBe(422);
    }
  });

  test('tells of a reform that this law does not have in the words of the result', async () => {
    const one = result('a.csv', 25);
    const html = await paste({ ...one, reforms: one.reforms.map((reform) => ({ ...reform, id: 'other' })) });
    expect(html.html).not.toContain('It would amend');
  });

  test('is compared with another, and what is few stays so', async () => {
    const page = words(
      mainOf((await paste(result('a.csv', 25), { ...result('b.csv', 'few'), law: 'other' })).html),
    );
    expect(page).toContain('a.csv: On the facts alone');
    expect(page).toContain('b.csv: On the facts alone');
    expect(page).toContain('fewer than 10');
    expect(page).toContain('different texts of the law');
  });

  test.each(['', 'soon', '2026-02-30', '2026-1-1'])('of “%s”, which is no day, is no result', async (on) => {
    const { status, html } = await paste({ ...result('a.csv', 25), on });
    expect(status).toBe(422);
    expect(words(html)).toContain('This is no result of a count.');
    expect(errors).toEqual([]);
  });

  test('makes no formatter of numbers for a cell', async () => {
    const one = result('a.csv', 25);
    let made = 0;
    const counted = new Proxy(Intl.NumberFormat, {
      construct(target, args) {
        made += 1;
        return Reflect.construct(target, args);
      },
    });
    vi.stubGlobal('Intl', Object.create(Intl, { NumberFormat: { value: counted } }));
    const madeFor = async (pasted: SimulationResult) => {
      made = 0;
      expect((await paste(pasted)).status).toBe(200);
      return made;
    };
    const many = {
      ...one,
      provisions: ['refugee.persecution', 'b', 'c', 'd'].flatMap((id) =>
        one.provisions.map((each) => ({ ...each, id })),
      ),
    };
    await madeFor(many);
    expect(await madeFor(many)).toBe(await madeFor(one));
    expect(await madeFor(one)).toBeGreaterThan(0);
  });

  test('shows thirty lists of reforms, and says how many there are', async () => {
    const { status, html } = await paste(withLists(31));
    expect(status).toBe(200);
    expect(html.match(/id="with-r\d+"/g)).toHaveLength(30);
    expect(words(html)).toContain('30 lists of reforms are shown of 31.');
    expect(words((await paste(withLists(30))).html)).not.toContain('lists of reforms are shown');
  });

  test('that is longer than the page reads is refused unread, and stays', async () => {
    const text = JSON.stringify(result('a.csv', 25));
    expect((await paste(text.replace('Hypothetical.', `Hypothetical.${' '.repeat(1_000)}`))).status).toBe(
      200,
    );
    const { status, html } = await paste(text.replace('{', `{${' '.repeat(100_001 - text.length)}`));
    expect(status).toBe(422);
    expect(words(html)).toContain('This is longer than 100,000 characters');
    expect(html).toContain('Hypothetical.');
  });

  test.each(['', 'no JSON', '[]', '{"kind":"clew-simulation"}', '{"__proto__":1}'])(
    'that cannot be read is told, and what was pasted stays (%s)',
    async (text) => {
      const { status, html } = await paste(text, 'kept as it is');
      expect(status).toBe(422);
      expect(words(html)).toContain('This is no result of a count.');
      expect(html).toContain('kept as it is');
    },
  );

  test('is not in any address: the page is sent, never asked for with it', async () => {
    const { html } = await ask('/en/law/reforms/population');
    expect(heading(html)).toBe('What reforms would change for many records');
    expect(html).toMatch(/<form class="ask" id="results" method="post"/);
  });
});
