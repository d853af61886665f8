import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { showEnglish } from './english-marks.ts';
import type { Words } from './words.ts';
import { WordsContext } from './words-context.ts';

/** The HTML of a document, its components speaking the given words. What stands in English for want of words says so. */
export function renderDocument(document: VNode, words: Words): string {
  const html = renderToString(<WordsContext.Provider value={words}>{document}</WordsContext.Provider>);
  return `<!doctype html>${words.tongue === words.language ? html : showEnglish(html)}`;
}
