import { describe, expect, test } from 'vitest';
import { lawSite, mainOf, partOf, words } from '../testing/site.ts';
import { TERMED_IDS } from './field-terms.ts';

const { law, ask, errors } = lawSite();
const search = async (query: string, language = 'en') => ask(`/${language}/law?${query}`);
const found = async (query: string, language = 'en') => words(mainOf((await search(query, language)).html));

describe('searching the law', () => {
  test.each([
    ['q=Rantsev', 'decision', '/en/law/decisions/rantsev'],
    ['q=palermo+3(a)', 'article', '/en/law/palermo-protocol/3#p3.a'],
    ['q=reflection', 'duty', '/en/law/duties/duty.reflection'],
    ['q=protection.reflection-days', 'rule', '/en/law/rules/protection.reflection-days'],
    ['q=means.deception', 'fact', '/en/law/facts/'],
    ['q=anti-trafficking+convention', 'instrument', '/en/law/anti-trafficking-convention'],
    ['q=non-refoulement', 'duty', '/en/law/duties/duty.no-refoulement'],
    ['q=non-refoulement', 'article', '/en/law/refugee-convention/33'],
    ['q=recovery+and+reflection', 'duty', '/en/law/duties/duty.reflection'],
    ['q=art.+33(1)', 'article', '/en/law/refugee-convention/33'],
    ['q=Malaysia', 'state', '/en/law/states/MY'],
  ])('%s finds a %s', async (query, kind, path) => {
    const { html } = await search(query);
    expect(partOf(html, kind)).toContain(`href="${path}`);
  });

  test('the field’s own words are said of what there is', () => {
    const paragraphs = Object.values(law.instruments).flatMap(({ id, articles }) =>
      articles.map(({ anchor }) => `${id}#${anchor}`),
    );
    const all = new Set([
      ...Object.keys(law.rules),
      ...Object.keys(law.duties),
      ...Object.keys(law.values),
      ...paragraphs,
    ]);
    expect(TERMED_IDS.filter((id) => !all.has(id))).toEqual([]);
  });

  test('groups what it finds, counts it, and marks the words', async () => {
    const { html } = await search('q=trafficked');
    expect(words(html)).toMatch(/\d+ things found/);
    expect(words(partOf(html, 'article'))).toMatch(/Articles and paragraphs \(\d+\)/);
    expect(html).toMatch(/<mark>[Tt]raffick/);
  });

  test.each([
    ['fr', 'q=EGALITE+traite', 'traite'],
    ['fr', 'q=trafficking', 'traite'],
    ['ar', `q=${encodeURIComponent('الإتجار')}`, 'الاتجار'],
    ['ar', `q=${encodeURIComponent('اتجار')}`, 'الاتجار'],
  ])('in %s finds the words of the page’s language and of English: %s', async (language, query, word) => {
    const { html } = await search(query.replace('EGALITE+', ''), language);
    expect(words(html)).toContain(word);
    expect(html).toContain('class="found"');
  });

  test('says at every line that nobody has checked it', async () => {
    const { html } = await search('q=child');
    const items = (kind: string) => partOf(html, kind).match(/<li>[\s\S]*?<\/li>/g) ?? [];
    for (const kind of ['article', 'rule', 'duty', 'decision']) {
      expect(items(kind).length).toBeGreaterThan(0);
      for (const item of items(kind)) expect(item).toMatch(/unchecked|unverified/);
    }
  });

  test('of one kind shows page after page, and no page twice', async () => {
    const linksOn = async (page: number) =>
      [...(await search(`kind=fact&page=${page}`)).html.matchAll(/href="(\/en\/law\/facts\/[^"]+)"/g)].map(
        (m) => m[1],
      );
    const seen = new Set<string | undefined>();
    for (let page = 1; page <= Math.ceil(Object.keys(law.facts).length / 25); page++)
      for (const link of await linksOn(page)) {
        expect(seen.has(link)).toBe(false);
        seen.add(link);
      }
    expect(seen.size).toBe(Object.keys(law.facts).length);
  });
});

describe('a filter', () => {
  test.each([
    ['kind=decision&court=European+Court+of+Human+Rights', 'Rantsev', 'Upper Tribunal'],
    ['kind=decision&state=GB', 'HD (Trafficked women) Nigeria CG', 'Rantsev'],
    ['kind=decision&from=2005&to=2005', 'Siliadin', 'Rantsev'],
    ['kind=duty&strength=endeavour', 'Strength: the State shall try', 'Strength: the State must do it'],
    ['kind=article&instrument=palermo', 'Palermo Protocol, art.', 'Refugee Convention, art.'],
  ])('%s lets %s through and nothing of %s', async (query, yes, no) => {
    const { html } = await search(query);
    const list = words(partOf(html, new URLSearchParams(query).get('kind') ?? ''));
    expect(list).toContain(yes);
    expect(list).not.toContain(no);
  });

  test('for a State lets through what binds it, and nothing of a treaty that its list says does not', async () => {
    const { html } = await search('state=BD&kind=instrument');
    expect(html).toContain('/en/law/convention-on-the-rights-of-the-child"');
    expect(partOf(html, 'instrument')).not.toContain('/en/law/refugee-convention"');
  });

  test('for a State lets no rule through that rests on a treaty alone which does not bind it', async () => {
    const { html } = await search('state=MY&q=residence+permit');
    expect(html).not.toContain('/en/law/rules/protection.residence"');
    expect(partOf((await search('q=residence+permit')).html, 'rule')).toContain(
      '/en/law/rules/protection.residence"',
    );
  });

  test('stays chosen, and a change of language keeps the search', async () => {
    const { html } = await search('q=child&kind=duty');
    expect(html).toMatch(/<option value="duty" selected/);
    expect(html).toMatch(/type="search"[^>]*value="child"/);
    expect(html).toContain('href="/ar/law?q=child&amp;kind=duty"');
  });

  test('with a year that is none says what to write, and keeps what was typed', async () => {
    const { html, status } = await search('q=child&from=last+year');
    expect(status).toBe(422);
    expect(words(html)).toContain('Write a year in four digits');
    expect(html).toContain('value="last year"');
  });
});

describe('where nothing is found', () => {
  test('it says what would be found with less', async () => {
    const text = await found('q=reflection&court=Supreme+Court+of+Canada&strength=may');
    expect(text).toContain('Nothing found');
    expect(await found('q=guardian+zebra')).toMatch(/Without “zebra”: \d+/);
  });

  test('it says what to try', async () => {
    expect(await found('q=zebra')).toContain('Try fewer words');
  });
});

describe('whatever stands in the address', () => {
  test.each([
    'q=%3Cscript%3Ealert(1)%3C/script%3E',
    'q=%22%3E%3Cimg+src=x%3E',
    `q=${'a'.repeat(1500)}`,
    'q=%00%E2%80%AE',
    'q=constructor&instrument=__proto__&issue=toString&state=ZZ&kind=all&strength=never&page=-1',
    'page=99999999999999999999&kind=rule',
    'q=a&q=b&q=c',
    `${'x=1&'.repeat(200)}q=child`,
  ])('%# never breaks the page, and stands in it as text', async (query) => {
    const { html, status } = await search(query);
    expect(status).toBe(200);
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img src');
    expect(errors).toEqual([]);
  });
});
