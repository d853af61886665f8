/**
 * Two of the noncharacters that Unicode keeps for a program's own use: round a string that stands in English on a page of
 * another language, from where it is looked up until the page is written.
 */
const OPEN = '\uFDD0';
const CLOSE = '\uFDD1';

/** The text, marked as English that stands in for a string that the page's language has not. */
export function markEnglish(text: string): string {
  return OPEN + text + CLOSE;
}

/** What holds plain text alone: a span in it would be shown as letters, or dropped. */
const TEXT_ALONE = /^<(\/?)(title|option|textarea)\b/;

/**
 * The document with each marked text in a span that says its language and direction. In attributes, titles and options the
 * text stays as it is. No mark is left, whoever put it there.
 */
export function showEnglish(html: string): string {
  const shown: string[] = [];
  let isTextAlone = false;
  for (let at = 0; at < html.length; ) {
    const isTag = html[at] === '<';
    const end = isTag ? endOfTag(html, at) : endOfText(html, at);
    const piece = html.slice(at, end);
    const found = isTag ? TEXT_ALONE.exec(piece) : null;
    if (found) isTextAlone = found[1] === '';
    shown.push(isTag || isTextAlone ? withoutMarks(piece) : spansFor(piece));
    at = end;
  }
  return shown.join('');
}

/** Behind the tag that begins at a place, its quoted values included. */
function endOfTag(html: string, from: number): number {
  let isQuoted = false;
  for (let at = from; at < html.length; at++) {
    if (html[at] === '"') isQuoted = !isQuoted;
    if (html[at] === '>' && !isQuoted) return at + 1;
  }
  return html.length;
}

function endOfText(html: string, from: number): number {
  const end = html.indexOf('<', from);
  return end < 0 ? html.length : end;
}

/** One span round the outermost marks; what is begun and not ended in this piece of text gets none. */
function spansFor(text: string): string {
  const shown: string[] = [];
  let at = 0;
  for (;;) {
    const begin = text.indexOf(OPEN, at);
    const end = begin < 0 ? -1 : endOfMarked(text, begin);
    if (end < 0) return shown.join('') + withoutMarks(text.slice(at));
    shown.push(
      withoutMarks(text.slice(at, begin)),
      `<span lang="en" dir="ltr">${withoutMarks(text.slice(begin, end))}</span>`,
    );
    at = end;
  }
}

/** Behind the mark that ends what begins at a place, marked texts among its values included; -1 if nothing does. */
function endOfMarked(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === OPEN) depth += 1;
    if (text[at] === CLOSE) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return -1;
}

function withoutMarks(text: string): string {
  return text.replaceAll(OPEN, '').replaceAll(CLOSE, '');
}
