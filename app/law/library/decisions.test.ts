import { describe, expect, test } from 'vitest';
import { loadLaw } from '../load-law.ts';
import { heading, lawSite, mainOf, partOf, rowsWith, words } from '../testing/site.ts';
import { isTest, loadShelf } from './load-shelf.ts';

const { law, ask, errors } = lawSite();
const { decisions } = loadShelf(loadLaw());
const named = (html: string) =>
  decisions.filter(({ id }) => html.includes(`href="/en/law/decisions/${id}"`)).map(({ id }) => id);

describe('the list of decisions', () => {
  test('has every one, the youngest first, and says that it is our own account, unchecked', async () => {
    const { html } = await ask('/en/law/decisions');
    expect(named(html).length).toBe(decisions.length);
    expect(words(html)).toContain('Our own account, not the judgment. No named person has checked it.');
    const days = [...mainOf(html).matchAll(/<time datetime="([\d-]+)"/gi)].map((m) => m[1] ?? '');
    expect(days.map((day) => day.slice(0, 4))).toEqual(
      [...days]
        .map((day) => day.slice(0, 4))
        .sort()
        .reverse(),
    );
  });

  test('weighed for a State and a day: each says whether it binds there, and why', async () => {
    const { html } = await ask('/en/law/decisions?there=GB&on=2020-01-01');
    const hounga = words(rowsWith(html, '/law/decisions/hounga').join(''));
    expect(hounga).toMatch(
      /From its own courts, or under a treaty that bound it A court of United Kingdom gave it\./,
    );
    const ward = words(rowsWith(html, '/law/decisions/canada-v-ward').join(''));
    expect(ward).toMatch(/From elsewhere: persuasive at most A court of another country gave it: Canada\./);
    const binding = await ask('/en/law/decisions?there=GB&on=2020-01-01&weight=own');
    expect(named(binding.html)).toContain('hounga');
    expect(named(binding.html)).not.toContain('canada-v-ward');
    expect(words((await ask('/en/law/decisions')).html)).not.toContain('A court of United Kingdom gave it');
  });

  test('those that were put to one test or duty', async () => {
    const { html } = await ask('/en/law/decisions?rule=duty.lost-earnings');
    expect(named(html)).toEqual(expect.arrayContaining(['chowdury', 'krachunova']));
    expect(named(html)).not.toContain('hounga');
    expect((await ask('/en/law/decisions?rule=constructor')).html).toContain('0');
  });

  test.each([
    ['issue=removal', (one: (typeof decisions)[number]) => one.issues.includes('removal')],
    ['state=FR', (one: (typeof decisions)[number]) => one.states.includes('FR')],
    ['from=2010&to=2012', (one: (typeof decisions)[number]) => /^201[012]/.test(one.decided)],
    [
      'court=European+Court+of+Human+Rights',
      (one: (typeof decisions)[number]) => one.court.startsWith('European Court of Human Rights'),
    ],
  ])('narrowed by %s', async (query, fits) => {
    const wanted = decisions.filter(fits).map(({ id }) => id);
    expect(wanted.length).toBeGreaterThan(0);
    expect(named((await ask(`/en/law/decisions?${query}`)).html).sort()).toEqual(wanted.sort());
  });

  test.each(['issue', 'court'])('is grouped by %s, and a group is put side by side at once', async (by) => {
    const { html } = await ask(`/en/law/decisions?by=${by}`);
    expect(new Set(named(html)).size).toBe(decisions.length);
    expect(html).toMatch(/href="\/en\/law\/decisions\/compare\?of=[^"]+&amp;of=/);
  });

  test('where nothing fits says so and how to begin anew', async () => {
    const { html, status } = await ask('/en/law/decisions?from=1850&to=1851');
    expect(status).toBe(200);
    expect(words(html)).toContain('No decision here has all of this.');
  });

  test.each([
    'issue=constructor&by=__proto__',
    'court=%3Cscript%3E',
    'from=abc&state=ZZ',
    `court=${'a'.repeat(900)}`,
  ])('with %s in its address stays a page', async (query) => {
    const { html, status } = await ask(`/en/law/decisions?${query}`);
    expect([status, html.includes('<script>')]).toEqual([200, false]);
  });
});

describe('a decision', () => {
  test.each(decisions.map(({ id }) => id))(
    '%s says what happened, what was held, and what the rules answer',
    async (id) => {
      const decision = decisions.find((one) => one.id === id);
      const { html, status } = await ask(`/en/law/decisions/${id}`);
      expect(status).toBe(200);
      expect(heading(html)).toBe(decision?.title);
      expect(words(partOf(html, 'facts')).length + words(partOf(html, 'held')).length).toBeGreaterThan(100);
      expect(words(html)).toContain('No named person has checked it.');
      expect(html).toContain('rel="noreferrer nofollow external"');
      if (decision && isTest(decision)) {
        const told = words(partOf(html, 'answers'));
        expect(told).not.toContain('not as the court decided');
        expect(told).toMatch(
          /answers of the rules are as the court decided|it is not told here what the court/,
        );
        expect(told).toContain('The law is asked as it stood on');
      } else expect(words(partOf(html, 'answers'))).toContain('is no test of the rules');
    },
  );

  test('says where the rules answer otherwise than the court', async () => {
    // Without the rule the answer is open, whatever the court said.
    const rantsev = decisions.find(({ id }) => id === 'rantsev');
    if (!rantsev || !isTest(rantsev)) throw new Error('no rantsev');
    const held = rantsev.expect.map(({ rule, which }) => ({ rule, which, verdict: 'no' as const }));
    const turned = { ...rantsev, held };
    const { ask: askOther } = lawSite({ shelf: { ...loadShelf(law), decisions: [turned] } });
    const { html } = await askOther('/en/law/decisions/rantsev');
    expect(words(partOf(html, 'answers'))).toContain('not as the court decided');
  });

  test('what the court decided is told apart from what the rules answer, and is counted alone', async () => {
    const refugee = partOf((await ask('/en/law/decisions/mlle-j-e-f')).html, 'answers');
    expect(words(refugee)).toContain('2 of 3 answers of the rules are as the court decided.');
    expect(words(refugee)).toContain('Of 2 it is not told here what the court decided');
    const status = words(rowsWith(refugee, '/law/rules/refugee.status').join(''));
    expect(status).toMatch(/Yes.*Not known.*the rules leave it open/);
    const fear = words(rowsWith(refugee, '/law/rules/refugee.well-founded-fear').join(''));
    expect(fear).toMatch(/not told here, or not decided/);
    expect(fear).not.toContain('as the court decided');
  });

  test('a duty that was found fulfilled is told as such, and not as breached', async () => {
    const { html } = await ask('/en/law/decisions/j-and-others');
    const row = words(rowsWith(partOf(html, 'answers'), 'duty.protection-human-rights').join(''));
    expect(row).toContain(
      'it was owed and found fulfilled; that it was breached was claimed and not granted',
    );
    expect(words(partOf(html, 'put'))).toContain(
      'a duty that was found fulfilled is not a duty that was breached',
    );
  });

  test('in Arabic tells the account in English, and says so', async () => {
    const { html } = await ask('/ar/law/decisions/rantsev');
    expect(words(html)).toContain('هذا الجزء بالإنجليزية.');
    expect(partOf(html, 'facts')).toContain('lang="en" dir="ltr"');
  });

  test.each(['nothing', '__proto__', 'constructor'])('%s is not there', async (id) => {
    expect((await ask(`/en/law/decisions/${id}`)).status).toBe(404);
  });
});

describe('side by side', () => {
  test('two to four stand beside each other: facts, holding, issues, and rule by rule what the law answers', async () => {
    const { html } = await ask('/en/law/decisions/compare?of=rantsev&of=siliadin&of=siliadin');
    expect(words(html)).toContain('What the court held');
    expect(rowsWith(html, 'What happened')[0]?.match(/role="cell"/g)?.length).toBe(2);
    expect(words(partOf(html, 'answers'))).toContain('It does not turn on this.');
  });

  test.each([
    ['', 'decisions are chosen'],
    ['of=rantsev', 'Only one decision is chosen'],
    ['of=nothing&of=rantsev', 'Only one decision is chosen'],
    [
      decisions
        .slice(0, 5)
        .map(({ id }) => `of=${id}`)
        .join('&'),
      '5 decisions are chosen',
    ],
  ])('with %s says how many to choose', async (query, said) => {
    const { html, status } = await ask(`/en/law/decisions/compare?${query}`);
    expect(status).toBe(200);
    expect(words(html)).toContain(said);
    expect(words(html)).toContain('Tick two to four decisions.');
  });
});

describe('the issues by year', () => {
  test('are drawn in their table, which has the same numbers', async () => {
    const { html } = await ask('/en/law/decisions');
    const chart = partOf(html, 'chart');
    const rows = rowsWith(chart, 'class="seen"');
    expect(rows.length).toBe(new Set(decisions.flatMap(({ issues }) => issues)).size);
    for (const row of rows) {
      const count = Number(/<td class="n">(\d+)/.exec(row)?.[1]);
      const years = /<td class="small">([^<]*)/.exec(row)?.[1]?.split(', ') ?? [];
      expect(years.length).toBe(row.match(/<circle/g)?.length);
      const told = years.map((year) => Number(/\((\d+)\)/.exec(year)?.[1] ?? 1)).reduce((a, b) => a + b, 0);
      expect(told).toBe(count);
    }
    expect(errors).toEqual([]);
  });
});
