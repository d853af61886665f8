import { readFileSync } from 'node:fs';
import type { Law } from '@clew/rules';
import {
  type Desk,
  deskPages,
  deskRoutes,
  filePages,
  policyPages,
  populationPages,
  readShownHelp,
} from './desk/index.ts';
import { composePages, guidePages } from './guide/index.ts';
import { dayOf, lawPages, lawRoutes, loadShelf } from './law/index.ts';
import { type ApiRoute, aboutRoutes, createCursors, type Page } from './web/index.ts';

/** Every page that a node serves. */
export function sitePages(law: Law, desk: Desk): Page[] {
  const { sealKey: key, random, now, isDemo, origin } = desk;
  return [
    ...lawPages(law, { key, random, today: () => dayOf(now()) }),
    ...guidePages(law, {
      ...{ key, random, now, today: () => dayOf(now()), isDemo, origin },
      help: () => readShownHelp(desk),
    }),
    ...deskPages(desk, [
      ...policyPages({ lawHash: law.hash }),
      ...filePages(law),
      ...populationPages(law),
      ...composePages(),
    ]),
  ];
}

const { version: VERSION } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

/** Every route for programs that a node serves, with those that describe them. */
export function siteRoutes(law: Law, desk: Desk): ApiRoute[] {
  const { sealKey: key, random, now } = desk;
  const cursors = createCursors({ key, random });
  const routes = [
    ...lawRoutes({ law, shelf: loadShelf(law), cursors, today: () => dayOf(now()) }),
    ...deskRoutes(desk),
  ];
  return [...aboutRoutes(routes, { title: 'Clew', version: VERSION }), ...routes];
}
