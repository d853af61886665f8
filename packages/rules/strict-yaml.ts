import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, Scalar } from 'yaml';
import type { Problem, ProblemCode } from './problem.ts';

/** One million characters: a law file or a case a person wrote is far below. */
const MAX_TEXT = 1_000_000;
const MAX_DEPTH = 24;
const MAX_PROBLEMS = 20;

/** What this subset of YAML can hold: text, lists and maps. Numbers and dates stay text until a schema reads them. */
export type YamlValue = string | YamlValue[] | { [key: string]: YamlValue };
type YamlRead =
  | { ok: true; value: YamlValue; lineOf: (path: readonly PropertyKey[]) => number }
  | { ok: false; problems: Problem[] };

type Source = { file: string; text: string; firstLine?: number };

/**
 * Reads YAML 1.2 without its traps: yes, no and NO are text; true, false, null, empty values, anchors, aliases,
 * tags and doubled keys are refused with a line. Never throws.
 */
export function readYaml({ file, text, firstLine = 1 }: Source): YamlRead {
  const refusal = refuseText(text);
  if (refusal) return { ok: false, problems: [{ ...refusal, file, line: firstLine + refusal.line - 1 }] };
  const lines = new LineCounter();
  const parsed = parseDocument(text, {
    version: '1.2',
    schema: 'failsafe',
    lineCounter: lines,
    prettyErrors: false,
    // The library compares every key with every other; the walk below uses a set.
    uniqueKeys: false,
  });
  const lineAt = (offset: number) => firstLine + Math.max(lines.linePos(offset).line, 1) - 1;
  const faults = [...parsed.errors, ...parsed.warnings].slice(0, MAX_PROBLEMS);
  if (faults.length > 0) {
    return {
      ok: false,
      problems: faults.map((fault) => ({
        code: 'yaml',
        file,
        line: lineAt(fault.pos[0]),
        message: `This is not YAML that can be read: ${fault.message} Check the indentation, the colons and the quotes here.`,
      })),
    };
  }
  const walk = new Walk(file, lineAt);
  const value = walk.read(parsed.contents, []);
  if (walk.problems.length > 0) return { ok: false, problems: walk.problems.slice(0, MAX_PROBLEMS) };
  return { ok: true, value, lineOf: (path) => walk.lineOf(path, firstLine) };
}

class Walk {
  readonly problems: Problem[] = [];
  private readonly lines = new Map<string, number>();
  private readonly file: string;
  private readonly lineAt: (offset: number) => number;

  constructor(file: string, lineAt: (offset: number) => number) {
    this.file = file;
    this.lineAt = lineAt;
  }

  lineOf(path: readonly PropertyKey[], fallback: number): number {
    for (let length = path.length; length >= 0; length--) {
      const line = this.lines.get(keyOf(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return fallback;
  }

  read(node: unknown, path: readonly (string | number)[]): YamlValue {
    const line = this.lineAt((node as Node | null)?.range?.[0] ?? 0);
    if (!this.lines.has(keyOf(path))) this.lines.set(keyOf(path), line);
    if (isAlias(node))
      return this.refuse(line, 'word-not-allowed', 'Aliases (*name) are not read here. Write the value out.');
    if (!isScalar(node) && !isMap(node) && !isSeq(node))
      return this.refuse(line, 'wrong-shape', 'Nothing is written here. Write a value.');
    if (node.anchor !== undefined)
      return this.refuse(
        line,
        'word-not-allowed',
        'Anchors (&name) are not read here. Write the value out where it is needed.',
      );
    if (node.tag !== undefined)
      return this.refuse(
        line,
        'word-not-allowed',
        `Tags (${node.tag}) are not read here. Write the plain value.`,
      );
    if (isScalar(node)) return this.readScalar(node, line);
    if (isSeq(node)) return node.items.map((item, index) => this.read(item, [...path, index]));
    return this.readMap(node.items, path);
  }

  private readScalar(node: Scalar, line: number): YamlValue {
    const text = String(node.value);
    if (node.type !== Scalar.PLAIN) return text;
    if (/^(true|false)$/i.test(text)) {
      const word = text.toLowerCase() === 'true' ? 'yes' : 'no';
      return this.refuse(
        line,
        'word-not-allowed',
        `“${text}” is not a word here. Write yes or no; here probably “${word}”.`,
      );
    }
    if (/^(null|~)?$/i.test(text)) {
      return this.refuse(
        line,
        'word-not-allowed',
        'The value is empty. Write a value, or take the line out; for an answer nobody has, write not_known.',
      );
    }
    return text;
  }

  private readMap(
    items: readonly { key: unknown; value: unknown }[],
    path: readonly (string | number)[],
  ): YamlValue {
    const result: { [key: string]: YamlValue } = {};
    for (const { key, value } of items) {
      const line = this.lineAt((key as Node | null)?.range?.[0] ?? 0);
      if (!isScalar(key) || key.anchor !== undefined || key.tag !== undefined || String(key.value) === '<<') {
        this.refuse(line, 'wrong-shape', 'Only a plain word can stand before a colon.');
        continue;
      }
      const name = String(key.value);
      // A key of this name would change the object's nature instead of being stored.
      if (name === '__proto__')
        this.refuse(line, 'wrong-shape', '“__proto__” cannot be used as a name. Take the line out.');
      else if (Object.hasOwn(result, name))
        this.refuse(line, 'duplicate-key', `“${name}” is written twice in one place. Keep one of them.`);
      else {
        this.lines.set(keyOf([...path, name]), line);
        result[name] = this.read(value, [...path, name]);
      }
    }
    return result;
  }

  private refuse(line: number, code: ProblemCode, message: string): YamlValue {
    this.problems.push({ code, file: this.file, line, message });
    return '';
  }
}

function keyOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('\u0000');
}

/** Refuses what is not text, too long or nested so deeply that the parser itself would fall: half a million brackets end the process. */
export function refuseText(text: string): { code: ProblemCode; line: number; message: string } | undefined {
  if (text.length > MAX_TEXT) {
    return {
      code: 'too-large',
      line: 1,
      message: `The file is longer than ${MAX_TEXT} characters. A case or a law file is a few pages; check that this is the right file.`,
    };
  }
  const bad = text.search(/[^\P{Cc}\t\n\r]|\ufffd/u);
  if (bad >= 0) {
    return {
      code: 'not-text',
      line: lineNumber(text, bad),
      message: 'This is not text. Save the file as plain text in UTF-8.',
    };
  }
  return refuseDepth(text);
}

function refuseDepth(text: string): { code: ProblemCode; line: number; message: string } | undefined {
  const tooDeep = (line: number) => ({
    code: 'too-deep' as const,
    line,
    message: `This is nested more than ${MAX_DEPTH} deep. Split it into rules of their own.`,
  });
  let open = 0;
  let line = 0;
  for (const row of text.split('\n')) {
    line++;
    for (const sign of row) {
      if (sign === '[' || sign === '{') open++;
      else if (sign === ']' || sign === '}') open = Math.max(0, open - 1);
      if (open > MAX_DEPTH) return tooDeep(line);
    }
    const lead = /^[\s?:-]*/.exec(row)?.[0] ?? '';
    if (lead.length > MAX_DEPTH * 8 || lead.replace(/[^?:-]/g, '').length > MAX_DEPTH * 2)
      return tooDeep(line);
  }
  return undefined;
}

function lineNumber(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
