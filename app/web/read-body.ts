/** The most that a form may send beside a file that is read while it arrives, in bytes. */
export const BODY_LIMIT = 256 * 1024;

/** Every field is carried in each page's forms, so thousands of empty ones would come back as megabytes. */
export const FIELD_LIMIT = 300;

type Bounds = {
  /** In bytes. */
  limit: number;
  /** In milliseconds, for all of it; without it as long as the server lets a request take. */
  patience?: number;
};

/** The body of a request; refused once it proves longer than it may be, whatever its header said, or takes too long. */
export async function readUpTo(
  request: Request,
  { limit, patience }: Bounds,
): Promise<Buffer | 'too-large' | 'too-slow'> {
  if (Number(request.headers.get('Content-Length') ?? 0) > limit) return 'too-large';
  if (request.body === null) return Buffer.alloc(0);
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  let isLate = false;
  const late =
    patience === undefined
      ? undefined
      : setTimeout(() => {
          isLate = true;
          reader.cancel().catch(() => undefined);
        }, patience);
  try {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.byteLength;
      if (length > limit) {
        await reader.cancel();
        return 'too-large';
      }
      pieces.push(read.value);
    }
    return isLate ? 'too-slow' : Buffer.concat(pieces);
  } finally {
    clearTimeout(late);
  }
}
