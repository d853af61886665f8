import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../app/web/index.ts';
import { type Served, serve } from '../serve.ts';
import { type SiteUnderTest, serveSite } from '../site-under-test.ts';
import { hasFirefox, type RunningFirefox, SAFEST, startFirefox, TOR_BROWSER } from './firefox.ts';

test('Firefox is there where every change is checked', () => {
  expect(hasFirefox || !process.env.CI).toBe(true);
});

const title = hasFirefox
  ? 'in Debian’s Firefox ESR, with what Tor Browser’s level “Safest” turns off'
  : 'NOT TESTED: Firefox ESR is not on this machine';

const SHOWY = `<!doctype html><title>as it came</title><meta charset="utf-8">
<svg width="177" height="30"><rect width="9" height="9"/></svg>
<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>
<p id="words">Quetzalzwinge</p><script>document.title = 'a script ran'</script>`;

describe.runIf(hasFirefox)(title, () => {
  let site: SiteUnderTest;
  let showy: Served;
  const running: RunningFirefox[] = [];
  let firefox: RunningFirefox;

  async function start(...preferences: Parameters<typeof startFirefox>): Promise<RunningFirefox> {
    const started = await startFirefox(...preferences);
    running.push(started);
    return started;
  }

  beforeAll(async () => {
    site = await serveSite();
    showy = await serve(
      () =>
        new Response(SHOWY, { headers: { 'Content-Type': 'text/html', 'Cache-Control': 'max-age=3600' } }),
    );
    firefox = await startFirefox({ ...SAFEST, ...TOR_BROWSER });
  });
  afterEach(async () => {
    for (const one of running.splice(0)) {
      await one.quit();
      await one.remove();
    }
  });
  afterAll(async () => {
    await firefox.quit();
    await firefox.remove();
    await site.close();
    await showy.close();
  });

  const pictureOn = async (one: RunningFirefox) => {
    const [picture] = await one.find('svg');
    return picture && Math.round((await one.box(picture)).width);
  };

  test('no script runs and no picture of shapes is drawn; without these preferences both are', async () => {
    await firefox.open(showy.origin);
    expect([await firefox.title(), await pictureOn(firefox)]).toEqual(['as it came', 0]);
    const ordinary = await start({});
    await ordinary.open(showy.origin);
    expect([await ordinary.title(), await pictureOn(ordinary)]).toEqual(['a script ran', 177]);
  });

  const paths = () =>
    site.pages.filter(({ method, path }) => method === 'get' && !path.includes(':')).map(({ path }) => path);

  test.each(LANGUAGES)(
    'every public page in %s has its words, and a way out that is large enough',
    async (language) => {
      await firefox.resize({ width: 500, height: 800 });
      for (const path of paths()) {
        const name = `/${language}${path === '/' ? '' : path}`;
        await firefox.open(site.origin + name);
        const [main] = await firefox.find('main');
        const [leave] = await firefox.find('.top .leave:not(.skip)');
        const { x, width } = main ? await firefox.box(main) : { x: -1, width: 0 };
        expect([name, x >= 0 && width > 300 && x + width <= 500]).toEqual([name, true]);
        expect([name, (await firefox.text('h1')).length > 0]).toEqual([name, true]);
        expect([name, leave && (await firefox.box(leave)).height >= 48]).toEqual([name, true]);
      }
    },
  );

  async function answerAll(answer: string): Promise<void> {
    await firefox.open(`${site.origin}/ar/i/1`);
    await firefox.click('main form button');
    for (let at = 0; at < 15; at++) await firefox.click(`.answers button:has(.${answer})`);
  }

  test('the whole way is open: fifteen answers, a name for it, the rights of a country, and out', async () => {
    await answerAll('yes');
    const [result] = await firefox.find('main a[href$="/i/2"]');
    expect(result).toBeDefined();
    await firefox.click('main a[href$="/i/2"]');
    await firefox.click('#where option[value=FR]');
    const [, , , , , , , , , victim] = await firefox.find('input[name=is]');
    await firefox.click(victim ?? '');
    await firefox.click('main .btn');
    expect(await firefox.text('main')).toContain('gives a safe place to stay');
    await firefox.click('.top .leave:not(.skip)');
    expect(await firefox.address()).toBe(site.elsewhere);
  });

  test('after leaving, Back shows no answer', async () => {
    await answerAll('yes');
    await firefox.click('.top .leave:not(.skip)');
    // Firefox asks before it sends a form again; until then it shows a page of its own.
    await firefox.back().catch(() => undefined);
    expect(await firefox.find('.answers, main a[href$="/i/2"]')).toEqual([]);
  });

  test('the blank page is there without the network', async () => {
    await firefox.open(`${site.origin}/en/i/3`);
    await firefox.click('.top .blank');
    expect(await firefox.address()).toBe('about:blank');
  });

  test.each([
    ['Tor Browser', { ...SAFEST, ...TOR_BROWSER }, false],
    ['a Firefox that keeps what it may', { 'browser.cache.disk.enable': true }, true],
  ])('the profile of %s holds no word of a page once it is closed', async (_, preferences, keepsOthers) => {
    const one = await start(preferences);
    await one.open(`${site.origin}/en/i/1`);
    await one.click('main form button');
    await one.click('.answers button:has(.yes)');
    await one.open(`${site.origin}/en/i/3`);
    await one.click('.top .leave:not(.skip)');
    await one.open(showy.origin);
    await one.quit();
    expect(
      await filesHolding(one.profile, ['Does someone else keep your passport', 'Staying safe with a phone']),
    ).toEqual([]);
    // A page of another site that takes no care: that this would find what a device keeps.
    expect((await filesHolding(one.profile, ['Quetzalzwinge'])).length > 0).toBe(keepsOthers);
    running.splice(running.indexOf(one), 1);
    await one.remove();
  });
});

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
