import { isCritical, type Message, type MessageKey, type PublicLanguage, saidIn } from '../../web/index.ts';
import type { TextInLanguages } from '../texts/load-texts.ts';
import type { GuideText } from '../texts/read-text.ts';

/** A line in one language, and who answers for it there. */
export type Said = Pick<Message, 'text' | 'status' | 'by' | 'on'>;

/** A line of something to give away, in every language that has it. */
export type Line = {
  /** Someone's safety hangs on it: its draft never stands without the English. */
  isCritical: boolean;
  said: (language: PublicLanguage) => Said | undefined;
};

/** A part of a leaflet. A list has many lines, any other part one. */
export type LeafletBlock = { kind: 'title' | 'heading' | 'paragraph' | 'list'; lines: readonly Line[] };

/** A string of the public pages as a line. */
export function lineOf(key: MessageKey): Line {
  return { isCritical: isCritical(key), said: (language) => saidIn(language, key) };
}

/** A text of the guide as parts of a leaflet. All of a text is critical: what it says is what to do in danger. */
export function blocksOfText(texts: TextInLanguages): LeafletBlock[] {
  const pick = (read: (text: GuideText) => string | undefined): Line => ({
    isCritical: true,
    said: (language) => {
      const text = texts[language];
      const line = text && read(text);
      return text && line !== undefined ? { ...whoseOf(text), text: line } : undefined;
    },
  });
  const parts = texts.en.blocks.map((block, at): LeafletBlock => {
    if (block.kind !== 'list') return { kind: block.kind, lines: [pick((text) => plainAt(text, at))] };
    return { kind: 'list', lines: block.items.map((_, item) => pick((text) => itemAt(text, at, item))) };
  });
  return [
    { kind: 'title', lines: [pick(({ title }) => title)] },
    { kind: 'paragraph', lines: [pick(({ lede }) => lede)] },
    ...parts,
  ];
}

function whoseOf({ status, by, on }: GuideText): Omit<Said, 'text'> {
  return { status, ...(by !== undefined && on !== undefined ? { by, on } : {}) };
}

function plainAt({ blocks }: GuideText, at: number): string | undefined {
  const block = blocks[at];
  return block && block.kind !== 'list' ? block.text : undefined;
}

function itemAt({ blocks }: GuideText, at: number, item: number): string | undefined {
  const block = blocks[at];
  return block?.kind === 'list' ? block.items[item] : undefined;
}

/** A heading, a list of strings, and the like. */
export function blocksOfKeys(
  parts: readonly (readonly [LeafletBlock['kind'], ...MessageKey[]])[],
): LeafletBlock[] {
  return parts.map(([kind, ...keys]) => ({ kind, lines: keys.map(lineOf) }));
}

/** Whether some critical line of a part is a draft in one of the languages, so that the English must stand there too. */
export function needsEnglish({ lines }: LeafletBlock, languages: readonly PublicLanguage[]): boolean {
  if (languages.includes('en')) return false;
  return lines.some((line) =>
    languages.some((language) => line.isCritical && line.said(language)?.status === 'draft'),
  );
}

/** Whether any line of the parts is a draft in one of the languages, or not there at all. */
export function hasDraft(blocks: readonly LeafletBlock[], languages: readonly PublicLanguage[]): boolean {
  return blocks.some(({ lines }) =>
    lines.some((line) => languages.some((language) => (line.said(language)?.status ?? 'draft') === 'draft')),
  );
}
