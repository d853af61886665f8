import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Words } from './words.ts';
import { WordsContext } from './words-context.ts';

/** The HTML of a document, its components speaking the given words. */
export function renderDocument(document: VNode, words: Words): string {
  return `<!doctype html>${renderToString(<WordsContext.Provider value={words}>{document}</WordsContext.Provider>)}`;
}
