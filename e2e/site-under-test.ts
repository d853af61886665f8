import { randomBytes } from 'node:crypto';
import { guidePages } from '../app/guide/index.ts';
import { lawPages, loadLaw } from '../app/law/index.ts';
import { createSite, type Page, type Site } from '../app/web/index.ts';
import { type Served, serve } from './serve.ts';

export interface SiteUnderTest {
  readonly origin: string;
  readonly pages: readonly Page[];
  /** Where "leave now" leads: another site, served here too. */
  readonly elsewhere: string;
  close(): Promise<void>;
}

/** The public pages of all rooms. */
function roomPages(origin: string): readonly Page[] {
  const law = loadLaw();
  const shared = { key: randomBytes(32), random: randomBytes, today: () => '2026-03-16' as const };
  return [
    ...guidePages(law, {
      ...shared,
      now: () => new Date('2026-03-16T10:00:00Z'),
      isDemo: true,
      origin,
      help: async () => [],
    }),
    ...lawPages(law, shared),
  ];
}

/** The whole public site on a port of its own, with the page of components, as a demo. */
export async function serveSite(): Promise<SiteUnderTest> {
  const weather = await serve(
    () =>
      new Response('<!doctype html><title>Weather</title><p>Sun</p>', {
        headers: { 'Content-Type': 'text/html' },
      }),
  );
  // The site needs its origin, and the origin its port: it is built once the port is known.
  let site: Site | undefined;
  const served: Served = await serve((request) => {
    if (site === undefined) throw new Error('A request came before the site was built.');
    return site.fetch(request);
  });
  site = createSite({
    origin: served.origin,
    demo: true,
    development: true,
    pages: roomPages(served.origin),
    actions: ['public.read', 'public.assess', 'law.read', 'law.assess', 'development.style'],
    describeFault: () => undefined,
    leaveTo: `${weather.origin}/`,
    health: () => true,
    noteError: (error) => {
      throw error;
    },
  });
  return {
    origin: served.origin,
    pages: site.pages,
    elsewhere: `${weather.origin}/`,
    close: async () => {
      await served.close();
      await weather.close();
    },
  };
}
