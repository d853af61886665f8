import { randomBytes } from 'node:crypto';
import type { Day } from '@clew/rules';
import type { ShownHelp } from '../../desk/index.ts';
import { loadLaw } from '../../law/index.ts';
import { createSite } from '../../web/index.ts';
import type { StateContent } from '../by-state/state-content.ts';
import { guidePages } from '../index.ts';
import type { Recordings } from '../recordings.ts';

const ORIGIN = 'http://localhost:1414';

type GuideUnderTest = {
  isDemo: boolean;
  today?: Day;
  /** What the directory shows: nothing, if nothing else is said. */
  help?: readonly ShownHelp[];
  now?: Date;
  origin?: string;
  content?: StateContent;
  recordings?: Recordings;
};

/** The guide's pages as a node serves them, on a day that stands still. */
export function serveGuide({
  isDemo,
  today = '2026-03-16',
  help = [],
  now,
  origin = ORIGIN,
  content,
  recordings,
}: GuideUnderTest) {
  const site = createSite({
    origin: ORIGIN,
    demo: isDemo,
    development: false,
    pages: guidePages(loadLaw(), {
      key: new Uint8Array(32),
      random: randomBytes,
      now: () => now ?? new Date(`${today}T10:00:00Z`),
      today: () => today,
      isDemo,
      help: async () => help,
      origin,
      content,
      recordings,
    }),
    actions: ['public.read', 'public.assess'],
    describeFault: () => undefined,
    leaveTo: 'https://weather.example/',
    health: () => true,
    noteError: (error) => {
      throw error;
    },
  });
  return {
    get: (path: string) => site.fetch(new Request(ORIGIN + path)),
    post: (path: string, form: URLSearchParams, headers: Record<string, string> = {}) =>
      site.fetch(
        new Request(ORIGIN + path, {
          method: 'POST',
          body: form.toString(),
          headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: ORIGIN, ...headers },
        }),
      ),
  };
}
