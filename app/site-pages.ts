import type { Law } from '@clew/rules';
import { type Desk, deskPages, filePages, policyPages } from './desk/index.ts';
import { dayOf, lawPages } from './law/index.ts';
import type { Page } from './web/index.ts';

/** Every page that a node serves. */
export function sitePages(law: Law, desk: Desk): Page[] {
  const { sealKey: key, random, now } = desk;
  return [
    ...lawPages(law, { key, random, today: () => dayOf(now()) }),
    ...deskPages(desk, [...policyPages({ lawHash: law.hash }), ...filePages(law)]),
  ];
}
