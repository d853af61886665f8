import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../app/web/index.ts';
import { launchBrowser, launchProfile, type TestBrowser } from './browser.ts';
import { WALKED } from './languages.ts';
import { findBreaches, overflow } from './page-checks.ts';
import { serve } from './serve.ts';
import { type SiteUnderTest, serveSite } from './site-under-test.ts';

let site: SiteUnderTest;
let browser: TestBrowser;
beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser({ backForwardCache: true });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

const phone = { viewport: { width: 320, height: 640 } };

/** Presses what leads to another page, and waits until that is there. */
async function press(tab: Page, what: string): Promise<void> {
  await Promise.all([tab.waitForEvent('load'), tab.click(what)]);
}

const YES = '.answers button:has(.yes)';
const NO = '.answers button:has(.no)';

async function answerAll(tab: Page, answer: string): Promise<void> {
  await press(tab, 'main form button');
  for (let at = 0; at < 15; at++) await press(tab, answer);
}

describe.each(WALKED)('the way through the guide in %s', (language) => {
  test('from the first page to a name for it and to the rights, without script, on a small phone', async () => {
    const tab = await browser.newPage({ ...phone, javaScript: false });
    await tab.goto(`${site.origin}/${language}`);
    await press(tab, '.doors a[href$="/i/1"]');
    await answerAll(tab, YES);
    expect(await tab.title()).toBe({ en: 'Information', fr: 'Informations', ar: 'معلومات' }[language]);
    expect(await tab.innerText('main')).toContain('This is not a decision');
    await press(tab, 'main a[href$="/i/2"]');
    await tab.selectOption('#where', 'FR');
    await tab.check('input[name=is] >> nth=9');
    await press(tab, 'main .btn');
    expect(await tab.innerText('main')).toContain('gives a safe place to stay');
    expect(await overflow(tab)).toBe(0);
  });

  test.each([320, 1440])('passes axe at %i pixels on the pages behind a form', async (width) => {
    const tab = await browser.newPage({ viewport: { width, height: 800 } });
    await tab.goto(`${site.origin}/${language}/i/1`);
    await press(tab, 'main form button');
    expect([await findBreaches(tab), await overflow(tab)]).toEqual([[], 0]);
    await press(tab, YES);
    await press(tab, '.btns button[value=s]');
    expect([await findBreaches(tab), await overflow(tab)]).toEqual([[], 0]);
    await tab.goto(`${site.origin}/${language}/i/2`);
    await tab.selectOption('#where', 'GB');
    await press(tab, 'main .btn');
    expect([await findBreaches(tab), await overflow(tab)]).toEqual([[], 0]);
  });
});

describe('the bar', () => {
  test.each(LANGUAGES)(
    'keeps both ways out in its first line on the smallest phone in %s',
    async (language) => {
      const tab = await browser.newPage(phone);
      await tab.goto(`${site.origin}/${language}/i/1`);
      const boxes = await Promise.all(
        ['.top .clew', '.top .blank', '.top .leave:not(.skip)'].map((part) =>
          tab.locator(part).boundingBox(),
        ),
      );
      const middles = boxes.map((box) => Math.round((box?.y ?? 0) + (box?.height ?? 0) / 2));
      expect(new Set(middles).size).toBe(1);
      expect(boxes[2]?.height).toBeGreaterThanOrEqual(48);
    },
  );
});

describe('answers', () => {
  test('are buttons of one size, large enough for a thumb, and keep what was said when one goes back', async () => {
    const tab = await browser.newPage(phone);
    await tab.goto(`${site.origin}/en/i/1`);
    await press(tab, 'main form button');
    const boxes = await Promise.all(
      (await tab.locator('.answers button').all()).map((button) => button.boundingBox()),
    );
    expect(
      new Set(boxes.map((box) => `${Math.round(box?.width ?? 0)} ${Math.round(box?.height ?? 0)}`)).size,
    ).toBe(1);
    expect(boxes[0]?.height).toBeGreaterThanOrEqual(48);
    await press(tab, NO);
    await press(tab, '.btns button[value=b]');
    expect(await tab.locator('.answers [aria-current]').innerText()).toBe('No');
  });

  test('stay when the language changes', async () => {
    const tab = await browser.newPage({ javaScript: false });
    await tab.goto(`${site.origin}/en/i/1`);
    await press(tab, 'main form button');
    await press(tab, YES);
    await press(tab, '#languages button[lang=ar]');
    expect(await tab.innerText('main')).toContain('السؤال 2 من 15');
    await press(tab, '.btns button[value=b]');
    expect(await tab.locator('.answers [aria-current] .yes').count()).toBe(1);
  });
});

describe('after leaving', () => {
  test('by the link, Back alone shows no answer: the browser asks before it sends a form again', async () => {
    const tab = await browser.newPage();
    await tab.goto(`${site.origin}/en/i/1`);
    await press(tab, 'main form button');
    await press(tab, YES);
    await tab.click('.top .leave:not(.skip)');
    await tab.waitForURL(site.elsewhere);
    // A browser has to ask the person before it sends the form again; it shows a page of its own until then.
    await tab.goBack().catch(() => undefined);
    expect(await tab.locator('.answers').count()).toBe(0);
  });

  test('to the blank page, nothing was asked of the network', async () => {
    const tab = await browser.newPage({ javaScript: false });
    await tab.goto(`${site.origin}/en/i/3`);
    const asked: string[] = [];
    tab.on('request', (request) => asked.push(request.url()));
    await tab.click('.top .blank');
    await tab.waitForURL('about:blank');
    expect(asked.filter((address) => address !== 'about:blank')).toEqual([]);
  });

  test('the profile of the browser holds no word of a page, and no answer', async () => {
    const careless = await serve(
      () =>
        new Response('<!doctype html><p>Quetzalzwinge</p>', {
          headers: { 'Content-Type': 'text/html', 'Cache-Control': 'max-age=3600' },
        }),
    );
    const profile = await mkdtemp(join(tmpdir(), 'clew-profile-'));
    const context = await launchProfile(profile, { backForwardCache: true });
    const tab = await context.newPage();
    await tab.goto(`${site.origin}/en/i/1`);
    await answerAll(tab, YES);
    await tab.goto(`${site.origin}/en/i/3`);
    await tab.click('.top .leave:not(.skip)');
    await tab.waitForURL(site.elsewhere);
    // A page of another site that does not take care: that this finds what a device keeps.
    await tab.goto(careless.origin);
    await context.close();
    const kept = await filesHolding(profile, [
      'What you tell has a name',
      'Does someone else keep your passport',
      'y'.repeat(15),
      'Staying safe with a phone',
    ]);
    const control = await filesHolding(profile, ['Quetzalzwinge']);
    await rm(profile, { recursive: true, force: true });
    await careless.close();
    expect(kept).toEqual([]);
    expect(control.length).toBeGreaterThan(0);
  });
});

/** The files of a folder in which one of the texts stands, as UTF-8 or UTF-16. */
async function filesHolding(folder: string, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    for (const text of texts)
      if (bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')))
        found.push(`${path}: ${text}`);
  }
  return found;
}
