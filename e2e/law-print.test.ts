import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from './browser.ts';
import { type SiteUnderTest, serveSite } from './site-under-test.ts';

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

/** A sheet of A4 at the 96 points of an inch that a browser prints with, without its margins. */
const SHEET = { width: 718, height: 1047 };

/** What a sheet would cut off: words that end beyond its edge, or in a box that would have to be scrolled. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('main *')].filter((one) => {
    const box = one.getBoundingClientRect();
    if (box.width === 0 || one.closest('svg')) return false;
    // What is there for readers of the screen alone is clipped on purpose.
    for (let up = one; up; up = up.parentElement) {
      const { clip, clipPath } = getComputedStyle(up);
      if (clip !== 'auto' || clipPath !== 'none') return false;
    }
    const style = getComputedStyle(one);
    const scrolls = style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1;
    return scrolls || box.right > innerWidth + 1 || box.left < -1;
  }).map((one) => one.tagName + ' ' + one.textContent.trim().slice(0, 60))`);
}

describe('a page of the law on paper', () => {
  test.each([
    '/en/law/states/BR?on=2026-03-16&with=GR',
    '/ar/law/states/MY?on=2026-03-16',
    '/en/law/states',
    '/en/law/palermo-protocol',
  ])('%s: all of it is there, and nothing is cut', async (path) => {
    const page = await browser.newPage({ viewport: SHEET });
    const answer = await page.goto(site.origin + path);
    expect(answer?.status()).toBe(200);
    const words = await page.innerText('main h1');
    await page.emulateMedia({ media: 'print' });
    expect(await page.innerText('main h1')).toBe(words);
    expect(await page.locator('.top').isVisible()).toBe(false);
    expect(await cutOff(page)).toEqual([]);
  });
});
