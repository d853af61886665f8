import type { DecisionBlock } from './schema-decision.ts';

/** On which line of the file a word of the block stands. */
export type LineOf = (path: readonly PropertyKey[]) => number;

/** A row of a case file, and the line of the decision from which it comes. */
export type Row = { text: string; line: number };

/** The block as the rows of a case file, each with its line, so that there is one reader of facts and expectations. */
export function rowsOf(block: DecisionBlock, states: readonly string[], lineOf: LineOf): Row[] {
  const row = (key: 'title' | 'source' | 'state' | 'on' | 'people', value: unknown): Row => ({
    text: `${key}: ${JSON.stringify(value)}`,
    line: lineOf([key]),
  });
  return [
    row('title', block.title),
    row('source', `${block.court}, ${block.citation}. ${block.source}`),
    row('state', states),
    row('on', block.on),
    ...(block.people === undefined ? [] : [row('people', block.people)]),
    { text: 'facts:', line: lineOf(['facts']) },
    ...entryRows(block.facts, ['facts'], lineOf),
    ...entryRows(block.also ?? {}, ['also'], lineOf),
  ];
}

/** What is expected, as rows under the facts: everywhere, or in one State. */
export function expectedRows(
  expected: Readonly<Record<string, string>> = {},
  path: readonly string[],
  lineOf: LineOf,
): Row[] {
  const entries = entryRows(expected, path, lineOf);
  return entries.length === 0 ? [] : [{ text: 'expect:', line: lineOf(path) }, ...entries];
}

function entryRows(
  entries: Readonly<Record<string, string>>,
  path: readonly string[],
  lineOf: LineOf,
): Row[] {
  return Object.entries(entries).map(([key, value]) => ({
    text: `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    line: lineOf([...path, key]),
  }));
}
