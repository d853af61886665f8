import type { Problem } from '@clew/rules';
import { readBounded, type Unread } from './read-bounded.ts';

/** What a file is meant to be, and how much of it there may be. */
export type Wanted = {
  /** In bytes. */
  most: number;
  /** What to do about one that is larger: “A case is a page or two; check that this is the right file.” */
  tooLarge: string;
  /** What to name instead of a folder: “a case file, like examples/domestic-worker.yaml”. */
  example: string;
};

type FileRead = { ok: true; text: string } | { ok: false; problems: Problem[] };

/** Reads a file that a person named. One that is missing, too large or no file is told in words. Never throws. */
export async function readTextFile(path: string, wanted: Wanted): Promise<FileRead> {
  const read = readBounded(path, { most: wanted.most, isLinkFollowed: true });
  // What is no UTF-8 becomes U+FFFD, which whoever reads the text refuses.
  if (read.ok) return { ok: true, text: new TextDecoder().decode(read.bytes) };
  return { ok: false, problems: [problemFor(read.why, path, wanted)] };
}

function problemFor(why: Unread, path: string, { most, tooLarge, example }: Wanted): Problem {
  if (why === 'missing') return unreadable(path, 'There is no such file. Check the name and the folder.');
  if (why === 'no-file') return unreadable(path, `This is not a file. Name ${example}.`);
  if (why !== 'too-large') return unreadable(path, 'The file cannot be opened. Check that you may read it.');
  const size = most === 1_000_000 ? 'one megabyte' : `${most / 1_000_000} megabytes`;
  return { ...unreadable(path, `The file is larger than ${size}. ${tooLarge}`), code: 'too-large' };
}

function unreadable(file: string, message: string): Problem {
  return { code: 'unreadable', file, line: 1, message };
}

/** What a text says as JSON; nothing where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
