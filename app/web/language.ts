import { z } from 'zod';

/** The languages that every page is written in. The first one is the language that all others are translated from. */
export const LANGUAGES = ['en', 'fr', 'es', 'ar'] as const;
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

/**
 * The languages that the public pages can be read in, by their BCP 47 tags: those of every page, and those that only
 * the public ones speak. They are offered in this order.
 */
export const PUBLIC_LANGUAGES = [
  'en',
  'fr',
  'es',
  'ar',
  'fa-AF',
  'ps',
  'ti',
  'am',
  'so',
  'sw',
  'uk',
  'my',
  'ckb',
  'kmr',
  'bn',
  'ru',
] as const;
export const PublicLanguage = z.enum(PUBLIC_LANGUAGES);
export type PublicLanguage = z.infer<typeof PublicLanguage>;

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

/** The locales count in Latin digits and in the calendar that the papers of the country of refuge use. */
export const LANGUAGE_FACTS: Readonly<Record<PublicLanguage, LanguageFacts>> = {
  en: { greeting: 'Hello', name: 'English', direction: 'ltr', locale: 'en-GB' },
  fr: { greeting: 'Bonjour', name: 'français', direction: 'ltr', locale: 'fr' },
  es: { greeting: 'Hola', name: 'español', direction: 'ltr', locale: 'es' },
  ar: { greeting: 'مرحبًا', name: 'العربية', direction: 'rtl', locale: 'ar-u-nu-latn' },
  'fa-AF': { greeting: 'سلام', name: 'دری', direction: 'rtl', locale: 'fa-AF-u-ca-gregory-nu-latn' },
  ps: { greeting: 'ستړي مه شئ', name: 'پښتو', direction: 'rtl', locale: 'ps-u-ca-gregory-nu-latn' },
  ti: { greeting: 'ሰላም', name: 'ትግርኛ', direction: 'ltr', locale: 'ti-u-ca-gregory-nu-latn' },
  am: { greeting: 'ጤና ይስጥልኝ', name: 'አማርኛ', direction: 'ltr', locale: 'am-u-ca-gregory-nu-latn' },
  so: { greeting: 'Soo dhowow', name: 'Soomaali', direction: 'ltr', locale: 'so' },
  sw: { greeting: 'Habari', name: 'Kiswahili', direction: 'ltr', locale: 'sw' },
  uk: { greeting: 'Вітаємо', name: 'українська', direction: 'ltr', locale: 'uk' },
  my: { greeting: 'မင်္ဂလာပါ', name: 'မြန်မာ', direction: 'ltr', locale: 'my-u-nu-latn' },
  ckb: { greeting: 'سڵاو', name: 'کوردیی ناوەندی', direction: 'rtl', locale: 'ckb-u-ca-gregory-nu-latn' },
  // CLDR keeps Kurmanji under the tag of all Kurdish.
  kmr: { greeting: 'Silav', name: 'kurmancî', direction: 'ltr', locale: 'ku' },
  bn: { greeting: 'স্বাগতম', name: 'বাংলা', direction: 'ltr', locale: 'bn-u-nu-latn' },
  ru: { greeting: 'Здравствуйте', name: 'русский', direction: 'ltr', locale: 'ru' },
};

/** The language in which the law and the desk answer whoever reads a public page: that language where they have it, else English. */
export function fullLanguage(language: PublicLanguage): Language {
  return Language.catch('en').parse(language);
}

/**
 * The best of the offered languages for an `Accept-Language` header (RFC 9110, section 12.5.4); English if none fits.
 * Only what the browser asks for counts: an address would guess a language from a place.
 */
export function chooseLanguage<Offered extends PublicLanguage>(
  acceptLanguage: string | null,
  offered: readonly Offered[],
): Offered | 'en' {
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map(readWish)
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const wish of wishes) {
    const found = offered.find((language) => language === languageOf(wish.tag));
    if (found !== undefined) return found;
  }
  return 'en';
}

/** The language of ours that a tag in small letters means, or its first part alone. */
function languageOf(tag: string): string {
  const [first = '', ...rest] = tag.split('-');
  if (first === 'fa' || first === 'prs') return 'fa-AF';
  // “ku” is all Kurdish: in Arabic letters, and in Iraq and Iran, it is written as Sorani.
  if (first === 'ku') return rest.some((part) => ['arab', 'iq', 'ir'].includes(part)) ? 'ckb' : 'kmr';
  return first;
}

function readWish(part: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}
