import { IntlMessageFormat } from 'intl-messageformat';
import { LANGUAGE_FACTS, type PublicLanguage } from './language.ts';

type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** What a message has beside its words: a translation has the same, but for the forms of its plurals. */
export type MessageShape = {
  /** The names that it waits for, tags included. */
  values: string[];
  /** The options of each choice. */
  choices: string[][];
  /** The forms of each plural. */
  plurals: string[][];
  /** Whether a value is written as a date, a time or a number of a certain kind. */
  isFormatted: boolean;
};

// The kinds of part that the parser numbers.
const LITERAL = 0;
const FORMATTED: readonly number[] = [2, 3, 4];
const SELECT = 5;
const PLURAL = 6;
const POUND = 7;

/** The shape of a text, what stands inside its plurals, choices and tags included. Throws if it is no ICU message. */
export function shapeOfMessage(text: string, language: PublicLanguage): MessageShape {
  const parts = new IntlMessageFormat(text, LANGUAGE_FACTS[language].locale).getAst().flatMap(withInner);
  const optionsOf = (kind: number) =>
    parts.flatMap((part) =>
      part.type === kind && 'options' in part ? [Object.keys(part.options).toSorted()] : [],
    );
  const named = parts.filter((part) => part.type !== LITERAL && part.type !== POUND);
  return {
    values: [...new Set(named.map((part) => ('value' in part ? String(part.value) : '')))].toSorted(),
    choices: optionsOf(SELECT),
    plurals: optionsOf(PLURAL),
    isFormatted: parts.some((part) => FORMATTED.includes(part.type)),
  };
}

function withInner(part: Part): Part[] {
  const inner =
    'options' in part
      ? Object.values(part.options).flatMap((option) => option.value)
      : 'children' in part
        ? part.children
        : [];
  return [part, ...inner.flatMap(withInner)];
}

/** The plural forms that a text in a language spells out. */
export function pluralForms(language: PublicLanguage): string[] {
  const forms = new Intl.PluralRules(LANGUAGE_FACTS[language].locale).resolvedOptions().pluralCategories;
  // French and Spanish take their third form, "many", from a million on; no count of ours goes so far.
  return language === 'fr' || language === 'es' ? ['one', 'other'] : [...forms];
}
