import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { NodeFault } from './fault.ts';
import { identifyProcess } from './process-identity.ts';

/** Who runs a node on a data folder: written by the holder, read by whoever comes second. */
export const Holder = z.object({
  pid: z.number().int(),
  identity: z.string(),
  address: z.string(),
  /** Temporary folders that are to go when it is gone. */
  folders: z.array(z.string()),
});
export type Holder = z.infer<typeof Holder>;

/** The hold on a data folder. */
export type Hold = {
  /** A holder that was killed, whose folders are still to be cleared away. */
  leftBehind: Holder | undefined;
  announce(facts: { address?: string; folders?: string[] }): Promise<void>;
  release(): Promise<void>;
};

const takeOverPatienceMs = 5_000;

/**
 * Takes the data folder for this process. Throws `node.held` naming the holder's process and address if a living
 * process has it. A hold left by a process that was killed is taken over; two that come at once cannot both get it.
 */
export async function holdFolder(folder: string): Promise<Hold> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const own: Holder = {
    pid: process.pid,
    identity: (await identifyProcess(process.pid)) ?? '',
    address: '',
    folders: [],
  };
  const leftBehind = await take(folder, own);
  return {
    leftBehind,
    announce: async (facts) => {
      Object.assign(own, facts);
      const fresh = freshPath(folder);
      await writeFile(fresh, JSON.stringify(own), { mode: 0o600 });
      await rename(fresh, holderPath(folder));
    },
    release: () => rm(holderPath(folder), { force: true }),
  };
}

/** The living process that holds the folder, if any. */
export async function findHolder(folder: string): Promise<Holder | undefined> {
  const holder = await readHolder(folder);
  if (!holder) return undefined;
  return (await identifyProcess(holder.pid)) === holder.identity ? holder : undefined;
}

/** Links the whole file into place, which only one of two can do; returns the dead holder that it replaced. */
async function take(folder: string, own: Holder): Promise<Holder | undefined> {
  const fresh = freshPath(folder);
  await writeFile(fresh, JSON.stringify(own), { mode: 0o600 });
  try {
    if (await linked(fresh, holderPath(folder))) return undefined;
    return await takeOver(folder, fresh);
  } finally {
    await unlink(fresh).catch(() => undefined);
  }
}

/** Removing a dead holder's file and linking our own are two steps, so a guard folder lets one through at a time. */
async function takeOver(folder: string, fresh: string): Promise<Holder | undefined> {
  const guard = join(folder, 'taking-over');
  const begun = performance.now();
  while (!(await made(guard))) {
    const age =
      Date.now() -
      (await stat(guard).then(
        (s) => s.mtimeMs,
        () => Date.now(),
      ));
    if (Math.abs(age) > takeOverPatienceMs || performance.now() - begun > takeOverPatienceMs)
      await rm(guard, { recursive: true, force: true });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  try {
    const living = await findHolder(folder);
    if (living) throw heldBy(living, folder);
    const dead = await readHolder(folder);
    await rm(holderPath(folder), { force: true });
    if (await linked(fresh, holderPath(folder))) return dead;
    const winner = await readHolder(folder);
    throw heldBy(winner ?? { pid: 0, identity: '', address: '', folders: [] }, folder);
  } finally {
    await rm(guard, { recursive: true, force: true });
  }
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

async function made(guard: string): Promise<boolean> {
  return mkdir(guard).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

async function readHolder(folder: string): Promise<Holder | undefined> {
  const text = await readFile(holderPath(folder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function heldBy(holder: Holder, folder: string): NodeFault {
  const where = holder.address ? `at ${holder.address}` : 'and is still starting';
  return new NodeFault(
    'node.held',
    `This node already runs: process ${holder.pid}, ${where} (data in ${folder}). Use that one, or stop it first with Ctrl-C in its window or "kill ${holder.pid}".`,
  );
}

function holderPath(folder: string): string {
  return join(folder, 'holder.json');
}

function freshPath(folder: string): string {
  return join(folder, `holder-${process.pid}-${randomBytes(4).toString('hex')}`);
}
