import { z } from 'zod';

/** The languages that pages are written in. The first one is the language that all others are translated from. */
export const LANGUAGES = ['en', 'fr', 'ar'] as const;
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

export type Direction = 'ltr' | 'rtl';

interface LanguageFacts {
  /** How one greets in it; people find their language by its greeting, not by a flag or an English list. */
  readonly greeting: string;
  /** The language's own name for itself. */
  readonly name: string;
  readonly direction: Direction;
  /** The locale for numbers, dates and plurals, with the digits that the language's readers use. */
  readonly locale: string;
}

export const LANGUAGE_FACTS: Readonly<Record<Language, LanguageFacts>> = {
  en: { greeting: 'Hello', name: 'English', direction: 'ltr', locale: 'en-GB' },
  fr: { greeting: 'Bonjour', name: 'français', direction: 'ltr', locale: 'fr' },
  ar: { greeting: 'مرحبًا', name: 'العربية', direction: 'rtl', locale: 'ar-u-nu-latn' },
};

/**
 * The best of our languages for an `Accept-Language` header (RFC 9110, section 12.5.4); English if none fits.
 * Only what the browser asks for counts: an address would guess a language from a place.
 */
export function chooseLanguage(acceptLanguage: string | null): Language {
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map(readWish)
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const wish of wishes) {
    const found = Language.safeParse(wish.tag.split('-')[0]);
    if (found.success) return found.data;
  }
  return 'en';
}

function readWish(part: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}
