import { lexer, type Token, type Tokens } from 'marked';
import { parse } from 'yaml';
import { z } from 'zod';
import { hashOfEnglish } from '../../web/index.ts';

const Head = z
  .strictObject({
    title: z.string().min(1),
    lede: z.string().min(1),
    author: z.string().min(1),
    /** written: in its own language. draft: translated by a machine. checked: a named person has read it. */
    status: z.enum(['written', 'draft', 'checked']),
    written: z.iso.date(),
    by: z.string().min(1).optional(),
    on: z.iso.date().optional(),
    /** Of a translation: the English that it was made from, as `clew` told it (`hashOfText`). */
    english: z
      .string()
      .regex(/^[0-9a-f]{8}$/)
      .optional(),
  })
  .refine(({ status, by, on }) => [by, on].every((said) => (said !== undefined) === (status === 'checked')), {
    error: 'a text that is checked says by whom and on which day, and no other does',
    path: ['status'],
  });
type Head = z.infer<typeof Head>;

/** A part of a text: a heading, a paragraph, or a list of short lines. */
export type Block =
  | { kind: 'heading' | 'paragraph'; text: string }
  | { kind: 'list'; items: readonly string[] };

/** A text of the guide in one language: who wrote it when, who checked it, and its parts. */
export type GuideText = Head & {
  blocks: readonly Block[];
  /** Whether the English was changed after it was translated: then it is a draft, whoever had checked it. */
  isOutdated?: true;
};

/**
 * Reads a text: a head between two lines of three hyphens, then Markdown of headings of the second level, paragraphs and
 * lists of plain words. Throws, with the file and the line, on anything else: what the guide shows has no links, no pictures
 * and no HTML.
 */
export function readText(file: string, text: string): GuideText {
  const found = /^---\n([\s\S]*?)\n---\n/.exec(text);
  if (!found) throw new Error(`${file}:1: a text begins with its head, between two lines of ---.`);
  const head = Head.safeParse(parse(found[1] ?? '', { schema: 'failsafe' }));
  if (!head.success) {
    const issue = head.error.issues[0];
    throw new Error(`${file}: ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  let line = found[0].split('\n').length;
  const blocks: Block[] = [];
  for (const token of lexer(text.slice(found[0].length))) {
    if (token.type !== 'space') blocks.push(blockOf(token, `${file}:${line}`));
    line += token.raw.split('\n').length - 1;
  }
  return { ...head.data, blocks };
}

function blockOf(token: Token, place: string): Block {
  if (token.type === 'heading' && token.depth === 2)
    return { kind: 'heading', text: plain((token as Tokens.Heading).tokens, place) };
  if (token.type === 'paragraph')
    return { kind: 'paragraph', text: plain((token as Tokens.Paragraph).tokens, place) };
  if (token.type === 'list' && !token.ordered) {
    const { items } = token as Tokens.List;
    return { kind: 'list', items: items.map((item) => plain(item.tokens, place)) };
  }
  throw new Error(
    `${place}: a text holds headings of the second level, paragraphs and lists; this is ${token.type}.`,
  );
}

function plain(tokens: readonly Token[], place: string): string {
  return tokens
    .map((token) => {
      if (token.type !== 'text' || token.raw !== (token as Tokens.Text).text)
        throw new Error(`${place}: write plain words; this is ${token.type}.`);
      const { tokens: inner } = token as Tokens.Text;
      return inner ? plain(inner, place) : token.raw;
    })
    .join('')
    .replaceAll('\n', ' ');
}

/** What stands for the words of an English text in the heads of its translations. */
export function hashOfText({ title, lede, blocks }: GuideText): string {
  return hashOfEnglish(JSON.stringify([title, lede, blocks]));
}

/** The shape of a text, which its translations share: a line beside another language must be the same line. */
export function shapeOf({ blocks }: GuideText): string {
  return blocks
    .map((block) => (block.kind === 'list' ? `list ${block.items.length}` : block.kind))
    .join('\n');
}
