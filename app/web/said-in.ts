import { CATALOGUES, englishOf, type MessageKey, type ShownMessage } from './catalogues.ts';
import type { PublicLanguage } from './language.ts';

/** A string in a language, with who answers for it; undefined where the language has not got it. */
export function saidIn(language: PublicLanguage, key: MessageKey): ShownMessage | undefined {
  return CATALOGUES[language][key];
}

/** Whether someone's safety hangs on a string. */
export function isCritical(key: MessageKey): boolean {
  return englishOf(key).safety === true;
}
