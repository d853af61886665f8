import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, PUBLIC_LANGUAGES, type PublicLanguage } from '../../web/index.ts';
import { type GuideText, readText, shapeOf } from './read-text.ts';

/** The texts of the guide, by the folder that each stands in. */
export const TEXTS = ['phone', 'leaving', 'helpers', 'employers'] as const;
export type TextId = (typeof TEXTS)[number];

export type GuideTexts = Readonly<Record<TextId, TextInLanguages>>;
/** A text in English, and in each language that it is translated into. */
export type TextInLanguages = Readonly<{ en: GuideText } & Partial<Record<PublicLanguage, GuideText>>>;

const FOLDER = fileURLToPath(new URL('../../../guide', import.meta.url));

/** Every text in every language that has it, from `guide/`. Throws if one is missing in a language that all pages have, cannot be read, or has another shape than the English. */
export function loadTexts(): GuideTexts {
  return Object.fromEntries(TEXTS.map((id) => [id, inEachLanguage(id)])) as unknown as GuideTexts;
}

function inEachLanguage(id: TextId): TextInLanguages {
  const en = read(id, 'en');
  const texts: TextInLanguages = { en };
  const missing = LANGUAGES.filter((language) => !existsSync(fileOf(id, language)));
  if (missing.length > 0) throw new Error(`${nameOf(id, missing[0] ?? 'en')} is missing.`);
  const found = PUBLIC_LANGUAGES.filter((language) => existsSync(fileOf(id, language)));
  return Object.assign(
    texts,
    Object.fromEntries(found.map((language) => [language, translated(id, language, en)])),
  );
}

function translated(id: TextId, language: PublicLanguage, en: GuideText): GuideText {
  const text = read(id, language);
  if (shapeOf(text) !== shapeOf(en))
    throw new Error(
      `${nameOf(id, language)} has other headings, paragraphs or lists than ${nameOf(id, 'en')}.`,
    );
  if ((text.on ?? en.written) < en.written)
    throw new Error(
      `${nameOf(id, language)} was checked before ${nameOf(id, 'en')} was written. Make it a draft again.`,
    );
  return text;
}

function read(id: TextId, language: PublicLanguage): GuideText {
  return readText(nameOf(id, language), readFileSync(fileOf(id, language), 'utf8'));
}

function nameOf(id: TextId, language: PublicLanguage): string {
  return `guide/${id}/${language}.md`;
}

function fileOf(id: TextId, language: PublicLanguage): string {
  return `${FOLDER}/${id}/${language}.md`;
}
