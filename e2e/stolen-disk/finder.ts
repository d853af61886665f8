import { constants, inflateRawSync } from 'node:zlib';

/** Bytes to look for. */
export type Needle = {
  name: string;
  /** How they are encoded. */
  how: string;
  bytes: Buffer;
};

/** A needle, where it begins, and whether it stood in something compressed. */
export type Found = { needle: Needle; at: number; around: Buffer; isPacked: boolean };

export type Finder = (bytes: Buffer) => Found[];

const AROUND = 64;
const MOST_FOUND = 200;

/** The longest needle: parts of one whole that overlap by this much hide nothing. */
export const OVERLAP = 512;

/**
 * Makes what looks for many needles in one pass, also inside what zlib or gzip compressed. It stops at two hundred: one is
 * too many.
 */
export function makeFinder(needles: readonly Needle[]): Finder {
  const find = findPlain(needles);
  return (bytes) => {
    const packed = unpackAll(bytes).flatMap((content) => find(content, true));
    return [...find(bytes, false), ...packed].slice(0, MOST_FOUND);
  };
}

function findPlain(needles: readonly Needle[]): (bytes: Buffer, isPacked: boolean) => Found[] {
  const byStart = new Map<number, Needle[]>();
  // Two bytes, and the two after them: what is in neither list is passed over without a look at any needle.
  const starts = new Uint8Array(65_536);
  const follows = new Uint8Array(65_536);
  for (const needle of needles) {
    if (needle.bytes.length < 6 || needle.bytes.length > OVERLAP)
      throw new RangeError(`A needle of ${needle.bytes.length} bytes proves nothing: ${needle.name}.`);
    const start = needle.bytes.readUInt16LE(0);
    starts[start] = 1;
    follows[needle.bytes.readUInt16LE(2)] = 1;
    byStart.set(start, [...(byStart.get(start) ?? []), needle]);
  }
  return (bytes, isPacked) => {
    const found: Found[] = [];
    for (const at of placesIn(bytes, starts, follows))
      for (const needle of byStart.get(bytes.readUInt16LE(at)) ?? [])
        if (stands(needle.bytes, bytes, at) && found.length < MOST_FOUND)
          found.push({ needle, at, around: aroundOf(bytes, at), isPacked });
    return found;
  };
}

/** Where something could begin. */
function placesIn(bytes: Uint8Array, starts: Uint8Array, follows: Uint8Array): number[] {
  const places: number[] = [];
  let [first, second, third] = [bytes[0] ?? 0, bytes[1] ?? 0, bytes[2] ?? 0];
  for (let at = 3; at < bytes.length; at += 1) {
    const fourth = bytes[at] as number;
    if (starts[first | (second << 8)] === 1 && follows[third | (fourth << 8)] === 1) places.push(at - 3);
    first = second;
    second = third;
    third = fourth;
  }
  return places;
}

function stands(needle: Buffer, bytes: Buffer, at: number): boolean {
  const end = at + needle.length;
  return end <= bytes.length && needle.compare(bytes, at, end) === 0;
}

function aroundOf(bytes: Buffer, at: number): Buffer {
  return Buffer.from(bytes.subarray(Math.max(0, at - AROUND), at + 2 * AROUND));
}

const MOST_UNPACKED = 2 ** 22;
const LONGEST_PACKED = 2 ** 18;

/** How zlib (RFC 1950) and gzip without a name (RFC 1952) begin, and after how many bytes what is compressed. */
const BEGINNINGS: readonly [string, number][] = [
  ['789c', 2],
  ['78da', 2],
  ['1f8b0800', 10],
];

/** What was compressed in these bytes. */
function unpackAll(bytes: Buffer): Buffer[] {
  return BEGINNINGS.flatMap(([magic, length]) => {
    const contents: Buffer[] = [];
    const mark = Buffer.from(magic, 'hex');
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) {
      const content = unpack(bytes.subarray(at + length, at + LONGEST_PACKED));
      if (content) contents.push(content);
    }
    return contents;
  });
}

function unpack(bytes: Buffer): Buffer | undefined {
  try {
    // The end may be cut off, and what comes before counts.
    return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_UNPACKED });
  } catch {
    return undefined;
  }
}
