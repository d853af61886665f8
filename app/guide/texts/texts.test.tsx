import { describe, expect, test } from 'vitest';
import { LANGUAGES, PUBLIC_LANGUAGES } from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import { serveGuide } from '../testing/site.ts';
import { againstEnglish, loadTexts, TEXTS } from './load-texts.ts';
import { hashOfText, readText } from './read-text.ts';

const HEAD = `---
title: Staying safe
lede: What to do first.
author: Somebody
status: written
written: 2026-03-01
---
`;
const text = (body: string, head = HEAD) => readText('guide/phone/en.md', head + body);

describe('a text', () => {
  test('is a head, headings, paragraphs and lists of plain words', () => {
    expect(text('## First\n\nOne line\nand its end.\n\n- this\n- that\n').blocks).toEqual([
      { kind: 'heading', text: 'First' },
      { kind: 'paragraph', text: 'One line and its end.' },
      { kind: 'list', items: ['this', 'that'] },
    ]);
  });

  test.each([
    ['a link', 'Ask [here](https://x.example).'],
    ['a picture', '![map](map.png)'],
    ['HTML', 'One.\n\n<script>alert(1)</script>'],
    ['HTML in a line', 'One <b>two</b>'],
    ['an address by itself', 'Ask https://x.example now'],
    ['a heading of another level', '# One'],
    ['a numbered list', '1. one'],
    ['a list in a list', '- one\n  - two'],
    ['a table', '| a | b |\n| - | - |\n| 1 | 2 |'],
    ['code', '`one`'],
  ])('is refused with its file and line if it holds %s', (_, body) => {
    expect(() => text(`## First\n\n${body}\n`)).toThrow(/^guide\/phone\/en\.md:\d+: /);
  });

  test.each([
    ['no head', '## First\n', ''],
    ['a field that is not known', 'One.', HEAD.replace('author', 'writer')],
    ['a day that is none', 'One.', HEAD.replace('2026-03-01', 'in spring')],
    ['a check by nobody', 'One.', HEAD.replace('status: written', 'status: checked')],
    ['a name without a check', 'One.', HEAD.replace('status: written', 'status: draft\nby: Somebody')],
  ])('is refused with %s', (_, body, head) => {
    expect(() => text(body, head)).toThrow(/^guide\/phone\/en\.md/);
  });

  test.each(TEXTS)('%s stands in every language, line by line the same', (id) => {
    const texts = loadTexts()[id];
    for (const language of LANGUAGES) expect(texts[language]?.blocks.length).toBeGreaterThan(4);
  });
});

describe('a translation of a text', () => {
  const CHECKED = HEAD.replace('status: written', 'status: checked\nby: A. Speaker\non: 2026-04-01');
  const english = text('One line.\n');
  const of = (hash: string, body = 'Une ligne.\n') =>
    againstEnglish(
      'guide/phone/fr.md',
      text(body, CHECKED.replace('---\n', `---\nenglish: "${hash}"\n`)),
      english,
    );

  test('stays checked while the English is the one that it was made from', () => {
    expect(of(hashOfText(english))).toMatchObject({ status: 'checked', by: 'A. Speaker' });
  });

  test('is a draft once the English was changed, and nothing where its lines are no longer the same', () => {
    expect(of('00000000')).toMatchObject({ status: 'draft', isOutdated: true });
    expect(of('00000000')?.by).toBeUndefined();
    expect(of('00000000', 'Une ligne.\n\nUne autre.\n')).toBeUndefined();
    expect(() => of(hashOfText(english), 'Une ligne.\n\nUne autre.\n')).toThrow('other headings');
  });

  test.each(TEXTS)('%s is of the English there is now, in every language', (id) => {
    const texts = loadTexts()[id];
    for (const language of PUBLIC_LANGUAGES)
      expect([language, texts[language]?.isOutdated]).toEqual([language, undefined]);
  });
});

/** How many lines a text has, its title and its lede among them. */
function linesOf(path: string): number {
  const id = TEXTS.find((one) => GUIDE_PATHS[one] === path);
  const blocks = id ? loadTexts()[id].en.blocks : [];
  return 2 + blocks.reduce((sum, block) => sum + (block.kind === 'list' ? block.items.length : 1), 0);
}

describe('its page', () => {
  const paths = ['/i/3', '/i/4', '/i/5', '/i/6'];

  test.each(LANGUAGES)(
    'in %s has the English beside each line of a draft, and says whose it is',
    async (language) => {
      const site = serveGuide({ isDemo: false });
      for (const path of paths) {
        const html = await (await site.get(`/${language}${path}`)).text();
        const text = html.slice(html.indexOf('<div class="head">'), html.indexOf('</main>'));
        const beside = text.match(/class="beside"/g)?.length ?? 0;
        expect(beside).toBe(language === 'en' ? 0 : linesOf(path));
      }
      const english = await (await site.get(`/en/i/3`)).text();
      expect(english).toContain('Nobody who works with survivors has checked this text yet.');
    },
  );

  test('says that it is old after a year', async () => {
    const page = (today: '2026-12-01' | '2028-01-01') =>
      serveGuide({ isDemo: false, today })
        .get('/en/i/3')
        .then((answer) => answer.text());
    expect(await page('2026-12-01')).not.toContain('more than a year ago');
    expect(await page('2028-01-01')).toContain('more than a year ago');
  });

  test.each(paths)('%s is small, and tells nothing by its title', async (path) => {
    const site = serveGuide({ isDemo: false });
    for (const language of LANGUAGES) {
      const html = await (await site.get(`/${language}${path}`)).text();
      expect(html).toMatch(/<title>(Information|Informations|Información|معلومات)<\/title>/);
      // All are as long as each other: whoever watches the line does not learn which is read.
      expect(Buffer.byteLength(html)).toBe(16 * 1024);
    }
  });
});
