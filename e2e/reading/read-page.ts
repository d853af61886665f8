import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const entry = createRequire(import.meta.url).resolve('@guidepup/virtual-screen-reader');
/** The package's own door answers to Node; this file of it is for browsers, and needs no other. */
const source = readFileSync(entry.replace(/lib\/.*$/, 'lib/esm/index.browser.js'), 'utf8');

/**
 * What a screen reader says of a page from its first to its last word, a line an item: Guidepup's, which follows the W3C's rules on
 * names and roles. The page must be opened with `bypassCSP`, as the reader runs in it.
 */
export async function transcriptOf(page: Page): Promise<string[]> {
  const said = await page.evaluate<string[]>(`(async () => {
    const address = URL.createObjectURL(new Blob([${JSON.stringify(source)}], { type: 'text/javascript' }));
    const { virtual } = await import(address);
    await virtual.start({ container: document.body });
    while ((await virtual.lastSpokenPhrase()) !== 'end of document') await virtual.next();
    const said = await virtual.spokenPhraseLog();
    await virtual.stop();
    return said;
  })()`);
  // The value of a button, which no reader that people use says, is another on each page of the self-check.
  return said.map((line) => line.replace(/^(button, .*), \w$/, '$1'));
}

/** A stop of the Tab key: what it is, and what it is called. */
type Stop = string;

/** Where the Tab key stops, from the top of the page until it leaves it. */
export async function tabStops(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<string>(`(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return '';
      const label = at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || at.value || '';
      const kind = at.type && at.tagName !== 'BUTTON' ? at.type : at.tagName.toLowerCase();
      return kind + ': ' + label.replace(/\\s+/g, ' ').trim();
    })()`);
    if (stop === '') return stops;
    stops.push(stop);
    if (stops.length > 300) throw new Error('The Tab key does not leave the page.');
  }
}
