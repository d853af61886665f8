import { expect, test } from 'vitest';
import { carriedBy, lawSite, mainOf, words } from './testing/site.ts';

const { errors, site, ask, send, result } = lawSite();

const pasted = (html: string) =>
  (/<textarea[^>]*>\n([^<]*)<\/textarea>/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"');
const open = (text: string) => send([['case', text]], 'en', '/assess/go-on');

const CASE = 'title: "A"\nsource: "B"\nfacts: {}\n';

/** A case of so many characters, the last of them in a comment. */
const caseOfLength = (length: number) => `${CASE}#${'x'.repeat(length - CASE.length - 1)}`;

test('a pasted text that is too long is refused unread, in words, and stands whole on the page', async () => {
  const text = `case: [${','.repeat(250_000)}`;
  // No browser sends commas as they are; with each as three characters less would fit.
  const response = await site.fetch(
    new Request('http://localhost:1414/en/assess/go-on', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `case=${text}`,
    }),
  );
  const html = await response.text();
  expect(response.status).toBe(422);
  expect(words(html)).toContain('This text has 250,007 characters, and this page reads at most 20,000.');
  expect(words(html)).not.toContain('Line 1:');
  expect(pasted(html)).toBe(text);
});

test('the longest text that is read has 20,000 characters, however a browser ends its lines', async () => {
  expect((await open(caseOfLength(20_000))).status).toBe(200);
  expect((await open(caseOfLength(20_000).replaceAll('\n', '\r\n'))).status).toBe(200);
  const { status, html } = await open(caseOfLength(20_001));
  expect(status).toBe(422);
  expect(words(html)).toContain('This text has 20,001 characters');
});

test('no browser cuts what is pasted: the field has no maximum length', async () => {
  expect((await ask('/en/assess/go-on')).html).not.toMatch(/maxlength/i);
});

test('a file of several countries is refused in words, and none is chosen for the person', async () => {
  const text = 'title: "A"\nsource: "B"\nstate: [GB, NO]\nfacts: {}\n';
  const { status, html } = await open(text);
  expect(status).toBe(422);
  expect(words(html)).toContain('The file names 2 countries. These pages show one at a time.');
  expect(pasted(html)).toBe(text);
  expect((await open(text.replace('[GB, NO]', '[NO]'))).status).toBe(200);
});

test('more people than these pages ask about are refused in words, and none is dropped', async () => {
  const file = (count: number) =>
    `title: "A"\nsource: "B"\nfacts: {}\npeople:\n  child-with-person:\n    complete: yes\n    members:\n${'      - {with-child.age: 4}\n'.repeat(count)}`;
  for (const count of [13, 200]) {
    const { status, html } = await open(file(count));
    expect(status).toBe(422);
    expect(words(html)).toContain(
      `“Children who are with the person”: the file names ${count}, and these pages can ask about at most 12.`,
    );
    expect(pasted(html)).toBe(file(count));
  }
  const { status, html } = await open(file(12));
  expect(status).toBe(200);
  expect(words(html)).not.toContain('could not be read');
  const kept = await send(carriedBy(html), 'en', '/assess/case-file');
  expect(kept.html.split('with-child.age: 4')).toHaveLength(13);
});

test('a body that is too large is refused with what to shorten, and no promise that it is still there', async () => {
  const { status, html } = await open('x'.repeat(300_000));
  expect(status).toBe(413);
  expect(words(html)).toContain('Press Back in your browser');
  expect(words(html)).toContain('Shorten the longest text to at most 20,000 characters');
});

test('of many who ask for a memo at once nine get it; the others are told so and press again', async () => {
  const box = carriedBy((await result({ age: '30' })).html);
  const answers = await Promise.all(Array.from({ length: 12 }, () => send(box, 'en', '/assess/memo')));
  const [made, refused] = [200, 503].map((code) => answers.filter(({ status }) => status === code));
  expect([made?.length, refused?.length]).toEqual([9, 3]);
  const busy = refused?.[0];
  expect(busy?.headers.get('Retry-After')).toBe('10');
  expect(words(busy?.html ?? '')).toContain('Too many people are using this site just now');
  const form = /<form method="post" action="\/en\/assess\/memo"[\s\S]*?<\/form>/.exec(
    mainOf(busy?.html ?? ''),
  );
  const again = [...(form?.[0] ?? '').matchAll(/name="([^"]*)" value="([^"]*)"/g)];
  const memo = await send(
    again.map(([, name = '', value = '']) => [name, value]),
    'en',
    '/assess/memo',
  );
  expect([memo.status, memo.headers.get('Content-Type')]).toEqual([200, 'application/pdf']);
});

test('and nothing failed inside', () => {
  expect(errors).toEqual([]);
});
