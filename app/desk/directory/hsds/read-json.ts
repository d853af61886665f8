/** A value of JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What is wrong with a text that should be JSON, and in which line; the first line is 1. */
type JsonProblem = { line: number; why: JsonWhy };
export type JsonWhy =
  | 'json-syntax'
  | 'json-deep'
  | 'json-many'
  | 'json-twice'
  | 'json-name'
  | 'json-number'
  | 'json-character';

type JsonRead =
  | { ok: true; value: Json; lineOf: (path: readonly PropertyKey[]) => number }
  | { ok: false; problem: JsonProblem };

/** Deeper than any document of the standard. */
const DEEPEST = 24;
const MOST_VALUES = 200_000;

/** Names that mean something to the language this is written in. */
const NAMES_REFUSED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

class Refused extends Error {
  readonly why: JsonWhy;
  constructor(why: JsonWhy) {
    super(why);
    this.why = why;
  }
}

/**
 * Reads JSON as RFC 8259 writes it, and knows the line of every value. Refused beside what is no JSON: a name that stands twice
 * in one object, a name that is one of JavaScript's own, half a character, a number that would come out as another, and what is
 * deeper or has more values than any directory.
 */
export function readJson(text: string): JsonRead {
  const reader = new Reader(text);
  try {
    const value = reader.readWhole();
    const lines = reader.lines;
    return { ok: true, value, lineOf: (path) => nearestLine(lines, path) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, problem: { line: reader.line, why: error.why } };
    throw error;
  }
}

type Lines = { line: number; of: Map<string, Lines> };

/** The line of a value, or of what it would stand in. */
function nearestLine(lines: Lines, path: readonly PropertyKey[]): number {
  let at = lines;
  for (const step of path) {
    const next = at.of.get(String(step));
    if (!next) break;
    at = next;
  }
  return at.line;
}

class Reader {
  readonly lines: Lines = { line: 1, of: new Map() };
  readonly #text: string;
  #at = 0;
  #values = 0;
  line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  readWhole(): Json {
    if (this.#text.startsWith('\uFEFF')) this.#at = 1;
    const value = this.#value(this.lines, 0);
    this.#space();
    if (this.#at < this.#text.length) throw new Refused('json-syntax');
    return value;
  }

  #space(): void {
    for (;;) {
      const char = this.#text[this.#at];
      if (char === '\n') this.line += 1;
      else if (char !== ' ' && char !== '\t' && char !== '\r') return;
      this.#at += 1;
    }
  }

  #value(lines: Lines, depth: number): Json {
    this.#space();
    lines.line = this.line;
    this.#values += 1;
    if (this.#values > MOST_VALUES) throw new Refused('json-many');
    if (depth > DEEPEST) throw new Refused('json-deep');
    const char = this.#text[this.#at];
    if (char === '{') return this.#object(lines, depth);
    if (char === '[') return this.#array(lines, depth);
    if (char === '"') return this.#string();
    return this.#word();
  }

  #object(lines: Lines, depth: number): Json {
    const object: { [key: string]: Json } = {};
    this.#at += 1;
    if (this.#takes('}')) return object;
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') throw new Refused('json-syntax');
      const name = this.#string();
      if (NAMES_REFUSED.has(name)) throw new Refused('json-name');
      if (Object.hasOwn(object, name)) throw new Refused('json-twice');
      if (!this.#takes(':')) throw new Refused('json-syntax');
      const inner: Lines = { line: this.line, of: new Map() };
      lines.of.set(name, inner);
      object[name] = this.#value(inner, depth + 1);
    } while (this.#takes(','));
    if (!this.#takes('}')) throw new Refused('json-syntax');
    return object;
  }

  #array(lines: Lines, depth: number): Json {
    const array: Json[] = [];
    this.#at += 1;
    if (this.#takes(']')) return array;
    do {
      const inner: Lines = { line: this.line, of: new Map() };
      lines.of.set(String(array.length), inner);
      array.push(this.#value(inner, depth + 1));
    } while (this.#takes(','));
    if (!this.#takes(']')) throw new Refused('json-syntax');
    return array;
  }

  #takes(char: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  /** Up to the quotation mark that ends it; no line ends within. What is between is read by the language itself. */
  #string(): string {
    let end = this.#at + 1;
    for (let char = this.#text[end]; char !== '"'; char = this.#text[end]) {
      if (char === undefined || char === '\n') throw new Refused('json-syntax');
      end += char === '\\' ? 2 : 1;
    }
    const found = this.#text.slice(this.#at, end + 1);
    this.#at = end + 1;
    const value = parsed(found);
    if (typeof value !== 'string') throw new Refused('json-syntax');
    if (HALF_CHARACTER.test(value)) throw new Refused('json-character');
    return value;
  }

  #word(): Json {
    WORD.lastIndex = this.#at;
    const found = WORD.exec(this.#text)?.[0];
    if (found === undefined) throw new Refused('json-syntax');
    this.#at += found.length;
    const value = parsed(found);
    if (value === undefined) throw new Refused('json-syntax');
    if (typeof value === 'number' && !isKept(found, value)) throw new Refused('json-number');
    return value as Json;
  }
}

/** Half of a pair, which no text in UTF-8 can hold. */
const HALF_CHARACTER = /\p{Surrogate}/u;
const WORD = /[-+.\w]+/y;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the number that was read is the number that was written: not one that was rounded on the way. */
function isKept(written: string, value: number): boolean {
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return false;
  if (Number.isInteger(value) && String(value) === written) return true;
  const [digits = ''] = written.toLowerCase().split('e');
  return digits.replaceAll(/[-.]/g, '').replace(/^0+/, '').length <= 15;
}
