import type { Site } from '../../web/index.ts';
import { ORIGIN } from './test-desk.ts';

/** What a page showed; `saved` is true of a file to keep, which a browser does not show. */
export type Shown = {
  status: number;
  html: string;
  location: string | null;
  cookies: string[];
  saved: boolean;
};

/** A browser without scripts: it keeps cookies, follows where it is led, and sends the forms of the page it is on. */
export type TestBrowser = {
  cookies: Map<string, string>;
  /** The page last shown. */
  shown: Shown;
  visit(path: string): Promise<Shown>;
  /** Sends the form of the page that goes to `path`, with what it carries and what is typed. */
  send(path: string, typed?: Record<string, string | readonly string[]>): Promise<Shown>;
  /** Sends the form that goes to `path` with a file, as a browser does: its fields first. */
  upload(
    path: string,
    typed: Record<string, string>,
    file: { field: string; bytes: BlobPart },
  ): Promise<Shown>;
  /** Sends fields as they are, whatever page is shown. */
  post(
    path: string,
    fields: readonly (readonly [string, string])[],
    headers?: Record<string, string>,
  ): Promise<Shown>;
};

/** Opens a browser that nobody has used. `origin` is that of the site. */
export function openBrowser(site: Site, origin: string = ORIGIN): TestBrowser {
  const cookies = new Map<string, string>();

  async function ask(path: string, init: RequestInit = {}): Promise<Shown> {
    const headers = new Headers(init.headers);
    if (cookies.size > 0)
      headers.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await site.fetch(new Request(origin + path, { ...init, headers, redirect: 'manual' }));
    const set = response.headers.getSetCookie();
    for (const line of set) keepCookie(cookies, line);
    const location = response.headers.get('Location');
    const saved = /^attachment\b/.test(response.headers.get('Content-Disposition') ?? '');
    browser.shown = { status: response.status, html: await response.text(), location, cookies: set, saved };
    return response.status === 303 && location ? ask(location) : browser.shown;
  }

  const browser: TestBrowser = {
    cookies,
    shown: { status: 0, html: '', location: null, cookies: [], saved: false },
    visit: (path) => ask(path),
    post: (path, fields, headers = {}) =>
      ask(path, {
        method: 'POST',
        body: new URLSearchParams(fields.map(([name, value]) => [name, value])),
        headers,
      }),
    upload: (path, typed, { field, bytes }) => {
      const body = new FormData();
      for (const [name, value] of [...hiddenFields(browser.shown.html, path), ...Object.entries(typed)])
        body.append(name, value);
      body.append(field, new Blob([bytes]), 'file.csv');
      return ask(path, { method: 'POST', body });
    },
    send: (path, typed = {}) => {
      const fields = hiddenFields(browser.shown.html, path);
      const more = Object.entries(typed).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, one]),
      );
      return browser.post(path, [...fields, ...more]);
    },
  };
  return browser;
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (/Max-Age=0\b/.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

/** The hidden fields of the form that goes to a path. Throws if the page has none. */
export function hiddenFields(html: string, path: string): [string, string][] {
  const forms = [...html.matchAll(/<form[^>]*action="(?:\/(?:en|fr|es|ar))?([^"]*)"[^>]*>(.*?)<\/form>/gs)];
  const form = forms.find(([, action]) => action === path)?.[2];
  if (form === undefined) throw new Error(`The page has no form that goes to ${path}.`);
  return [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&')],
  );
}
