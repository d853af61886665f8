import { describe, expect, test } from 'vitest';
import { createSite } from '../web/index.ts';
import { lawPages, loadLaw } from './index.ts';

const ORIGIN = 'http://localhost:1414';
const law = loadLaw();
const errors: unknown[] = [];
const site = createSite({
  origin: ORIGIN,
  demo: false,
  development: false,
  pages: lawPages(law),
  describeFault: () => undefined,
  leaveTo: 'https://weather.example/',
  health: () => true,
  noteError: (error) => errors.push(error),
});

async function ask(path: string): Promise<{ status: number; html: string }> {
  const response = await site.fetch(new Request(new URL(path, ORIGIN)));
  return { status: response.status, html: await response.text() };
}

async function send(fields: [string, string][], language = 'en'): Promise<{ status: number; html: string }> {
  const request = new Request(new URL(`/${language}/assess`, ORIGIN), {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  const response = await site.fetch(request);
  return { status: response.status, html: await response.text() };
}

/** What a page carries in its question's form, as a browser would send it. */
function carriedBy(html: string): [string, string][] {
  const form = /<form class="ask"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  return [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map((m) => [
    m[1] ?? '',
    m[2] ?? '',
  ]);
}

const asked = (html: string) => new Map(carriedBy(html)).get('at');
const heading = (html: string) => /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1];
const mainOf = (html: string) => /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
const words = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

const CONDITION =
  'Only where the State is bound by the Anti-Trafficking Convention; Clew does not know yet which are.';

const PRESUMED_CHILD: [string, string][] = [
  ['age', 'not_known'],
  ['believed-child', 'yes'],
  ['act.recruited', 'yes'],
  ['purpose.labour', 'yes'],
  ['go', 'stop'],
];

const ADULT: [string, string][] = [
  ['age', '30'],
  ['act.recruited', 'yes'],
];

describe('the interview', () => {
  test('begins with what it is, and asks the least sensitive question first, saying why', async () => {
    const start = await ask('/en/assess');
    expect(start.html).toContain('action="/en/assess"');
    const first = await send([]);
    expect(asked(first.html)).toBe('age');
    expect(words(first.html)).toContain('Why we ask: The law protects everyone under 18 more strongly.');
  });

  test('asks one question a page until it is settled, carrying the answers in the page alone', async () => {
    let page = await send([]);
    const order: string[] = [];
    for (let i = 0; i < 40 && asked(page.html) !== undefined; i++) {
      const at = asked(page.html) ?? '';
      order.push(at);
      page = await send([
        ...carriedBy(page.html),
        [at, at === 'age' ? '30' : /deception|labour|recruited/.test(at) ? 'yes' : 'not_known'],
      ]);
      expect(page.status).toBe(200);
    }
    expect(new Set(order).size).toBe(order.length);
    expect(order).not.toContain('consent');
    expect(heading(page.html)).toContain('fits what the law calls trafficking');
  });

  test('offers four answers of one size, none chosen, and ways back and out', async () => {
    const { html } = await send(ADULT);
    expect(html.match(/type="radio"/g)).toHaveLength(4);
    expect(html).not.toMatch(/type="radio"[^>]*checked/);
    expect(html).toMatch(/name="go" value="back"/);
    expect(html).toMatch(/name="go" value="stop"/);
    expect(html).toContain('Stop and keep nothing');
  });

  test('goes back to the question before with its answer still there, and keeps the answer just given', async () => {
    const first = await send(ADULT);
    const at = asked(first.html) ?? '';
    const back = await send([...carriedBy(first.html), [at, 'withheld'], ['go', 'back']]);
    expect(asked(back.html)).toBe('act.recruited');
    expect(back.html).toMatch(/value="yes"[^>]*checked|checked[^>]*value="yes"/);
    expect(carriedBy(back.html)).toContainEqual([at, 'withheld']);
  });

  test('asks again where nothing was chosen, and says how to go on', async () => {
    const { html, status } = await send([...ADULT, ['at', 'means.fraud']]);
    expect(status).toBe(422);
    expect(asked(html)).toBe('means.fraud');
    expect(words(html)).toContain('Choose one of the four answers');
  });

  test.each([
    ['17', 200],
    ['\u0661\u0667', 200],
    [' 17 ', 200],
    ['', 422],
    ['seventeen', 422],
    ['170', 422],
    ['17.5', 422],
  ])('takes an age of “%s”: %i', async (typed, status) => {
    const page = await send([
      ['at', 'age'],
      ['age', typed],
    ]);
    expect(page.status).toBe(status);
    if (status === 200) expect(carriedBy(page.html)).toContainEqual(['age', '17']);
    else {
      expect(asked(page.html)).toBe('age');
      if (typed !== '') expect(page.html).toContain(`value="${typed}"`);
      expect(words(page.html)).toContain('Write a whole number from 0 to 120');
    }
  });

  test('goes on with the number when the Enter key presses the first button of the form', async () => {
    const { html } = await send([]);
    const form = /<form class="ask"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
    expect(/<button[^>]*>/.exec(form)?.[0]).not.toContain('name=');
  });

  test('says so where an age that is none was typed and the person stops', async () => {
    const { html } = await send([
      ['at', 'age'],
      ['age', 'old'],
      ['go', 'stop'],
    ]);
    expect(words(html)).toContain('One answer could not be read.');
  });

  test('lets a person not say their age, and never asks it again', async () => {
    const page = await send([
      ['at', 'age'],
      ['age', ''],
      ['reason', 'withheld'],
    ]);
    expect(carriedBy(page.html)).toContainEqual(['age', 'withheld']);
    expect(asked(page.html)).not.toBe('age');
  });

  test('keeps every answer when the language changes', async () => {
    const page = await send([...ADULT, ['at', 'means.fraud'], ['means.fraud', 'withheld']]);
    const form = /<form method="post" action="\/ar\/assess"[\s\S]*?<\/form>/.exec(page.html)?.[0] ?? '';
    for (const [name, value] of ADULT) expect(form).toContain(`name="${name}" value="${value}"`);
    expect(form).toContain('name="means.fraud" value="withheld"');
  });

  test('puts no answer into an address', async () => {
    for (const { html } of [await send(ADULT), await send([...ADULT, ['go', 'stop']])]) {
      expect(
        [...html.matchAll(/(?:href|action)="([^"]*)"/g)]
          .map((m) => m[1])
          .filter((link) => /[?=]/.test(link ?? '')),
      ).toEqual([]);
      expect(html).not.toContain('method="get"');
    }
  });
});

describe('what nobody should send', () => {
  test.each<[string, [string, string][]]>([
    ['a word that is no answer', [['act.recruited', 'perhaps']]],
    [
      'two answers at once',
      [
        ['act.recruited', 'yes'],
        ['act.recruited', 'no'],
      ],
    ],
    ['a fact that does not exist', [['act.unknown', 'yes']]],
    ['names that break objects', [['__proto__', 'yes']]],
    ['names that every object has', [['constructor', 'yes']]],
    ['a million', [['age', '1000000']]],
    ['markup', [['<script>', '<script>']]],
  ])('%s: it is said, counts as not asked, and breaks nothing', async (_, fields) => {
    const { html, status } = await send([
      ...ADULT.slice(0, 1).filter(([name]) => name !== fields[0]?.[0]),
      ...fields,
      ['go', 'stop'],
    ]);
    expect(status).toBe(200);
    expect(words(html)).toContain('One answer could not be read. It counts as not asked.');
    expect(html).not.toContain('<script>');
    expect(heading(html)).toContain('still open');
  });

  test('a question that does not exist', async () => {
    const { html, status } = await send([
      ['at', '__proto__'],
      ['reason', 'withheld'],
    ]);
    expect([status, carriedBy(html)]).toEqual([200, [['at', 'age']]]);
  });

  test('says beside the question what holds only because the law presumes it', async () => {
    const { html } = await send([
      ['age', 'not_known'],
      ['believed-child', 'yes'],
      ['act.recruited', 'yes'],
    ]);
    expect(words(html)).toContain('Yes, by presumption');
    expect(words((await send(ADULT)).html)).not.toContain('by presumption');
    expect(words(html)).toContain(`Was a child when it happened: Yes, by presumption. ${CONDITION}`);
    expect(words((await send(ADULT)).html)).not.toContain(CONDITION);
  });

  test('never says of an age that was withheld that nobody knows it', async () => {
    const withheld = await send([['age', 'withheld']]);
    const lists = await Promise.all(
      [
        withheld,
        await send([
          ['age', 'withheld'],
          ['go', 'stop'],
        ]),
      ].map(({ html }) => words(mainOf(html))),
    );
    const question = law.facts['believed-child'];
    expect(question?.question).toContain('No age is noted here.');
    for (const text of [...lists, question?.question, question?.why])
      expect(text).not.toMatch(/age is not known|age is uncertain|not known for certain/i);
  });

  test('and nothing failed inside', () => {
    expect(errors).toEqual([]);
  });
});

describe('the result', () => {
  const stop: [string, string] = ['go', 'stop'];

  test('has two verdicts where the law presumes, and says so', async () => {
    const { html } = await send(PRESUMED_CHILD);
    expect(html).toContain('<span class="vv">');
    expect(words(html)).toContain('On the answers alone it is still open.');
    expect(words(html)).toContain('Yes, by presumption');
    expect(words(html)).toContain('This is not a decision.');
  });

  test.each([
    ['en', CONDITION, 'On the answers alone it is still open.'],
    [
      'fr',
      'Seulement là où l’État est lié par ce texte : Convention contre la traite.',
      'Il y a une condition',
    ],
    ['ar', 'فقط حيث تكون الدولة ملزمة بهذا النص', 'وذلك مشروط'],
  ])(
    'in %s says at the head, in the list and in the tree on what a presumption hangs, beside a draft in English too',
    async (language, condition, lede) => {
      const { html } = await send(PRESUMED_CHILD, language);
      expect(words(html).split(condition)).toHaveLength(4);
      expect(words(html)).toContain(lede);
      expect(words(html).split(CONDITION)).toHaveLength(4);
      expect(words(html)).toContain('That rests on a condition:');
    },
  );

  test('opens its tree without script, each limb with its source as a link to the article', async () => {
    const { html } = await send([...ADULT, stop]);
    expect(html).toMatch(/<details open[^>]*><summary>/);
    expect(html).toContain('href="/en/law/palermo-protocol/3#p3.a"');
    expect(html).toContain('unchecked');
  });

  test('says with every no that it is not a decision, and what would change it', async () => {
    const none = Object.keys(law.facts)
      .filter((fact) => fact.startsWith('act.'))
      .map((fact): [string, string] => [fact, 'no']);
    const { html } = await send([...none, stop]);
    expect(heading(html)).toContain('does not fit');
    expect(words(html)).toContain('This is not a decision.');
    expect(words(html)).toMatch(/What would change it [\s\S]*Then the answer is: Yes\./);
  });

  test('tells what is not known and why, and that what was withheld is not asked again', async () => {
    const { html } = await send([...ADULT, ['means.force', 'withheld'], ['means.threat', 'not_known'], stop]);
    expect(words(html)).toMatch(/Not said Force used/);
    expect(words(html)).toMatch(/Asked, not known Threatened/);
    expect(words(html)).toMatch(/Not asked Taken from place to place, [^.]*Deceived/);
    expect(words(html)).toContain('is not asked again');
    expect(words(html)).toContain('Not known is not no.');
  });

  test('shows which text of the law it comes from', async () => {
    expect((await send([...ADULT, stop])).html).toContain(law.hash.slice(0, 16));
  });

  test('leads back to the questions with every answer', async () => {
    const { html } = await send([...ADULT, stop]);
    expect(html).toContain('Answer more questions');
    for (const [name, value] of ADULT) expect(html).toContain(`name="${name}" value="${value}"`);
  });
});

test('the browser is told to remember no form, whichever page it stands on', async () => {
  const get = site.pages.filter(({ method, path }) => method === 'get' && !path.includes(':'));
  const drawn = [
    ...(await Promise.all(get.map(({ path }) => ask(path)))),
    await send([]),
    await send([['act.recruited', 'yes']]),
    await send([...ADULT, ['at', 'means.fraud']]),
    await send([...ADULT, ['go', 'stop']]),
    await ask('/en/law/palermo-protocol/3'),
    await ask('/en/nothing'),
  ];
  const forms = drawn.flatMap(({ html }) => [...html.matchAll(/<form[^>]*>/g)].map(([form]) => form));
  // A start, a question, a result, and each language of a page that answered a form.
  expect(forms.length).toBeGreaterThan(12);
  expect(forms.filter((form) => !form.includes('autocomplete="off"'))).toEqual([]);
});

describe('in French and Arabic', () => {
  test.each([
    ['fr', 'Quel âge aviez-vous', 'La personne est peut-être victime de la traite', 'Protocole de Palerme'],
    ['ar', 'كم كان عمرك', 'قد يكون الشخص ضحية اتجار', 'بروتوكول باليرمو'],
  ])('%s: questions, rules and sources speak it', async (language, question, rule, source) => {
    expect((await send([], language)).html).toContain(question);
    const { html } = await send([...ADULT, ['go', 'stop']], language);
    expect(html).toContain(rule);
    expect(html).toContain(source);
    const article = await ask(`/${language}/law/palermo-protocol/3`);
    expect(article.html).toContain(source);
  });
});

describe('the library', () => {
  test('lists the instruments and their articles', async () => {
    const { html } = await ask('/en/law');
    expect(html).toContain('href="/en/law/palermo-protocol/3"');
    expect(html).toContain('href="/en/law/anti-trafficking-convention/10"');
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

  test('every source that an answer shows leads to a paragraph that is there', async () => {
    const { html } = await send([...ADULT, ['go', 'stop']]);
    const links = [...html.matchAll(/href="(\/en\/law\/[^"#]+)#([^"]+)"/g)].map(
      (m) => [m[1] ?? '', m[2] ?? ''] as const,
    );
    expect(links.length).toBeGreaterThan(5);
    for (const [path, id] of links) {
      const article = await ask(path);
      expect([path, article.status]).toEqual([path, 200]);
      expect(article.html).toContain(`id="${id}"`);
    }
  });

  test.each(['/en/law/palermo-protocol/99', '/en/law/nothing/3', '/en/law/constructor/3'])(
    '%s is not there',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );
});
