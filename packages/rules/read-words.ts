import { recordOf } from './law.ts';
import type { Place, Problem } from './problem.ts';
import { type BlockSource, readBlock } from './read-blocks.ts';
import { WordsFile } from './schema-words.ts';
import type { Words, WordsStatus } from './words.ts';

export type WordsRead = Words & {
  isUnfinished: boolean;
  place: Place;
  lineOf: (path: readonly PropertyKey[]) => number;
};

type StatusBlock = { status: 'draft' | 'checked'; by?: string | undefined; on?: string | undefined };

/** The words of one language. */
export function readWords(
  source: Omit<BlockSource, 'what'>,
): { ok: true; words: WordsRead } | { ok: false; problems: Problem[] } {
  const read = readBlock(WordsFile, { ...source, what: 'file of words' });
  if (!read.ok) return read;
  const { block, lineOf } = read;
  const problems: Problem[] = [];
  /** The entries of one part, each with its status in place of the words that say it. */
  const entries = <T extends StatusBlock>(part: string, written: Readonly<Record<string, T>> = {}) =>
    Object.entries(written).map(([id, { status, by, on, ...words }]) => {
      const path = [part, id];
      if (status === 'checked' && (by === undefined || on === undefined)) {
        const message = `“${path.join('.')}” says checked but not by whom and when. Write by and on, or status: draft.`;
        problems.push({ code: 'wrong-shape', file: source.file, line: lineOf(path), message });
      }
      return [id, { ...words, ...statusOf({ status, by, on }) }] as const;
    });
  const words: WordsRead = {
    language: block.language,
    isUnfinished: block.unfinished === 'yes',
    facts: recordOf(entries('facts', block.facts)),
    rules: recordOf(
      entries('rules', block.rules).map(([id, { limbs = {}, ...rest }]) => [
        id,
        { ...rest, limbs: recordOf(Object.entries(limbs)) },
      ]),
    ),
    duties: recordOf(
      entries('duties', block.duties).map(([id, { at, ...rest }]) => [
        id,
        { ...rest, ...(at === undefined ? {} : { at }) },
      ]),
    ),
    values: recordOf(entries('values', block.values)),
    groups: recordOf(entries('groups', block.groups)),
    reforms: recordOf(entries('reforms', block.reforms)),
    instruments: recordOf(
      entries('instruments', block.instruments).map(([id, { articles = {}, ...rest }]) => [
        id,
        { ...rest, articles: recordOf(Object.entries(articles)) },
      ]),
    ),
    place: { file: source.file, line: lineOf(['language']) },
    lineOf,
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, words };
}

function statusOf({ status, by = '', on = '' }: StatusBlock): WordsStatus {
  return status === 'draft' ? { status } : { status, by, on };
}
