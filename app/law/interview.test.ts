import { describe, expect, test } from 'vitest';
import {
  asked,
  BEGIN,
  carriedBy,
  type Fields,
  heading,
  lawSite,
  mainOf,
  type Shown,
  typed,
  words,
} from './testing/site.ts';

const { law, site, ask, send, again, result, question, answersOf } = lawSite();

const boxOf = ({ html }: Shown) => new Map(carriedBy(html)).get('box') ?? '';

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

describe('the start', () => {
  test('says what it is, and lets a person choose what to find out and where they are, or not', async () => {
    const { html } = await ask('/en/assess');
    expect(html).toContain('action="/en/assess"');
    expect(words(html)).toContain('What do you want to find out?');
    expect(html).toMatch(/type="radio"[^>]*value="all"[^>]*checked|checked[^>]*value="all"/);
    expect(words(html)).toContain('In which country are you?');
    expect(words(html)).toContain('I would rather not say');
    expect(words(html)).toContain('The browser’s own Back button may lose them.');
  });

  test('asks about everything that may protect, unless one thing is chosen', async () => {
    const title = async (fields: Fields) =>
      heading((await again(await send([...BEGIN, ...fields]), ['go', 'stop'])).html);
    expect(await title([])).toContain('No protection follows from your answers yet.');
    expect(await title([['topic', 'trafficking']])).toContain('trafficking');
    expect(await title([['topic', 'refugee']])).toContain('Refugee Convention');
    expect(await title([['topic', 'work']])).toContain('forced labour or slavery');
  });

  test('keeps what was chosen when the language changes, and when a person goes back to it', async () => {
    const { html } = await ask('/en/assess');
    const { language, pressed } = languageButton(html, 'ar');
    const changed = await send([...carriedBy(html), ['topic', 'refugee'], pressed], language);
    expect(changed.html).toContain('<html lang="ar"');
    expect(changed.html).toMatch(/value="refugee"[^>]*checked|checked[^>]*value="refugee"/);
    const first = await send([...BEGIN, ['topic', 'work']]);
    const back = await again(first, ['go', 'back']);
    expect(back.html).toMatch(/value="work"[^>]*checked|checked[^>]*value="work"/);
  });
});

describe('the interview', () => {
  test('asks one question a page until it is settled, never one twice, and says why each', async () => {
    let page = await send([...BEGIN, ['topic', 'trafficking']]);
    const order: string[] = [];
    while (asked(page.html) !== undefined && order.length < 60) {
      const at = asked(page.html) ?? '';
      order.push(at);
      expect(words(page.html)).toContain('Why we ask:');
      const said = at === 'age' ? '30' : /deception|labour|recruited/.test(at) ? 'yes' : 'not_known';
      page = await again(page, ['answer', said]);
      expect(page.status).toBe(200);
    }
    expect(new Set(order).size).toBe(order.length);
    expect(order).not.toContain('consent');
    expect(heading(page.html)).toContain('fits what the law calls trafficking');
  });

  test('reaches its end for everything too, whatever is answered', async () => {
    for (const said of ['yes', 'no', 'withheld']) {
      let page = await send(BEGIN);
      let count = 0;
      for (; asked(page.html) !== undefined && count < 120; count++) {
        const fact = law.facts[asked(page.html) ?? ''];
        const fits = fact?.type.kind === 'yes-no' || said === 'withheld';
        page = await again(page, ['answer', fits ? said : '30'], ...(fits ? [] : typed('2026-02-03')));
        if (!fits && page.status === 422) page = await again(page, ['reason', 'not_known']);
      }
      expect(mainOf(page.html)).toContain('id="holds"');
    }
  });

  test('asks first what a person can know, then says of the rest who may know it', async () => {
    const isForPerson = (id: string) => law.facts[id]?.knownBy.includes('person') ?? true;
    const known = Object.keys(law.facts).filter(
      (id) => law.facts[id]?.group === undefined && isForPerson(id),
    );
    const all = Object.fromEntries(
      known.map((id) => [id, id === 'grounds.reasonable' ? 'yes' : 'not_known']),
    );
    const chosen: Fields = [['topic', 'protection']];
    const rest = await again(await again(await result(all, chosen)), ['answer', '0']);
    expect(isForPerson(asked(rest.html) ?? '')).toBe(false);
    expect(words(rest.html)).toContain('A lawyer or someone who helps you may know this.');
    const { 'grounds.reasonable': _, ...fewer } = all;
    const first = await again(await result(fewer, chosen));
    expect(asked(first.html)).toBe('grounds.reasonable');
    expect(words(first.html)).not.toContain('A lawyer or someone who helps you');
  });

  test('carries its answers in the page alone, sealed, and shows none of them in its source', async () => {
    const page = await again(await result({ age: '30', 'act.recruited': 'withheld' }));
    expect(carriedBy(page.html).map(([name]) => name)).toEqual(['box', 'asked']);
    expect(mainOf(page.html)).not.toMatch(/act\.recruited|value="30"| checked/);
    expect(Buffer.from(boxOf(page), 'base64url').toString('latin1')).not.toContain('recruited');
    expect(boxOf(page)).toHaveLength(boxOf(await send(BEGIN)).length);
  });

  test('offers four answers of one size, none chosen, and ways back and out', async () => {
    const { html } = await send([...BEGIN, ['topic', 'work']]);
    expect(html.match(/type="radio"/g)).toHaveLength(4);
    expect(html).not.toMatch(/type="radio"[^>]*checked/);
    expect(html).toMatch(/name="go" value="back"/);
    expect(html).toMatch(/name="go" value="stop"/);
    expect(html).toContain('See what the answers show so far');
    expect(html).toContain('Leave and keep nothing');
    expect(words(html)).toContain('This Back button keeps your answers. The browser’s own may lose them.');
  });

  test('goes back to the question before with its answer still there, and keeps the answer just given', async () => {
    const next = await again(await question('act.recruited', 'yes'), ['answer', 'yes']);
    const at = asked(next.html) ?? '';
    const back = await again(next, ['answer', 'withheld'], ['go', 'back']);
    expect(asked(back.html)).toBe('act.recruited');
    expect(back.html).toMatch(/value="yes"[^>]*checked|checked[^>]*value="yes"/);
    expect(await answersOf(back)).toContain(`${at}: withheld`);
  });

  test('asks again where nothing was chosen, and says how to go on', async () => {
    const page = await send([...BEGIN, ['topic', 'work']]);
    const { html, status } = await again(page);
    expect([status, asked(html)]).toEqual([422, asked(page.html)]);
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
    ['not_asked', 422],
  ])('takes an age of “%s”: %i', async (age, status) => {
    const page = await again(await question('age', '30'), ['answer', age]);
    expect(page.status).toBe(status);
    if (status === 200) expect(await answersOf(page)).toContain('age: 17');
    else {
      expect(asked(page.html)).toBe('age');
      if (age !== '') expect(page.html).toContain(`value="${age}"`);
      expect(words(page.html)).toContain('Write a whole number from 0 to 120');
    }
  });

  test.each<[string, [string, string, string], number, string]>([
    ['a day in Arabic digits', ['٣', '2', '٢٠٢٦'], 200, ''],
    ['a day that does not exist', ['30', '2', '2026'], 422, 'Write a day that exists'],
    ['half a day', ['3', '', '2026'], 422, 'Write a day that exists'],
    ['a day that has not come', ['17', '3', '2026'], 422, 'This day has not come yet'],
    ['today', ['16', '3', '2026'], 200, ''],
    ['nothing', ['', '', ''], 422, 'Write a day that exists'],
  ])('takes or refuses %s, and keeps what was typed', async (_, [day, month, year], status, said) => {
    const at = await question('reflection.day', '2026-01-01');
    const next = await again(at, ['day', day], ['month', month], ['year', year]);
    expect(next.status).toBe(status);
    expect(words(next.html)).toContain(said);
    if (status === 422 && day !== '') expect(next.html).toContain(`value="${day}"`);
    if (status === 200) expect(await answersOf(next)).toMatch(/reflection.day: 2026-0[23]-(03|16)/);
  });

  test('keeps what cannot be read, also on the way back', async () => {
    const page = await again(await question('age', '30'), ['answer', 'seventeen'], ['go', 'back']);
    expect([page.status, asked(page.html)]).toEqual([422, 'age']);
    expect(page.html).toContain('value="seventeen"');
    expect(asked((await again(await question('age', '30'), ['answer', ''], ['go', 'back'])).html)).not.toBe(
      'age',
    );
  });

  test('goes on with the number when the Enter key presses the first button of the form', async () => {
    const { html } = await question('age', '30');
    const form = /<form class="ask"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
    expect(/<button[^>]*>/.exec(form)?.[0]).not.toContain('name=');
  });

  test('says so where an age that is none was typed and the person stops', async () => {
    const { html } = await again(await question('age', '30'), ['answer', 'old'], ['go', 'stop']);
    expect(words(html)).toContain('One answer could not be read.');
  });

  test('lets a person not say their age, and never asks it again', async () => {
    const page = await again(await question('age', '30'), ['answer', ''], ['reason', 'withheld']);
    expect(await answersOf(page)).toContain('age: withheld');
    expect(asked(page.html)).not.toBe('age');
  });

  test('keeps an age that was withheld when the person goes back to it and on, stops, or changes the language', async () => {
    const page = await question('age', 'withheld');
    expect(asked(page.html)).toBe('age');
    const said = async (...more: [string, string][]) => answersOf(await again(page, ...more));
    expect(await said(['answer', ''])).toContain('age: withheld');
    expect(await said(['answer', ''], languageButton(page.html, 'fr').pressed)).toContain('age: withheld');
    expect(await said(['answer', '17'])).toContain('age: 17');
    expect(await said(['answer', ''], ['reason', 'not_known'])).toContain('age: not_known');
  });

  test('keeps every answer when the language changes, the one that was chosen and not sent too', async () => {
    const page = await question('act.recruited', 'yes', { age: '30' });
    const { language, pressed } = languageButton(page.html, 'ar');
    const changed = await send([...carriedBy(page.html), ['answer', 'withheld'], pressed], language);
    expect([changed.status, asked(changed.html)]).toEqual([200, 'act.recruited']);
    expect(changed.html).toContain('<html lang="ar"');
    expect(changed.html).toMatch(/value="withheld"[^>]*checked|checked[^>]*value="withheld"/);
    expect(await answersOf(changed)).toContain('act.recruited: withheld');
  });

  test.each(['17', 'seventeen', ''])('keeps an age typed as “%s” when the language changes', async (age) => {
    const page = await question('age', '30');
    const { language, pressed } = languageButton(page.html, 'fr');
    const changed = await send([...carriedBy(page.html), ['answer', age], pressed], language);
    expect([changed.status, asked(changed.html)]).toEqual([200, 'age']);
    if (age !== '') expect(changed.html).toContain(`value="${age}"`);
  });

  test('puts no answer into an address', async () => {
    const pages = [await question('act.recruited', 'yes', { age: '30' }), await result({ age: '30' })];
    for (const { html } of pages) {
      const links = [...html.matchAll(/(?:href|action)="([^"]*)"/g)].map((m) => m[1]);
      expect(links.filter((link) => /[?=]/.test(link ?? ''))).toEqual([]);
      expect(html).not.toContain('method="get"');
    }
  });

  test.each(['fr', 'es', 'ar'])('speaks %s, in questions and rules', async (language) => {
    const { html } = await send([...BEGIN, ['topic', 'trafficking']], language);
    const question = law.words[language]?.facts[asked(html) ?? '']?.question ?? 'missing';
    expect(html).toContain(question);
  });
});

describe('the answer beside the question', () => {
  const side = (html: string) => words(/<section class="card stay"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '');

  test('says in a line how much holds, and folds the rest away without script', async () => {
    const page = await send(BEGIN);
    expect(page.html).toMatch(/<details class="fold wide-open"[^>]*><summary>/);
    expect(side(page.html)).toMatch(/0 hold, 0 duties began, \d+ are open/);
  });

  test('grows: what the last answer brought is marked as new, and no longer after the next', async () => {
    let page = await again(await result({ age: '30', 'grounds.reasonable': 'yes' }));
    expect(side(page.html)).toMatch(/Protections .*There are reasonable grounds[^:]*: holds New/);
    expect(side(page.html)).toContain('Duties that began');
    page = await again(page, ['answer', 'not_known']);
    expect(side(page.html)).toContain('There are reasonable grounds');
    expect(side(page.html)).not.toContain('New');
  });

  test('writes the state of every part of the definition beside its knot, to the person', async () => {
    const first = await send([...BEGIN, ['topic', 'trafficking']]);
    expect(side(first.html)).toContain(
      'Someone brought you to this work or this place, or kept you there: not known yet',
    );
    const { html } = await again(await result({ 'act.recruited': 'yes' }));
    expect(side(html)).toContain('Someone brought you to this work or this place, or kept you there: holds');
  });

  test('says at once with what does not hold that it is not a decision', async () => {
    const { html } = await again(await result({ 'grounds.reasonable': 'no' }));
    expect(side(html)).toContain('does not hold');
    expect(side(html)).toContain('This is not a decision.');
    expect(side((await send(BEGIN)).html)).not.toContain('This is not a decision.');
  });
});

test('the browser is told to remember no form, whichever page it stands on', async () => {
  const get = site.pages.filter(({ method, path }) => method === 'get' && !path.includes(':'));
  const drawn = [
    ...(await Promise.all(get.map(({ path }) => ask(path)))),
    await send(BEGIN),
    await question('act.recruited', 'yes'),
    await again(await question('age', '30'), ['answer', 'x']),
    await result({ age: '30' }),
    await ask('/en/law/palermo-protocol/3'),
    await ask('/en/nothing'),
  ];
  const forms = drawn.flatMap(({ html }) => [...html.matchAll(/<form[^>]*>/g)].map(([form]) => form));
  // The start, the file, three questions, a result.
  expect(forms.length).toBeGreaterThan(5);
  expect(forms.filter((form) => !form.includes('autocomplete="off"'))).toEqual([]);
});
