import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What DuckDB may take. The rest of the machine stays with the others. */
export type EngineLimits = {
  memoryMb: number;
  threads: number;
  /** What may be written below the folder of temporary files before the engine gives up. */
  tempMb: number;
};

export type EngineRows = { names: readonly string[]; rows: readonly (readonly unknown[])[] };

/** DuckDB in a process of its own, which can read one file and nothing else. */
export type Engine = {
  version: string;
  /** How the engine names the file it was given. */
  source: string;
  /** Runs one statement. Throws an `EngineError` if DuckDB refuses it, or if the process has ended. */
  ask(sql: string, lane?: number): Promise<EngineRows>;
  /** The most memory that the process has held so far, in megabytes. */
  maxRssMb(): Promise<number>;
  /** Ends the process and removes its folder. Whatever was being asked fails. */
  close(): Promise<void>;
};

/** What DuckDB says is wrong. `ended`: the process is gone, as where a hostile file broke it. */
export class EngineError extends Error {
  readonly ended: boolean;
  constructor(message: string, ended = false) {
    super(message);
    this.ended = ended;
  }
}

const Reply = z.object({
  id: z.number(),
  error: z.string().optional(),
  version: z.string().optional(),
  source: z.string().optional(),
  maxRssMb: z.number().optional(),
  names: z.array(z.string()).optional(),
  rows: z.array(z.array(z.unknown())).optional(),
});
type Reply = z.infer<typeof Reply>;

const ENTRY = fileURLToPath(new URL('./engine.mjs', import.meta.url));

/**
 * Starts the engine on a file that is open for reading. What it spills lies in a folder of its own within `scratch`, or else
 * within that of temporary files. Throws an `EngineError` if it does not start.
 */
export async function startEngine(file: number, limits: EngineLimits, scratch = tmpdir()): Promise<Engine> {
  const folder = await mkdtemp(join(await realpath(scratch), 'clew-simulate-'));
  const child = spawn(process.execPath, [...(await permissions(folder)), ENTRY, folder, LIBRARY], {
    cwd: folder,
    env: {},
    // The pipe's two ends, nothing for its complaints, and the file.
    stdio: ['pipe', 'pipe', 'ignore', file],
  });
  const send = talkTo(child);
  const close = async () => {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const { version = '', source = '' } = await send({ kind: 'open', ...limits });
    return {
      ...{ version, source, close },
      maxRssMb: async () => (await send({ kind: 'memory' })).maxRssMb ?? 0,
      ask: async (sql, lane = 0) => {
        const { names = [], rows = [] } = await send({ kind: 'ask', sql, lane });
        return { names, rows };
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const { resolve } = createRequire(import.meta.url);
/** Where DuckDB really is: a package may be a link. */
const LIBRARY = resolve('@duckdb/node-api');

/**
 * What Node itself lets the process do: read its own program and DuckDB's, and remove its folder. No other process, no
 * thread of its own. DuckDB is native code that Node does not watch: its own settings bind that.
 */
async function permissions(folder: string): Promise<string[]> {
  const flag = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : OLD_FLAG;
  const places = [dirname(dirname(dirname(LIBRARY))), await realpath(dirname(ENTRY)), folder];
  return [
    flag,
    '--allow-addons',
    ...places.map((place) => `--allow-fs-read=${place}`),
    `--allow-fs-write=${folder}`,
  ];
}

/** What the flag is called before Node 22.13. */
const OLD_FLAG = '--experimental-permission';

type Waiting = { resolve(reply: Reply): void; reject(error: Error): void };

/** Sends messages, one a line, and gives each its answer. What comes back is not trusted: a file may have broken the process. */
function talkTo(child: ChildProcess): (message: Record<string, unknown>) => Promise<Reply> {
  const waiting = new Map<number, Waiting>();
  let ended: EngineError | undefined;
  let last = 0;
  const fail = (message: string) => {
    ended ??= new EngineError(message, true);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error('The engine has no pipe.');
  stdin.on('error', () => {});
  child.on('error', ({ message }) => fail(message));
  child.on('exit', (code, signal) => fail(`The engine ended (${signal ?? code}).`));
  const refuse = () => {
    child.kill('SIGKILL');
    fail('The engine said what it cannot say.');
  };
  eachLine(stdout, refuse, (line) => {
    const reply = readReply(line);
    if (!reply) return refuse();
    const one = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.error === undefined) one?.resolve(reply);
    else one?.reject(new EngineError(reply.error));
  });
  return (message) =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      last += 1;
      waiting.set(last, { resolve, reject });
      stdin.write(`${JSON.stringify({ id: last, ...message })}\n`);
    });
}

/** The longest line that the engine may say, in bytes: the counts of two hundred groups are a few million. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** Tells each whole line. A line that is too long is not kept: nothing more is read. */
export function eachLine(input: Readable, tooLong: () => void, tell: (line: string) => void): void {
  let parts: Buffer[] = [];
  let bytes = 0;
  input.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      tell(Buffer.concat([...parts, rest.subarray(0, end)]).toString('utf8'));
      [parts, bytes, rest] = [[], 0, rest.subarray(end + 1)];
    }
    parts.push(rest);
    bytes += rest.length;
    if (bytes <= LONGEST_LINE) return;
    [parts, bytes] = [[], 0];
    input.destroy();
    tooLong();
  });
}

function readReply(line: string): Reply | undefined {
  try {
    const read = Reply.safeParse(JSON.parse(line));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
