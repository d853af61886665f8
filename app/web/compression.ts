import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** The encoding to send for an `Accept-Encoding` header (RFC 9110, section 12.5.3); undefined for none. */
export function chooseEncoding(acceptEncoding: string | null): Encoding | undefined {
  const accepted = new Set(
    (acceptEncoding ?? '')
      .toLowerCase()
      .split(',')
      .map((part) => part.trim())
      .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
      .map((part) => part.split(';')[0]?.trim()),
  );
  if (accepted.has('br')) return 'br';
  return accepted.has('gzip') ? 'gzip' : undefined;
}

/**
 * The bytes of a page, smaller. Pages that hold what someone typed are compressed too: the BREACH attack reads
 * a secret out of such a page's length, and public pages hold none (no session, no token). Pages with cookies do, and
 * are sent without compression.
 */
export function compressPage(content: Uint8Array, encoding: Encoding): Promise<Buffer> {
  return compress(content, encoding, 5);
}

/** The bytes of a file that is made once and sent often, as small as they get. */
export function compressFile(content: Uint8Array, encoding: Encoding): Promise<Buffer> {
  return compress(content, encoding, 11);
}

function compress(content: Uint8Array, encoding: Encoding, quality: number): Promise<Buffer> {
  if (encoding === 'gzip') return compressGzip(content, { level: 9 });
  return compressBrotli(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength,
    },
  });
}
