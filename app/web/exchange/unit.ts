import type { Message, MessageKey } from '../catalogues.ts';

/** A string as it goes to a translator. */
export type Unit = {
  key: MessageKey;
  english: Message;
  /** What the language has for it; undefined where that is nothing yet. */
  translation: Message | undefined;
  /** Whether the English was changed after the translation was made. */
  isOutdated: boolean;
};

/** A string as it comes back, not yet looked at. */
export type ReturnedUnit = {
  key: string;
  english: string;
  text: string;
  /** Whether the translator marked it as read: reviewed or final in XLIFF, not fuzzy in PO. */
  isRead: boolean;
  line: number;
};

/** A file that came back: the language it says it is in, and its strings. */
export type ReturnedFile = { language: string; units: ReturnedUnit[]; lastLine: number };

/** Why a file of a translator is not taken. */
const REFUSAL_CODES = [
  'too-large',
  'not-utf-8',
  'broken',
  'doctype',
  'too-deep',
  'wrong-shape',
  'wrong-language',
  'unknown-key',
  'twice',
  'missing-key',
  'english-changed',
  'empty',
  'not-a-message',
  'wrong-values',
  'wrong-plural',
  'wrong-characters',
] as const;

export type Refusal = { code: (typeof REFUSAL_CODES)[number]; line: number; why: string };

export type Read = { ok: true; file: ReturnedFile } | { ok: false; refusal: Refusal };

/** What a translator is told of a string whose English was changed. */
export const OUTDATED_NOTE = 'The English is no longer the one that this was translated from.';

/** What a translator is told of a sentence that safety hangs on. */
export const SAFETY_NOTE = 'Someone’s safety may hang on this sentence.';
