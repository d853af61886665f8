import { describe, expect, test } from 'vitest';
import { CATALOGUES, englishOf, type MessageKey, PUBLIC_KEYS } from './catalogues.ts';
import { LANGUAGE_FACTS, LANGUAGES, PUBLIC_LANGUAGES, type PublicLanguage } from './language.ts';
import { pluralForms, shapeOfMessage } from './message-shape.ts';
import { wordsIn } from './words.ts';

const FURTHER = PUBLIC_LANGUAGES.filter((language) => !LANGUAGES.some((full) => full === language));

/** The letters that a language is written in. */
const LETTERS: Readonly<Partial<Record<PublicLanguage, RegExp>>> = {
  'fa-AF': /\p{Script=Arabic}/u,
  ps: /\p{Script=Arabic}/u,
  ckb: /\p{Script=Arabic}/u,
  ti: /\p{Script=Ethiopic}/u,
  am: /\p{Script=Ethiopic}/u,
  my: /\p{Script=Myanmar}/u,
  bn: /\p{Script=Bengali}/u,
  uk: /\p{Script=Cyrillic}/u,
  ru: /\p{Script=Cyrillic}/u,
};

describe.each(FURTHER)('the public words of %s', (language) => {
  const catalogue = CATALOGUES[language];
  const entries = Object.entries(catalogue) as [MessageKey, NonNullable<(typeof catalogue)[MessageKey]>][];

  test('are those of the public pages, all of them, in the order of their keys', () => {
    expect(Object.keys(catalogue)).toEqual(PUBLIC_KEYS);
  });

  test('wait for the same values as the English, and spell out every plural form', () => {
    for (const [key, { text }] of entries) {
      const shape = shapeOfMessage(text, language);
      const { values, choices } = shapeOfMessage(englishOf(key).text, 'en');
      expect([key, shape.values, shape.choices]).toEqual([key, values, choices]);
      for (const plural of shape.plurals)
        expect(plural).toEqual(expect.arrayContaining(pluralForms(language)));
    }
  });

  test('say who checked them and when, or that they are drafts; what is safety is said in English alone', () => {
    for (const [key, message] of entries) {
      expect([key, message.safety]).toEqual([key, undefined]);
      expect(['draft', 'checked']).toContain(message.status);
      const isNamed = message.by !== undefined && message.on !== undefined;
      expect([key, isNamed]).toEqual([key, message.status === 'checked']);
    }
  });

  test('are written in the letters of the language', () => {
    const letters = LETTERS[language] ?? /\p{Script=Latin}/u;
    for (const [key, { text }] of entries) expect(text, key).toMatch(letters);
  });

  test('call the title and the way out as the page does', () => {
    const text = (key: MessageKey) => catalogue[key]?.text;
    expect(text('guide.who.device-sees')).toContain(text('shell.title'));
    expect(text('home.watch.body')).toContain(text('shell.leave'));
    expect(text('shell.draft.offers')).toContain(text('shell.draft.offer'));
  });
});

test('every language greets in its own letters, under its own name and in its own direction', () => {
  for (const language of PUBLIC_LANGUAGES) {
    const { greeting, name, direction } = LANGUAGE_FACTS[language];
    const isArabic = /\p{Script=Arabic}/u.test(greeting);
    expect([language, /\p{Script=Arabic}/u.test(name), direction]).toEqual([
      language,
      isArabic,
      isArabic ? 'rtl' : 'ltr',
    ]);
    for (const text of [greeting, name]) {
      expect(text).toMatch(LETTERS[language] ?? /[\p{Script=Latin}\p{Script=Arabic}]/u);
      // No flag.
      expect(text).not.toMatch(/\p{Regional_Indicator}|\p{Emoji_Presentation}/u);
    }
  }
});

test('what a language has not is said in English, and marked as that', () => {
  // A string of the desk: no public language has it.
  expect(wordsIn('ti').t('shell.places')).toBe('\uFDD0Places of the desk\uFDD1');
  expect(wordsIn('fr').t('shell.places')).not.toContain('\uFDD0');
});
