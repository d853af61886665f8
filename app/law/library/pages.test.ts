import { describe, expect, test } from 'vitest';
import { slugOf } from '../law-path.ts';
import { heading, lawSite, mainOf, partOf, words } from '../testing/site.ts';
import { TAKEN_PATHS } from './kinds.ts';

const { law, ask, errors } = lawSite();
const linksIn = (html: string) => [
  ...new Set([...html.matchAll(/href="(\/en\/law\/[^"#?]+)/g)].map((m) => m[1] ?? '')),
];

describe('the library', () => {
  test('lists the instruments, each with its articles on a page of its own', async () => {
    const { html } = await ask('/en/law');
    for (const instrument of Object.values(law.instruments))
      expect(html).toContain(`href="/en/law/${slugOf(instrument)}"`);
    const own = await ask('/en/law/palermo-protocol');
    expect(heading(own.html)).toBe('Palermo Protocol');
    expect(own.html).toContain('href="/en/law/palermo-protocol/3"');
  });

  test('lists the paragraphs of guidance, which has no articles, and calls them paragraphs', async () => {
    const { html } = await ask('/en/law/unhcr-guidelines-no-7');
    expect(html).toContain('href="/en/law/unhcr-guidelines-no-7/13"');
    expect(words(html)).toContain('Paragraph 13');
    expect(words(html)).toContain('This is guidance. It binds no State.');
    const page = await ask('/en/law/unhcr-guidelines-no-7/13');
    expect([page.status, heading(page.html)]).toEqual([200, 'Paragraph 13']);
    expect(words(page.html)).not.toContain('Article 13');
  });

  test('has a page for every instrument, article, rule, value, duty and fact, and every link on them leads somewhere', async () => {
    const wanted = [
      ...Object.values(law.instruments).flatMap((instrument) => [
        `/en/law/${slugOf(instrument)}`,
        ...instrument.articles.map(({ anchor }) => `/en/law/${slugOf(instrument)}/${anchor.split('.')[0]}`),
      ]),
      ...[...Object.keys(law.rules), ...Object.keys(law.values)].map((id) => `/en/law/rules/${id}`),
      ...Object.keys(law.duties).map((id) => `/en/law/duties/${id}`),
      ...Object.keys(law.facts).map((id) => `/en/law/facts/${id}`),
    ];
    const linked = new Set<string>();
    for (const path of new Set(wanted)) {
      const { status, html } = await ask(path);
      expect([path, status]).toEqual([path, 200]);
      expect([path, html.match(/<h1[ >]/g)?.length]).toEqual([path, 1]);
      for (const link of linksIn(html)) linked.add(link);
    }
    // Of the States' own pages, which are another's to test, the first is enough.
    const states = [...linked].filter((link) => link.startsWith('/en/law/states/')).slice(1);
    for (const link of linked)
      if (!wanted.includes(link) && !states.includes(link))
        expect([link, (await ask(link)).status]).toEqual([link, 200]);
    expect(errors).toEqual([]);
  });

  test('no instrument has a name that another part of the library has', () => {
    const names = Object.values(law.instruments).map(slugOf);
    expect(names.filter((name) => (TAKEN_PATHS as readonly string[]).includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each([
    '/en/law/palermo-protocol/99',
    '/en/law/nothing',
    '/en/law/nothing/3',
    '/en/law/constructor/3',
    '/en/law/rules/constructor',
    '/en/law/rules/duty.reflection',
    '/en/law/duties/child',
    '/en/law/facts/__proto__',
    '/en/law/facts/child',
  ])('%s is not there', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });
});

describe('an article', () => {
  test('shows our words, who checked them, and the rules that rest on it, in words and as written', async () => {
    const { html } = await ask('/en/law/palermo-protocol/3');
    expect(words(html)).toContain('A child is anyone under eighteen');
    expect(words(html)).toContain('No named person has read our words against the text.');
    expect(html).toContain('id: trafficking.victim');
    expect(html).toContain('id="p3.a"');
    expect(words(html)).toContain('In our own words, not the official text.');
    expect(words(html)).toContain('By such means, or against a child');
    expect(html).toContain('href="/en/law/facts/means.deception"');
  });

  test('shows the duties that it creates, and decisions that turn on it', async () => {
    const { html } = await ask('/en/law/anti-trafficking-convention/13');
    expect(html).toContain('href="/en/law/duties/duty.reflection"');
    expect(partOf(html, 'decisions')).toContain('unverified');
    expect(words(partOf(html, 'decisions'))).toContain('Staatssecretaris van Justitie en Veiligheid');
  });

  test('counts the States that it binds, and says of each up to which day that is known', async () => {
    const article = await ask('/en/law/palermo-protocol/3');
    expect(words(partOf(article.html, 'states'))).toMatch(/\d+ States are bound and \d+ (is|are) not/);
    expect(partOf(article.html, 'states')).toContain('href="/en/law/palermo-protocol#states"');
    const states = words(partOf((await ask('/en/law/refugee-convention')).html, 'states'));
    expect(states).toMatch(/Bangladesh .{0,40}Not bound .{0,60}1 March 2015/);
    expect(states).toContain('That is not a no.');
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
});

describe('a rule', () => {
  test('says in words what it asks, what it presumes, what it never looks at, and what rests on it', async () => {
    const child = words(mainOf((await ask('/en/law/rules/child')).html));
    expect(child).toContain('under 18');
    expect(child).toContain('the law says to take it as: Yes');
    const victim = await ask('/en/law/rules/trafficking.victim');
    expect(words(victim.html)).toContain('It never looks at: Agreed to it');
    expect(partOf(victim.html, 'cited-by')).toContain('/en/law/rules/');
    expect(words(partOf(victim.html, 'decisions'))).toContain('Rantsev');
  });

  test('says who has to show an exception', async () => {
    const { html } = await ask('/en/law/rules/protection.reflection');
    expect(words(html)).toContain('The State has to show it.');
  });

  test('shows how States read it, each with its source, and that of others nobody has written it', async () => {
    const { html } = await ask('/en/law/rules/trafficking.victim.national');
    expect(words(partOf(html, 'states'))).toContain('Bangladesh');
    expect(words(partOf(html, 'states'))).toContain('nobody has written it down yet');
  });

  test('shows what number each State gives, and says where that is below the floor', async () => {
    const { html } = await ask('/en/law/rules/protection.reflection-days');
    expect(words(partOf(html, 'states'))).toContain('The treaty names 30 days.');
    const below = Object.values(law.values['protection.reflection-days']?.variants ?? {})
      .flat()
      .some(({ value }) => value < 30);
    expect(words(partOf(html, 'states')).includes('Below the treaty’s floor')).toBe(below);
  });
});

test('a duty says who owes what, how strongly, by when, and what a breach is', async () => {
  const { html } = await ask('/en/law/duties/duty.reflection');
  for (const part of [
    'Who owes it',
    'What has to be done',
    'By when',
    'What a breach is',
    'No named person has checked it',
  ])
    expect(words(html)).toContain(part);
});

test('a fact says what is asked, why, and what reads it', async () => {
  const { html } = await ask('/en/law/facts/means.deception');
  expect(partOf(html, 'cited-by')).toContain('/en/law/rules/trafficking.means');
  expect(html).toContain('href="/en/law?kind=fact"');
});
