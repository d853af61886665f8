import type { z } from 'zod';
import { closest } from './closest.ts';

/** Every way in which a law or a case can be refused. The codes are stable; the messages may improve. */
export type ProblemCode =
  | 'unreadable'
  | 'not-text'
  | 'too-large'
  | 'too-deep'
  | 'yaml'
  | 'word-not-allowed'
  | 'duplicate-key'
  | 'wrong-shape'
  | 'fence-open'
  | 'fence-unknown'
  | 'duplicate-id'
  | 'unknown-fact'
  | 'unknown-rule'
  | 'unknown-article'
  | 'unknown-group'
  | 'contradictory'
  | 'missing-source'
  | 'wrong-type'
  | 'wrong-strength'
  | 'cyclic-rules'
  | 'never-reads-broken'
  | 'missing-words'
  | 'unknown-words'
  | 'wrong-answer'
  | 'wrong-date'
  | 'wrong-dates'
  | 'wrong-value'
  | 'unknown-state'
  | 'unknown-exception'
  | 'unknown-overlay'
  | 'overlay-order'
  | 'overlay-conflict'
  | 'future-date'
  | 'test-failed'
  | 'protection-lost'
  | 'gap'
  | 'overlap'
  | 'never-met'
  | 'always-met'
  | 'unreachable-exception'
  | 'contradictory-duties'
  | 'dead-fact'
  | 'too-large-to-prove';

/** What is wrong, where, and what to write instead. `line` counts from 1. */
export type Problem = { code: ProblemCode; file: string; line: number; message: string };

/** A place in a file. */
export type Place = { file: string; line: number };

/** Adds “Did you mean …?” with the nearest known name, or nothing when none is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return near === undefined ? '' : ` Did you mean “${near}”?`;
}

type Checked = {
  file: string;
  value: unknown;
  lineOf: (path: readonly PropertyKey[]) => number;
  /** What was read, for the message: “rule”, “fact”. */
  what: string;
  /** The words that may stand in it. */
  words: readonly string[];
};

/** Turns what the schema refused into problems that a person without a programmer can mend. */
export function problemsFromSchema(error: z.ZodError, checked: Checked): Problem[] {
  return error.issues.slice(0, 20).flatMap((issue): Problem[] => {
    const at = { file: checked.file, line: checked.lineOf(issue.path) };
    const spot = issue.path.length === 0 ? `this ${checked.what}` : `“${issue.path.map(String).join('.')}”`;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, 20).map((key) => ({
        code: 'wrong-shape',
        file: checked.file,
        line: checked.lineOf([...issue.path, key]),
        message: `“${key}” is not a word of a ${checked.what}.${didYouMean(key, checked.words)} Known words: ${checked.words.join(', ')}.`,
      }));
    }
    // What is wrong with a name stands one deeper than what is wrong with a value.
    if (issue.code === 'invalid_key') {
      return issue.issues.map(({ message }) => ({
        code: 'wrong-shape',
        ...at,
        message: `${spot}: ${message}`,
      }));
    }
    const isMissing = valueAt(checked.value, issue.path) === undefined;
    if (isMissing && issue.path.at(-1) === 'cite') {
      return [
        {
          code: 'missing-source',
          ...at,
          message: `${spot} is missing: every rule, presumption and ban names its source. Write “cite: instrument#article”.`,
        },
      ];
    }
    if (isMissing)
      return [
        { code: 'wrong-shape', ...at, message: `${spot} is missing in this ${checked.what}. Write it.` },
      ];
    return [{ code: 'wrong-shape', ...at, message: `${spot}: ${issue.message}` }];
  });
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const step of path) {
    // Where a list may stand, one word alone is a list of one.
    if (step === 0 && typeof here === 'string') continue;
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<PropertyKey, unknown>)[step];
  }
  return here;
}
