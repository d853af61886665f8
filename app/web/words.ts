import { IntlMessageFormat } from 'intl-messageformat';
import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import ar from '../../locales/ar.json' with { type: 'json' };
import en from '../../locales/en.json' with { type: 'json' };
import fr from '../../locales/fr.json' with { type: 'json' };
import { type Direction, LANGUAGE_FACTS, type Language } from './language.ts';

/** One string that people see: its text as an ICU MessageFormat, and who answers for it. */
export const Message = z.strictObject({
  text: z.string().min(1),
  /** written: in its own language. draft: translated, no speaker has read it. checked: a named speaker has. */
  status: z.enum(['written', 'draft', 'checked']),
  by: z.string().min(1).optional(),
  on: z.iso.date().optional(),
  /** Someone's safety hangs on it: never shown only as a machine draft. */
  safety: z.boolean().optional(),
});
export type Message = z.infer<typeof Message>;

type English = typeof en;
/** A key of `locales/en.json`. */
export type MessageKey = keyof English;
/** Keys of sentences that someone's safety hangs on; only `SafetyWords` may show them. */
export type SafetyKey = {
  [Key in MessageKey]: English[Key] extends { safety: boolean } ? Key : never;
}[MessageKey];
/** Keys of all other sentences. */
export type PlainKey = Exclude<MessageKey, SafetyKey>;

export type Values = Readonly<Record<string, string | number>>;
export type RichValues = Readonly<
  Record<string, string | number | ((inner: ComponentChildren) => ComponentChildren)>
>;

const Catalogue = z.record(z.string(), Message);
type Catalogue = Readonly<Record<MessageKey, Message>>;

/** Every string in every language. A key that English has and another language lacks is a type error here. */
export const CATALOGUES: Readonly<Record<Language, Catalogue>> = {
  en: parseCatalogue(en),
  fr: parseCatalogue(fr),
  ar: parseCatalogue(ar),
};

function parseCatalogue(catalogue: Record<MessageKey, unknown>): Catalogue {
  return Catalogue.parse(catalogue) as Catalogue;
}

/** The words of one page: its language, its strings, and its links. */
export interface Words {
  readonly language: Language;
  readonly direction: Direction;
  /** True if some string of this language is a translation that no speaker has read. */
  readonly isDraft: boolean;
  /** The text of a key in this language; throws if a placeholder of the text is missing in `values`. */
  t(key: PlainKey, values?: Values): string;
  /** As `t`, for a text with tags: `<link>the law</link>` calls `values.link` with its inside. */
  rich(key: PlainKey, values: RichValues): ComponentChildren;
  /** A sentence that someone's safety hangs on, with the English beside it while it is only a draft. */
  safety(
    key: SafetyKey,
    values?: Values,
    englishValues?: Values,
  ): { text: string; english: string | undefined };
  /** The address of a page in this language: `/law` becomes `/fr/law`. Other addresses stay as they are. */
  href(path: string): string;
}

/** The words for one language. */
export function wordsIn(language: Language): Words {
  return {
    language,
    direction: LANGUAGE_FACTS[language].direction,
    isDraft: DRAFT_LANGUAGES.has(language),
    t: (key, values) => formatText(language, key, values),
    rich: (key, values) => formatRich(language, key, values),
    safety: (key, values, englishValues = values) => ({
      text: formatText(language, key, values),
      english:
        CATALOGUES[language][key].status === 'draft' ? formatText('en', key, englishValues) : undefined,
    }),
    href: (path) => hrefIn(language, path),
  };
}

const DRAFT_LANGUAGES: ReadonlySet<Language> = new Set(
  (Object.keys(CATALOGUES) as Language[]).filter((language) =>
    Object.values(CATALOGUES[language]).some((message) => message.status === 'draft'),
  ),
);

/** The address of `path` in `language`; anchors, files and other sites stay as they are. */
export function hrefIn(language: Language, path: string): string {
  if (!path.startsWith('/') || path === '/x' || path.startsWith('/api/')) return path;
  return path === '/' ? `/${language}` : `/${language}${path}`;
}

const formats = new Map<string, IntlMessageFormat>();

function formatOf(language: Language, key: MessageKey): IntlMessageFormat {
  const name = `${language} ${key}`;
  const known = formats.get(name);
  if (known !== undefined) return known;
  const made = new IntlMessageFormat(CATALOGUES[language][key].text, LANGUAGE_FACTS[language].locale);
  formats.set(name, made);
  return made;
}

function formatText(language: Language, key: MessageKey, values: Values | undefined): string {
  const text = formatOf(language, key).format(values === undefined ? undefined : { ...values });
  if (typeof text !== 'string') throw new TypeError(`The text of ${key} holds tags; use rich() for it.`);
  return text;
}

function formatRich(language: Language, key: MessageKey, values: RichValues): ComponentChildren {
  return formatOf(language, key).format<ComponentChildren>({ ...values }) as ComponentChildren;
}
