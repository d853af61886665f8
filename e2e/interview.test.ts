import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type PageOptions, type TestBrowser } from './browser.ts';
import { WALKED } from './languages.ts';
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

const PHONE = { width: 320, height: 640 };
const DESK = { width: 1440, height: 900 };

async function open(path: string, options: PageOptions = {}): Promise<Page> {
  const page = await browser.newPage(options);
  await page.goto(site.origin + path);
  return page;
}

/** Presses a button and waits for the page that it leads to. */
async function press(tab: Page, selector: string): Promise<void> {
  await Promise.all([tab.waitForNavigation(), tab.locator(selector).first().click()]);
}

const NEXT = 'main button.btn:not(.two)';

/** Answers the question on the page: one that takes a number or a day with one, others by their place. */
async function answer(tab: Page, place: number): Promise<void> {
  const choices = tab.locator('.answers input');
  if ((await choices.count()) > 0) await choices.nth(place).check();
  else if ((await tab.locator('input[name=year]').count()) > 0) {
    await tab.fill('input[name=day]', '3');
    await tab.selectOption('select[name=month]', '2');
    await tab.fill('input[name=year]', '2026');
  } else await tab.fill('input[name=answer]', '16');
}

const isQuestion = async (tab: Page) => (await tab.locator('input[name=asked]').count()) > 0;

/** A result of many answers, by way of a file of them. */
async function openResult(language: string, options: PageOptions = {}): Promise<Page> {
  const tab = await open(`/${language}/assess/go-on`, options);
  await tab.fill(
    'textarea',
    [
      'title: "Answers"',
      'source: "A test"',
      'facts:',
      '  age: not_known',
      '  believed-child: yes',
      '  act.recruited: yes',
      '  act.transported: withheld',
      '  purpose.labour: yes',
      '  grounds.reasonable: yes',
      '  identification.complete: no',
      '  public-order: not_known',
      '  reflection.day: 2026-03-02',
      '  ground.race: no',
      '',
    ].join('\n'),
  );
  await press(tab, NEXT);
  return tab;
}

test('someone who has never seen it answers in Arabic on a phone without script, reads why, and opens the cited article', async () => {
  const tab = await open('/ar', { javaScript: false, viewport: PHONE });
  await press(tab, '.doors a[href="/ar/assess"]');
  await tab.check('input[value=trafficking]');
  await press(tab, NEXT);
  let count = 0;
  for (; (await isQuestion(tab)) && count < 60; count++) {
    expect(await tab.getAttribute('html', 'dir')).toBe('rtl');
    expect(await tab.locator('.why').innerText()).toContain('لماذا نسأل');
    expect(await tab.locator('.stay summary').isVisible()).toBe(true);
    await answer(tab, 0);
    await press(tab, NEXT);
  }
  expect(count).toBeGreaterThan(2);
  expect(await tab.innerText('h1')).toContain('الاتجار بالأشخاص');
  // Why: a limb that is folded opens, and its source leads to the article.
  const limb = tab.locator('[id="why-trafficking.victim"] .tree details').first();
  expect(await limb.getAttribute('open')).toBe(null);
  await limb.locator('summary').first().click();
  const source = limb.locator('a.cite').first();
  expect(await source.isVisible()).toBe(true);
  await Promise.all([tab.waitForNavigation(), source.click()]);
  expect(new URL(tab.url()).pathname).toMatch(/^\/ar\/law\/[a-z0-9-]+\/\d/);
  const { hash } = new URL(tab.url());
  expect(await tab.locator(`[id="${decodeURIComponent(hash.slice(1))}"]`).isVisible()).toBe(true);
});

describe.each(WALKED)('the interview in %s', (language) => {
  test('fits and passes axe at 320 pixels on every page, to its end', async () => {
    const tab = await open(`/${language}/assess`, { viewport: PHONE });
    await tab.check('input[value=trafficking]');
    const headings: string[] = [];
    for (let step = 0; step < 60; step++) {
      headings.push(await tab.innerText('h1'));
      expect([headings.at(-1), await overflow(tab)]).toEqual([headings.at(-1), 0]);
      expect([headings.at(-1), await findBreaches(tab)]).toEqual([headings.at(-1), []]);
      if (step > 0 && !(await isQuestion(tab))) break;
      // Every other answer is "I do not know", so that both ends of a rule are met.
      if (step > 0) await answer(tab, step % 2 === 0 ? 0 : 2);
      await press(tab, NEXT);
    }
    expect(headings.length).toBeGreaterThan(4);
    expect(await tab.locator('#holds').count()).toBe(1);
  });

  test.each([PHONE, DESK])(
    'shows a whole result at $width pixels, everything open, without overflow or breach',
    async (viewport) => {
      const tab = await openResult(language, { viewport });
      await tab.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
      expect(await overflow(tab)).toBe(0);
      expect(await findBreaches(tab)).toEqual([]);
    },
  );
});

describe('beside a question', () => {
  test('the answer so far stands open on a wide page and is folded on a phone, with its count in sight', async () => {
    const seen = async (viewport: typeof PHONE) => {
      const tab = await openResult('en', { viewport, javaScript: false });
      await press(tab, NEXT);
      expect(await tab.locator('.stay summary').innerText()).toMatch(/\d+ hold/);
      return tab.locator('.stay .knots li').first().isVisible();
    };
    expect(await seen(DESK)).toBe(true);
    expect(await seen(PHONE)).toBe(false);
  });

  test('a day is written in three fields, and what is wrong with it is said above them', async () => {
    const tab = await openResult('en', { viewport: PHONE });
    for (let step = 0; step < 12 && (await tab.locator('input[name=year]').count()) === 0; step++)
      await press(tab, 'button[value=back]');
    await tab.fill('input[name=day]', '31');
    await tab.selectOption('select[name=month]', '2');
    await press(tab, NEXT);
    expect(await tab.inputValue('input[name=day]')).toBe('31');
    expect(await tab.innerText('#problems')).toContain('Write a day that exists');
    expect(await findBreaches(tab)).toEqual([]);
  });
});

test('a question is answered by keyboard alone: arrow to the answer, Enter to go on', async () => {
  const tab = await open('/en/assess');
  await tab.focus('input[value=work]');
  await tab.keyboard.press('Space');
  await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
  const first = await tab.getAttribute('input[name=asked]', 'value');
  await tab.focus('.answers input');
  await tab.keyboard.press('ArrowDown');
  expect(await tab.isChecked('.answers input[value=no]')).toBe(true);
  await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
  expect(await tab.getAttribute('input[name=asked]', 'value')).not.toBe(first);
});

describe('the result', () => {
  test('on paper leaves folded what was folded, says so, and has neither buttons nor the name of the site', async () => {
    const tab = await openResult('en');
    await tab
      .locator('#why > details')
      .first()
      .evaluate((part: HTMLDetailsElement) => part.removeAttribute('open'));
    await tab.emulateMedia({ media: 'print' });
    expect(await tab.innerText('body')).not.toContain('Clew');
    expect(await tab.locator('main form').isVisible()).toBe(false);
    expect(await tab.innerText('main')).toContain('What was folded on the screen is not printed here');
    expect(await tab.locator('#why summary').first().isVisible()).toBe(true);
    expect(await tab.locator('#why .tree .row').first().isVisible()).toBe(false);
    expect(await tab.locator('#duties .line li').first().isVisible()).toBe(true);
    await tab
      .locator('#why > details')
      .first()
      .evaluate((part: HTMLDetailsElement) => part.setAttribute('open', ''));
    expect(await tab.locator('#why .tree .row').first().isVisible()).toBe(true);
  });

  test('leads to a file and a memo to keep, without script, under names that say nothing', async () => {
    const tab = await openResult('en', { javaScript: false });
    for (const [path, name] of [
      ['/en/assess/case-file', 'notes.yaml'],
      ['/en/assess/memo', 'notes.pdf'],
    ]) {
      const [download] = await Promise.all([
        tab.waitForEvent('download', { timeout: 90_000 }),
        tab.locator(`button[formaction="${path}"]`).click(),
      ]);
      expect(download.suggestedFilename()).toBe(name);
    }
  }, 120_000);

  test('switches a reform on and off without script', async () => {
    const tab = await openResult('en', { javaScript: false });
    const tick = tab.locator('input[name=reform]').first();
    await tick.check();
    await press(tab, 'button[value=show]');
    expect(await tab.innerText('.head')).toContain('With reforms that are not law');
    expect(await tick.isChecked()).toBe(true);
    await tick.uncheck();
    await press(tab, 'button[value=show]');
    expect(await tab.innerText('.head')).not.toContain('With reforms');
  });
});
