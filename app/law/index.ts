import type { Law } from '@clew/rules';
import type { Page } from '../web/index.ts';
import { type AssessSetting, assessPages } from './assess-pages.tsx';
import { importPages } from './import/index.ts';
import { decidedOn, libraryPages, loadShelf, type Shelf } from './library/index.ts';
import { procedurePages } from './referral/procedure-page.tsx';
import { reformPages } from './reforms/index.ts';
import { statePages } from './states/index.ts';

export { again } from './again-command.ts';
export { lawRoutes } from './api/index.ts';
export { assessCase } from './assess-case.ts';
export { checkLaw } from './check/check-command.ts';
export { type AssessOptions, assess } from './command.ts';
export { dayOf } from './day-of.ts';
export { diffLaws } from './diff/diff-command.ts';
export { Sources } from './explanation.tsx';
export { facts } from './facts-command.ts';
export { topRules } from './grounds.ts';
export { decisionsOnCase } from './helpful/index.ts';
export { importDecisions } from './import/index.ts';
export { loadIndicators } from './indicators/load-indicators.ts';
export { packLawInto } from './law-command.ts';
export { type LawWords, lawWordsIn } from './law-words.ts';
export { loadShelf, openLibrary, readSearch, searchLaw } from './library/index.ts';
export { loadLaw } from './load-law.ts';
export { sop } from './referral/sop-command.ts';
export { PopulationResults } from './reforms/index.ts';
export {
  type ColumnUse,
  type ColumnUses,
  Entry,
  inspectPopulation,
  type Journal,
  type Journals,
  lookAtPopulation,
  type OpenSimulationAsked,
  type PopulationFile,
  type Simulated,
  type SimulateOptions,
  type SimulationAsked,
  SimulationResult,
  simulate,
  simulateCommand,
  simulateOpen,
} from './simulate/index.ts';
export { encodedStates, stateName, stateNames } from './state-choices.ts';
export { gaps } from './states/index.ts';

/** Every page of this room, for a law. Without a shelf, what this checkout holds beside its own law is read. */
export function lawPages(law: Law, setting: AssessSetting & { shelf?: Shelf }): Page[] {
  const shelf = setting.shelf ?? loadShelf(law);
  // The library's last pages take any name below /law: they stand behind all others.
  return [
    ...assessPages(law, { ...setting, decided: decidedOn(law, shelf), decisions: shelf.decisions }),
    ...statePages(law, { ...setting, shelf }),
    ...importPages(setting),
    ...reformPages(law, {
      ...{ ...setting, decisions: shelf.decisions, indicators: shelf.indicators.indicators },
    }),
    ...procedurePages(law, setting),
    ...libraryPages(law, { ...setting, shelf }),
  ];
}
