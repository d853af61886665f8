import { FIELD_LIMIT, readUpTo } from './read-body.ts';

/** Why a form with a file was not read. */
export type UploadRefusal = 'unreadable' | 'too-large' | 'too-slow';

/** How long a form with a file may take to arrive, in milliseconds. */
const PATIENCE = 20_000;

type Expected = {
  /** The one field that may bring a file. */
  file: string;
  /** The most bytes of the whole form. */
  limit: number;
  patience?: number;
};

/**
 * The fields of a form that may bring one text file, in `multipart/form-data`. The text stands under the file's field; its
 * name and type are dropped, and nothing is written anywhere. It is taken whole into memory first, no further than the limit
 * and no longer than the patience, and only then read, by the parser of Node itself. Never throws.
 */
export async function readUpload(
  request: Request,
  { file, limit, patience = PATIENCE }: Expected,
): Promise<URLSearchParams | UploadRefusal> {
  const type = request.headers.get('Content-Type') ?? '';
  const boundary = boundaryOf(type);
  if (boundary === undefined) return 'unreadable';
  const bytes = await readUpTo(request, { limit, patience });
  if (typeof bytes === 'string') return bytes;
  if (countParts(bytes, boundary) > FIELD_LIMIT) return 'too-large';
  try {
    const parts = await new Response(new Uint8Array(bytes), { headers: { 'Content-Type': type } }).formData();
    return await fieldsOf(parts, file);
  } catch {
    return 'unreadable';
  }
}

/**
 * RFC 2046, section 5.1.1: one to seventy of these signs, of which the last is no space. Nothing else may stand in the header:
 * with two boundaries the parts would be counted by one and read by the other.
 */
const BOUNDARY =
  /^multipart\/form-data\s*;\s*boundary=(?:"([\w'()+,./:=? -]{0,69}[\w'()+,./:=?-])"|([\w'+.-]{1,70}))$/i;

/** The boundary between the parts of a form; undefined where the header names none, or anything beside. */
export function boundaryOf(type: string): string | undefined {
  const found = BOUNDARY.exec(type.trim());
  return found?.[1] ?? found?.[2];
}

function countParts(bytes: Buffer, boundary: string): number {
  const mark = `--${boundary}`;
  let parts = 0;
  for (let at = bytes.indexOf(mark); at >= 0 && parts <= FIELD_LIMIT; at = bytes.indexOf(mark, at + 1))
    parts++;
  return parts;
}

/** A file in any field but the one that is expected, or a second one there, is refused. */
async function fieldsOf(parts: FormData, file: string): Promise<URLSearchParams | UploadRefusal> {
  const fields = new URLSearchParams();
  for (const [name, value] of parts) {
    if (typeof value === 'string') {
      // What is typed into a field of the file's name is no file.
      if (name === file) return 'unreadable';
      fields.append(name, value);
    } else if (name !== file || fields.has(file)) return 'unreadable';
    else fields.append(file, Buffer.from(await value.arrayBuffer()).toString('utf8'));
  }
  return fields;
}
