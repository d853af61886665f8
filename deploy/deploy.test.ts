import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { settingNames } from '../app/supervisor/index.ts';
import { serve } from '../e2e/serve.ts';

const folder = import.meta.dirname;
const checkout = dirname(folder);
const files = readdirSync(folder).filter((name) => !name.endsWith('.test.ts') && name !== 'testing');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const settingsIn = (text: string) => new Set(text.match(/\b(CLEW|DATABASE)(_[A-Z]+)+\b/g));

test.each(files)('%s names only settings that there are', (name) => {
  expect(Object.keys(settingNames)).toEqual(expect.arrayContaining([...settingsIn(read(name))]));
});

test('README.md names every setting', () => {
  expect([...settingsIn(read('README.md'))].sort()).toEqual(Object.keys(settingNames).sort());
});

describe('Containerfile', () => {
  const lines = read('Containerfile').split('\n');

  test('copies only what is there', () => {
    const copied = lines.flatMap((line) => /^COPY (.+) \S+$/.exec(line)?.[1]?.split(' ') ?? []);
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !existsSync(join(checkout, path)))).toEqual([]);
  });

  test('runs as an ordinary user who owns no code', () => {
    const user = lines.lastIndexOf('USER node');
    expect(user).toBeGreaterThan(0);
    expect(lines.slice(user).filter((line) => /^(COPY|ADD|RUN|USER root)/.test(line))).toEqual([]);
    expect(lines.some((line) => line.startsWith('COPY --chown'))).toBe(false);
  });
});

const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;
const verify = analyze
  ? 'clew.service: systemd-analyze verify finds nothing'
  : 'clew.service: NOT VERIFIED, since systemd-analyze is not on this machine';
test.runIf(analyze)(verify, () => {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', join(folder, 'clew.service')]);
  expect(`${stdout}${stderr}`).not.toContain('clew.service');
  expect(status).toBe(0);
});

test('clew.service runs as an ordinary user, with no core dumps and no rule that Node cannot live with', () => {
  const unit = read('clew.service');
  expect(unit).toMatch(/^User=clew$/m);
  expect(unit).toMatch(/^LimitCORE=0$/m);
  expect(unit).not.toMatch(/^MemoryDenyWriteExecute=/m);
});

describe('health.mjs', () => {
  const health = (env: Record<string, string>) =>
    promisify(execFile)(process.execPath, [join(folder, 'health.mjs')], { env }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
    );

  test('is well when the node is, asked by the name it answers to', async () => {
    const node = await serve((request) => {
      const { host, pathname } = new URL(request.url);
      return new Response(null, {
        status: host === 'clew.example.org' && pathname === '/health' ? 200 : 421,
      });
    });
    const { port } = new URL(node.origin);
    const origin = { CLEW_ORIGIN: 'https://clew.example.org', CLEW_PORT: port };
    expect((await health(origin)).code).toBe(0);
    expect((await health({ ...origin, CLEW_HOST: '0.0.0.0' })).code).toBe(0);
    const other = await health({ CLEW_PORT: port });
    expect(other).toEqual({ code: 1, stdout: '/health answered 421\n' });
    await node.close();
    const gone = await health(origin);
    expect(gone.code).toBe(1);
    expect(gone.stdout).toContain('ECONNREFUSED');
  });
});
