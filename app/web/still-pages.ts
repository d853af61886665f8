import type { PublicLanguage } from './language.ts';
import type { Page } from './page.ts';

/** A page that was drawn, as it goes over the wire. */
type Kept = { version: string; status: number; headers: Headers; body: Uint8Array<ArrayBuffer> };

type StillPages = {
  pages: readonly Page[];
  addressesOf: (page: Page) => string[];
  /** The language and the encoding that a request for a page is answered in. */
  kindOf: (request: Request, page: Page) => { language: PublicLanguage; encoding: string | undefined };
};

/**
 * Keeps pages that are the same for everybody (`still`) in memory, compressed, so that a flood of readers costs no drawing. A
 * request with a search, and every other page, is drawn. At most one copy a page, language and encoding is kept.
 */
export function keepStill({ pages, addressesOf, kindOf }: StillPages) {
  const still = new Map<string, Page>(
    pages.flatMap((page) =>
      page.method === 'get' && page.still !== undefined
        ? addressesOf(page).map((address) => [address, page] as const)
        : [],
    ),
  );
  const kept = new Map<string, Kept>();

  return async (request: Request, draw: () => Promise<Response>): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const page = request.method === 'GET' && search === '' ? still.get(pathname) : undefined;
    if (page?.still === undefined) return draw();
    const { language, encoding } = kindOf(request, page);
    const key = `${pathname} ${language} ${encoding}`;
    const version = page.still();
    const known = kept.get(key);
    if (known?.version === version) return responseOf(known);
    const response = await draw();
    const { status, headers } = response;
    if (status !== 200) return response;
    const drawn = { version, status, headers, body: new Uint8Array(await response.arrayBuffer()) };
    kept.set(key, drawn);
    return responseOf(drawn);
  };
}

function responseOf({ status, headers, body }: Kept): Response {
  return new Response(body, { status, headers: new Headers(headers) });
}
