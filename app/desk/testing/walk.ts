import type { TestWorker } from './people.ts';
import type { TestDesk } from './test-desk.ts';

/** Ids as they stand in pages and addresses. */
export const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** What somebody could follow or send. Of a form the fields that it brings; what would be typed is left empty. */
export type Way = { path: string; fields?: readonly [string, string][] };

/** Every way on the pages that a worker can reach, each once a path without its ids. */
export async function waysOf({ site }: TestDesk, { browser }: TestWorker): Promise<Way[]> {
  const found = new Map<string, Way>();
  const open = site.pages
    .filter(({ method, path }) => method === 'get' && path.startsWith('/desk') && !path.includes(':'))
    .map(({ path }) => path as string);
  const seen = new Set<string>();
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    if (seen.has(nameOf({ path }))) continue;
    seen.add(nameOf({ path }));
    const { html } = await browser.visit(path);
    for (const [, link = ''] of html.matchAll(/href="(?:\/(?:en|fr|es|ar))?(\/desk[^"#?]*)"/g)) {
      if (!hasId(link)) continue;
      found.set(nameOf({ path: link }), { path: link });
      open.push(link);
    }
    for (const way of formsIn(html)) found.set(nameOf(way), way);
  }
  return [...found.values()];
}

/** Whether there is an id in it. */
export function hasId(text: string): boolean {
  return text.search(UUID) >= 0;
}

/** A way by its path without ids. */
export function nameOf({ path, fields }: Way): string {
  return `${fields ? 'POST' : 'GET'} ${path.replaceAll(UUID, ':id')}`;
}

/** The forms of a page. */
function formsIn(html: string): Way[] {
  const forms = [
    ...html.matchAll(/<form[^>]*action="(?:\/(?:en|fr|es|ar))?(\/desk[^"]*)"[^>]*>(.*?)<\/form>/gs),
  ];
  return forms.map(([, path = '', inside = '']) => ({
    path,
    fields: [
      ...[...inside.matchAll(/<(?:input|option)[^>]*>/g)].flatMap(([tag]): [string, string][] => {
        const name = / name="([^"]*)"/.exec(tag)?.[1];
        const value = / value="([^"]*)"/.exec(tag)?.[1] ?? '';
        return name === undefined || name === 'form-token' ? [] : [[name, value]];
      }),
      ...[...inside.matchAll(/<select[^>]* name="([^"]*)"[^>]*>(.*?)<\/select>/gs)].flatMap(
        ([, name = '', options = '']): [string, string][] => {
          const id = options.match(UUID)?.[0];
          return id === undefined ? [] : [[name, id]];
        },
      ),
    ],
  }));
}
