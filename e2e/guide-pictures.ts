import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { serveSite } from './site-under-test.ts';

const FOLDER = join(dirname(import.meta.dirname), 'docs', 'guide', 'pictures');
const LANGUAGES = ['ar', 'ti'];
const SMALL_PHONE = { width: 320, height: 640 };

type Walk = { tab: Page; open: (path: string) => Promise<void>; press: (what: string) => Promise<void> };

/** Each step of a person's way, from the page before it. */
const STEPS: Readonly<Record<string, (walk: Walk, language: string) => Promise<void>>> = {
  'first-page': ({ open }) => open(''),
  'self-check': ({ open }) => open('/i/1'),
  question: ({ press }) => press('main form button'),
  result: async ({ press }) => {
    for (let at = 0; at < 15; at++) await press('.answers button:has(.yes)');
  },
  'rights-ask': ({ open }) => open('/i/2'),
  rights: async ({ tab, press }) => {
    await tab.selectOption('[name=where]', 'FR');
    await press('main form button');
  },
  ways: async ({ tab, open, press }) => {
    await open('/i/10');
    await tab.selectOption('[name=where]', 'FR');
    await press('main form button');
  },
  phone: ({ open }) => open('/i/3'),
  leaving: ({ open }) => open('/i/4'),
  leaflet: async ({ tab, open, press }, language) => {
    await open('/i/8');
    await tab.check('[name=what][value=signs]');
    await tab.selectOption('[name=one]', language);
    await tab.selectOption('[name=two]', 'en');
    await press('main form button');
  },
  poster: async ({ tab, open, press }, language) => {
    await open('/i/9');
    await tab.check('[name=what][value="guide.sign.papers"]');
    await tab.selectOption('[name=one]', language);
    await tab.check('[name=to][value=first]');
    await press('main form button');
  },
};

/** Takes a picture of each step in Arabic and Tigrinya, on a small phone, as a demo shows it. `fonts` are folders of fonts. */
export async function takePictures(fonts: readonly string[]): Promise<void> {
  const site = await serveSite();
  const browser = await launchBrowser({ fonts });
  await mkdir(FOLDER, { recursive: true });
  for (const language of LANGUAGES) {
    const tab = await browser.newPage({ viewport: SMALL_PHONE });
    const walk: Walk = {
      tab,
      open: async (path) => void (await tab.goto(`${site.origin}/${language}${path}`)),
      press: async (what) => void (await Promise.all([tab.waitForEvent('load'), tab.click(what)])),
    };
    for (const [name, step] of Object.entries(STEPS)) {
      await step(walk, language);
      // What the page is about, and not what stands above every page of a draft.
      if (name !== 'first-page')
        await tab.evaluate(`document.querySelector('.sheet, main h1').scrollIntoView()`);
      await tab.screenshot({ path: join(FOLDER, `${language}-${name}.png`) });
    }
  }
  await browser.close();
  await site.close();
}
