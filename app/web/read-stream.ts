import { BODY_LIMIT, FIELD_LIMIT } from './read-body.ts';
import { boundaryOf, type UploadRefusal } from './read-upload.ts';

/** A form whose file is read while it arrives: the fields that stand before it, and its bytes, once. */
export type StreamedForm = {
  fields: URLSearchParams;
  /** Throws an `UploadFault` where it breaks off, is too long, or too slow. Undefined if none came. */
  file: AsyncIterable<Buffer> | undefined;
  /** Reads no further. */
  end(): Promise<void>;
};

/** Thrown while a file is read that is not whole, or may not be: the page keeps nothing of it. */
export class UploadFault extends Error {
  readonly why: UploadRefusal;
  constructor(why: UploadRefusal) {
    super(why);
    this.why = why;
  }
}

/** How long a form with a file may take to arrive, in milliseconds: a little less than the server gives a request. */
const PATIENCE = 28_000;
/** The longest head of a part, and the longest field. */
const LONGEST_HEAD = 4_096;
const LONGEST_FIELD = 16_384;

type Expected = {
  /** The one field that may bring a file. It stands last. */
  file: string;
  /** The most bytes of the whole form. */
  limit: number;
  patience?: number;
};

/**
 * Reads the fields of a form in `multipart/form-data` as far as the file begins, which is then read piece by piece: no more than
 * one piece of it is in memory, and nothing is written anywhere. The file's own name and type are dropped. A file in another
 * field, and anything behind it, is refused. Never throws; reading the file does.
 */
export async function readStreamedForm(
  request: Request,
  { file, limit, patience = PATIENCE }: Expected,
): Promise<StreamedForm | UploadRefusal> {
  const boundary = boundaryOf(request.headers.get('Content-Type') ?? '');
  if (boundary === undefined || request.body === null) return 'unreadable';
  if (Number(request.headers.get('Content-Length') ?? 0) > limit) return 'too-large';
  const body = openBody(request.body as ReadableStream<Uint8Array>, { limit, patience });
  try {
    return await readFields(body, { file, boundary });
  } catch (error) {
    await body.end();
    if (error instanceof UploadFault) return error.why;
    throw error;
  }
}

type Parted = { file: string; boundary: string };

async function readFields(body: Body, { file, boundary }: Parted): Promise<StreamedForm> {
  const fields = new URLSearchParams();
  const mark = Buffer.from(`\r\n--${boundary}`);
  // The first boundary has no line before it.
  const first = Buffer.from(`--${boundary}`);
  if (!(await body.take(first.length)).equals(first)) throw new UploadFault('unreadable');
  let left = BODY_LIMIT;
  const readTo = async (end: Buffer, most: number) => {
    const read = await body.readTo(end, Math.min(most, left));
    left -= read.length;
    return read.toString('utf8');
  };
  for (let count = 0; await hasMore(body); count += 1) {
    if (count >= FIELD_LIMIT) throw new UploadFault('too-large');
    const { name, isFile } = readHead(await readTo(Buffer.from('\r\n\r\n'), LONGEST_HEAD));
    if (isFile !== (name === file)) throw new UploadFault('unreadable');
    if (isFile) return { fields, file: readFile(body, mark), end: body.end };
    fields.append(name, await readTo(mark, LONGEST_FIELD));
  }
  return { fields, file: undefined, end: body.end };
}

/** After a boundary: another part, or the end. */
async function hasMore(body: Body): Promise<boolean> {
  const after = (await body.take(2)).toString('latin1');
  if (after !== '\r\n' && after !== '--') throw new UploadFault('unreadable');
  return after === '\r\n';
}

function readHead(head: string): { name: string; isFile: boolean } {
  const line = head.split('\r\n').find((one) => /^content-disposition:/i.test(one)) ?? '';
  const found = /^content-disposition:\s*form-data;\s*name="([^"]{1,100})"(;\s*filename(\*)?=.*)?$/i.exec(
    line,
  );
  if (found?.[1] === undefined) throw new UploadFault('unreadable');
  return { name: found[1], isFile: found[2] !== undefined };
}

async function* readFile(body: Body, mark: Buffer): AsyncGenerator<Buffer> {
  yield* body.piecesTo(mark);
  if (await hasMore(body)) throw new UploadFault('unreadable');
}

type Body = {
  /** The bytes before a mark, which is taken too. */
  readTo(mark: Buffer, most: number): Promise<Buffer>;
  take(bytes: number): Promise<Buffer>;
  piecesTo(mark: Buffer): AsyncGenerator<Buffer>;
  end(): Promise<void>;
};

function openBody(
  stream: ReadableStream<Uint8Array>,
  { limit, patience }: Pick<Expected, 'limit'> & { patience: number },
): Body {
  const reader = stream.getReader();
  let held: Buffer = Buffer.alloc(0);
  let length = 0;
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    reader.cancel().catch(() => undefined);
  }, patience);
  const pull = async (): Promise<void> => {
    // What broke off is as good as what ends too early.
    const read = await reader.read().catch(() => ({ done: true as const, value: undefined }));
    if (read.done) throw new UploadFault(isLate ? 'too-slow' : 'unreadable');
    length += read.value.byteLength;
    if (length > limit) throw new UploadFault('too-large');
    held = Buffer.concat([held, read.value]);
  };
  const take = async (bytes: number): Promise<Buffer> => {
    while (held.length < bytes) await pull();
    const taken = held.subarray(0, bytes);
    held = held.subarray(bytes);
    return taken;
  };
  return {
    take,
    readTo: async (mark, most) => {
      for (;;) {
        const at = held.indexOf(mark);
        if (at > most || (at < 0 && held.length > most + mark.length)) throw new UploadFault('too-large');
        if (at >= 0) return (await take(at + mark.length)).subarray(0, at);
        await pull();
      }
    },
    piecesTo: async function* (mark) {
      for (;;) {
        const at = held.indexOf(mark);
        // The end of what is there may be the beginning of the mark.
        const sure = at >= 0 ? at : Math.max(0, held.length - mark.length + 1);
        if (sure > 0) yield await take(sure);
        if (at >= 0) return void (await take(mark.length));
        await pull();
      }
    },
    end: async () => {
      clearTimeout(late);
      await reader.cancel().catch(() => undefined);
    },
  };
}
