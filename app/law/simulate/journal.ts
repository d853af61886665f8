import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** What one part of the records counted to: the State by its place, the group, and the sums of the statement's columns. */
export const Part = z.tuple([z.number().int(), z.number().int(), z.record(z.string(), z.number())]);
export type Part = z.infer<typeof Part>;

/** What one chunk counted to. */
export const Entry = z.object({ chunk: z.number().int().nonnegative(), parts: z.array(Part) });
export type Entry = z.infer<typeof Entry>;

/** The chunks of a run that are finished. Only counts stand in it, never a record; but exact ones, of small groups too. */
export type Journal = {
  /** Chunks that an earlier run finished. */
  finished: readonly Entry[];
  /** Keeps a chunk: it is on the disk when this is done. Throws where it cannot be. */
  add(entry: Entry): Promise<void>;
  /** Keeps the journal for a run that goes on. */
  close(): Promise<void>;
  /** Ends the journal: what it was kept for is told, or will not be. */
  remove(): Promise<void>;
};

/** Where journals are: a folder that only its owner can open. */
export function journalFolder(env: NodeJS.ProcessEnv = process.env): string {
  const state = env.XDG_STATE_HOME;
  return join(state?.startsWith('/') ? state : join(homedir(), '.local', 'state'), 'clew', 'simulate');
}

type Opening = { folder: string; key: string; resume: boolean };

/**
 * Opens the journal of one question, in a folder that `openJournalFolder` has looked at. With `resume` it goes on where an
 * earlier run ended; without, it begins anew. A line that was cut off, or that was changed, counts as not there. What an
 * earlier run finished stays on the disk until all of it stands in the file that takes its place.
 */
export async function openJournal({ folder, key, resume }: Opening): Promise<Journal> {
  const path = join(folder, `${key}.jsonl`);
  const finished = resume ? await readEntries(path) : [];
  const file = await replace(path, finished.map(lineOf).join(''));
  return {
    finished,
    add: async (entry) => {
      await file.appendFile(lineOf(entry));
      await file.datasync();
    },
    close: () => file.close(),
    remove: async () => {
      await file.close();
      await rm(path, { force: true });
    },
  };
}

/** A new file under a name of its own, that takes the other's name once it is on the disk. */
async function replace(path: string, text: string): Promise<FileHandle> {
  const { O_CREAT, O_EXCL, O_WRONLY, O_APPEND, O_NOFOLLOW } = constants;
  const made = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  const file = await open(made, O_CREAT | O_EXCL | O_WRONLY | O_APPEND | O_NOFOLLOW, 0o600);
  try {
    await file.appendFile(text);
    await file.sync();
    await rename(made, path);
    return file;
  } catch (error) {
    await file.close();
    await rm(made, { force: true });
    throw error;
  }
}

/** What a journal is called: the same law, file and question have the same name, whatever day they are asked again. */
export function keyOf(parts: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function lineOf(entry: Entry): string {
  const text = JSON.stringify(entry);
  return `${sumOf(text)} ${text}\n`;
}

async function readEntries(path: string): Promise<Entry[]> {
  const text = await readOwn(path);
  const entries = text.split('\n').flatMap((line) => entryOf(line) ?? []);
  return [...new Map(entries.map((entry) => [entry.chunk, entry])).values()];
}

/** The text of a file of one's own. A link, a pipe, and what is not there, are an empty text. */
async function readOwn(path: string): Promise<string> {
  const kind = await lstat(path).catch(() => undefined);
  if (!kind?.isFile()) return '';
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function entryOf(line: string): Entry | undefined {
  const [sum, text = ''] = [line.slice(0, 16), line.slice(17)];
  if (text === '' || sum !== sumOf(text)) return undefined;
  const read = Entry.safeParse(JSON.parse(text));
  return read.success ? read.data : undefined;
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
