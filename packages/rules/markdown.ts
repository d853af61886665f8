import type { Problem } from './problem.ts';
import { refuseText } from './strict-yaml.ts';

/** A part of a section, in the order in which it is written. */
export type MarkdownItem =
  | { kind: 'quote'; text: string; anchor?: string; line: number }
  | { kind: 'paragraph'; text: string; line: number }
  | { kind: 'fence'; info: string; text: string; line: number };

export type MarkdownSection = {
  level: number;
  title: string;
  anchor?: string;
  line: number;
  items: MarkdownItem[];
};
type MarkdownRead = { sections: MarkdownSection[]; problems: Problem[] };

// A heading's words begin with what is no space, so that no run of spaces can be split in more than one way.
const HEADING = /^(#{1,6})\s+(\S.*)?$/s;
const ANCHOR = /^\{#([a-z0-9]+(?:[.-][a-z0-9]+)*)\}$/;

/**
 * Splits literate Markdown into sections with their quotes, paragraphs and fenced blocks. A fence that is never
 * closed is a problem: it would swallow every rule below it. Never throws.
 */
export function readMarkdown({ file, text }: { file: string; text: string }): MarkdownRead {
  const refusal = refuseText(text.replace(/[[\]{}]/g, ''));
  if (refusal && refusal.code !== 'too-deep') return { sections: [], problems: [{ ...refusal, file }] };
  const rows = text.split(/\r?\n/);
  let section: MarkdownSection = { level: 0, title: '', line: 1, items: [] };
  // What stands before the first heading counts too: a rule there must not vanish.
  const sections: MarkdownSection[] = [section];
  const problems: Problem[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? '';
    const heading = HEADING.exec(row);
    const fence = openingFence(row);
    if (heading) {
      section = {
        level: heading[1]?.length ?? 1,
        line: i + 1,
        items: [],
        ...splitAnchor(heading[2] ?? '', 'title'),
      };
      sections.push(section);
    } else if (fence) {
      const { mark, info } = fence;
      const end = closingFence(rows, i, mark);
      if (end === undefined) {
        problems.push({
          code: 'fence-open',
          file,
          line: i + 1,
          message: `The block “${mark}${info}” is never closed. Write “${mark}” on a line of its own where it ends.`,
        });
        break;
      }
      section.items.push({ kind: 'fence', info, text: rows.slice(i + 1, end).join('\n'), line: i + 2 });
      i = end;
    } else if (row.trim() !== '') {
      const isQuote = row.startsWith('>');
      const end = endOfText(rows, i, isQuote);
      section.items.push(textItem(rows.slice(i, end), isQuote, i + 1));
      i = end - 1;
    }
  }
  return { sections, problems };
}

function openingFence(row: string): { mark: string; info: string } | undefined {
  const mark = /^(`{3,}|~{3,})/.exec(row)?.[0];
  if (mark === undefined) return undefined;
  const info = row.slice(mark.length).trim();
  return /\s|`/.test(info) ? undefined : { mark, info };
}

function closingFence(rows: readonly string[], start: number, mark: string): number | undefined {
  for (let i = start + 1; i < rows.length; i++) {
    const row = (rows[i] ?? '').trimEnd();
    if (row.length >= mark.length && row === (mark[0] ?? '`').repeat(row.length)) return i;
  }
  return undefined;
}

function endOfText(rows: readonly string[], start: number, isQuote: boolean): number {
  let end = start + 1;
  while (end < rows.length) {
    const row = rows[end] ?? '';
    if (row.trim() === '' || row.startsWith('>') !== isQuote || HEADING.test(row) || openingFence(row)) break;
    // Each anchored paragraph of a quote is a paragraph of its own.
    if (isQuote && anchorOf(rows[end - 1] ?? '') !== undefined) break;
    end++;
  }
  return end;
}

function textItem(rows: readonly string[], isQuote: boolean, line: number): MarkdownItem {
  const text = rows
    .map((row) => row.replace(/^>\s?/, '').trim())
    .join(' ')
    .trim();
  return isQuote ? { kind: 'quote', line, ...splitAnchor(text, 'text') } : { kind: 'paragraph', text, line };
}

function splitAnchor<K extends string>(text: string, key: K): Record<K, string> & { anchor?: string } {
  const anchor = anchorOf(text);
  const words = anchor === undefined ? text : text.slice(0, text.lastIndexOf('{#'));
  const rest = { [key]: words.trim() } as Record<K, string>;
  return anchor === undefined ? rest : { ...rest, anchor };
}

function anchorOf(text: string): string | undefined {
  const start = text.lastIndexOf('{#');
  return start < 0 ? undefined : ANCHOR.exec(text.slice(start).trimEnd())?.[1];
}
