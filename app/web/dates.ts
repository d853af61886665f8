import { LANGUAGE_FACTS, Language, type PublicLanguage } from './language.ts';

/**
 * A day as people write it: `2026-03-16` is "16 March 2026", in Arabic with both names of the month, since
 * readers from Baghdad and from Cairo know it by different ones. In a language of the public pages alone, as CLDR has it. Throws on anything that is not such a day.
 */
export function writeDate(
  day: string,
  language: PublicLanguage,
  options: { withWeekday?: boolean } = {},
): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(day))
    throw new RangeError(`"${day}" is not a day. Write it as 2026-03-16.`);
  if (!Language.safeParse(language).success)
    return inWords(date, language, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      ...(options.withWeekday ? { weekday: 'long' } : {}),
    });
  const weekday = options.withWeekday ? [inWords(date, language, { weekday: 'long' })] : [];
  const parts = [date.getUTCDate(), monthOf(date, language), date.getUTCFullYear()];
  return language === 'es'
    ? [...weekday, parts.join(' de ')].join(', ')
    : [...weekday, parts.join(' ')].join(' ');
}

/** The name of a month, 1 to 12, as `writeDate` writes it. */
export function writeMonth(month: number, language: PublicLanguage): string {
  return monthOf(new Date(Date.UTC(2000, month - 1, 1)), language);
}

const monthNames = new Map<string, string>();

/** A month's name. Each is worked out once: making a format anew for every day of a long table would be felt. */
function monthOf(date: Date, language: PublicLanguage): string {
  const key = `${language} ${date.getUTCMonth()}`;
  const name = monthNames.get(key) ?? nameOfMonth(date, language);
  monthNames.set(key, name);
  return name;
}

function nameOfMonth(date: Date, language: PublicLanguage): string {
  if (language !== 'ar') return inWords(date, language, { month: 'long' });
  const format = (region: string) =>
    new Intl.DateTimeFormat(`ar-${region}`, { month: 'long', timeZone: 'UTC' }).format(date);
  return `${format('SY')}/${format('EG')}`;
}

function inWords(date: Date, language: PublicLanguage, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LANGUAGE_FACTS[language].locale, { ...options, timeZone: 'UTC' }).format(
    date,
  );
}
