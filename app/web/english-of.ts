import { createHash } from 'node:crypto';
import { z } from 'zod';
import english from '../../locales/english.json' with { type: 'json' };

/** What stands for a text: the beginning of its SHA-256. */
export const EnglishHash = z.string().regex(/^[0-9a-f]{8}$/);

/** Of each string of the public pages, the English that its translations were made from, where they do not say another. */
const TRANSLATED_FROM = new Map(Object.entries(z.record(z.string(), EnglishHash).parse(english)));

/** What stands for an English text in `locales/english.json`, in a translation's `of`, and in the head of a text of the guide. */
export function hashOfEnglish(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

type Translated = {
  key: string;
  /** The English as it is now. */
  english: string;
  /** The English that it was made from, where it says one of its own. */
  of?: string | undefined;
};

/** Whether a translation was made from another English than there is now, or nobody knows from which. */
export function isOutdated({ key, english: now, of }: Translated): boolean {
  return (of ?? TRANSLATED_FROM.get(key)) !== hashOfEnglish(now);
}

/** What a translation that is made now says of its English: nothing where all others were made from the same. */
export function ofNow({ key, english: now }: Translated): { of?: string } {
  const hash = hashOfEnglish(now);
  return TRANSLATED_FROM.get(key) === hash ? {} : { of: hash };
}
