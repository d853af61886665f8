import { describe, expect, test } from 'vitest';
import { heading, lawSite, words } from './testing/site.ts';

const { law, ask } = lawSite();

describe('the library', () => {
  test('lists the instruments and their articles', async () => {
    const { html } = await ask('/en/law');
    expect(html).toContain('href="/en/law/palermo-protocol/3"');
    expect(html).toContain('href="/en/law/anti-trafficking-convention/10"');
  });

  test('lists the paragraphs of guidance, which has no articles, and calls them paragraphs', async () => {
    const { html } = await ask('/en/law');
    expect(html).toContain('href="/en/law/unhcr-guidelines-no-7/13"');
    expect(words(html)).toContain('Paragraph 13');
    const page = await ask('/en/law/unhcr-guidelines-no-7/13');
    expect([page.status, heading(page.html)]).toEqual([200, 'Paragraph 13']);
    expect(words(page.html)).not.toContain('Article 13');
  });

  test('every instrument has something to read, and every link leads somewhere', async () => {
    const { html } = await ask('/en/law');
    const links = [...html.matchAll(/href="(\/en\/law\/[^"]+)"/g)].map((m) => m[1] ?? '');
    expect(links.length).toBeGreaterThan(Object.keys(law.instruments).length);
    for (const link of links) expect([link, (await ask(link)).status]).toEqual([link, 200]);
  });

  test('shows an article: our words, who checked them, and the rules that rest on it', async () => {
    const { html, status } = await ask('/en/law/palermo-protocol/3');
    expect(status).toBe(200);
    expect(words(html)).toContain('A child is anyone under eighteen');
    expect(words(html)).toContain('No named person has read our words against the text.');
    expect(html).toContain('id: trafficking.victim');
    expect(html).toContain('id="p3.a"');
    expect(words(html)).toContain('In our own words, not the official text.');
  });

  test.each([
    ['en', 'Strength: the State must make it possible'],
    ['fr', 'Force : l’État doit le rendre possible'],
    ['ar', 'القوة: على الدولة أن تجعله ممكنًا'],
  ])(
    'says in %s of a duty to create a power that it must exist, never that the State may',
    async (language, strength) => {
      const { html } = await ask(`/${language}/law/anti-trafficking-convention/26`);
      expect(words(html)).toContain(strength);
    },
  );

  test.each([
    ['fr', 'Protocole de Palerme'],
    ['ar', 'بروتوكول باليرمو'],
  ])('speaks %s', async (language, name) => {
    expect((await ask(`/${language}/law/palermo-protocol/3`)).html).toContain(name);
  });

  test.each(['/en/law/palermo-protocol/99', '/en/law/nothing/3', '/en/law/constructor/3'])(
    '%s is not there',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );
});
