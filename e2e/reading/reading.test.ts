import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../browser.ts';
import { overflow } from '../page-checks.ts';
import { type SiteUnderTest, serveSite } from '../site-under-test.ts';
import { tabStops, transcriptOf } from './read-page.ts';

let site: SiteUnderTest;
let browser: TestBrowser;
beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** The way that a person goes who looks for a name for what happens to them. */
const WAY: Readonly<Record<string, (tab: Page, language: string) => Promise<void>>> = {
  'first-page': (tab, language) => go(tab, `/${language}`),
  'self-check': (tab, language) => go(tab, `/${language}/i/1`),
  question: async (tab, language) => {
    await go(tab, `/${language}/i/1`);
    await press(tab, 'main form button');
  },
  result: async (tab, language) => {
    await go(tab, `/${language}/i/1`);
    await press(tab, 'main form button');
    for (let at = 0; at < 15; at++) await press(tab, '.answers button:has(.yes)');
  },
  rights: (tab, language) => go(tab, `/${language}/i/2`),
  phone: (tab, language) => go(tab, `/${language}/i/3`),
};

async function go(tab: Page, path: string): Promise<void> {
  await tab.goto(site.origin + path);
}

async function press(tab: Page, what: string): Promise<void> {
  await Promise.all([tab.waitForEvent('load'), tab.click(what)]);
}

const ways = ['en', 'ar'].flatMap((language) => Object.keys(WAY).map((name) => [language, name] as const));

describe('as it is read out, and by keyboard', () => {
  test.each(ways)('in %s, %s is as it was heard and gone through', async (language, name) => {
    const tab = await browser.newPage({ bypassCSP: true, viewport: { width: 400, height: 800 } });
    await WAY[name]?.(tab, language);
    const stops = await tabStops(tab);
    const said = await transcriptOf(tab);
    const lines = ['# Read out', ...said, '', '# Where the Tab key stops', ...stops, ''];
    await expect(lines.join('\n')).toMatchFileSnapshot(`golden/${language}-${name}.txt`);
    await tab.context().close();
  });

  test.each(ways)(
    'in %s, %s leads past the bar first, and leaves within its first stops',
    async (language, name) => {
      const tab = await browser.newPage();
      await WAY[name]?.(tab, language);
      const [first, ...rest] = await tabStops(tab);
      expect(first).toMatch(/^a: /);
      const leave = (await tab.innerText('.top .leave:not(.skip)')).replace(/\s+/g, ' ').trim();
      expect(rest.slice(0, 4).some((stop) => stop.includes(leave))).toBe(true);
      await tab.context().close();
    },
  );
});

describe.each(['en', 'ar'])('in %s', (language) => {
  test.each(Object.keys(WAY))(
    '%s fits at 400 % of a window of 1280 pixels, and leaves room to read',
    async (name) => {
      const tab = await browser.newPage({ viewport: { width: 320, height: 256 } });
      await WAY[name]?.(tab, language);
      expect(await overflow(tab)).toBe(0);
      await tab.evaluate('window.scrollTo(0, document.body.scrollHeight / 2)');
      const covered = await tab.evaluate<number>(`[...document.querySelectorAll('body *')]
      .filter((one) => ['fixed', 'sticky'].includes(getComputedStyle(one).position))
      .map((one) => one.getBoundingClientRect())
      .filter((box) => box.bottom > 0 && box.top < innerHeight)
      .reduce((sum, box) => sum + Math.min(box.bottom, innerHeight) - Math.max(box.top, 0), 0) / innerHeight`);
      expect(covered).toBeLessThan(1 / 3);
      await tab.context().close();
    },
  );

  test.each(Object.keys(WAY))(
    '%s shows each thing to press, and what is chosen, in forced colours',
    async (name) => {
      const tab = await browser.newPage({ forcedColors: 'active' });
      await WAY[name]?.(tab, language);
      const bare = await tab.evaluate<
        string[]
      >(`[...document.querySelectorAll('button, .btn, input, select, textarea')]
      .filter((one) => one.offsetParent && one.type !== 'hidden')
      .filter((one) => {
        const { borderTopWidth, borderTopStyle, outlineStyle, textDecorationLine, appearance } = getComputedStyle(one);
        const isDrawn = parseFloat(borderTopWidth) > 0 && borderTopStyle !== 'none';
        return !isDrawn && outlineStyle === 'none' && textDecorationLine === 'none' && appearance === 'none';
      })
      .map((one) => one.outerHTML.slice(0, 120))`);
      expect(bare).toEqual([]);
      await tab.context().close();
    },
  );
});
