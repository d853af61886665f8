import type { Page } from '../../app/web/index.ts';
import type { Canaries } from './canaries.ts';
import { readForms, readLinks, type ShownField, type ShownForm } from './read-forms.ts';

/** What a page answered. */
export type Shown = { status: number; html: string; location: string | null };

/** What is typed or chosen where not a canary; undefined leaves the field out. */
export type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What was walked and planted by all browsers together, as `METHOD /path/:id` and `METHOD /path/:id field`. */
export type Tally = {
  canaries: Canaries;
  pages: readonly Page[];
  walked: Set<string>;
  seen: Set<string>;
  planted: Set<string>;
};

/** A browser without scripts that plants a canary wherever it may type. */
export type Planter = {
  shown: Shown;
  readonly cookies: ReadonlyMap<string, string>;
  visit(path: string): Promise<Shown>;
  /**
   * Fills the form of the shown page that goes to `path`, with a canary wherever `typed` says nothing, and sends it. What
   * `typed` says of no field is the button that is pressed.
   */
  fill(path: string, typed?: Typed): Promise<Shown>;
  /** Sends fields as they are. */
  post(path: string, fields: readonly (readonly [string, string])[]): Promise<Shown>;
  forms(): ShownForm[];
  /** Whether a form of the shown page goes there. */
  has(path: string): boolean;
  links(): string[];
};

export type PlanterOptions = {
  origin: string;
  tally: Tally;
  /** Told before a form is sent. */
  before?: (path: string) => Promise<void>;
  /** Told of every cookie that was given. */
  onCookie?: (value: string) => void;
  /** What sends a request, if not `fetch`. */
  send?: (url: string, init: RequestInit) => Promise<Response>;
};

/** Opens a browser that nobody has used. */
export function openPlanter({ origin, tally, before, onCookie, send = fetch }: PlanterOptions): Planter {
  const cookies = new Map<string, string>();

  async function ask(path: string, init: RequestInit = {}): Promise<Shown> {
    const method = init.method ?? 'GET';
    const route = routeOf(tally.pages, method, path);
    if (route !== undefined) tally.walked.add(`${method} ${route}`);
    const headers = new Headers(init.headers);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (cookie !== '') headers.set('Cookie', cookie);
    if (method === 'POST') await before?.(path);
    const response = await send(origin + path, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(line);
    const location = response.headers.get('Location');
    browser.shown = { status: response.status, html: await response.text(), location };
    if (response.status === 303 && location) return ask(new URL(location, origin).pathname);
    noteFields();
    return browser.shown;
  }

  function keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/Max-Age=0\b/.test(line)) cookies.delete(name);
    else cookies.set(name, value);
    if (value !== '') onCookie?.(value);
  }

  function noteFields(): void {
    for (const form of readForms(browser.shown.html))
      for (const field of form.fields) if (isTyped(field)) tally.seen.add(nameOf(form, field.name));
  }

  function nameOf(form: ShownForm, field: string): string {
    const method = form.method.toUpperCase();
    return `${method} ${routeOf(tally.pages, method, form.path) ?? form.path} ${withoutIds(field)}`;
  }

  function valuesOf(form: ShownForm, field: ShownField, typed: Typed): readonly string[] {
    if (Object.hasOwn(typed, field.name)) {
      const given = [typed[field.name] ?? []].flat();
      if (given.some((value) => tally.canaries.placeIn(value) !== undefined))
        tally.planted.add(nameOf(form, field.name));
      return given;
    }
    if (field.kind === 'choice') return field.values.length > 0 ? field.values : field.options.slice(0, 1);
    if (!isTyped(field)) return field.values;
    const place = nameOf(form, field.name);
    tally.planted.add(place);
    return [field.kind === 'secret' ? tally.canaries.passphrase(place) : tally.canaries.words(place)];
  }

  async function fill(path: string, typed: Typed = {}): Promise<Shown> {
    const form = chooseForm(readForms(browser.shown.html), path, typed);
    if (form === undefined)
      throw new Error(`The page has no form that goes to ${path}. It is:\n${textOf(browser.shown.html)}`);
    const pressed = Object.entries(typed).filter(
      ([name]) => !form.fields.some((field) => field.name === name),
    );
    const fields = [
      ...form.fields.flatMap((field) =>
        valuesOf(form, field, typed).map((value): [string, string] => [field.name, value]),
      ),
      ...pressed.flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one])),
    ];
    if (form.method === 'get') return ask(`${path}?${new URLSearchParams(fields)}`);
    return form.hasFile ? sendFile(path, form, fields) : browser.post(path, fields);
  }

  function sendFile(path: string, form: ShownForm, fields: readonly [string, string][]): Promise<Shown> {
    const body = new FormData();
    const isFile = (name: string) =>
      form.fields.some((field) => field.name === name && field.kind === 'file');
    for (const [name, value] of fields) {
      if (isFile(name))
        body.append(name, new Blob([value], { type: 'text/plain' }), `${value.slice(0, 12)}.txt`);
      else body.append(name, value);
    }
    return ask(path, { method: 'POST', body });
  }

  const browser: Planter = {
    shown: { status: 0, html: '', location: null },
    cookies,
    visit: (path) => ask(path),
    fill,
    post: (path, fields) =>
      ask(path, {
        method: 'POST',
        body: new URLSearchParams(fields.map(([name, value]) => [name, value])),
      }),
    forms: () => readForms(browser.shown.html),
    has: (path) =>
      readForms(browser.shown.html).some((one) => one.path === path || one.elsewhere.includes(path)),
    links: () => readLinks(browser.shown.html),
  };
  return browser;
}

/** The form that goes there; of several the first that has the fields that are typed, and says in hidden ones what is typed. */
function chooseForm(forms: readonly ShownForm[], path: string, typed: Typed): ShownForm | undefined {
  const there = forms.filter((form) => form.path === path || form.elsewhere.includes(path));
  const known = Object.entries(typed).filter(([name]) =>
    there.some((form) => form.fields.some((field) => field.name === name)),
  );
  return there.find(({ fields }) =>
    known.every(([name, value]) => {
      const field = fields.find((one) => one.name === name);
      return field?.kind === 'hidden' && name === 'do' ? field.values[0] === value : field !== undefined;
    }),
  );
}

/** The words that a page shows, for a message. */
export function textOf(html: string): string {
  const main = /<main\b.*<\/main>/s.exec(html)?.[0] ?? html;
  return main
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 1500);
}

function isTyped({ kind }: ShownField): boolean {
  return kind === 'words' || kind === 'secret' || kind === 'file';
}

function withoutIds(name: string): string {
  return name.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replaceAll(/\d+/g, ':n');
}

/** The path of the page that answers, as it was declared. The most exact one, as the site finds it. */
export function routeOf(pages: readonly Page[], method: string, path: string): string | undefined {
  const asked = (path.replace(/\?.*$/, '').replace(/^\/(en|fr|es|ar)(?=\/|$)/, '') || '/').split('/');
  const fits = (declared: string) => {
    const parts = declared.split('/');
    return (
      parts.length === asked.length && parts.every((part, at) => part.startsWith(':') || part === asked[at])
    );
  };
  const found = pages.filter((page) => page.method.toUpperCase() === method && fits(page.path));
  return found.toSorted((one, other) => countParams(one.path) - countParams(other.path))[0]?.path;
}

function countParams(path: string): number {
  return path.split(':').length;
}
