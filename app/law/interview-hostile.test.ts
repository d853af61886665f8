import { describe, expect, test } from 'vitest';
import { asked, BEGIN, carriedBy, lawSite, words } from './testing/site.ts';

const { law, errors, send, again, result, question, answersOf } = lawSite();

describe('what nobody should send', () => {
  test.each<[string, [string, string][]]>([
    ['a word that is no answer', [['answer', 'perhaps']]],
    [
      'two answers at once',
      [
        ['answer', 'yes'],
        ['answer', 'no'],
      ],
    ],
    ['markup', [['answer', '<script>alert(1)</script>']]],
    ['a reason that only a file may give', [['answer', 'not_recorded']]],
  ])('%s: the question is asked again, and nothing else is lost', async (_, fields) => {
    const page = await again(await question('act.recruited', 'yes', { age: '30' }), ...fields);
    expect([page.status, asked(page.html)]).toEqual([422, 'act.recruited']);
    expect(page.html).not.toContain('<script>alert');
    expect(await answersOf(page)).toMatch(/age: \w+/);
  });

  test.each<[string, [string, string]]>([
    ['a fact that does not exist', ['act.unknown', 'yes']],
    ['names that break objects', ['__proto__', 'yes']],
    ['names that every object has', ['constructor', 'yes']],
    ['markup as a name', ['<script>', '<script>']],
  ])('%s: it is said, counts as not asked, and breaks nothing', async (_, field) => {
    const { html, status } = await again(await question('act.recruited', 'yes'), field, ['go', 'stop']);
    expect(status).toBe(200);
    expect(words(html)).toContain('One answer could not be read. It counts as not asked.');
    expect(html).not.toContain('<script>');
  });

  test.each<[string, [string, string]]>([
    ['a topic', ['topic', 'everything']],
    ['a country', ['state', 'Atlantis']],
  ])('%s that does not exist is said and passed over', async (_, field) => {
    const { html, status } = await send([...BEGIN, field]);
    expect([status, asked(html) !== undefined]).toEqual([200, true]);
    expect(words(html)).toContain('could not be read');
  });

  test('a reform that does not exist is said and passed over', async () => {
    const { html } = await result({}, [['reform', 'reform.nothing']]);
    expect(words(html)).toContain('could not be read');
  });

  test('a box that was changed: it is said, and the answer of that page is kept', async () => {
    const page = await question('act.recruited', 'yes', { age: '30' });
    const carried = carriedBy(page.html).map(([name, value]): [string, string] =>
      name === 'box' ? [name, `${value.slice(0, -2)}AA`] : [name, value],
    );
    const lost = await send([...carried, ['answer', 'yes']]);
    expect(lost.status).toBe(422);
    expect(words(lost.html)).toContain('Your earlier answers can no longer be read');
    expect(words(lost.html)).toContain('The answer that you just gave is kept.');
    expect(lost.html).toContain('href="/en/assess/go-on"');
    expect(await answersOf(await again(lost))).toContain('act.recruited: yes');
  });

  test.each<[string, [string, string][]]>([
    ['none at all', []],
    ['an empty one', [['box', '']]],
    ['one of another purpose', [['box', 'AQ']]],
    [
      'none, and a question that does not exist',
      [
        ['asked', '__proto__'],
        ['answer', 'yes'],
      ],
    ],
  ])('%s as a box: it begins anew and says so', async (_, fields) => {
    const { html, status } = await send(fields);
    expect(status).toBe(422);
    expect(words(html)).toContain('Your earlier answers can no longer be read');
    expect(words(html)).toContain('Nothing else was sent with that page.');
  });

  test('answers that cannot all be true are told, and none is thrown away', async () => {
    const fits = await question('age.now', '10', { 'person.born': '2016-01-01' });
    expect(words(fits.html)).not.toContain('do not fit together');
    const page = await again(fits, ['answer', '30'], ['go', 'stop']);
    expect(words(page.html)).toContain('Some answers do not fit together');
    expect(words(page.html)).toMatch(/These cannot all be true: “[^.]*“Date of birth”/);
    expect((await send(carriedBy(page.html), 'en', '/assess/case-file')).html).toContain('age.now: 30');
  });

  test('one megabyte is refused in words', async () => {
    const page = await question('act.recruited', 'yes');
    const { status, html } = await again(page, ['answer', 'x'.repeat(1_000_000)]);
    expect(status).toBe(413);
    expect(words(html)).toContain('more text than this page can take');
  });

  test('and nothing failed inside', () => {
    expect(errors).toEqual([]);
  });
});

describe('the sealed field', () => {
  /** A page of a node with this key, on which one question was answered. */
  const pageOf = (key: number) => lawSite({ key }).question('grounds.reasonable', 'yes');

  test('opens in another web process of the same node', async () => {
    const page = await pageOf(9);
    const { status, html } = await lawSite({ key: 9 }).send([...carriedBy(page.html), ['go', 'stop']]);
    expect(status).toBe(200);
    expect(words(html)).not.toContain('can no longer be read');
  });

  test('does not open after the node was started anew, and that is said', async () => {
    const page = await pageOf(9);
    const { status, html } = await lawSite({ key: 10 }).send([...carriedBy(page.html), ['answer', 'yes']]);
    expect(status).toBe(422);
    expect(words(html)).toContain('It was started anew since');
  });

  test('drops an answer that the law of today does not ask for, and says so', async () => {
    const page = await pageOf(9);
    const facts = Object.fromEntries(Object.entries(law.facts).filter(([id]) => id !== 'grounds.reasonable'));
    const later = lawSite({ law: { ...law, facts }, key: 9 });
    const { html } = await later.send([...carriedBy(page.html), ['go', 'stop']]);
    expect(words(html)).toContain('One answer could not be read.');
  });
});
