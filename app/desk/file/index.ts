export { AskedGlass, askGlass, GLASS_HOURS } from './ask-glass.ts';
export { readAtFile, writeAtFile } from './at-file.ts';
export { confirmGlass, endOverdueGlass, letInByGlass, listOwnAdmissions } from './break-glass.ts';
export {
  ABOUT,
  BARS,
  CAPACITIES,
  CERTAINTIES,
  CLOSING,
  Entry,
  type FactEntry,
  type GrantEntry,
  RECIPIENT_KINDS,
  SOURCES,
  STATEMENT_CERTAINTIES,
  type StatementEntry,
  WISHES,
} from './entry.ts';
export { confirmExclusion, confirmReturn, excludeWorker, proposeReturn, recuseOneself } from './exclude.ts';
export { compartmentOf } from './fact-compartment.ts';
export type { FileDesk, FileKeys, FileTransaction } from './file-desk.ts';
export { findByName } from './find-by-name.ts';
export {
  GivenGrant,
  type GrantOfFile,
  type GrantsOfFile,
  giveGrant,
  liveGrants,
  readGrants,
  recordRefusal,
  withdrawGrant,
} from './grants.ts';
export { type FileList, type ListedFile, listFiles } from './list-files.ts';
export { type AskedAdmission, listGlass } from './list-glass.ts';
export { type LoadedFile, loadFile, thingOf } from './load-file.ts';
export { type CompartmentState, type FileView, lookAtFile } from './look-at-file.ts';
export { openFile } from './open-file.ts';
export { filePages } from './pages/index.ts';
export { PARTS, type Part } from './parts.ts';
export { type OpenedEntry, type OpenedPart, readPart } from './read-part.ts';
export { type AskingLaw, RecordedFact, RecordedStatement, recordFact, recordStatement } from './record.ts';
export type { Refused } from './refusal.ts';
export { countOldCodeNames, renewCodeNames } from './renew-code-names.ts';
export { readOwnNames, renewNames } from './renew-names.ts';
export { readOwnWaiting, renewWaiting } from './renew-waiting.ts';
export { type AskedSecond, listSecond, type Second, type SecondContent } from './second-person.ts';
export { closeFile, confirmReopening, proposeReopening, withdrawPerson } from './standing.ts';
export { giveKeys, handOver, letIn, remove } from './who-may-open.ts';
export { writeEntry } from './write-entry.ts';
