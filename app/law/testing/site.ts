import type { Day, Law } from '@clew/rules';
import { createSite, type Site } from '../../web/index.ts';
import { lawPages, loadLaw } from '../index.ts';
import { EMPTY_SHELF, loadShelf, type Shelf } from '../library/index.ts';

const ORIGIN = 'http://localhost:1414';
export const TODAY: Day = '2026-03-16';

/** Randomness that a test can repeat; never for real boxes. */
export function countedRandom(): (length: number) => Uint8Array {
  let made = 0;
  return (length) => {
    made += 1;
    return Uint8Array.from({ length }, (_, index) => (made + index) % 256);
  };
}

export type Fields = readonly (readonly [string, string])[];
export type Shown = { status: number; html: string; headers: Headers; bytes: Uint8Array };

/** The pages of this room on a site, and what failed inside while a test used them. */
type SiteUnderTest = {
  law: Law;
  site: Site;
  errors: unknown[];
  ask: (path: string) => Promise<Shown>;
  send: (fields: Fields, language?: string, path?: string) => Promise<Shown>;
  /** The same page's form again, with something typed, chosen or pressed. */
  again: (page: Shown, ...more: [string, string][]) => Promise<Shown>;
  /** The result of answers, by way of a file of them; what is chosen beside them is sent with it. */
  result: (answers: Record<string, string>, chosen?: Fields, language?: string) => Promise<Shown>;
  /** What the case file of a page's answers says. */
  answersOf: (page: Shown) => Promise<string>;
  /** The page of a question that was answered before, others before it. */
  question: (asked: string, was: string, others?: Record<string, string>) => Promise<Shown>;
};

/** A site with a key of its own. Two sites with one key are two web processes of one node. */
export function lawSite({
  law = loadLaw(),
  key = 7,
  // The decisions of this checkout speak of its own law, and of no other.
  shelf = law === loadLaw() ? loadShelf(law) : EMPTY_SHELF,
}: {
  law?: Law;
  key?: number;
  shelf?: Shelf;
} = {}): SiteUnderTest {
  const errors: unknown[] = [];
  const site = createSite({
    origin: ORIGIN,
    demo: false,
    development: false,
    pages: lawPages(law, {
      key: new Uint8Array(32).fill(key),
      random: countedRandom(),
      today: () => TODAY,
      shelf,
    }),
    actions: ['public.read', 'public.assess', 'law.read', 'law.assess'],
    describeFault: () => undefined,
    leaveTo: 'https://weather.example/',
    health: () => true,
    noteError: (error) => errors.push(error),
  });
  const fetch = async (path: string, init?: RequestInit): Promise<Shown> => {
    const response = await site.fetch(new Request(new URL(path, ORIGIN), init));
    const bytes = new Uint8Array(await response.arrayBuffer());
    return {
      status: response.status,
      html: new TextDecoder().decode(bytes),
      headers: response.headers,
      bytes,
    };
  };
  const send: SiteUnderTest['send'] = (fields, language = 'en', path = '/assess') =>
    fetch(`/${language}${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields.map(([name, value]) => [name, value])),
    });
  const again: SiteUnderTest['again'] = (page, ...more) => send([...carriedBy(page.html), ...more]);
  const result: SiteUnderTest['result'] = async (answers, chosen = [], language = 'en') => {
    const page = await send([['case', caseFile(answers)]], language, '/assess/go-on');
    return chosen.length === 0 ? page : send([...carriedBy(page.html), ['go', 'show'], ...chosen], language);
  };
  const question: SiteUnderTest['question'] = async (asked, was, others = {}) =>
    again(await result({ ...others, [asked]: was }, [['topic', 'trafficking']]), ['go', 'back']);
  const answersOf: SiteUnderTest['answersOf'] = async (page) => {
    const stopped = await again(page, ['go', 'stop']);
    return (await send(carriedBy(stopped.html), 'en', '/assess/case-file')).html;
  };
  return { law, site, errors, ask: (path) => fetch(path), send, again, result, question, answersOf };
}

function caseFile(answers: Record<string, string>): string {
  const lines = Object.entries(answers).map(([fact, answer]) => `  ${fact}: ${answer}\n`);
  return `title: "Answers"\nsource: "A test"\nfacts:${lines.length === 0 ? ' {}\n' : `\n${lines.join('')}`}`;
}

/** What the start's form sends where nothing is chosen. */
export const BEGIN: Fields = [['begin', 'yes']];

/** What a page carries in its own form, as a browser would send it. */
export function carriedBy(html: string): [string, string][] {
  const form = /<form class="ask"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  return [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map((m) => [
    m[1] ?? '',
    m[2] ?? '',
  ]);
}

/** The fields in which an answer is typed. */
export function typed(answer: string): [string, string][] {
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(answer);
  if (!day) return [['answer', answer]];
  return ['', 'year', 'month', 'day'].flatMap((name, index): [string, string][] =>
    index === 0 ? [] : [[name, String(Number(day[index]))]],
  );
}

/** The question that a page shows; nothing where it shows none. */
export function asked(html: string): string | undefined {
  return new Map(carriedBy(html)).get('asked');
}

/** What of an element stands in its first heading. */
export function heading(html: string): string {
  return words(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? '').trim();
}

/** A page's words without its tags. */
export function words(html: string): string {
  return html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

/** A page without its bar and its foot. */
export function mainOf(html: string): string {
  return /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
}

/** One part of a result, by its id. */
export function partOf(html: string, id: string): string {
  return new RegExp(`<section class="part" id="${id}"[\\s\\S]*?</section>`).exec(html)?.[0] ?? '';
}

/** The rows of a page's tables in which something stands. */
export function rowsWith(html: string, part: string): string[] {
  return (html.match(/<tr[\s\S]*?<\/tr>/g) ?? []).filter((row) => row.includes(part));
}
