import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Field } from './people.ts';
import { type Planter, routeOf, type Typed } from './planter.ts';

const checkout = dirname(dirname(import.meta.dirname));

/** Walks the public pages and plants in every form that stands on one. */
export async function plantPublic(field: Field): Promise<void> {
  const browser = field.open();
  await walkLaw(field, browser);
  await plantInterview(field, browser);
  await plantCase(field, browser);
}

/** Every page of the law, one of each kind, found by its links; and every form there, as far as words go. */
async function walkLaw(field: Field, browser: Planter): Promise<void> {
  const { pages, walked } = field.tally;
  const open = pages.filter(({ method, path }) => method === 'get' && !/^\/(desk|assess)/.test(path));
  const waiting = open.map(({ path }) => path as string).filter((path) => !path.includes(':'));
  for (const path of waiting) {
    await browser.visit(path);
    for (const link of browser.links()) {
      const route = routeOf(pages, 'GET', link);
      const isNew = route !== undefined && !walked.has(`GET ${route}`) && !/^\/(desk|assess)/.test(route);
      if (isNew && !waiting.some((one) => routeOf(pages, 'GET', one) === route)) waiting.push(link);
    }
    await fillForms(browser, path);
  }
}

/** Sends each form of a page once, and once more what stands on the page that comes back. */
async function fillForms(browser: Planter, path: string): Promise<void> {
  for (const form of browser.forms().filter(({ fields }) => fields.some(({ kind }) => kind === 'words'))) {
    await browser.visit(path);
    if (!browser.has(form.path)) continue;
    await browser.fill(form.path);
    for (const target of form.elsewhere) {
      const { shown } = browser;
      if (browser.has(target)) await browser.fill(target);
      browser.shown = shown;
    }
    if (form.method === 'post' && browser.has(form.path))
      await browser.fill(form.path, chosenLast(browser, form.path));
  }
}

/** Of every choice the last, so that other fields come to stand there. */
function chosenLast(browser: Planter, path: string): Typed {
  const fields = browser.forms().find((form) => form.path === path)?.fields ?? [];
  const choices = fields.filter(({ kind, options }) => kind === 'choice' && options.length > 0);
  return Object.fromEntries(choices.map(({ name, options }) => [name, options.at(-1)]));
}

const MOST_QUESTIONS = 40;

/** Answers the questions of the interview one after the other, with words wherever some can be typed. */
async function plantInterview({ tally }: Field, browser: Planter): Promise<void> {
  // The guide: a question and what one chooses of a country; neither takes words.
  await browser.visit('/i/1');
  await browser.fill('/i/1');
  await browser.fill('/i/1', { say: '1' });
  await browser.visit('/i/2');
  await browser.fill('/i/2', { where: 'FR' });
  await browser.post('/i/7', [['need', 'law']]);
  for (const path of ['/i/10', '/i/11']) {
    await browser.visit(path);
    await browser.fill(path, { where: 'FR' });
  }
  // What is printed: which text and which languages, and no words of anybody's.
  await browser.visit('/i/8');
  await browser.fill('/i/8', { what: 'phone', one: 'en', two: 'fr' });
  await browser.visit('/i/9');
  await browser.fill('/i/9', { what: 'guide.sign.pay', one: 'en', to: 'first' });
  await browser.visit('/assess');
  await browser.fill('/assess');
  for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
    const form = browser.forms().find(({ path, method }) => path === '/assess' && method === 'post');
    if (form === undefined) break;
    const isTyped = form.fields.some(({ kind }) => kind === 'words');
    if (isTyped) await browser.fill('/assess');
    const words = form.fields.filter(({ kind }) => kind === 'words').map(({ name }) => [name, undefined]);
    await browser.fill(
      '/assess',
      isTyped ? { ...Object.fromEntries(words), ...notKnown(browser) } : notKnown(browser),
    );
  }
  tally.walked.add('interview');
}

/** “I do not know”, as far as it can be chosen. */
function notKnown(browser: Planter): Typed {
  const fields = browser.forms().find(({ path }) => path === '/assess')?.fields ?? [];
  const unknown = fields.flatMap(({ name, options }) =>
    options.filter((value) => value === 'not_known').map((value) => [name, value]),
  );
  return Object.fromEntries(unknown);
}

/** Pastes a case whose title and comments are canaries, and asks for all that can be made of it. */
async function plantCase({ tally }: Field, browser: Planter): Promise<void> {
  const example = await readFile(join(checkout, 'examples', 'domestic-worker.yaml'), 'utf8');
  const place = 'POST /assess/go-on case';
  const pasted = example
    .replace(/^title: .*$/m, `title: ${tally.canaries.words(place)}`)
    .replace(/^source: .*$/m, `source: ${tally.canaries.words(place)}`)
    .replace(/^ {2}# .*$/m, `  # ${tally.canaries.words(place)}`);
  await browser.visit('/assess/go-on');
  await browser.fill('/assess/go-on');
  await browser.visit('/assess/go-on');
  await browser.fill('/assess/go-on', { case: pasted });
  await browser.fill('/assess', { go: 'show' });
  const result = browser.shown;
  for (const path of ['/assess/memo', '/assess/case-file', '/assess/before-after']) {
    browser.shown = result;
    const { status } = await browser.fill(path, { reform: reformsOn(browser) });
    if (status !== 200) throw new Error(`${path} answered ${status}.`);
  }
}

/** Reforms that can be ticked on the shown page. */
function reformsOn(browser: Planter): readonly string[] {
  return browser
    .forms()
    .flatMap(({ fields }) => fields.find(({ name }) => name === 'reform')?.options ?? [])
    .slice(0, 1);
}
