import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { Message } from './catalogues.ts';
import { LANGUAGE_FACTS, LANGUAGES, type Language } from './language.ts';

const HOUSE = path.join(import.meta.dirname, '../..');

function readLocale(language: Language): Record<string, Message> {
  const text = readFileSync(path.join(HOUSE, 'locales', `${language}.json`), 'utf8');
  return JSON.parse(text) as Record<string, Message>;
}

const LOCALES = Object.fromEntries(LANGUAGES.map((language) => [language, readLocale(language)]));
const ENGLISH = readLocale('en');
const TRANSLATIONS = LANGUAGES.filter((language) => language !== 'en');

type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** The parts of a text, those inside its plurals, choices and tags included; throws if the text is not ICU. */
function partsOf(text: string, language: Language): Part[] {
  function withInner(part: Part): Part[] {
    const inner =
      'options' in part
        ? Object.values(part.options).flatMap((option) => option.value)
        : 'children' in part
          ? part.children
          : [];
    return [part, ...inner.flatMap(withInner)];
  }
  return new IntlMessageFormat(text, LANGUAGE_FACTS[language].locale).getAst().flatMap(withInner);
}

const LITERAL = 0;
const SELECT = 5;
const PLURAL = 6;
const POUND = 7;

/** The names that a text waits for, tags included. */
function placeholdersOf(text: string, language: Language): string[] {
  const named = partsOf(text, language).filter((part) => part.type !== LITERAL && part.type !== POUND);
  return [...new Set(named.map((part) => ('value' in part ? String(part.value) : '')))].sort();
}

/** Every file of the application that may show words to people. */
function readSources(): string {
  return readdirSync(path.join(HOUSE, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => readFileSync(path.join(HOUSE, 'app', file), 'utf8'))
    .join('\n');
}

describe.each(LANGUAGES)('the words of %s', (language) => {
  const locale = LOCALES[language] ?? {};

  test('have the keys of English, none missing and none more', () => {
    const keys = Object.keys(locale);
    expect(Object.keys(ENGLISH).filter((key) => !keys.includes(key))).toEqual([]);
    expect(keys.filter((key) => !(key in ENGLISH))).toEqual([]);
  });

  test('are each of the right form, and stand in the order of their keys', () => {
    for (const [key, message] of Object.entries(locale))
      expect(() => Message.parse(message), key).not.toThrow();
    expect(Object.keys(locale)).toEqual(Object.keys(locale).sort());
  });

  test('are ICU messages', () => {
    for (const [key, { text }] of Object.entries(locale))
      expect(() => partsOf(text, language), `${language} ${key}`).not.toThrow();
  });

  test('spell out every plural form that the language has', () => {
    const forms = new Intl.PluralRules(LANGUAGE_FACTS[language].locale).resolvedOptions().pluralCategories;
    // French takes its third form, "many", from a million on; no count of ours goes so far.
    const needed = language === 'fr' ? ['one', 'other'] : [...forms];
    for (const [key, { text }] of Object.entries(locale))
      for (const part of partsOf(text, language))
        if (part.type === PLURAL && 'options' in part)
          expect(Object.keys(part.options), `${language} ${key}`).toEqual(expect.arrayContaining(needed));
  });
});

describe('English', () => {
  test('is the written one', () => {
    expect(Object.values(ENGLISH).filter((message) => message.status !== 'written')).toEqual([]);
  });

  test('has no key that nothing shows', () => {
    const sources = readSources();
    const unused = Object.keys(ENGLISH).filter(
      (key) => !sources.includes(`'${key}'`) && !sources.includes(`"${key}"`),
    );
    expect(unused).toEqual([]);
  });
});

describe.each(TRANSLATIONS)('a translation into %s', (language) => {
  const locale = LOCALES[language] ?? {};

  test('waits for the same values as the English', () => {
    for (const [key, { text }] of Object.entries(ENGLISH))
      expect(placeholdersOf(locale[key]?.text ?? '', language), key).toEqual(placeholdersOf(text, 'en'));
  });

  test('makes the same choices as the English', () => {
    const choices = (text: string, of: Language) =>
      partsOf(text, of).flatMap((part) =>
        part.type === SELECT && 'options' in part ? [Object.keys(part.options).sort()] : [],
      );
    for (const [key, { text }] of Object.entries(ENGLISH))
      expect(choices(locale[key]?.text ?? '', language), key).toEqual(choices(text, 'en'));
  });

  test('is checked only by someone with a name, on a day', () => {
    for (const [key, message] of Object.entries(locale)) {
      expect(message.status, key).not.toBe('written');
      if (message.status === 'checked') expect([key, message.by, message.on]).not.toContain(undefined);
    }
  });

  test('marks the same sentences as English does for safety', () => {
    for (const [key, message] of Object.entries(ENGLISH))
      expect([key, locale[key]?.safety]).toEqual([key, message.safety]);
  });
});
