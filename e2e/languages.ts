import type { Language } from '../app/web/index.ts';

/** The languages that the longest ways are gone in, with axe: Spanish is read like French, and `pages.test.ts` looks at its width on every public page. */
export const WALKED = ['en', 'fr', 'ar'] as const satisfies readonly Language[];
