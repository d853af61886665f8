import { IntlMessageFormat } from 'intl-messageformat';
import { type ComponentChildren, h } from 'preact';
import {
  CATALOGUES,
  englishOf,
  type MessageKey,
  type PlainKey,
  PUBLIC_KEYS,
  type SafetyKey,
} from './catalogues.ts';
import { markEnglish } from './english-marks.ts';
import {
  type Direction,
  fullLanguage,
  LANGUAGE_FACTS,
  type Language,
  PUBLIC_LANGUAGES,
  type PublicLanguage,
} from './language.ts';

export type Values = Readonly<Record<string, string | number>>;
type RichValues = Readonly<
  Record<string, string | number | ((inner: ComponentChildren) => ComponentChildren)>
>;

/** The words of one page: its language, its strings, and its links. */
export interface Words {
  /** The language of what comes from the law or the desk: the page's own where they have it, else English. */
  readonly language: Language;
  /** The language of the page itself. */
  readonly tongue: PublicLanguage;
  readonly direction: Direction;
  /** True if some string of this language is a translation that no speaker has read, or is not there. */
  readonly isDraft: boolean;
  /** The text of a key in this language, or marked as English where it has none; throws if a placeholder of the text is missing in `values`. */
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
export function wordsIn(tongue: PublicLanguage): Words {
  return {
    language: fullLanguage(tongue),
    tongue,
    direction: LANGUAGE_FACTS[tongue].direction,
    isDraft: DRAFT_LANGUAGES.has(tongue),
    t: (key, values) => speak(tongue, key, values),
    rich: (key, values) =>
      has(tongue, key)
        ? formatRich(tongue, key, values)
        : h('span', { lang: 'en', dir: 'ltr' }, formatRich('en', key, values)),
    safety: (key, values, englishValues = values) => ({
      text: speak(tongue, key, values, englishValues),
      english: CATALOGUES[tongue][key]?.status === 'draft' ? formatText('en', key, englishValues) : undefined,
    }),
    href: (path) => hrefIn(tongue, path),
  };
}

function has(language: PublicLanguage, key: MessageKey): boolean {
  return CATALOGUES[language][key] !== undefined;
}

function speak(tongue: PublicLanguage, key: MessageKey, values?: Values, englishValues = values): string {
  return has(tongue, key)
    ? formatText(tongue, key, values)
    : markEnglish(formatText('en', key, englishValues));
}

const DRAFT_LANGUAGES: ReadonlySet<PublicLanguage> = new Set(
  PUBLIC_LANGUAGES.filter((language) => {
    const messages = Object.values(CATALOGUES[language]);
    return (
      messages.some((message) => message.status === 'draft') || PUBLIC_KEYS.some((key) => !has(language, key))
    );
  }),
);

/** The address of `path` in `language`; anchors, files and other sites stay as they are. */
export function hrefIn(language: PublicLanguage, path: string): string {
  if (!path.startsWith('/') || path === '/x' || path.startsWith('/api/')) return path;
  return path === '/' ? `/${language}` : `/${language}${path}`;
}

const formats = new Map<string, IntlMessageFormat>();

function formatOf(language: PublicLanguage, key: MessageKey): IntlMessageFormat {
  const name = `${language} ${key}`;
  const known = formats.get(name);
  if (known !== undefined) return known;
  const { text } = CATALOGUES[language][key] ?? englishOf(key);
  const made = new IntlMessageFormat(text, LANGUAGE_FACTS[language].locale);
  formats.set(name, made);
  return made;
}

function formatText(language: PublicLanguage, key: MessageKey, values: Values | undefined): string {
  const text = formatOf(language, key).format(values === undefined ? undefined : { ...values });
  if (typeof text !== 'string') throw new TypeError(`The text of ${key} holds tags; use rich() for it.`);
  return text;
}

function formatRich(language: PublicLanguage, key: MessageKey, values: RichValues): ComponentChildren {
  return formatOf(language, key).format<ComponentChildren>({ ...values }) as ComponentChildren;
}
