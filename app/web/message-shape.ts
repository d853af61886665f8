import { IntlMessageFormat } from 'intl-messageformat';
import { LANGUAGE_FACTS, type PublicLanguage } from './language.ts';

type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** What a message has beside its words: a translation has the same, but for the forms of its plurals. */
type MessageShape = {
  /** What it waits for, as it is written: `{n}` and `<link>` are two kinds, and a page can give each only as its own. */
  values: string[];
  /** Those of them that stand in it whichever branch is taken. */
  always: string[];
  /** Whether a tag has nothing inside: a link that nobody sees. */
  hasEmptyTag: boolean;
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
const TAG = 8;

/** The shape of a text, what stands inside its plurals, choices and tags included. Throws if it is no ICU message. */
export function shapeOfMessage(text: string, language: PublicLanguage): MessageShape {
  const whole = new IntlMessageFormat(text, LANGUAGE_FACTS[language].locale).getAst();
  const parts = whole.flatMap(withInner);
  const optionsOf = (kind: number) =>
    parts.flatMap((part) =>
      part.type === kind && 'options' in part ? [Object.keys(part.options).toSorted()] : [],
    );
  return {
    values: [...new Set(parts.flatMap(nameOf))].toSorted(),
    always: [...alwaysIn(whole)].toSorted(),
    hasEmptyTag: parts.some((part) => part.type === TAG && 'children' in part && !part.children.some(isSeen)),
    choices: optionsOf(SELECT),
    plurals: optionsOf(PLURAL),
    isFormatted: parts.some((part) => FORMATTED.includes(part.type)),
  };
}

function nameOf(part: Part): string[] {
  if (part.type === LITERAL || part.type === POUND || !('value' in part)) return [];
  return [part.type === TAG ? `<${part.value}>` : `{${part.value}}`];
}

function alwaysIn(parts: readonly Part[]): Set<string> {
  const found = new Set<string>();
  for (const part of parts) {
    const [first = new Set<string>(), ...others] =
      'options' in part ? Object.values(part.options).map((option) => alwaysIn(option.value)) : [];
    const inEach = [...first].filter((name) => others.every((other) => other.has(name)));
    const inside = 'children' in part ? alwaysIn(part.children) : inEach;
    for (const name of [...nameOf(part), ...inside]) found.add(name);
  }
  return found;
}

function isSeen(part: Part): boolean {
  if (part.type === LITERAL) return 'value' in part && String(part.value).trim() !== '';
  return part.type !== TAG || ('children' in part && part.children.some(isSeen));
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
