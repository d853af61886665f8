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

/** A tag or a comment, its quoted values included, or what stands between two. */
const PIECES = /<(?:"[^"]*"|[^">])*>|[^<]+/g;
/** What holds plain text alone: a span in it would be shown as letters, or dropped. */
const TEXT_ALONE = /^<(\/?)(title|option|textarea)\b/;

/**
 * The document with each marked text in a span that says its language and direction. In attributes, titles and options the
 * text stays as it is. No mark is left, whoever put it there.
 */
export function showEnglish(html: string): string {
  let isTextAlone = false;
  return html.replace(PIECES, (piece) => {
    if (!piece.startsWith('<')) return isTextAlone ? withoutMarks(piece) : spansFor(piece);
    const found = TEXT_ALONE.exec(piece);
    if (found) isTextAlone = found[1] === '';
    return withoutMarks(piece);
  });
}

/** One span round the outermost marks, closed within its piece of text. */
function spansFor(text: string): string {
  return text
    .split(MARKED)
    .map((part) =>
      part.startsWith(OPEN) && part.endsWith(CLOSE)
        ? `<span lang="en" dir="ltr">${withoutMarks(part)}</span>`
        : withoutMarks(part),
    )
    .join('');
}

/** A marked text, with marked texts among its values. */
const MARKED = /(\uFDD0[^\uFDD0\uFDD1]*(?:\uFDD0[^\uFDD0\uFDD1]*\uFDD1[^\uFDD0\uFDD1]*)*\uFDD1)/;

function withoutMarks(text: string): string {
  return text.replaceAll(OPEN, '').replaceAll(CLOSE, '');
}
