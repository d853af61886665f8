import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, PUBLIC_LANGUAGES, type PublicLanguage } from '../../web/index.ts';
import { type GuideText, hashOfText, readText, shapeOf } from './read-text.ts';

/** The texts of the guide, by the folder that each stands in. */
export const TEXTS = ['phone', 'leaving', 'helpers', 'employers'] as const;
export type TextId = (typeof TEXTS)[number];

type GuideTexts = Readonly<Record<TextId, TextInLanguages>>;
/** A text in English, and in each language that it is translated into. */
export type TextInLanguages = Readonly<{ en: GuideText } & Partial<Record<PublicLanguage, GuideText>>>;

const FOLDER = fileURLToPath(new URL('../../../guide', import.meta.url));

/** Every text in every language that has it, from `guide/`. Throws if one is missing in a language that all pages have, cannot be read, or says that it is of the English there is now and has another shape. */
export function loadTexts(): GuideTexts {
  return Object.fromEntries(TEXTS.map((id) => [id, inEachLanguage(id)])) as unknown as GuideTexts;
}

function inEachLanguage(id: TextId): TextInLanguages {
  const en = read(id, 'en');
  const texts: TextInLanguages = { en };
  const missing = LANGUAGES.filter((language) => !existsSync(fileOf(id, language)));
  if (missing.length > 0) throw new Error(`${nameOf(id, missing[0] ?? 'en')} is missing.`);
  const found = PUBLIC_LANGUAGES.filter((language) => language !== 'en' && existsSync(fileOf(id, language)));
  return Object.assign(
    texts,
    Object.fromEntries(found.map((language) => [language, translated(id, language, en)])),
  );
}

function translated(id: TextId, language: PublicLanguage, en: GuideText): GuideText | undefined {
  return againstEnglish(nameOf(id, language), read(id, language), en);
}

/**
 * A translation as it may be shown: one of another English than there is now is a draft, and none at all where its lines are no
 * longer those of the English. Throws if it says that it is of this English and has other lines.
 */
export function againstEnglish(file: string, text: GuideText, en: GuideText): GuideText | undefined {
  const hasShape = shapeOf(text) === shapeOf(en);
  if (text.english !== hashOfText(en)) {
    const { by: _by, on: _on, ...rest } = text;
    return hasShape ? { ...rest, status: 'draft', isOutdated: true } : undefined;
  }
  if (!hasShape) throw new Error(`${file} has other headings, paragraphs or lists than the English.`);
  if ((text.on ?? en.written) < en.written)
    throw new Error(`${file} was checked before the English was written. Make it a draft again.`);
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
