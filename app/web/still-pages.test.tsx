import { describe, expect, test } from 'vitest';
import { definePage, type Page, type Visit } from './page.ts';
import { createSite } from './site.tsx';

const ORIGIN = 'http://localhost:1414';

/** A site with one page that is still, and how often that was drawn. */
function siteWith(page: Partial<Page> = {}) {
  let drawn = 0;
  const render = ({ words, query }: Visit) => {
    drawn++;
    return <p>{`${words.language} ${query.get('q') ?? ''} ${'a'.repeat(2_000)}`}</p>;
  };
  const site = createSite({
    origin: ORIGIN,
    demo: false,
    development: false,
    pages: [
      definePage({
        ...{ path: '/still', method: 'get', action: 'public.read', title: 'shell.title' },
        ...{ still: () => 'one day', render },
        ...page,
      } as Page),
    ],
    actions: ['public.read'],
    describeFault: () => undefined,
    leaveTo: 'https://weather.example/',
    health: () => true,
  });
  const ask = (path: string, headers: Record<string, string> = {}) =>
    site.fetch(new Request(ORIGIN + path, { headers }));
  return { ask, drawn: () => drawn };
}

describe('a page that is still', () => {
  test('is drawn once a language and encoding, and is the same to the byte and header', async () => {
    const { ask, drawn } = siteWith();
    const [first, second] = [await ask('/en/still'), await ask('/en/still')];
    expect(await second.text()).toBe(await first.text());
    expect([...second.headers]).toEqual([...first.headers]);
    expect(second.headers.get('Cache-Control')).toBe('no-store');
    expect(drawn()).toBe(1);
    expect((await ask('/en/still', { 'Accept-Encoding': 'br' })).headers.get('Content-Encoding')).toBe('br');
    expect(drawn()).toBe(2);
  });

  test('is told apart by the language of the path, and of the browser where the path names none', async () => {
    const { ask } = siteWith();
    expect(await (await ask('/fr/still')).text()).toContain('<p>fr ');
    expect(await (await ask('/ar/still')).text()).toContain('<p>ar ');
    expect(await (await ask('/still', { 'Accept-Language': 'fr' })).text()).toContain('<p>fr ');
    expect(await (await ask('/still', { 'Accept-Language': 'ar' })).text()).toContain('<p>ar ');
  });

  test('with a search is drawn for whoever asks, and kept for nobody', async () => {
    const { ask } = siteWith();
    expect(await (await ask('/en/still?q=mine')).text()).toContain('mine');
    expect(await (await ask('/en/still')).text()).not.toContain('mine');
    expect(await (await ask('/en/still?q=other')).text()).toContain('other');
  });

  test('is drawn anew when what it hangs on changes', async () => {
    let day = '2026-03-16';
    const { ask, drawn } = siteWith({ still: () => day });
    await ask('/en/still');
    day = '2026-03-17';
    await ask('/en/still');
    await ask('/en/still');
    expect(drawn()).toBe(2);
  });
});
