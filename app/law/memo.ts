import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type MemoCase, type MemoContent, memoContent } from './memo-content.ts';

const TEMPLATE = fileURLToPath(new URL('memo.typ', import.meta.url));

/**
 * A memo on a case as a PDF, in the language of the words: all of it in short on the first page, the facts as stated, each legal test element by element with
 * its authorities and gaps, who owes what, what would change it, and the sources that nobody checked. The same case and
 * law give the same bytes.
 */
export async function memoPdf(memo: MemoCase): Promise<Uint8Array> {
  return contentPdf(memoContent(memo));
}

/** What a memo says, or a part of it, as a PDF. */
export async function contentPdf(content: MemoContent): Promise<Uint8Array> {
  // Loaded only where a memo is made: the typesetter is large.
  const { typeset } = await import('./typeset.ts');
  return typeset(await readFile(TEMPLATE, 'utf8'), { memo: JSON.stringify(content) });
}
