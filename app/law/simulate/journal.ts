import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** What one part of the records counted to: the State by its place, the group, and the sums of the statement's columns. */
export const Part = z.tuple([z.number().int(), z.number().int(), z.record(z.string(), z.number())]);
export type Part = z.infer<typeof Part>;

const Entry = z.object({ chunk: z.number().int().nonnegative(), parts: z.array(Part) });
export type Entry = z.infer<typeof Entry>;

/** The chunks of a run that are finished. Only counts stand in it, never a record. */
export type Journal = {
  /** Chunks that an earlier run finished. */
  finished: readonly Entry[];
  /** Keeps a chunk: it is on the disk when this is done. Throws where it cannot be. */
  add(entry: Entry): Promise<void>;
  close(): Promise<void>;
  /** Ends the journal: what it was kept for is told. */
  remove(): Promise<void>;
};

/** Where journals are: a folder that only its owner can open. */
export function journalFolder(env: NodeJS.ProcessEnv = process.env): string {
  const state = env.XDG_STATE_HOME;
  return join(state?.startsWith('/') ? state : join(homedir(), '.local', 'state'), 'clew', 'simulate');
}

type Opening = { folder: string; key: string; resume: boolean };

/**
 * Opens the journal of one question. With `resume` it goes on where an earlier run ended; without, it begins anew. A line
 * that was cut off, or that was changed, counts as not there.
 */
export async function openJournal({ folder, key, resume }: Opening): Promise<Journal> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${key}.jsonl`);
  const finished = resume ? await readEntries(path) : [];
  const file = await open(path, 'w', 0o600);
  const write = async (entries: readonly Entry[]) => {
    await file.appendFile(entries.map(lineOf).join(''));
    await file.datasync();
  };
  try {
    if (finished.length > 0) await write(finished);
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    finished,
    add: (entry) => write([entry]),
    close: () => file.close(),
    remove: async () => {
      await file.close();
      await rm(path, { force: true });
    },
  };
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
  const text = await readFile(path, 'utf8').catch(() => '');
  const entries = text.split('\n').flatMap((line) => entryOf(line) ?? []);
  return [...new Map(entries.map((entry) => [entry.chunk, entry])).values()];
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
