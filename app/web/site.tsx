import { type Context, Hono } from 'hono';
import { respondWithProblem } from './api/answer-route.ts';
import type { ApiRoute } from './api/route.ts';
import { checkRoutes, serveRoutes } from './api/serve-routes.ts';
import { bundleAssets } from './assets.ts';
import { LEAVE_PATH } from './components/leave.tsx';
import { chooseEncoding, compressPage } from './compression.ts';
import { readCookie } from './cookies.ts';
import type { WebEvent } from './events.ts';
import { type FaultNotice, REFUSALS } from './fault.ts';
import { BareFaultPage } from './fault-page.tsx';
import { fillUp } from './fill-up.ts';
import { homePage } from './home-page.tsx';
import { chooseLanguage, Language, PUBLIC_LANGUAGES, PublicLanguage } from './language.ts';
import { type Answer, checkPages, languagesOf, type Page, settleAnswer, type Visit } from './page.ts';
import { type Asked, isApi, respondWithAnswer, respondWithFault, type SiteFacts } from './page-response.tsx';
import { beside, createPublicLine, type Others, type PublicLine } from './public-line.ts';
import type { StreamedForm } from './read-stream.ts';
import { renderDocument } from './render.tsx';
import { judgeHost, readForm, readLargeForm, uploadRefusal, withoutNull } from './request-guard.ts';
import { secureHeaders, WHOLE } from './security-headers.ts';
import { keepStill } from './still-pages.ts';
import { stylePages } from './style/style-page.tsx';
import { wordsIn } from './words.ts';

export interface SiteSettings {
  /** The one address of this site, with neither path nor trailing slash: `http://localhost:1414`. */
  readonly origin: string;
  /** True to say "demo" on every page. */
  readonly demo: boolean;
  /** True to serve `/style`. */
  readonly development: boolean;
  /** The pages of all rooms. */
  readonly pages: readonly Page[];
  /** The routes of all rooms, for programs. */
  readonly routes?: readonly ApiRoute[];
  /** The closed list of what can be done here, about which one function decides. */
  readonly actions: readonly string[];
  /** The closed set of faults that rooms throw; undefined for any other error, of which the page says nothing. */
  readonly describeFault: (error: unknown) => FaultNotice | undefined;
  /** Where "leave now" leads: an ordinary page of another site, by its full address. */
  readonly leaveTo: string;
  /** Whether the node can serve: its database answers. */
  readonly health: () => Promise<boolean> | boolean;
  /** Told of every error that `describeFault` does not know, with the action and never with what was typed. */
  readonly noteError?: ((error: unknown, action: string) => void) | undefined;
  /** Told of what is refused before any page is asked. */
  readonly note?: ((event: WebEvent) => void) | undefined;
  /** Where costly public work waits; by default a line of its own. */
  readonly line?: PublicLine | undefined;
}

export interface Site {
  /** Answers a request. Never rejects. */
  fetch(request: Request): Promise<Response>;
  /** Every page that is served, this slice's own included. */
  readonly pages: readonly Page[];
  /** Every route for programs. */
  readonly routes: readonly ApiRoute[];
}

/** Builds the site. Throws if a page or a route declares no action or one that is not in the list, has a path it may not have, or is there twice. */
export function createSite(settings: SiteSettings): Site {
  const paths = new Set<string>(
    settings.pages.filter(({ method }) => method === 'get').map(({ path }) => path),
  );
  const pages = [homePage(paths), ...settings.pages, ...(settings.development ? stylePages() : [])];
  const { routes = [] } = settings;
  checkPages(pages, new Set(settings.actions));
  checkRoutes(routes, new Set(settings.actions));
  checkAddresses(settings);
  const facts: SiteFacts = {
    assets: bundleAssets(settings.development),
    isDemo: settings.demo,
    hasLaw: paths.has('/law'),
    isHttps: settings.origin.startsWith('https:'),
  };
  const app = createRouter(settings, pages, facts);
  const answerStill = keepStill({ pages, addressesOf, kindOf });

  async function fetch(request: Request): Promise<Response> {
    const refused = guardHost(request, settings);
    const response = refused
      ? await sendSmall(request, refused)
      : await answerStill(request, async () => sendSmall(request, await app.fetch(request)));
    secureHeaders(response.headers, facts.isHttps);
    return response;
  }
  return { fetch, pages, routes };
}

function checkAddresses({ origin, leaveTo }: SiteSettings): void {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin)
    throw new Error(`"${origin}" is not an origin. Write it like https://clew.example, without a path.`);
  if (!URL.canParse(leaveTo))
    throw new Error(
      `"${leaveTo}" is not an address to leave to. Write it in full, like https://weather.example/.`,
    );
}

function createRouter(settings: SiteSettings, pages: readonly Page[], facts: SiteFacts): Hono {
  const app = new Hono({ strict: false });
  app.get('/health', async () => {
    const isWell = await isHealthy(settings);
    return Response.json({ ok: isWell }, { status: isWell ? 200 : 503 });
  });
  app.get(LEAVE_PATH, () => leave(settings.leaveTo));
  app.get('/assets/*', async (c) => (await facts.assets.serve(c.req.raw)) ?? c.notFound());
  const others: Others = { count: 0 };
  const { line = createPublicLine({ ...USUAL_LINE, isShared: () => others.count > 0 }) } = settings;
  serveRoutes(app, settings.routes ?? [], { settings, line, others });
  for (const page of pages)
    app.on(page.method.toUpperCase(), addressesOf(page), (c) =>
      servePage(c, { page, settings, facts, line, others }),
    );
  for (const { method, path, inEveryLanguage } of pages)
    if (method === 'get' && !inEveryLanguage) app.get(`/:tongue{${FURTHER.join('|')}}${path}`, leadToEnglish);
  for (const path of new Set(pages.map((page) => page.path)))
    app.on(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'], everyAddressOf(path), (c) => {
      settings.note?.('request.wrong-method');
      const response = respondWithFault(facts, { ...askedFrom(c), path: '/' }, REFUSALS.wrongMethod);
      response.headers.set('Allow', methodsOf(pages, path));
      return response;
    });
  app.notFound((c) => {
    const asked = askedFrom(c);
    const path = isApi(asked.path) ? asked.path : '/';
    return respondWithFault(facts, { ...asked, path }, REFUSALS.notFound);
  });
  // Only if the page for a fault itself fails: Hono's own handler would print the error.
  app.onError((error) => {
    settings.noteError?.(error, 'public.read');
    return new Response('Clew could not make this page. Try again in a minute.', { status: 500 });
  });
  return app;
}

function kindOf(
  { url, headers }: Request,
  page: Page,
): { language: PublicLanguage; encoding: string | undefined } {
  const [, first = ''] = new URL(url).pathname.split('/');
  const named = PublicLanguage.safeParse(first);
  return {
    language: named.success ? named.data : chooseLanguage(headers.get('Accept-Language'), languagesOf(page)),
    encoding: chooseEncoding(headers.get('Accept-Encoding')),
  };
}

/** A page stands under its own path, in the language the browser asks for, and under one path a language. */
function addressesOf(page: Page): string[] {
  return addressesIn(page.path, languagesOf(page));
}

function everyAddressOf(path: string): string[] {
  return addressesIn(path, PUBLIC_LANGUAGES);
}

function addressesIn(path: string, languages: readonly PublicLanguage[]): string[] {
  const tail = path === '/' ? '' : path;
  return [path, ...languages.map((language) => `/${language}${tail}`)];
}

/** The languages that only public pages speak. */
const FURTHER = PUBLIC_LANGUAGES.filter((language) => !Language.safeParse(language).success);

/** From a page in a language that another page has not, a link leads to that page in English. */
function leadToEnglish(c: Context): Response {
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(pathname.replace(/^\/[^/]+/, '/en') + search, 303);
}

function methodsOf(pages: readonly Page[], path: string): string {
  const methods = pages.filter((page) => page.path === path).map((page) => page.method);
  return methods.map((method) => (method === 'get' ? 'GET, HEAD' : 'POST')).join(', ');
}

/** What of an address a change of language carries along. It stands in every language's link. */
const LONGEST_QUERY = 1_000;

function askedFrom(c: Context, page?: Page): Asked {
  const languages = page ? languagesOf(page) : PUBLIC_LANGUAGES;
  const { pathname, search } = new URL(c.req.url);
  const [, first = '', ...rest] = pathname.replace(/(?<=.)\/$/, '').split('/');
  const query = search.length > LONGEST_QUERY ? '' : search;
  const named = PublicLanguage.safeParse(first);
  if (named.success)
    return { language: named.data, languages, path: `/${rest.join('/')}`, query, isGuessed: false };
  const language = chooseLanguage(c.req.header('Accept-Language') ?? null, languages);
  return { language, languages, path: `/${[first, ...rest].join('/')}`, query, isGuessed: true };
}

/** A page of a site, to be answered. */
type Served = {
  page: Page;
  settings: SiteSettings;
  facts: SiteFacts;
  line: PublicLine;
  others: Others;
};

async function servePage(c: Context, served: Served): Promise<Response> {
  const response = await answerPage(c, served);
  if (served.page.bytes !== undefined) return fillUp(response, served.page.bytes);
  if (served.page.cookies) response.headers.set('Cache-Control', WHOLE);
  return response;
}

async function answerPage(c: Context, { page, settings, facts, line, others }: Served): Promise<Response> {
  let asked = askedFrom(c, page);
  let sent = new URLSearchParams();
  let large: StreamedForm | undefined;
  const place = placeInLine();
  try {
    if (page.method === 'post') {
      const read = await readSent(c.req.raw, page, settings);
      if ('fields' in read) large = read;
      const form = 'fields' in read ? read.fields : read;
      if (!(form instanceof URLSearchParams)) {
        settings.note?.(form === REFUSALS.fromElsewhere ? 'form.from-elsewhere' : 'form.out-of-bounds');
        return respondWithFault(facts, asked, form);
      }
      sent = form;
      const { secrets = [], again = [] } = page;
      const left = secrets.filter((name) => !again.includes(name));
      asked = { ...asked, typed: without(form, secrets), again: without(form, left) };
    }
    const words = wordsIn(asked.language);
    const visit: Visit = {
      words,
      apart: place.apart,
      path: asked.path,
      params: Object.fromEntries(withoutNull(new URLSearchParams(c.req.param()))),
      query: withoutNull(new URL(c.req.url).searchParams),
      form: sent,
      file: large?.file,
      cookie: (name) =>
        page.cookies ? readCookie(c.req.header('Cookie') ?? null, name, facts.isHttps) : undefined,
    };
    const draw = async () => {
      const answer = await page.render(visit);
      refuseCookies(page, answer);
      return respondWithAnswer(facts, asked, { title: words.t(page.title), answer });
    };
    if (!isInLine(page)) return await beside(others, draw);
    const drawn = await drawInLine(line, { kind: page.path, draw, left: place.left });
    if (drawn) return drawn;
    settings.note?.('line.turned-away');
    return respondWithFault(facts, asked, REFUSALS.crowded);
  } catch (error) {
    const known = uploadRefusal(error) ?? settings.describeFault(error);
    if (known === undefined) settings.noteError?.(error, page.action);
    else settings.note?.('page.fault');
    return respondWithFault(facts, asked, known ?? REFUSALS.unexpected);
  } finally {
    await large?.end();
  }
}

/** A place in line that is given up where work goes on apart: `left` is settled then. */
function placeInLine(): { apart: Visit['apart']; left: Promise<void> } {
  let leave: () => void = () => undefined;
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const apart: Visit['apart'] = (work) => {
    leave();
    return work();
  };
  return { apart, left };
}

type Drawing = { kind: string; draw: () => Promise<Response>; left: Promise<void> };

/** Draws a page when its turn comes, and lets the next come once it is drawn or has given up its place; nothing where it was turned away. */
async function drawInLine(line: PublicLine, { kind, draw, left }: Drawing): Promise<Response | undefined> {
  let drawn: Promise<Response> | undefined;
  await line.run(kind, () => {
    drawn = draw();
    return Promise.race([drawn, left]);
  });
  return await drawn;
}

/** What was sent: all fields, or those before a large file; or why it is refused. */
function readSent(
  request: Request,
  { stream, file }: Page,
  { origin }: SiteSettings,
): Promise<URLSearchParams | StreamedForm | Exclude<Awaited<ReturnType<typeof readForm>>, URLSearchParams>> {
  return stream ? readLargeForm(request, { origin, stream }) : readForm(request, { origin, file });
}

/** Who is signed in never waits behind the public: a flood there would stop the desk. */
function isInLine({ cookies, method, costly }: Page): boolean {
  return !cookies && (costly ?? method === 'post');
}

/** So many as are served within the patience where each takes a fifth of a second, and as long again for others. */
const USUAL_LINE = {
  most: 64,
  patienceMs: 15_000,
  now: () => performance.now(),
  after: (ms: number, call: () => void) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** What may come back in another page: everything but what the page called a secret. */
function without(form: URLSearchParams, left: readonly string[]): URLSearchParams {
  return new URLSearchParams([...form].filter(([name]) => !left.includes(name)));
}

/** A visitor's browser keeps nothing of the public pages. */
function refuseCookies(page: Page, answer: Answer): void {
  const settled = settleAnswer(answer);
  if (!page.cookies && 'cookies' in settled && settled.cookies.length > 0)
    throw new Error(`The page ${page.path} gives a cookie and does not say that it may.`);
}

async function isHealthy(settings: SiteSettings): Promise<boolean> {
  try {
    return await settings.health();
  } catch {
    return false;
  }
}

/** Not "cookies": any site could lead here to sign workers out, of this and of other programs on this host. */
function leave(leaveTo: string): Response {
  return new Response(null, {
    status: 303,
    headers: { Location: leaveTo, 'Clear-Site-Data': '"cache", "storage"' },
  });
}

function guardHost(request: Request, { origin, demo, note }: SiteSettings): Response | undefined {
  const verdict = judgeHost(request.url, origin);
  if (verdict.kind === 'ours') return undefined;
  if (verdict.kind === 'redirect')
    return new Response(null, { status: 308, headers: { Location: verdict.location } });
  note?.('host.unknown');
  if (isApi(new URL(request.url).pathname)) return respondWithProblem(REFUSALS.wrongHost.status);
  const words = wordsIn(chooseLanguage(request.headers.get('Accept-Language'), PUBLIC_LANGUAGES));
  const html = renderDocument(
    <BareFaultPage fault={REFUSALS.wrongHost} origin={origin} isDemo={demo} />,
    words,
  );
  const headers = { 'Content-Type': 'text/html; charset=utf-8', Vary: 'Accept-Language' };
  return new Response(html, { status: REFUSALS.wrongHost.status, headers });
}

/**
 * Whether a page holds a secret of a session beside what somebody typed or an address brought: the length of such a page,
 * compressed, tells the secret bit by bit (BREACH).
 */
function isWhole(headers: Headers): boolean {
  return headers.get('Cache-Control') === WHOLE;
}

/** The response in the smallest form that the browser takes. Files come compressed already. */
async function sendSmall(request: Request, response: Response): Promise<Response> {
  const { headers, status } = response;
  if (response.body === null || headers.has('Content-Encoding')) return new Response(response.body, response);
  if (isWhole(headers)) return new Response(response.body, { status, headers });
  headers.append('Vary', 'Accept-Encoding');
  const encoding = chooseEncoding(request.headers.get('Accept-Encoding'));
  if (encoding === undefined) return new Response(response.body, { status, headers });
  const content = await compressPage(new Uint8Array(await response.arrayBuffer()), encoding);
  headers.set('Content-Encoding', encoding);
  return new Response(new Uint8Array(content), { status, headers });
}
