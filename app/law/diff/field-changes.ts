import { canonicalJson } from '@clew/rules';

/** Where a block stands and how it was typed is no part of what it says. */
const UNSAID = ['place', 'source'];

/** Whether two things of a law say the same, wherever they stand. */
export function isSame(one: object, other: object): boolean {
  return canonicalJson(said(one)) === canonicalJson(said(other));
}

function said(thing: unknown): unknown {
  if (Array.isArray(thing)) return thing.map(said);
  if (typeof thing !== 'object' || thing === null) return thing;
  const isBlock = 'place' in thing;
  return Object.fromEntries(
    Object.entries(thing)
      .filter(([key]) => !isBlock || !UNSAID.includes(key))
      .map(([key, value]) => [key, said(value)]),
  );
}

/** The names of fields as a lawyer knows them. */
const FIELDS: Readonly<Record<string, string>> = {
  cites: 'source',
  checkedBy: 'checked by',
  compared: 'compared with',
  act: 'what is owed',
  bearer: 'who owes it',
  by: 'by when',
  neverWith: 'never owed with',
  protection: 'marked as a protection',
  vulnerability: 'marked as making a person vulnerable',
  inForce: 'in force',
  appliesFrom: 'holds from',
  knownBy: 'who may know it',
  yearsSince: 'counted from',
  floor: 'the least that the treaty allows',
  ops: 'what it would change',
  parties: 'by what it is bound',
};

/** What of two things differs, field by field, but for those that are told otherwise. */
export function fieldsSay(was: object, is: object, handled: readonly string[] = []): string[] {
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return keys.flatMap((key) => {
    if (key === 'place' || key === 'id' || handled.includes(key)) return [];
    if (UNSAID.includes(key) && 'place' in was) return [];
    const [a, b] = [(was as Record<string, unknown>)[key], (is as Record<string, unknown>)[key]];
    if (canonicalJson(said(a) ?? null) === canonicalJson(said(b) ?? null)) return [];
    return fieldSays(FIELDS[key] ?? key, a, b);
  });
}

function fieldSays(name: string, was: unknown, is: unknown): string[] {
  const [from, to] = listsOf(was, is);
  if (from && to) {
    const gone = from.filter((one) => !to.includes(one)).map((one) => `${name}: no longer ${one}.`);
    const come = to.filter((one) => !from.includes(one)).map((one) => `${name}: now ${one}.`);
    return [...gone, ...come];
  }
  if (isRecord(was) && isRecord(is)) {
    return fieldsSay(was, is).map((line) => `${name}: ${line}`);
  }
  if (was === undefined) return [`${name}: now ${told(is)}; it was not said before.`];
  if (is === undefined) return [`${name}: no longer said; it was ${told(was)}.`];
  return [`${name}: was ${told(was)}, is ${told(is)}.`];
}

function listsOf(was: unknown, is: unknown): [string[] | undefined, string[] | undefined] {
  const list = (value: unknown) => (Array.isArray(value) ? value.map(told) : undefined);
  const [from, to] = [list(was), list(is)];
  return [
    from ?? (was === undefined && to ? [] : undefined),
    to ?? (is === undefined && from ? [] : undefined),
  ];
}

/** Whether something has fields. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const MOST_TOLD = 300;

function told(value: unknown): string {
  if (typeof value === 'string') return /[\s]/.test(value) ? `“${value}”` : value;
  if (isRecord(value) && 'name' in value && 'role' in value && 'on' in value) {
    return `${value.name}, ${value.role}, on ${value.on}`;
  }
  const text = plain(said(value));
  return text.length > MOST_TOLD ? `${text.slice(0, MOST_TOLD)}…` : text;
}

/** A structure in words: “days 180, value protection.reflection-days”. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join('; ');
  if (!isRecord(value)) return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${FIELDS[key] ?? key} ${plain(part)}`)
    .join(', ');
}
