import type { Law } from '@clew/rules';
import type { Page } from '../web/index.ts';
import { assessPages } from './assess-pages.tsx';
import { libraryPages } from './law-pages.tsx';

export { type AssessedCase, assessCase } from './assess-case.ts';
export { assessmentJson } from './assessment-json.ts';
export { AssessmentJson } from './assessment-schema.ts';
export { type AssessOptions, assess, type CommandOutput } from './command.ts';
export { loadLaw } from './load-law.ts';

/** Every page of this room, for a law. */
export function lawPages(law: Law): Page[] {
  return [...assessPages(law), ...libraryPages(law)];
}
