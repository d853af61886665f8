import { randomBytes } from 'node:crypto';
import { link, readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { NodeFault } from './fault.ts';
import { identifyProcess } from './process-identity.ts';
import { giveSignOfLife, hasSignOfLife } from './sign-of-life.ts';

/** Who runs a node on a data folder: written by the holder, read by whoever comes second. */
const Holder = z.object({
  pid: z.number().int(),
  identity: z.string(),
  address: z.string(),
  /** Name of its sign of life in the data folder; empty if it has none. */
  alive: z.string(),
  /** Temporary folders that are to go when it is gone. */
  folders: z.array(z.string()),
});
type Holder = z.infer<typeof Holder>;

/** The hold on a data folder. */
export type Hold = {
  /** Temporary folders of holders that were killed, still to be cleared away. */
  leftBehind: string[];
  announce(facts: { address?: string; folders?: string[] }): Promise<void>;
  release(): Promise<void>;
};

/**
 * Takes the data folder for this process. Throws `node.held` naming the holder's process and address if a living
 * process has it. A hold left by a process that was killed is taken over.
 *
 * Marks are numbered files that are made by linking a whole file into place, which fails if the number is taken.
 * Nobody's mark is removed before one's own is there, and whoever then finds another living one steps back. So two
 * never both hold; two that meet in one instant over an old mark may both step back.
 */
export async function holdFolder(folder: string): Promise<Hold> {
  const identity = (await identifyProcess(process.pid)) ?? '';
  const sign = await giveSignOfLife(folder);
  const own: Holder = { pid: process.pid, identity, address: '', alive: sign?.name ?? '', folders: [] };
  const path = await makeMark(folder, own).catch(endSign);
  const leftBehind = await settle(folder, path).catch(endSign);
  async function endSign(error: unknown): Promise<never> {
    await sign?.end();
    throw error;
  }
  return {
    leftBehind,
    announce: async (facts) => {
      Object.assign(own, facts);
      const fresh = await writeFresh(folder, own);
      await rename(fresh, path);
    },
    release: async () => {
      await rm(path, { force: true });
      await sign?.end();
    },
  };
}

/** The living process that holds the folder, if any. */
export async function findHolder(folder: string): Promise<Holder | undefined> {
  return findLiving(folder, await readMarks(folder));
}

type Mark = { path: string; number: number; holder: Holder | undefined };

/** Makes a mark with the number after the highest, unless a living process has one. Returns its path. */
export async function makeMark(folder: string, own: Holder): Promise<string> {
  const fresh = await writeFresh(folder, own);
  try {
    for (;;) {
      const marks = await readMarks(folder);
      const living = await findLiving(folder, marks);
      if (living) throw heldBy(living, folder);
      const number = Math.max(0, ...marks.map((mark) => mark.number)) + 1;
      const path = join(folder, `holder-${number}.json`);
      if (await linked(fresh, path)) return path;
    }
  } finally {
    await unlink(fresh).catch(() => undefined);
  }
}

/**
 * Looks again with one's own mark in place. Steps back, and throws, if another living one is there; else clears the
 * dead ones away and returns the folders that they left behind.
 */
export async function settle(folder: string, path: string): Promise<string[]> {
  const others = (await readMarks(folder)).filter((mark) => mark.path !== path);
  const living = await findLiving(folder, others);
  if (living) {
    await rm(path, { force: true });
    throw heldBy(living, folder);
  }
  for (const dead of others) {
    await rm(dead.path, { force: true });
    if (dead.holder?.alive) await rm(join(folder, basename(dead.holder.alive)), { force: true });
  }
  return others.flatMap(({ holder }) => holder?.folders ?? []);
}

async function findLiving(folder: string, marks: readonly Mark[]): Promise<Holder | undefined> {
  for (const { holder } of marks) if (holder && (await isLiving(folder, holder))) return holder;
  return undefined;
}

async function isLiving(folder: string, holder: Holder): Promise<boolean> {
  if ((await identifyProcess(holder.pid)) === holder.identity) return true;
  return hasSignOfLife(folder, holder.alive);
}

async function readMarks(folder: string): Promise<Mark[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const marks = names.flatMap((name) => {
    const number = Number(/^holder-(\d+)\.json$/.exec(name)?.[1] ?? Number.NaN);
    return Number.isInteger(number) ? [{ path: join(folder, name), number }] : [];
  });
  return Promise.all(marks.map(async (mark) => ({ ...mark, holder: await readHolder(mark.path) })));
}

async function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

/** A mark that is gone or cannot be read is nobody's: a living holder's was whole before it had a name. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return Holder.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

async function writeFresh(folder: string, own: Holder): Promise<string> {
  const path = join(folder, `fresh-${process.pid}-${randomBytes(4).toString('hex')}`);
  await writeFile(path, JSON.stringify(own), { mode: 0o600 });
  return path;
}

function heldBy(holder: Holder, folder: string): NodeFault {
  const where = holder.address ? `at ${holder.address}` : 'and is still starting';
  return new NodeFault(
    'node.held',
    `This node already runs: process ${holder.pid}, ${where} (data in ${folder}). Use that one, or stop it first with Ctrl-C in its window or "kill ${holder.pid}".`,
  );
}
