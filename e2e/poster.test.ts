import decodeQR from 'qr/decode.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from './browser.ts';
import { findBreaches, overflow } from './page-checks.ts';
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

type Pixels = { width: number; height: number; data: number[] };

/** What a camera would see of a picture: its pixels, as another page of the browser reads them. */
async function pixelsOf(picture: Buffer): Promise<Pixels> {
  const tab = await browser.newPage({ bypassCSP: true });
  const pixels = await tab.evaluate<Pixels>(`(async () => {
    const picture = await createImageBitmap(await (await fetch('data:image/png;base64,${picture.toString('base64')}')).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const { width, height, data } = context.getImageData(0, 0, picture.width, picture.height);
    return { width, height, data: [...data] };
  })()`);
  await tab.context().close();
  return pixels;
}

async function readCode(picture: Buffer): Promise<string> {
  const { width, height, data } = await pixelsOf(picture);
  return decodeQR({ width, height, data: Uint8Array.from(data) });
}

async function openPoster(language: string, scheme: 'light' | 'dark') {
  const tab = await browser.newPage({
    viewport: { width: 320, height: 640 },
    javaScript: false,
    colorScheme: scheme,
  });
  await tab.goto(`${site.origin}/${language}/i/9`);
  await tab.check('[name=what][value="guide.sign.papers"]');
  await tab.selectOption('[name=one]', language);
  await tab.check('[name=to][value=phone]');
  await Promise.all([tab.waitForEvent('load'), tab.click('main form button')]);
  return tab;
}

describe('the code of a poster', () => {
  test.each([
    ['en', 'light'],
    ['ar', 'dark'],
  ] as const)(
    'in %s, %s, on a small phone and on paper, is read as the address below it',
    async (language, scheme) => {
      const tab = await openPoster(language, scheme);
      expect(await overflow(tab)).toBe(0);
      const address = `${site.origin}/${language}/i/3`;
      expect(await readCode(await tab.locator('.qr').screenshot())).toBe(address);
      await tab.emulateMedia({ media: 'print' });
      expect(await readCode(await tab.locator('.poster').screenshot())).toBe(address);
      expect(await tab.innerText('.poster .where')).toBe(address);
      expect(await tab.locator('.top').isVisible()).toBe(false);
      await tab.context().close();
    },
  );

  test('and a leaflet pass axe, and fit on a small phone', async () => {
    const tab = await browser.newPage({ viewport: { width: 320, height: 640 } });
    await tab.goto(`${site.origin}/ar/i/8`);
    await tab.check('[name=what][value=phone]');
    await tab.selectOption('[name=one]', 'ti');
    await tab.selectOption('[name=two]', 'ar');
    await Promise.all([tab.waitForEvent('load'), tab.click('main form button')]);
    expect([await overflow(tab), await findBreaches(tab)]).toEqual([0, []]);
    await tab.goto(`${site.origin}/en/i/9`);
    await tab.check('[name=what][value="guide.sign.papers"]');
    await tab.selectOption('[name=one]', 'ar');
    await tab.check('[name=to][value=first]');
    await Promise.all([tab.waitForEvent('load'), tab.click('main form button')]);
    expect([await overflow(tab), await findBreaches(tab)]).toEqual([0, []]);
    await tab.context().close();
  });
});
