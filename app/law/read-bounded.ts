import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Why a file was not read. */
export type Unread = 'missing' | 'no-file' | 'link' | 'too-large' | 'closed';

type BoundedRead = { ok: true; bytes: Uint8Array } | { ok: false; why: Unread };

/** How much is read, in bytes, and whether a link is followed to what it names. */
type Bound = { most: number; isLinkFollowed: boolean };

/**
 * The bytes of a file, or why there are none. What is asked and what is read is the same open file, so that none can be put
 * in its place between the two. Never throws.
 */
export function readBounded(path: string, { most, isLinkFollowed }: Bound): BoundedRead {
  let opened: number | undefined;
  try {
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK;
    opened = openSync(path, isLinkFollowed ? flags : flags | constants.O_NOFOLLOW);
    const facts = fstatSync(opened);
    if (!facts.isFile()) return { ok: false, why: 'no-file' };
    if (facts.size > most) return { ok: false, why: 'too-large' };
    const bytes = readAtMost(opened, most + 1);
    return bytes.length > most ? { ok: false, why: 'too-large' } : { ok: true, bytes };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ELOOP' && !isLinkFollowed) return { ok: false, why: 'link' };
    return { ok: false, why: code === 'ENOENT' ? 'missing' : 'closed' };
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

/** A system's own files say that they hold nothing and never end: only what was read tells how much there is. */
function readAtMost(opened: number, most: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let left = most; left > 0; ) {
    const part = new Uint8Array(Math.min(left, 65_536));
    const count = readSync(opened, part);
    if (count === 0) break;
    parts.push(part.subarray(0, count));
    left -= count;
  }
  return Buffer.concat(parts);
}
