import { describe, expect, test } from 'vitest';
import { PUBLIC_LANGUAGES, type PublicLanguage } from '../../web/index.ts';
import { serveGuide } from '../testing/site.ts';
import { blocksOfKeys, hasDraft, needsEnglish } from './leaflet.ts';
import { LEAFLETS } from './leaflets.ts';
import { POSTER_SENTENCES, POSTER_TARGETS } from './poster.ts';

const site = serveGuide({ isDemo: false });

async function leaflet(what: string, one: PublicLanguage, two: PublicLanguage): Promise<string> {
  const answer = await site.post('/en/i/8', new URLSearchParams({ what, one, two }));
  expect(answer.status).toBe(200);
  return answer.text();
}

function sheetOf(html: string): string {
  return html.slice(html.indexOf('class="sheet'), html.indexOf('</main>'));
}

describe('a leaflet', () => {
  test('says the same in two languages, each in its own direction', async () => {
    const sheet = sheetOf(await leaflet('helpers', 'en', 'ar'));
    expect(sheet).toContain('<div lang="en" dir="ltr">');
    expect(sheet).toContain('<div lang="ar" dir="rtl">');
    const count = (what: RegExp) => sheet.match(what)?.length ?? 0;
    expect(count(/<h2/g)).toBe(2);
    expect(count(/<li>/g) % 2).toBe(0);
  });

  test('says at each line of a draft that it is one, and at no line of the English', async () => {
    const sheet = sheetOf(await leaflet('helpers', 'en', 'fr'));
    const english = [...sheet.matchAll(/<div lang="en" dir="ltr">([\s\S]*?)<\/div>/g)].map(
      ([, part]) => part,
    );
    expect(english.join('')).not.toContain('class="state"');
    const lines = sheet.match(/<li>/g)?.length ?? 0;
    expect(sheet.match(/\[ébauche\]/g)?.length).toBeGreaterThan(lines / 2);
  });

  test.each(LEAFLETS)('%s has the English below two drafts of what safety hangs on', async (what) => {
    const sheet = sheetOf(await leaflet(what, 'ar', 'ti'));
    const rows = sheet.split('<div class="row">').slice(1);
    const isCritical = (row: string) => /<h2|<h3|<li|<p>/.test(row) && row.includes('class="state"');
    expect(rows.filter(isCritical).length).toBeGreaterThan(1);
    const said = rows.filter((one) => /<li>|<p>/.test(one) && one.includes('class="state"'));
    expect(said.length).toBeGreaterThan(1);
    for (const row of said) expect(row).toContain('lang="en" dir="ltr" class="third"');
    expect(sheetOf(await leaflet(what, 'ar', 'en'))).not.toContain('class="third"');
  });

  test('needs no English once a speaker has read what safety hangs on', () => {
    const [block] = blocksOfKeys([['list', 'guide.now.danger']]);
    if (block === undefined) throw new Error('There is no block.');
    expect(needsEnglish(block, ['fr', 'ti'])).toBe(true);
    const read = { text: 'x', status: 'checked', by: 'A. Speaker', on: '2026-01-01' } as const;
    const checked = { ...block, lines: [{ isCritical: true, said: () => read }] };
    expect(needsEnglish(checked, ['fr', 'ti'])).toBe(false);
    expect(hasDraft([checked], ['fr', 'ti'])).toBe(false);
    expect(hasDraft([block], ['fr', 'en'])).toBe(true);
  });

  test('can be had in every language beside every other, always as long', async () => {
    const lengths = new Set<number>();
    for (const what of LEAFLETS)
      for (const [one, two] of [
        ['en', 'fr'],
        ['my', 'am'],
        ['bn', 'ti'],
        ['ckb', 'ru'],
      ] as const)
        lengths.add(Buffer.byteLength(await leaflet(what, one, two)));
    expect([...lengths]).toEqual([32 * 1024]);
  });

  test.each([
    [{ what: 'phone', one: 'en', two: 'en' }, 'Choose two languages that are not the same.'],
    [{ what: 'phone', one: 'en', two: 'xx' }, 'Choose a language.'],
    [{ what: '../phone', one: 'en', two: 'fr' }, 'Choose what the leaflet says.'],
  ])('is not drawn from %j', async (asked, problem) => {
    const answer = await site.post('/en/i/8', new URLSearchParams(asked));
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(problem)]);
  });
});

describe('a poster', () => {
  const node = serveGuide({ isDemo: false, origin: 'https://clew.example' });
  const posted = (asked: Record<string, string>, at = node) =>
    at.post('/en/i/9', new URLSearchParams(asked)).then((answer) => answer.text());

  test.each(Object.entries(POSTER_TARGETS))('leads to the node itself: %s', async (to, { path }) => {
    const sheet = sheetOf(await posted({ what: 'guide.sign.papers', one: 'ti', to }));
    expect(sheet).toContain(`>clew.example/ti${path === '/' ? '' : path}</p>`);
  });

  test.each(PUBLIC_LANGUAGES)(
    'in %s shows no draft without the English, always as long',
    async (language) => {
      for (const what of POSTER_SENTENCES) {
        const html = await posted({ what, one: language, to: 'first' });
        expect(Buffer.byteLength(html)).toBe(32 * 1024);
        if (language === 'en') continue;
        expect(sheetOf(html)).toContain('class="beside" lang="en"');
        expect(sheetOf(html)).toContain('class="state"');
      }
    },
  );

  test('is not to be hung up where the address leads to this machine alone', async () => {
    const asked = { what: 'guide.sign.papers', one: 'en', to: 'first' };
    for (const origin of ['http://localhost:1414', 'http://127.0.0.1:1414'])
      expect(await posted(asked, serveGuide({ isDemo: false, origin }))).toContain('Do not hang this up');
    expect(await posted(asked)).not.toContain('Do not hang this up');
  });

  test('says of an onion address what opens it', async () => {
    const onion = serveGuide({ isDemo: false, origin: 'http://clewclewclew.onion' });
    const html = await posted({ what: 'guide.sign.pay', one: 'en', to: 'first' }, onion);
    expect(html).toContain('http://clewclewclew.onion/en');
    expect(html).toContain('This address opens only in Tor Browser.');
  });
});
