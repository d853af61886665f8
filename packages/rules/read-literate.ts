import type { Article, Instrument, Stated } from './instrument.ts';
import { type MarkdownSection, readMarkdown } from './markdown.ts';
import type { Parts } from './parts.ts';
import { didYouMean, type Place, type Problem } from './problem.ts';
import { readBlock, readRule, verifiedOf } from './read-blocks.ts';
import { readDuty } from './read-duty.ts';
import { readOverlay } from './read-overlay.ts';
import { readState, readTogether, readVariant } from './read-state.ts';
import { readValue } from './read-value.ts';
import { ArticleBlock, InstrumentBlock, TestBlock } from './schema.ts';

type Fence = { file: string; text: string; firstLine: number };

/** Reads a block into `parts` and returns what is wrong with it. */
type Reader = (fence: Fence, parts: Parts) => Problem[];

const READERS: Readonly<Record<string, Reader>> = {
  rule: (fence, parts) => {
    const read = readRule(fence);
    if (read.ok) parts.rules.push(read.rule);
    return read.ok ? [] : read.problems;
  },
  duty: (fence, parts) => {
    const read = readDuty(fence);
    if (read.ok) parts.duties.push(read.duty);
    return read.ok ? [] : read.problems;
  },
  value: (fence, parts) => {
    const read = readValue(fence);
    if (read.ok) parts.values.push(read.value);
    return read.ok ? [] : read.problems;
  },
  overlay: (fence, parts) => {
    const read = readOverlay(fence);
    if (read.ok) parts.overlays.push(read.overlay);
    return read.ok ? [] : read.problems;
  },
  state: (fence, parts) => {
    const read = readState(fence);
    if (read.ok) parts.states.push(read.state);
    return read.ok ? [] : read.problems;
  },
  variant: (fence, parts) => {
    const read = readVariant(fence);
    if (read.ok) parts.variants.push(read.variant);
    return read.ok ? [] : read.problems;
  },
  together: (fence, parts) => {
    const read = readTogether(fence);
    if (read.ok) parts.together.push(read.together);
    return read.ok ? [] : read.problems;
  },
  test: (fence, parts) => {
    const read = readBlock(TestBlock, { ...fence, what: 'test' });
    if (!read.ok) return read.problems;
    const { block, lineOf } = read;
    parts.tests.push({ block, lineOf, place: { file: fence.file, line: fence.firstLine } });
    return [];
  },
  text: () => [],
};

const FENCES = ['instrument', 'article', ...Object.keys(READERS)];
type Source = { file: string; text: string };
type ReadArticle = { block: ArticleBlock; line: number };

/** Reads one Markdown file into `parts`, and returns what is wrong with it. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a branch for each kind of block, and each may be wrong
export function readLiterate(source: Source, parts: Parts): Problem[] {
  const { sections, problems } = readMarkdown(source);
  const blocks: ReadArticle[] = [];
  let header: { block: InstrumentBlock; line: number } | undefined;
  for (const { info, text, line } of sections.flatMap(fencesOf)) {
    const fence = { file: source.file, text, firstLine: line };
    const reader = Object.hasOwn(READERS, info) ? READERS[info] : undefined;
    if (reader) problems.push(...reader(fence, parts));
    else if (info === 'article') {
      const read = readBlock(ArticleBlock, { ...fence, what: 'article' });
      if (read.ok) blocks.push({ block: read.block, line });
      else problems.push(...read.problems);
    } else if (info === 'instrument') {
      const read = readBlock(InstrumentBlock, { ...fence, what: 'instrument' });
      if (!read.ok) problems.push(...read.problems);
      else if (header) problems.push(secondHeader(source.file, line));
      else header = { block: read.block, line };
    } else problems.push(unknownFence(info, { file: source.file, line: line - 1 }));
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

function fencesOf({ items }: MarkdownSection) {
  return items.flatMap((item) => (item.kind === 'fence' ? [item] : []));
}

/** Passed over in silence, a rule under a misspelt word would simply not exist. */
function unknownFence(info: string, place: Place): Problem {
  const message = `A block of “${info}” is not known.${didYouMean(info, FENCES)} Write one of ${FENCES.join(', ')}; “text” is for what is only to be read.`;
  return { code: 'fence-unknown', ...place, message };
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
    kind: block.kind ?? 'treaty',
    ...(block.state === undefined ? {} : { state: block.state }),
    ...statedOf('name', block.name),
    ...statedOf('adopted', block.adopted),
    ...statedOf('opened', block.opened),
    ...statedOf('inForce', block.in_force),
    ...statedOf('appliesFrom', block.applies_from),
    ...statedOf('depositary', block.depositary),
    ...openToOf(block),
    ...reservationsToOf(block),
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
    const { strength, applies_from, also_custom, applies_instrument, ...verification } =
      byAnchor.get(article.anchor) ?? {};
    if (articles.has(article.anchor)) {
      const message = `The anchor {#${article.anchor}} is written twice. Give each paragraph its own.`;
      problems.push({ code: 'duplicate-id', file, line, message });
    }
    articles.set(article.anchor, {
      ...article,
      ...(strength ? { strength } : {}),
      ...statedOf('appliesFrom', applies_from),
      ...(also_custom ? { alsoCustom: also_custom } : {}),
      ...(applies_instrument ? { appliesInstrument: applies_instrument } : {}),
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

function openToOf({ open_to }: InstrumentBlock): Pick<Instrument, 'openTo'> {
  if (!open_to) return {};
  const { organisation, article, ...verification } = open_to;
  return {
    openTo: { organisation, ...(article === undefined ? {} : { article }), ...verifiedOf(verification) },
  };
}

function reservationsToOf({ reservations }: InstrumentBlock): Pick<Instrument, 'reservationsTo'> {
  if (!reservations) return {};
  const { only_to = 'nothing', not_to, article, ...verification } = reservations;
  const said = { ...(article === undefined ? {} : { article }), ...verifiedOf(verification) };
  if (not_to) return { reservationsTo: { ...said, not: not_to } };
  return { reservationsTo: { ...said, only: only_to === 'nothing' ? [] : only_to } };
}

function statedOf<K extends string>(key: K, block: InstrumentBlock['name']): { [P in K]?: Stated } {
  if (!block) return {};
  return { [key]: { value: block.value, ...verifiedOf(block) } } as { [P in K]?: Stated };
}
