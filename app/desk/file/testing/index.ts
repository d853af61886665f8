export { makeAgency, NOW, type TestAgency, type TestWorker } from './agency.ts';
export {
  firstGlass,
  firstSecond,
  journalOf,
  madeFile,
  NOBODYS_ID,
  NOTHING_ASKED,
  openedFile,
  say,
  wordsIn,
} from './at-work.ts';
export { consentWith, VERBS_AT_FILE, VERBS_BY_WORDS, type VerbAt } from './every-verb.ts';
