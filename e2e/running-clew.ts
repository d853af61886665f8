import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A node as somebody at a terminal runs it: `clew start`, with data of its own. */
export type RunningClew = {
  origin: string;
  child: ChildProcess;
  dataFolder: string;
  /** All that it has said. */
  said(): string;
  /** Waits for words that it says. Rejects with what it said if it ends before. */
  untilSaid(words: RegExp): Promise<void>;
  stop(): Promise<number | null>;
};

export type StartClew = { flags?: string[]; env?: Record<string, string> };

/** Starts `clew start` on a free port and waits for its address. Rejects with what it said if it ends before. */
export async function startClew({ flags = [], env = {} }: StartClew = {}): Promise<RunningClew> {
  const folder = await mkdtemp(join(tmpdir(), 'clew running '));
  await chmod(folder, 0o711);
  const dataFolder = join(folder, 'data');
  const command = join(dirname(import.meta.dirname), 'bin', 'clew.mjs');
  const child = spawn(process.execPath, [command, 'start', '--port', '0', ...flags], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CLEW_DATA: dataFolder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const origin = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /is ready: (\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void exited.then((code) => reject(new Error(`It ended with ${code}. It said:\n${said}`)));
  });
  return {
    origin,
    child,
    dataFolder,
    said: () => said,
    untilSaid: async (words) => {
      const ended = exited.then((code) =>
        Promise.reject(new Error(`It ended with ${code}. It said:\n${said}`)),
      );
      ended.catch(() => undefined);
      while (!words.test(said)) await Promise.race([once(child.stdout, 'data'), ended]);
    },
    stop: async () => {
      child.kill('SIGINT');
      const code = await exited;
      await rm(folder, { recursive: true, force: true });
      return code;
    },
  };
}
