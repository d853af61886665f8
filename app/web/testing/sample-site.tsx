import { definePage, notFound, type Page } from '../page.ts';
import { createSite, type Site, type SiteSettings } from '../site.tsx';

export const ORIGIN = 'http://localhost:1414';

/** A fault that the sample site knows how to describe. */
class DatabaseAway extends Error {}

/** Pages that answer in every way a page can. */
const SAMPLE_PAGES: readonly Page[] = [
  definePage({
    path: '/law',
    method: 'get',
    action: 'law.read',
    title: 'shell.law',
    render: ({ query }) => <h1>Law {query.get('q') ?? ''}</h1>,
  }),
  definePage({
    path: '/law/:article',
    method: 'get',
    action: 'law.read',
    title: 'shell.law',
    render: ({ params }) => (params.article === 'one' ? <h1>Article {params.article}</h1> : notFound()),
  }),
  definePage({
    path: '/broken',
    method: 'get',
    action: 'law.read',
    title: 'shell.title',
    render: () => {
      throw new Error('the secret inside');
    },
  }),
  definePage({
    path: '/away',
    method: 'post',
    action: 'law.assess',
    title: 'shell.title',
    render: () => {
      throw new DatabaseAway('host db.internal refused');
    },
  }),
];

/** A site with the sample pages; `settings` changes what a test is about. */
export function sampleSite(settings: Partial<SiteSettings> = {}): Site {
  return createSite({
    origin: ORIGIN,
    demo: false,
    development: false,
    pages: SAMPLE_PAGES,
    actions: ['public.read', 'public.assess', 'law.read', 'law.assess', 'development.style'],
    describeFault: (error) =>
      error instanceof DatabaseAway
        ? { status: 503, message: 'fault.unexpected', retryAfter: 30 }
        : undefined,
    leaveTo: 'https://weather.example/',
    health: () => true,
    ...settings,
  });
}

/** Asks the site for a path of its origin, or for a full address. */
export function ask(site: Site, path: string, init: RequestInit = {}): Promise<Response> {
  return site.fetch(new Request(new URL(path, ORIGIN), { redirect: 'manual', ...init }));
}

/** Sends a form as a browser does. */
export function send(
  site: Site,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return ask(site, path, { method: 'POST', body: new URLSearchParams(fields), headers });
}
