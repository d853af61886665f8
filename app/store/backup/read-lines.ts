import type { Readable } from 'node:stream';

const NEWLINE = 10;

/**
 * The lines of a stream of bytes, without their ends. Throws RangeError on one longer than `most` bytes, and on a last line
 * that has no end: something was cut off.
 */
export async function* readLines(stream: Readable, most: number): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let held = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, from)) {
      const line = piece.subarray(from, at);
      yield held === 0 ? line : Buffer.concat([...rest, line]);
      [rest, held] = [[], 0];
      from = at + 1;
    }
    if (from < piece.length) rest.push(piece.subarray(from));
    held += piece.length - from;
    if (held > most) throw new RangeError(`A line is longer than ${most} bytes.`);
  }
  if (held > 0) throw new RangeError('The last line has no end.');
}
