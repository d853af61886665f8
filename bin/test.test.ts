import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'clew test '));
});
afterAll(() => rm(root, { recursive: true }));

const passing = `test('holds', () => expect(1).toBe(1));`;
const failing = `test('fails', () => expect(1).toBe(2));`;

describe('npm test', () => {
  test('a passing run: exit code 0, and the last line alone says so', async () => {
    const run = await runOn({ 'a.test.ts': passing });
    expect(run).toMatchObject({ code: 0, last: '1 passed, 0 failed' });
    expect(run.stdout).toContain('Left to .ci/run');
  });

  test('one fails, one is skipped', async () => {
    const run = await runOn({
      'a.test.ts': `${passing} test.skip('later', () => {});`,
      'b.test.ts': failing,
    });
    expect(run).toMatchObject({ code: 1, last: '1 passed, 1 failed, 1 skipped' });
    expect(run.stderr).toContain('expected 1 to be 2');
  });

  test('no test at all is not a success', async () => {
    const run = await runOn({});
    expect(run).toMatchObject({ code: 1, last: '0 passed, 0 failed' });
    expect(run.stdout).toContain('No test found');
  });

  test.each([
    ['a file that cannot be read', `throw new Error('broken file')`, '0 passed, 1 failed'],
    [
      'an error nobody caught',
      `${passing} setTimeout(() => { throw new Error('late') })`,
      '1 passed, 1 failed',
    ],
    ['a hook that throws', `${passing} afterAll(() => { throw new Error('hook') })`, '1 passed, 1 failed'],
    ['a forgotten .only', `${passing} test.only('alone', () => {})`, '0 passed, 1 failed, 1 skipped'],
  ])('%s is a failure', async (_, code, last) => {
    expect(await runOn({ 'a.test.ts': code })).toMatchObject({ code: 1, last });
  });

  test('a teardown of the whole run that throws is a failure', async () => {
    const setup = `export default () => () => { throw new Error('left behind') }`;
    const run = await runOn({ 'a.test.ts': passing, 'setup.ts': setup }, 'globalSetup: ["setup.ts"]');
    expect(run).toMatchObject({ code: 1, last: '1 passed, 1 failed' });
  });

  test('an interrupted run is a failure, and what it started is stopped', async () => {
    const setup = `export default () => () => { process.stdout.write('torn down\\n') }`;
    const endless = `process.stdout.write('running\\n'); test('never', () => new Promise(() => {}), 600_000)`;
    const files = { 'a.test.ts': endless, 'setup.ts': setup };
    const run = await runOn(files, 'globalSetup: ["setup.ts"]', (output) =>
      output.includes('running') ? 'SIGINT' : undefined,
    );
    expect(run.code).toBe(1);
    expect(run.last).toMatch(/^0 passed, [1-9] failed/);
    expect(run.stdout).toContain('torn down');
    expect(run.stdout).toContain('Stopped by SIGINT');
  });

  test('the settings of a real node are out of reach', async () => {
    const code = `test('none', () => expect(Object.keys(process.env).filter((k) => /^(CLEW_D|DATABASE|PGHOST)/.test(k))).toEqual([]))`;
    expect(await runOn({ 'a.test.ts': code })).toMatchObject({ code: 0 });
  });
});

async function runOn(
  files: Record<string, string>,
  settings = '',
  signalAfter?: (output: string) => NodeJS.Signals | undefined,
) {
  const folder = await mkdtemp(join(root, 'run '));
  await mkdir(folder, { recursive: true });
  const config = `export default { test: { globals: true, allowOnly: false, ${settings} } }`;
  for (const [name, content] of Object.entries({ ...files, 'vitest.config.mjs': config })) {
    await writeFile(join(folder, name), content);
  }
  const env = {
    ...process.env,
    CLEW_DATA: '/nowhere',
    DATABASE_URL: 'postgres://nowhere',
    PGHOST: 'nowhere',
  };
  const script = join(import.meta.dirname, 'test.mjs');
  const child = spawn(process.execPath, [script, '--root', folder], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (signalAfter) {
    child.stdout.on('data', (chunk: Buffer) => {
      const signal = signalAfter(chunk.toString());
      if (signal) child.kill(signal);
    });
  }
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, stdout, stderr, last: stdout.trimEnd().split('\n').at(-1) };
}
