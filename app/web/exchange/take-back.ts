import { englishOf, type Message, type MessageKey } from '../catalogues.ts';
import { isOutdated, ofNow } from '../english-of.ts';
import type { PublicLanguage } from '../language.ts';
import { pluralForms, shapeOfMessage } from '../message-shape.ts';
import type { Refusal, ReturnedFile, ReturnedUnit } from './unit.ts';

export type Catalogue = Readonly<Record<string, Message>>;

/** Who read the strings that a file marks as read, and on which day. */
export type Reader = { by: string; on: string };

export type Taken =
  | { ok: true; catalogue: Catalogue; changed: number; checked: number; unnamed: number }
  | { ok: false; refusals: Refusal[] };

type Asked = {
  language: PublicLanguage;
  /** The keys that were given out: a file with one less is cut short. */
  keys: readonly MessageKey[];
  catalogue: Catalogue;
  reader: Reader | undefined;
};

/**
 * A language's strings with what a translator gave back: only texts and who checked them change. A new text is a draft, and a
 * text marked as read is checked, by whoever is named; without a name it stays a draft. Everything is taken, or
 * nothing: whatever is wrong is told with its line.
 */
export function takeBack(file: ReturnedFile, asked: Asked): Taken {
  const refusals = refusalsOf(file, asked);
  if (refusals.length > 0) return { ok: false, refusals };
  const taken = file.units.flatMap((unit) => {
    const before = asked.catalogue[unit.key];
    return isEmpty(unit) ? [] : [{ key: unit.key, before, ...judge(unit, before, asked.reader) }];
  });
  const merged = { ...asked.catalogue, ...Object.fromEntries(taken.map(({ key, after }) => [key, after])) };
  return {
    ok: true,
    catalogue: Object.fromEntries(Object.entries(merged).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    changed: taken.filter(({ before, after }) => before?.text !== after.text).length,
    checked: taken.filter(({ before, after }) => after.status === 'checked' && after !== before).length,
    unnamed: taken.filter(({ isUnnamed }) => isUnnamed).length,
  };
}

type Judged = { after: Message; isUnnamed: boolean };

function judge(unit: ReturnedUnit, before: Message | undefined, reader: Reader | undefined): Judged {
  const { text, isRead } = unit;
  const isSame = before?.text === text;
  const about = { key: unit.key, english: unit.english };
  const isOld = isSame && isOutdated({ ...about, of: before.of });
  if (isSame && isRead && before.status === 'checked' && !isOld) return { after: before, isUnnamed: false };
  if (isSame && !isRead && (before.status === 'draft' || isOld)) return { after: before, isUnnamed: false };
  // Who only left a text as it was has not said that it fits the new English.
  const isLeft = isSame && !(isRead && reader);
  const of = isLeft ? (before.of === undefined ? {} : { of: before.of }) : ofNow(about);
  const safety = before?.safety === undefined ? {} : { safety: before.safety };
  if (isRead && reader)
    return { after: { text, status: 'checked', ...reader, ...safety, ...of }, isUnnamed: false };
  return { after: { text, status: 'draft', ...safety, ...of }, isUnnamed: isRead };
}

function isEmpty({ text }: ReturnedUnit): boolean {
  return text.trim() === '';
}

function refusalsOf(file: ReturnedFile, { language, keys, catalogue }: Asked): Refusal[] {
  if (file.language !== language)
    return [{ code: 'wrong-language', line: 1, why: `it is in “${file.language}”, not in “${language}”` }];
  const seen = new Set<string>();
  const refusals = file.units.flatMap((unit): Refusal[] => {
    const { key, line } = unit;
    const known = keys.find((one) => one === key);
    if (known === undefined) return [{ code: 'unknown-key', line, why: `there is no string “${key}”` }];
    if (seen.has(key)) return [{ code: 'twice', line, why: `“${key}” stands here a second time` }];
    seen.add(key);
    const found = wrongIn(unit, { language, key: known, before: catalogue[key] });
    return found ? [{ ...found, line }] : [];
  });
  const missing = keys.find((key) => !seen.has(key));
  return missing === undefined || refusals.length > 0
    ? refusals
    : [{ code: 'missing-key', line: file.lastLine, why: `it ends without “${missing}”` }];
}

type Place = { language: PublicLanguage; key: MessageKey; before: Message | undefined };

/** Several times the longest string of ours. */
const LONGEST = 4_000;

function wrongIn(unit: ReturnedUnit, { language, key, before }: Place): Omit<Refusal, 'line'> | undefined {
  const english = englishOf(key).text;
  if (unit.english !== english)
    return { code: 'english-changed', why: `the English of “${key}” is another by now: export it again` };
  if (isEmpty(unit))
    return before && { code: 'empty', why: `“${key}” has no text any more; leave the one that was there` };
  if (unit.text.length > LONGEST)
    return { code: 'too-large', why: `“${key}” is longer than ${LONGEST} characters` };
  if (STRANGE.test(unit.text) || !isBalanced(unit.text))
    return {
      code: 'wrong-characters',
      why: `“${key}” holds characters that are not seen and could turn it round`,
    };
  return wrongShape(unit.text, { language, key, english });
}

function wrongShape(
  text: string,
  { language, key, english }: { language: PublicLanguage; key: string; english: string },
): Omit<Refusal, 'line'> | undefined {
  const wanted = shapeOfMessage(english, 'en');
  let shape: ReturnType<typeof shapeOfMessage>;
  try {
    shape = shapeOfMessage(text, language);
  } catch {
    return { code: 'not-a-message', why: `the braces or tags of “${key}” do not close` };
  }
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  if (
    !same(shape.values, wanted.values) ||
    !same(shape.choices, wanted.choices) ||
    (shape.isFormatted && !wanted.isFormatted)
  )
    return {
      code: 'wrong-values',
      why: `“${key}” must hold ${wanted.values.join(', ') || 'nothing in braces'}, as the English does`,
    };
  if (shape.hasEmptyTag && !wanted.hasEmptyTag)
    return { code: 'wrong-values', why: `a tag of “${key}” has no words between its beginning and its end` };
  const dropped = wanted.always.find((value) => !shape.always.includes(value));
  if (dropped !== undefined)
    return { code: 'wrong-values', why: `every form of “${key}” must hold ${dropped}, as in the English` };
  const forms = pluralForms(language);
  if (shape.plurals.some((plural) => forms.some((form) => !plural.includes(form))))
    return { code: 'wrong-plural', why: `“${key}” must spell out ${forms.join(', ')}` };
  return undefined;
}

/** Controls, embeddings and overrides of direction, and what Unicode calls noncharacters. */
const STRANGE = /[\p{Cc}\u202a-\u202e\ufdd0-\ufdef\ufffe\uffff]/u;

/** Whether every isolate of direction ends, and none ends that did not begin. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if (letter >= '\u2066' && letter <= '\u2068') depth += 1;
    if (letter === '\u2069') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
