import { request as httpRequest } from 'node:http';
import { brotliCompressSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GUIDE_PATHS } from '../app/guide/index.ts';
import { LANGUAGES, PUBLIC_LANGUAGES } from '../app/web/index.ts';
import { launchBrowser, type PageOptions, type TestBrowser } from './browser.ts';
import { WALKED } from './languages.ts';
import { findBreaches, overflow } from './page-checks.ts';
import { type SiteUnderTest, serveSite } from './site-under-test.ts';

let site: SiteUnderTest;
let browser: TestBrowser;
let everyPath: readonly string[];
beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser();
  everyPath = await findEveryPath();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function open(path: string, options: PageOptions = {}): Promise<Page> {
  const page = await browser.newPage(options);
  await page.goto(site.origin + path);
  return page;
}

/** Addresses of this site that the page links to, without their language. */
async function linksOf(page: Page): Promise<string[]> {
  const links = await page.evaluate<string[]>('[...document.querySelectorAll("a[href]")].map((a) => a.href)');
  return links
    .map((link) => new URL(link))
    .filter((link) => link.origin === site.origin && link.pathname.startsWith('/en'))
    .map((link) => link.pathname.slice('/en'.length) + link.search || '/');
}

function matches(pattern: string, path: string): boolean {
  const source = pattern.replace(/:[a-z]+/gi, '[^/]+');
  return new RegExp(`^${source}(\\?|$)`).test(path);
}

/** Every public page: those registered, and for those with a name in their path one that a link leads to. */
async function findEveryPath(): Promise<string[]> {
  const wanted = new Set(site.pages.filter((page) => page.method === 'get').map((page) => page.path));
  const paths = [...wanted].filter((path) => !path.includes(':')) as string[];
  const open = [...wanted].filter((path) => path.includes(':')) as string[];
  const tab = await browser.newPage({ javaScript: false });
  for (const path of paths) {
    if (open.length === 0) break;
    await tab.goto(`${site.origin}/en${path === '/' ? '' : path}`);
    for (const link of await linksOf(tab)) {
      // Of several that match, the first one serves it, as on the site.
      const index = open.indexOf([...wanted].find((pattern) => matches(pattern, link)) ?? '');
      if (index < 0) continue;
      paths.push(link);
      open.splice(index, 1);
    }
  }
  await tab.context().close();
  expect(open, 'pages that no link leads to').toEqual([]);
  return paths;
}

describe.each(WALKED)('every public page in %s', (language) => {
  test.each([320, 1440])('at %i pixels fits, passes axe, keeps nothing and asks nobody', async (width) => {
    const tab = await browser.newPage({ viewport: { width, height: 900 } });
    const elsewhere: string[] = [];
    tab.on('request', (request) => {
      if (new URL(request.url()).origin !== site.origin) elsewhere.push(request.url());
    });
    // A breach of the content policy, or a header that the browser does not know, is said here.
    const complaints: string[] = [];
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(error.message));
    for (const path of everyPath) {
      const name = `/${language}${path === '/' ? '' : path}`;
      const response = await tab.goto(site.origin + name);
      expect([name, response?.status()]).toEqual([name, 200]);
      expect([name, await overflow(tab)]).toEqual([name, 0]);
      expect([name, await findBreaches(tab)]).toEqual([name, []]);
      const kept = await tab.evaluate(
        '(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length])()',
      );
      expect([name, kept]).toEqual([name, [0, 0, 0, 0]]);
    }
    expect(await tab.context().cookies()).toEqual([]);
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('weighs at most 40 KB with all that it loads', async () => {
    const weightOf = async (path: string) => {
      const answer = await fetch(site.origin + path, { headers: { 'Accept-Encoding': 'br' } });
      const text = await answer.text();
      const isSmall = answer.headers.get('Content-Encoding') === 'br';
      return { text, bytes: isSmall ? brotliCompressSync(text).length : Buffer.byteLength(text) };
    };
    for (const path of everyPath) {
      const name = `/${language}${path === '/' ? '' : path}`;
      const page = await weightOf(name);
      const assets = [...page.text.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, address = '']) => address);
      const loaded = await Promise.all(assets.map((address) => weightOf(address)));
      const bytes = loaded.reduce((sum, one) => sum + one.bytes, page.bytes);
      // The page of components is for those who build.
      if (path !== '/style') expect([name, bytes <= 40 * 1024]).toEqual([name, true]);
    }
  });

  test('says the same without script', async () => {
    const scripted = await browser.newPage();
    const plain = await browser.newPage({ javaScript: false });
    for (const path of everyPath) {
      const address = `${site.origin}/${language}${path === '/' ? '' : path}`;
      await scripted.goto(address);
      await plain.goto(address);
      expect(await plain.innerText('body')).toBe(await scripted.innerText('body'));
      expect(await plain.getAttribute('html', 'lang')).toBe(language);
    }
  });
});

test.each([320, 1440])('every public page in Spanish fits at %i pixels', async (width) => {
  const tab = await browser.newPage({ viewport: { width, height: 900 }, javaScript: false });
  for (const path of everyPath) {
    const name = `/es${path === '/' ? '' : path}`;
    await tab.goto(site.origin + name);
    expect([name, await overflow(tab), await tab.getAttribute('html', 'lang')]).toEqual([name, 0, 'es']);
  }
});

const FURTHER = PUBLIC_LANGUAGES.filter((language) => !LANGUAGES.some((full) => full === language));
const PUBLIC_PATHS = ['', ...Object.values(GUIDE_PATHS)];

describe.each(FURTHER)('every public page in %s', (language) => {
  test('fits on the smallest phone, passes axe, and has both ways out in its first line', async () => {
    const tab = await browser.newPage({ viewport: { width: 320, height: 640 }, javaScript: false });
    for (const path of PUBLIC_PATHS) {
      const name = `/${language}${path}`;
      const response = await tab.goto(site.origin + name);
      expect([name, response?.status()]).toEqual([name, 200]);
      expect(await tab.getAttribute('html', 'lang')).toBe(language);
      expect([name, await overflow(tab)]).toEqual([name, 0]);
    }
    const boxes = await Promise.all(
      ['.top .clew', '.top .blank', '.top .leave:not(.skip)'].map((part) => tab.locator(part).boundingBox()),
    );
    const middles = boxes.map((box) => Math.round((box?.y ?? 0) + (box?.height ?? 0) / 2));
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(4);
    const scripted = await browser.newPage({ viewport: { width: 320, height: 640 } });
    for (const path of ['', '/i/3']) {
      await scripted.goto(`${site.origin}/${language}${path}`);
      expect([path, await findBreaches(scripted)]).toEqual([path, []]);
    }
  });

  test('weighs at most 40 KB with all that it loads, and leads to the law in English', async () => {
    const bytesOf = async (path: string) => {
      const answer = await fetch(site.origin + path, { headers: { 'Accept-Encoding': 'br' } });
      const text = await answer.text();
      const isSmall = answer.headers.get('Content-Encoding') === 'br';
      return { text, bytes: isSmall ? brotliCompressSync(text).length : Buffer.byteLength(text) };
    };
    for (const path of PUBLIC_PATHS) {
      const page = await bytesOf(`/${language}${path}`);
      const assets = [...page.text.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, address = '']) => address);
      const loaded = await Promise.all(assets.map((address) => bytesOf(address)));
      const bytes = loaded.reduce((sum, one) => sum + one.bytes, page.bytes);
      expect([path, bytes <= (path === '' ? 14 : 40) * 1024]).toEqual([path, true]);
    }
    const law = await fetch(`${site.origin}/${language}/law?q=trafficking`, { redirect: 'manual' });
    expect([law.status, law.headers.get('Location')]).toEqual([303, '/en/law?q=trafficking']);
  });
});

describe('the first page', () => {
  test('is walked by keyboard in the order it is read, with the way out second', async () => {
    const tab = await open('/en');
    const order: string[] = [];
    for (let step = 0; step < 9; step++) {
      await tab.keyboard.press('Tab');
      order.push(await tab.evaluate<string>('document.activeElement.innerText.split("\\n")[0]'));
    }
    expect(order).toEqual([
      'Go to the text',
      'Leave now',
      'Clew',
      'Language',
      'Blank page',
      'Leave now',
      'Hello',
      'Bonjour',
      'Hola',
    ]);
  });

  test('shows where the keyboard is', async () => {
    const tab = await open('/en');
    for (let step = 0; step < 9; step++) {
      await tab.keyboard.press('Tab');
      expect(await tab.evaluate('getComputedStyle(document.activeElement).outlineWidth')).toBe('3px');
    }
  });

  test('has a skip link that leads past the bar', async () => {
    const tab = await open('/en');
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    expect(await tab.evaluate('document.activeElement.id')).toBe('main');
  });

  test('fits when everything is twice as large', async () => {
    // 200 % zoom of a window of 1280 pixels is a window of 640.
    for (const path of ['/en', '/fr', '/ar'])
      expect(await overflow(await open(path, { viewport: { width: 640, height: 450 } }))).toBe(0);
  });
});

describe('leaving', () => {
  test('works by its link without script', async () => {
    const tab = await open('/en', { javaScript: false });
    await tab.click('.top .leave:not(.skip)');
    await tab.waitForURL(site.elsewhere);
  });

  test('works by three quick presses of Escape, and Back does not lead here again', async () => {
    const tab = await open('/fr');
    await tab.keyboard.press('Escape');
    await tab.keyboard.press('Escape');
    expect(tab.url()).toBe(`${site.origin}/fr`);
    await tab.keyboard.press('Escape');
    await tab.waitForURL(site.elsewhere);
    await tab.goBack();
    expect(tab.url()).toBe('about:blank');
  });

  test('is not set off by other keys between', async () => {
    const tab = await open('/en');
    for (const key of ['Escape', 'Escape', 'a', 'Escape', 'Escape']) await tab.keyboard.press(key);
    await tab.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    expect(tab.url()).toBe(`${site.origin}/en`);
  });
});

describe('a form in a real browser', () => {
  test('comes back without script with what was typed, into another language too', async () => {
    const tab = await open('/en/style', { javaScript: false });
    await tab.fill('#phone', '+00 555 O142');
    await tab.fill('#arrived', 'قبل رمضان');
    await tab.check('#can-leave-not_known');
    await tab.click('form.ask button');
    expect(await tab.innerText('#problems')).toContain('2 answers need another look');
    await tab.click('#languages button[lang=ar]');
    await tab.waitForSelector('html[dir=rtl]');
    expect(await tab.inputValue('#phone')).toBe('+00 555 O142');
    expect(await tab.inputValue('#arrived')).toBe('قبل رمضان');
    expect(await tab.isChecked('#can-leave-not_known')).toBe(true);
  });

  test('passes axe with its messages', async () => {
    const tab = await open('/ar/style');
    await tab.fill('#phone', 'x');
    await tab.click('form.ask button');
    await tab.waitForSelector('.wrong');
    expect(await tab.locator('.wrong').count()).toBe(2);
    expect(await findBreaches(tab)).toEqual([]);
  });

  test('begins with nothing chosen', async () => {
    const tab = await open('/en/style');
    expect(await tab.locator('main form :checked:not(option)').count()).toBe(0);
    expect(await tab.inputValue('#state')).toBe('');
  });
});

describe('however a page is shown', () => {
  test('in the dark its contrast holds', async () => {
    for (const path of ['/en', '/ar/style'])
      expect(await findBreaches(await open(path, { colorScheme: 'dark' }))).toEqual([]);
  });

  test('in forced colours solid, dotted and double still differ, and what can be pressed has an edge', async () => {
    const tab = await open('/en/style', { forcedColors: 'active' });
    const styles = await tab.evaluate(
      '["yes", "unk", "two"].map((name) => getComputedStyle(document.querySelector(".k." + name)).borderTopStyle)',
    );
    expect(styles).toEqual(['solid', 'dotted', 'double']);
    const edges = await tab.evaluate<string[]>(
      '[...document.querySelectorAll(".leave, .btn")].map((one) => getComputedStyle(one).borderTopStyle)',
    );
    expect(new Set(edges)).toEqual(new Set(['solid']));
    expect(await overflow(tab)).toBe(0);
  });

  test('nothing moves for whoever asked for less motion', async () => {
    const tab = await open('/en/style', { reducedMotion: 'reduce' });
    const moving = await tab.evaluate(
      '[...document.querySelectorAll("*")].filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0).length',
    );
    expect(moving).toBe(0);
  });

  test('on paper it has neither bar nor name, and every limb is open', async () => {
    const first = await open('/en');
    await first.emulateMedia({ media: 'print' });
    expect(await first.innerText('body')).not.toContain('Clew');
    const tab = await open('/en/style');
    await tab.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = false; })');
    const hidden = await tab.locator('.tree details .row').first().isVisible();
    await tab.emulateMedia({ media: 'print' });
    expect(await tab.locator('.top').isVisible()).toBe(false);
    expect(await tab.locator('.foot').isVisible()).toBe(false);
    expect([hidden, await tab.locator('.tree details .row').first().isVisible()]).toEqual([false, true]);
  });
});

test('a request under another host name is refused at the socket’s end too', async () => {
  const { port } = new URL(site.origin);
  const ask = (host: string) =>
    new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
      const request = httpRequest(
        { host: '127.0.0.1', port, path: '/en?a=b', headers: { host } },
        (response) => {
          response.resume();
          resolve([response.statusCode, response.headers.location]);
        },
      );
      request.once('error', reject).end();
    });
  expect(await ask('evil.example')).toEqual([421, undefined]);
  expect(await ask(`127.0.0.1:${port}`)).toEqual([308, `${site.origin}/en?a=b`]);
  expect(await ask(`localhost:${port}`)).toEqual([200, undefined]);
});
