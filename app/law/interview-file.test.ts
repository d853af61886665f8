import { describe, expect, test } from 'vitest';
import { asked, carriedBy, heading, lawSite, words } from './testing/site.ts';

const { law, send, again, result, answersOf } = lawSite();

describe('a file that was kept', () => {
  const answers = { age: '17', 'act.recruited': 'yes', 'means.force': 'withheld' };

  test('is read again by the interview as it was written', async () => {
    const page = await result(answers);
    const file = await send(carriedBy(page.html), 'en', '/assess/case-file');
    expect(file.headers.get('Content-Disposition')).toBe('attachment; filename="notes.yaml"');
    const opened = await send([['case', file.html]], 'ar', '/assess/go-on');
    expect(opened.status).toBe(200);
    expect((await send(carriedBy(opened.html), 'en', '/assess/case-file')).html).toBe(file.html);
  });

  test('that is none is told line by line, and stays on the page', async () => {
    const text = 'title: "A"\nsource: "B"\nfacts:\n  agee: 17\n';
    const { status, html } = await send([['case', text]], 'en', '/assess/go-on');
    expect(status).toBe(422);
    expect(words(html)).toContain('Line 4: No fact is called “agee”.');
    expect(html).toContain('agee: 17');
  });

  test('stays on the page when the language changes', async () => {
    const { html, status } = await send(
      [
        ['case', 'title: half'],
        ['go', 'stay'],
      ],
      'ar',
      '/assess/go-on',
    );
    expect([status, html.includes('title: half')]).toEqual([200, true]);
  });
});

describe('people in the case', () => {
  const file = (members: string) =>
    `title: "A"\nsource: "B"\nfacts: {}\npeople: {child-with-person: {complete: yes, members: ${members}}}\n`;
  const openFile = (members: string) => send([['case', file(members)]], 'en', '/assess/go-on');

  test('are asked about one by one, and how many they are', async () => {
    const age = await again(await openFile('[{with-child.age: 4}, {}]'), ['go', 'back']);
    expect(heading(age.html)).toBe('Children who are with the person, number 1: How old is this child?');
    expect(age.html).toContain('value="4"');
    const count = await again(age, ['answer', '5'], ['go', 'back']);
    expect(asked(count.html)).toBe('#child-with-person');
    expect(words(count.html)).toContain('How many, as a number');
    expect(count.html).toContain('value="2"');
    expect(await answersOf(await again(count, ['answer', '2']))).toContain('with-child.age: 5');
  });

  test('are fewer at once when a person says so, and what was said of the others comes back with them', async () => {
    const said = async (count: string) => {
      const last = await again(await openFile('[{with-child.age: 4}, {with-child.age: 9}]'), ['go', 'back']);
      const asksHowMany = await again(await again(last, ['answer', '9'], ['go', 'back']), ['go', 'back']);
      return again(asksHowMany, ['answer', count]);
    };
    const one = await said('1');
    expect(await answersOf(one)).not.toContain('with-child.age: 9');
    const back = await again(await again(one, ['go', 'stop']), ['go', 'back']);
    const howMany = await again(await again(back, ['go', 'back']), ['go', 'back']);
    expect(await answersOf(await again(howMany, ['answer', '2']))).toContain('with-child.age: 9');
  });

  test.each(['13', '-1', 'two'])('“%s” of them is asked again', async (count) => {
    const page = await again(await openFile('[]'), ['go', 'back']);
    expect(asked(page.html)).toBe('#child-with-person');
    const next = await again(page, ['answer', count]);
    expect([next.status, asked(next.html)]).toEqual([422, '#child-with-person']);
    expect(next.html).toContain(`value="${count}"`);
  });

  test('are asked about in the interview itself, where they can change something', async () => {
    const settled = Object.values(law.facts)
      .filter(({ group }) => group === undefined)
      .map(({ id }) => [id, 'not_known'] as const);
    const page = await again(await result(Object.fromEntries(settled), [['topic', 'protection']]));
    expect(asked(page.html)).toBe('#child-with-person');
    const first = await again(page, ['answer', '1']);
    expect(asked(first.html)).toMatch(/^#child-with-person\/1\//);
    expect(heading(first.html)).toContain('Children who are with the person, number 1');
  });
});
