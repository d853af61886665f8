export { makeAgency, NOW, type TestAgency, type TestWorker } from './agency.ts';
export { journalOf, madeFile, NOBODYS_ID, openedFile, say, wordsIn } from './at-work.ts';
export { consentWith, VERBS_AT_FILE, VERBS_BY_WORDS, type VerbAt } from './every-verb.ts';
