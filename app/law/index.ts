import type { Law } from '@clew/rules';
import type { Page } from '../web/index.ts';
import { assessPages } from './assess-pages.tsx';
import { libraryPages } from './law-pages.tsx';

export { type AgainOptions, again } from './again-command.ts';
export { type AssessedCase, assessCase } from './assess-case.ts';
export { assessmentJson } from './assessment-json.ts';
export { AssessmentJson } from './assessment-schema.ts';
export { type AssessOptions, assess } from './command.ts';
export type { CommandOutput } from './command-output.ts';
export { type FactsOptions, facts } from './facts-command.ts';
export { packLawInto } from './law-command.ts';
export { loadLaw } from './load-law.ts';
export { memoPdf } from './memo.ts';

/** Every page of this room, for a law. */
export function lawPages(law: Law): Page[] {
  return [...assessPages(law), ...libraryPages(law)];
}
