import { readExpectation } from './expectation.ts';
import type { Answer, Article, Expectation, Fact, Instrument, LawTest, Stated } from './law.ts';
import { type MarkdownSection, readMarkdown } from './markdown.ts';
import type { Parts, UnlinkedTest } from './parts.ts';
import { didYouMean, type Place, type Problem } from './problem.ts';
import { readAnswer, readBlock, readRule, verifiedOf } from './read-blocks.ts';
import { readDuty } from './read-duty.ts';
import { readOverlay } from './read-overlay.ts';
import { readValue } from './read-value.ts';
import { ArticleBlock, InstrumentBlock, TestBlock } from './schema.ts';

const FENCES = ['instrument', 'article', 'rule', 'duty', 'value', 'overlay', 'test', 'text'];
type Source = { file: string; text: string };
type ReadArticle = { block: ArticleBlock; line: number };

/** Reads one Markdown file into `parts`, and returns what is wrong with it. */
export function readLiterate(source: Source, parts: Parts): Problem[] {
  const { sections, problems } = readMarkdown(source);
  const blocks: ReadArticle[] = [];
  let header: { block: InstrumentBlock; line: number } | undefined;
  for (const section of sections) {
    for (const item of section.items) {
      if (item.kind !== 'fence') continue;
      const fence = { file: source.file, text: item.text, firstLine: item.line };
      if (item.info === 'rule') {
        const read = readRule(fence);
        if (read.ok) parts.rules.push(read.rule);
        else problems.push(...read.problems);
      } else if (item.info === 'duty') {
        const read = readDuty(fence);
        if (read.ok) parts.duties.push(read.duty);
        else problems.push(...read.problems);
      } else if (item.info === 'value') {
        const read = readValue(fence);
        if (read.ok) parts.values.push(read.value);
        else problems.push(...read.problems);
      } else if (item.info === 'overlay') {
        const read = readOverlay(fence);
        if (read.ok) parts.overlays.push(read.overlay);
        else problems.push(...read.problems);
      } else if (item.info === 'test') {
        const read = readBlock(TestBlock, { ...fence, what: 'test' });
        if (read.ok)
          parts.tests.push({
            block: read.block,
            lineOf: read.lineOf,
            place: { file: source.file, line: item.line },
          });
        else problems.push(...read.problems);
      } else if (item.info === 'article') {
        const read = readBlock(ArticleBlock, { ...fence, what: 'article' });
        if (read.ok) blocks.push({ block: read.block, line: item.line });
        else problems.push(...read.problems);
      } else if (item.info === 'instrument') {
        const read = readBlock(InstrumentBlock, { ...fence, what: 'instrument' });
        if (!read.ok) problems.push(...read.problems);
        else if (header) problems.push(secondHeader(source.file, item.line));
        else header = { block: read.block, line: item.line };
      } else if (!FENCES.includes(item.info)) {
        // Passed over in silence, a rule under a misspelt word would simply not exist.
        const message = `A block of “${item.info}” is not known.${didYouMean(item.info, FENCES)} Write one of ${FENCES.join(', ')}; “text” is for what is only to be read.`;
        problems.push({ code: 'fence-unknown', file: source.file, line: item.line - 1, message });
      }
    }
  }
  if (header) parts.instruments.push(instrumentOf({ header, sections, blocks, file: source.file, problems }));
  else if (blocks.length > 0) {
    problems.push({
      code: 'wrong-shape',
      file: source.file,
      line: blocks[0]?.line ?? 1,
      message:
        'An article stands here, but the file has no “instrument” block. Write one under the first heading.',
    });
  }
  return problems;
}

function secondHeader(file: string, line: number): Problem {
  return {
    code: 'wrong-shape',
    file,
    line,
    message: 'A file holds one instrument. Move this one to a file of its own.',
  };
}

type InstrumentSource = {
  header: { block: InstrumentBlock; line: number };
  sections: readonly MarkdownSection[];
  blocks: readonly ReadArticle[];
  file: string;
  problems: Problem[];
};

function instrumentOf(source: InstrumentSource): { instrument: Instrument; place: Place } {
  const { block, line } = source.header;
  const instrument: Instrument = {
    id: block.id,
    short: block.short,
    ...statedOf('name', block.name),
    ...statedOf('adopted', block.adopted),
    ...statedOf('opened', block.opened),
    ...statedOf('inForce', block.in_force),
    ...statedOf('depositary', block.depositary),
    articles: articlesOf(source),
  };
  return { instrument, place: { file: source.file, line } };
}

type WrittenArticle = { anchor: string; title: string; text: string; isHeading: boolean; line: number };

function writtenArticles(sections: readonly MarkdownSection[]): WrittenArticle[] {
  return sections.flatMap(({ anchor, title, line, items }) => [
    ...(anchor === undefined ? [] : [{ anchor, title, text: '', isHeading: true, line }]),
    ...items.flatMap((item) =>
      item.kind === 'quote' && item.anchor !== undefined
        ? [{ anchor: item.anchor, title, text: item.text, isHeading: false, line: item.line }]
        : [],
    ),
  ]);
}

/** The articles and paragraphs that carry an anchor, each with the block that says how sure it is. */
function articlesOf({ sections, blocks, file, problems }: InstrumentSource): Article[] {
  const byAnchor = new Map<string, ArticleBlock>();
  for (const { block, line } of blocks) {
    if (byAnchor.has(block.anchor)) {
      const message = `Two “article” blocks are about {#${block.anchor}}. Keep one.`;
      problems.push({ code: 'duplicate-id', file, line, message });
    }
    byAnchor.set(block.anchor, block);
  }
  const articles = new Map<string, Article>();
  for (const { line, ...article } of writtenArticles(sections)) {
    const { strength, ...verification } = byAnchor.get(article.anchor) ?? {};
    if (articles.has(article.anchor)) {
      const message = `The anchor {#${article.anchor}} is written twice. Give each paragraph its own.`;
      problems.push({ code: 'duplicate-id', file, line, message });
    }
    articles.set(article.anchor, {
      ...article,
      ...(strength ? { strength } : {}),
      ...verifiedOf(verification),
    });
  }
  for (const { block, line } of blocks) {
    if (articles.has(block.anchor)) continue;
    const near = didYouMean(block.anchor, [...articles.keys()]);
    const message = `No heading or quoted paragraph here ends in {#${block.anchor}}.${near} Add the anchor to the paragraph this block is about.`;
    problems.push({ code: 'unknown-article', file, line, message });
  }
  return [...articles.values()];
}

function statedOf<K extends string>(key: K, block: InstrumentBlock['name']): { [P in K]?: Stated } {
  if (!block) return {};
  return { [key]: { value: block.value, ...verifiedOf(block) } } as { [P in K]?: Stated };
}

/** Looks up the facts and rules a test names. */
export function linkTest(
  { block, place, lineOf }: UnlinkedTest,
  { facts, known }: { facts: Readonly<Record<string, Fact>>; known: Readonly<Record<string, unknown>> },
): { ok: true; test: LawTest } | { ok: false; problems: Problem[] } {
  const problems: Problem[] = [];
  const given: Record<string, Answer> = {};
  for (const [id, text] of Object.entries(block.given)) {
    const fact = facts[id];
    const at = { file: place.file, line: lineOf(['given', id]) };
    if (!fact) {
      problems.push({
        code: 'unknown-fact',
        ...at,
        message: `No fact is called “${id}”.${didYouMean(id, Object.keys(facts))}`,
      });
      continue;
    }
    const read = readAnswer(text, fact);
    if (read.ok) given[id] = read.answer;
    else problems.push({ code: 'wrong-answer', ...at, message: read.message });
  }
  const expect: Expectation[] = [];
  for (const [key, verdict] of Object.entries(block.expect)) {
    const read = readExpectation(key, verdict, known);
    if (read.ok) expect.push(read.expectation);
    else
      problems.push({
        code: read.code,
        file: place.file,
        line: lineOf(['expect', key]),
        message: read.message,
      });
  }
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, test: { title: block.title, given, expect, place } };
}
