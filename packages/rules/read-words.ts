import { recordOf } from './law.ts';
import type { Place, Problem } from './problem.ts';
import { type BlockSource, readBlock } from './read-blocks.ts';
import { WordsFile } from './schema-words.ts';
import type { Words, WordsStatus } from './words.ts';

export type WordsRead = Words & { place: Place; lineOf: (path: readonly PropertyKey[]) => number };

/** The words of one language. */
export function readWords(
  source: Omit<BlockSource, 'what'>,
): { ok: true; words: WordsRead } | { ok: false; problems: Problem[] } {
  const read = readBlock(WordsFile, { ...source, what: 'file of words' });
  if (!read.ok) return read;
  const { block, lineOf } = read;
  const problems: Problem[] = [];
  const statusAt = (
    path: string[],
    entry: { status: 'draft' | 'checked'; by?: string | undefined; on?: string | undefined },
  ): WordsStatus => {
    if (entry.status === 'draft') return { status: 'draft' };
    if (entry.by === undefined || entry.on === undefined) {
      problems.push({
        code: 'wrong-shape',
        file: source.file,
        line: lineOf(path),
        message: `“${path.join('.')}” says checked but not by whom and when. Write by and on, or status: draft.`,
      });
    }
    return { status: 'checked', by: entry.by ?? '', on: entry.on ?? '' };
  };
  const words: WordsRead = {
    language: block.language,
    facts: recordOf(
      Object.entries(block.facts).map(([id, { label, question, why, ...rest }]) => [
        id,
        { label, question, why, ...statusAt(['facts', id], rest) },
      ]),
    ),
    rules: recordOf(
      Object.entries(block.rules).map(([id, { label, limbs, ...rest }]) => [
        id,
        { label, limbs: recordOf(Object.entries(limbs ?? {})), ...statusAt(['rules', id], rest) },
      ]),
    ),
    duties: recordOf(
      Object.entries(block.duties ?? {}).map(([id, { label, bearer, act, breach, at, ...rest }]) => [
        id,
        {
          ...{ label, bearer, act, breach, ...(at === undefined ? {} : { at }) },
          ...statusAt(['duties', id], rest),
        },
      ]),
    ),
    values: recordOf(
      Object.entries(block.values ?? {}).map(([id, { label, ...rest }]) => [
        id,
        { label, ...statusAt(['values', id], rest) },
      ]),
    ),
    groups: recordOf(
      Object.entries(block.groups ?? {}).map(([id, { label, question, complete, why, ...rest }]) => [
        id,
        { label, question, complete, why, ...statusAt(['groups', id], rest) },
      ]),
    ),
    reforms: recordOf(
      Object.entries(block.reforms ?? {}).map(([id, { label, ...rest }]) => [
        id,
        { label, ...statusAt(['reforms', id], rest) },
      ]),
    ),
    instruments: recordOf(
      Object.entries(block.instruments).map(([id, { short, articles, ...rest }]) => [
        id,
        { short, articles: recordOf(Object.entries(articles ?? {})), ...statusAt(['instruments', id], rest) },
      ]),
    ),
    place: { file: source.file, line: lineOf(['language']) },
    lineOf,
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, words };
}
