import { describe, expect, test } from 'vitest';
import { type MessageKey, PUBLIC_LANGUAGES, type PublicLanguage } from '../web/index.ts';
import { CATALOGUES, englishOf, LANGUAGE_FACTS, PUBLIC_KEYS } from '../web/testing/index.ts';
import { GUIDE_PATHS } from './paths.ts';
import { serveGuide } from './testing/site.ts';

const site = serveGuide({ isDemo: false });
const demo = serveGuide({ isDemo: true });
const TRANSLATED = PUBLIC_LANGUAGES.filter((language) => language !== 'en');

type Shown = { name: string; html: string };

const form = (fields: Record<string, string>) => new URLSearchParams(fields);
const FRANCE = form({ where: 'FR', is: 'a' });

/** Every public page in a language, those that answer a form among them. */
async function pagesIn(language: PublicLanguage, from = site): Promise<Shown[]> {
  const got = ['', ...Object.values(GUIDE_PATHS)].map((path) => ({
    name: `/${language}${path}`,
    answer: from.get(`/${language}${path}`),
  }));
  const sent = [
    ['/i/1', form({ a: '', at: '00', say: '0' })],
    ['/i/2', FRANCE],
    ['/i/2', form({ where: 'XX' })],
    ['/i/10', form({ where: 'FR' })],
    ['/i/11', form({ where: 'FR' })],
    ['/i/8', form({ what: 'phone', one: 'en', two: 'fr' })],
    ['/i/9', form({ what: 'guide.sign.pay', one: 'en', to: 'first' })],
  ] as const;
  const posted = sent.map(([path, fields]) => ({
    name: `POST /${language}${path}`,
    answer: from.post(`/${language}${path}`, fields),
  }));
  return Promise.all(
    [...got, ...posted, { name: `/${language}/nothing`, answer: from.get(`/${language}/nothing`) }].map(
      async ({ name, answer }) => ({ name, html: await (await answer).text() }),
    ),
  );
}

/** As the page writes it. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const isPlain = (text: string) => !/[{}<>]/.test(text);

/** The page without what says of itself that it is English. */
function withoutEnglish(html: string): string {
  return html
    .replace(/<div lang="en" dir="ltr">[\s\S]*?(?=<\/main>|<p class="read">)/g, '')
    .replace(/<(span|p|a)\b[^>]*\blang="en"[^>]*>[\s\S]*?<\/\1>/g, '');
}

describe.each(TRANSLATED)('the public pages in %s', (language) => {
  test('are in that language and its direction, with every value in its place', async () => {
    const { direction } = LANGUAGE_FACTS[language];
    for (const { name, html } of await pagesIn(language)) {
      expect(html, name).toContain(`<html lang="${language}" dir="${direction}">`);
      expect(html, name).not.toMatch(/[{}\uFDD0\uFDD1]/);
    }
  });

  test('show no sentence that safety hangs on as a machine draft alone', async () => {
    const drafts = PUBLIC_KEYS.filter(
      (key) => englishOf(key).safety && CATALOGUES[language][key]?.status === 'draft',
    );
    let seen = 0;
    for (const { name, html } of await pagesIn(language)) {
      const offered = html.replace(/<small class="unread">.*?<\/small>/g, '');
      for (const key of drafts) {
        const { text = '' } = CATALOGUES[language][key] ?? {};
        const beside = `<span class="beside" lang="en" dir="ltr">${escaped(englishOf(key).text)}</span>`;
        for (const [index] of occurrences(offered, `>${escaped(text)}<`)) {
          // The English itself, where both say the same.
          if (offered.slice(0, index + 1).endsWith('class="beside" lang="en" dir="ltr">')) continue;
          const after = offered.slice(index + 1 + escaped(text).length);
          expect([name, key, after.startsWith(beside)]).toEqual([name, key, true]);
          seen += 1;
        }
      }
    }
    if (drafts.length > 0) expect(seen).toBeGreaterThan(60);
  });

  test('say of every English sentence in them that it is English', async () => {
    const english = PUBLIC_KEYS.map((key) => englishOf(key).text).filter(
      (text) => isPlain(text) && text.length > 14,
    );
    for (const { name, html } of await pagesIn(language)) {
      const rest = withoutEnglish(html);
      for (const text of english) expect(rest.includes(escaped(text)), `${name}: ${text}`).toBe(false);
    }
  });

  test('are offered as drafts that an interpreter should be asked about, but in a demo', async () => {
    const offer = (key: MessageKey) => escaped(CATALOGUES[language][key]?.text ?? '');
    const html = await (await site.get('/en')).text();
    const tile = new RegExp(`<a href="/${language}"[^>]*lang="${language}"[^>]*>.*?</a>`).exec(html)?.[0];
    expect(tile).toContain(`<b>${LANGUAGE_FACTS[language].greeting}</b>`);
    expect(tile).toContain(`<small class="unread">${offer('shell.draft.offer')}</small>`);
    expect(html).toContain(escaped(englishOf('shell.draft.offers').text));
    const opened = await (await site.get(`/${language}/i/3`)).text();
    expect(opened).toContain(`${offer('shell.draft.offer')}<span class="beside" lang="en"`);
    expect(await (await demo.get('/en')).text()).not.toContain('class="unread"');
  });

  test('have one length where their length would tell something', async () => {
    const lengthOf = async (answer: Promise<Response>) => (await (await answer).arrayBuffer()).byteLength;
    const check = [
      site.get(`/${language}/i/1`),
      site.post(`/${language}/i/1`, form({ a: '', at: '00', say: '0' })),
      site.post(`/${language}/i/1`, form({ a: '', at: '00', say: 's' })),
    ];
    expect(new Set(await Promise.all(check.map(lengthOf)))).toEqual(new Set([24 * 1024]));
    const texts = ['/i/3', '/i/4', '/i/5', '/i/6'].map((path) => site.get(`/${language}${path}`));
    expect(new Set(await Promise.all(texts.map(lengthOf)))).toEqual(new Set([16 * 1024]));
    const rights = ['FR', 'GB', 'CF', 'TD', 'VA'].map((where) =>
      site.post(`/${language}/i/2`, form({ where })),
    );
    expect(new Set(await Promise.all(rights.map(lengthOf)))).toEqual(new Set([28 * 1024]));
  });
});

function occurrences(text: string, part: string): [number][] {
  const found: [number][] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push([at]);
  return found;
}

test('what the law says stands in English on a page of a language that it has not, and says so', async () => {
  const html = await (await demo.post('/ti/i/2', FRANCE)).text();
  expect(html).toMatch(/<div lang="en" dir="ltr"><ul><li>[\s\S]*href="\/en\/law\/[^"]+"/);
});
