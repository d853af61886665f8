import { WHOLE } from './security-headers.ts';

/**
 * The response with its page filled up to `bytes`, or to the next multiple, by spaces behind its end, and never compressed on
 * the way: compressed, the length would tell again how much of it is text.
 */
export async function fillUp(response: Response, bytes: number): Promise<Response> {
  const page = new Uint8Array(await response.arrayBuffer());
  const filled = new Uint8Array(Math.max(1, Math.ceil(page.length / bytes)) * bytes).fill(SPACE);
  filled.set(page);
  const headers = new Headers(response.headers);
  headers.set('Cache-Control', WHOLE);
  return new Response(filled, { status: response.status, headers });
}

/** Behind the end of a document a space is ignored: HTML, “after after body”. */
const SPACE = 0x20;
