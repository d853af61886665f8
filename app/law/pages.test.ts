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

/** The lines of what the answers show so far. */
const sideCard = (html: string) =>
  [...(/<ul class="knots">([\s\S]*?)<\/ul>/.exec(html)?.[1] ?? '').matchAll(/<li>([\s\S]*?)<\/li>/g)].map(
    ([, line = '']) => line.replace(/<[^>]*>/g, '').trim(),
  );

/** The rows of a page's tables in which something stands. */
const rowsWith = (html: string, part: string) =>
  (html.match(/<tr[\s\S]*?<\/tr>/g) ?? []).filter((row) => row.includes(part));

/** What a browser sends with a language's button: to which language, and its own name and value. */
function languageButton(html: string, to: string): { language: string; pressed: [string, string] } {
  const button =
    [...html.matchAll(/<button[^>]*>/g)].map(([tag]) => tag).find((tag) => tag.includes(`lang="${to}"`)) ??
    '';
  const value = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(button)?.[1] ?? '';
  expect(html).toContain(`<form class="ask" id="${value('form')}"`);
  expect(value('formmethod')).toBe('post');
  const language = /^\/([a-z]+)\/assess$/.exec(value('formaction'))?.[1] ?? '';
  return { language, pressed: [value('name'), value('value')] };
}

const CONDITION =
  'Only where the State is bound by the Anti-Trafficking Convention; Clew does not know yet which are.';

const PRESUMED_CHILD: [string, string][] = [
  ['age', 'not_known'],
  ['believed-child', 'yes'],
  ['act.recruited', 'yes'],
  ['purpose.labour', 'yes'],
  ['go', 'stop'],
];

const NO_ACT = Object.keys(law.facts)
  .filter((fact) => fact.startsWith('act.'))
  .map((fact): [string, string] => [fact, 'no']);

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
    expect(html).toContain('See what the answers show so far');
    expect(html).toContain('Leave and keep nothing');
  });

  test('begins with a question that stands alone', async () => {
    expect(heading((await send([])).html)).toBe(
      'How old were you when someone brought you to this work or this place? If it is still going on: how old are you now?',
    );
  });

  test('says where a person could go back that the browser’s own Back may lose answers', async () => {
    expect(words((await ask('/en/assess')).html)).toContain('The browser’s own Back button may lose them.');
    const { html } = await send(ADULT);
    expect(words(html)).toContain('This Back button keeps your answers. The browser’s own may lose them.');
  });

  test('writes the state of every part beside its knot, to the person, and finds nothing at the first question', async () => {
    const first = sideCard((await send([])).html);
    expect(first).toHaveLength(4);
    for (const line of first) expect(line).toMatch(/: not known yet$/);
    expect(first.at(-1)).toBe('Whether this is what the law calls trafficking: not known yet');
    expect(sideCard((await send(ADULT)).html)[0]).toBe(
      'Someone brought you to this work or this place, or kept you there: holds',
    );
  });

  test('says at once with a part that does not hold that it is not a decision', async () => {
    const { html } = await send([...NO_ACT, ['go', 'back']]);
    expect(sideCard(html).at(-1)).toContain('no, on what you answered');
    expect(words(html)).toContain('This is not a decision.');
    expect(words((await send(ADULT)).html)).not.toContain('This is not a decision.');
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

  test('keeps every answer when the language changes, the one that was chosen and not sent too', async () => {
    const page = await send(ADULT);
    const at = asked(page.html) ?? '';
    const { language, pressed } = languageButton(page.html, 'ar');
    const changed = await send([...carriedBy(page.html), [at, 'withheld'], pressed], language);
    expect([changed.status, asked(changed.html)]).toEqual([200, at]);
    expect(changed.html).toContain('<html lang="ar"');
    expect(changed.html).toMatch(/value="withheld"[^>]*checked|checked[^>]*value="withheld"/);
    for (const answer of ADULT) expect(carriedBy(changed.html)).toContainEqual(answer);
  });

  test.each([['17'], ['seventeen'], ['']])(
    'keeps an age typed as “%s” when the language changes',
    async (typed) => {
      const page = await send([]);
      const { language, pressed } = languageButton(page.html, 'fr');
      const changed = await send([...carriedBy(page.html), ['age', typed], pressed], language);
      expect([changed.status, asked(changed.html)]).toEqual([200, 'age']);
      if (typed !== '') expect(changed.html).toContain(`value="${typed}"`);
    },
  );

  test('keeps an age that was withheld when the person goes back to it and on, stops, or changes the language', async () => {
    const page = await send([
      ['age', 'withheld'],
      ['at', 'believed-child'],
      ['go', 'back'],
    ]);
    expect(asked(page.html)).toBe('age');
    const sendAgain = (...more: [string, string][]) => send([...carriedBy(page.html), ...more]);
    const on = await sendAgain(['age', '']);
    expect(carriedBy(on.html)).toContainEqual(['age', 'withheld']);
    const stopped = await sendAgain(['age', ''], ['go', 'stop']);
    expect(words(stopped.html)).toMatch(/Not said Age when it happened/);
    const stayed = await sendAgain(['age', ''], languageButton(page.html, 'fr').pressed);
    expect(carriedBy(stayed.html)).toEqual(carriedBy(page.html));
    expect(carriedBy((await sendAgain(['age', '17'])).html)).toContainEqual(['age', '17']);
    expect(carriedBy((await sendAgain(['age', ''], ['reason', 'not_known'])).html)).toContainEqual([
      'age',
      'not_known',
    ]);
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

  test('says nothing of rules that the interview does not ask about', async () => {
    const { html } = await send([...ADULT, stop]);
    expect(words(html)).toContain('Someone did something to bring or keep');
    expect(words(html)).not.toContain('refugee');
    expect(words(html)).not.toContain('slavery.practices');
  });

  test('opens its tree without script, each limb with its source as a link to the article', async () => {
    const { html } = await send([...ADULT, stop]);
    expect(html).toMatch(/<details open[^>]*><summary>/);
    expect(html).toContain('href="/en/law/palermo-protocol/3#p3.a"');
    expect(html).toContain('unchecked');
  });

  test('says with every no that it is not a decision, and what would change it', async () => {
    const { html } = await send([...NO_ACT, stop]);
    expect(heading(html)).toContain('does not fit');
    expect(words(html)).toContain('This is not a decision.');
    expect(words(html)).toMatch(/What would change it [\s\S]*With “[^.]*, the answer would be “Yes”\./);
    const rows = rowsWith(html, 'class="v no"');
    // The whole, and the part that somebody did something.
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows)
      expect(words(row)).toMatch(/With “[^.]*, the answer would be “(?:Yes|Not known)”\./);
  });

  test('cites for what is presumed the presumption too, and counts every source it shows', async () => {
    const { html } = await send(PRESUMED_CHILD);
    const [child] = rowsWith(html, 'Was a child when it happened');
    expect(child).toContain('href="/en/law/palermo-protocol/3#p3.d"');
    expect(child).toContain('href="/en/law/anti-trafficking-convention/10#p10.3"');
    const known = rowsWith((await send([...ADULT, stop])).html, 'Was a child when it happened')[0];
    expect(known).not.toContain('anti-trafficking-convention');
    const shown = [...mainOf(html).matchAll(/class="cite raw" href="([^"]+)"/g)].map((m) => m[1]);
    expect(shown).toContain('/en/law/palermo-protocol/3#p3.b');
    expect(words(html)).toContain(`${new Set(shown).size} sources here are unchecked`);
  });

  test.each([
    ['a yes', PRESUMED_CHILD],
    ['a no', [...NO_ACT, stop]],
    ['an open answer', [stop]],
  ] as [string, [string, string][]][])('says after %s what one can do next', async (_, fields) => {
    expect(words((await send(fields)).html)).toContain(
      'You can show this page to a lawyer or to someone you trust.',
    );
  });

  test.each(['fr', 'ar'])('shows in %s no heading, warning or promise only as a draft', async (language) => {
    const english = (html: string) =>
      [...html.matchAll(/<span class="beside" lang="en" dir="ltr">([^<]*)/g)].map((m) => m[1]);
    const start = english((await ask(`/${language}/assess`)).html);
    expect(start.join()).toContain('are not stored');
    expect(start.join()).toContain('No lawyer has checked');
    for (const [fields, title] of [
      [PRESUMED_CHILD, 'fits what'],
      [[...NO_ACT, stop], 'does not fit'],
      [[stop], 'still open'],
    ] as [[string, string][], string][]) {
      const result = await send(fields, language);
      expect(heading(result.html)).toContain(title);
      const beside = english(result.html).join();
      for (const part of ['This is not a decision.', 'You can show this page', 'Nothing is kept here.'])
        expect(beside).toContain(part);
    }
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
  // The start, three questions, a result and the result's languages.
  expect(forms.length).toBeGreaterThan(7);
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
