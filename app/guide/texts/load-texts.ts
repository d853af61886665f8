import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, type Language } from '../../web/index.ts';
import { type GuideText, readText, shapeOf } from './read-text.ts';

/** The texts of the guide, by the folder that each stands in. */
export const TEXTS = ['phone', 'leaving', 'helpers', 'employers'] as const;
export type TextId = (typeof TEXTS)[number];

export type GuideTexts = Readonly<Record<TextId, Readonly<Record<Language, GuideText>>>>;

const FOLDER = fileURLToPath(new URL('../../../guide', import.meta.url));

/** Every text in every language, from `guide/`. Throws if one is missing, cannot be read, or has another shape than the English. */
export function loadTexts(): GuideTexts {
  return Object.fromEntries(TEXTS.map((id) => [id, inEachLanguage(id)])) as unknown as GuideTexts;
}

function inEachLanguage(id: TextId): Record<Language, GuideText> {
  const texts = Object.fromEntries(
    LANGUAGES.map((language) => {
      const file = `guide/${id}/${language}.md`;
      return [language, readText(file, readFileSync(`${FOLDER}/${id}/${language}.md`, 'utf8'))];
    }),
  ) as Record<Language, GuideText>;
  for (const language of LANGUAGES)
    if (shapeOf(texts[language]) !== shapeOf(texts.en))
      throw new Error(
        `guide/${id}/${language}.md has other headings, paragraphs or lists than guide/${id}/en.md.`,
      );
  for (const language of LANGUAGES)
    if ((texts[language].on ?? texts.en.written) < texts.en.written)
      throw new Error(
        `guide/${id}/${language}.md was checked before guide/${id}/en.md was written. Make it a draft again.`,
      );
  return texts;
}
