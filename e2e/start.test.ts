import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const checkout = dirname(import.meta.dirname);
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

/** A checkout of its own, with a space in its path, below a folder that only its owner may enter. */
async function copyCheckout(owner?: number): Promise<{ folder: string; home: string }> {
  const closed = await mkdtemp(join(tmpdir(), 'clew start '));
  endings.push(() => rm(closed, { recursive: true, force: true }));
  const folder = join(closed, 'my clew');
  await mkdir(folder);
  for (const part of ['app', 'bin', 'guide', 'laws', 'locales', 'packages', 'package.json', 'tsconfig.json'])
    await cp(join(checkout, part), join(folder, part), { recursive: true });
  await installFrom(checkout, { to: folder, shared: owner === undefined });
  await chmod(closed, 0o700);
  const home = join(closed, 'home');
  await mkdir(home);
  if (owner !== undefined) await run('chown', ['-R', `${owner}:${owner}`, closed]);
  return { folder, home };
}

/** What npm installed. Another user may not be able to enter the folder it is in, and gets a copy. */
async function installFrom(source: string, { to, shared }: { to: string; shared: boolean }): Promise<void> {
  const modules = join(source, 'node_modules');
  if (shared) return symlink(modules, join(to, 'node_modules'));
  await run('cp', ['-a', modules, join(to, 'node_modules')]);
}

type Started = { child: ChildProcess; origin: string; said: string };

/** Runs `npm start` there and waits for its address, and for the line after it, which may come by itself. */
async function npmStart(options: {
  folder: string;
  env: Record<string, string>;
  uid?: number;
}): Promise<Started> {
  const child = spawn('npm', ['start', '--silent', '--', '--port', '0'], {
    cwd: options.folder,
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  endings.push(() => stop(child));
  let said = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const origin = /is ready: (\S+)[\s\S]*Stop with Ctrl-C/.exec(said)?.[1];
      if (origin) resolve({ child, origin, said });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`It ended with ${code}. It said:\n${said}`)));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-(child.pid ?? 0), 'SIGINT');
  await gone;
}

describe('npm start, in a path with a space below a folder of mode 700', () => {
  test('works as whoever runs the tests', async () => {
    const { folder, home } = await copyCheckout();
    const data = await mkdtemp(join(tmpdir(), 'clew data '));
    endings.push(() => rm(data, { recursive: true, force: true }));
    await chmod(data, 0o711);
    const node = await npmStart({ folder, env: { HOME: home, CLEW_DATA: join(data, 'data') } });
    expect((await fetch(`${node.origin}/health`)).status).toBe(200);
    expect(await (await fetch(`${node.origin}/ar/assess`)).text()).toContain('dir="rtl"');
  });

  test.runIf(isRoot)('works as an ordinary user, with data in that user’s own folder', async () => {
    const { folder, home } = await copyCheckout(nobody);
    const node = await npmStart({ folder, env: { HOME: home }, uid: nobody });
    expect((await fetch(`${node.origin}/health`)).status).toBe(200);
    expect(node.said).toContain(join(home, '.local', 'share', 'clew'));
  });
});
