import { type ExecFileException, execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeWorkerKeys } from '@clew/seal';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { codeAt } from '../app/desk/testing/index.ts';
import { launchBrowser, type TestBrowser } from './browser.ts';
import { type RunningClew, startClew } from './running-clew.ts';

const passphrase = 'seven quiet boats leave at dawn';
const HALF_MINUTE = 30_000;

let browser: TestBrowser;
let folder: string;
const nodes: RunningClew[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'clew backups '));
  await chmod(folder, 0o711);
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.stop();
});

async function started(env: Record<string, string> = {}): Promise<RunningClew> {
  const node = await startClew({ env });
  nodes.push(node);
  return node;
}

async function press(tab: Page): Promise<void> {
  await Promise.all([
    tab.waitForNavigation(),
    tab.locator('main form.ask button.btn:not(.two)').first().click(),
  ]);
}

/** Makes an agency by the link of the start line. Returns what its founder wrote down. */
async function foundAgency(node: RunningClew) {
  const tab = await browser.newPage();
  await tab.goto(/(http\S+\/desk\/begin\/\S+)/.exec(node.said())?.[1] ?? '');
  await tab.fill('input[name=agency]', 'Harbour House');
  await tab.fill('input[name=name]', 'Amina');
  await tab.fill('input[name=own]', 'amina');
  await tab.fill('input[name=passphrase]', passphrase);
  await tab.fill('input[name=again]', passphrase);
  await press(tab);
  const secret = ((await tab.locator('.keep').first().textContent()) ?? '').replaceAll(' ', '');
  await tab.fill('input[name=code]', codeAt(secret, new Date()));
  await press(tab);
  const [name = '', backupKey = ''] = await tab.locator('.keep').allTextContents();
  await tab.context().close();
  return { secret, name: name.trim(), backupKey: backupKey.trim() };
}

/** Runs the command as at a terminal. Never rejects: what it printed and its exit code are the result. */
function clew(
  dataFolder: string,
  args: readonly string[],
): Promise<{ code: number; out: string; err: string }> {
  const command = join(dirname(import.meta.dirname), 'bin', 'clew.mjs');
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, CLEW_DATA: dataFolder };
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { env }, (error: ExecFileException | null, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

test('a machine is lost; on another, the backup and the key on paper bring everybody back', async () => {
  const lost = await started();
  const amina = await foundAgency(lost);
  const file = join(folder, 'sunday.backup');
  const made = await clew(lost.dataFolder, ['backup', file]);
  expect(made, made.err).toMatchObject({ code: 0 });
  expect(made.out).toContain('sealed to the backup key of 1 agency');
  const rehearsed = await clew(lost.dataFolder, ['upgrade', '--rehearse']);
  expect(rehearsed, rehearsed.err).toMatchObject({
    code: 0,
    out: expect.stringContaining('The database is up to date'),
  });
  expect((await readdir(lost.dataFolder)).filter((name) => name.startsWith('rehearsal'))).toEqual([]);
  expect((await clew(lost.dataFolder, ['doctor'])).out).toMatch(
    /LOOK {2}backups: None are made by themselves/,
  );
  await nodes.shift()?.stop();

  const keyFile = join(folder, 'key');
  await writeFile(keyFile, `# from paper\n${amina.backupKey}\n`, { mode: 0o600 });
  const fresh = join(folder, 'new machine');
  const restored = await clew(fresh, ['restore', file, '--key', keyFile]);
  expect(restored, restored.err).toMatchObject({ code: 0 });
  const heads = /Journals.*\n(?: {2}\S+ {2}\d+ {2}[0-9a-f]{64}\n)+/.exec(made.out)?.[0] ?? 'none';
  expect(restored.out).toContain(heads);
  const digits = /Signed by ((?:\d{5} ){5}\d{5})/.exec(made.out)?.[1] ?? 'none';
  expect(restored.out).toContain(`Signed by ${digits}`);

  const backups = join(folder, 'each day');
  const node = await started({ CLEW_DATA: fresh, CLEW_BACKUPS: backups });
  expect(node.said()).not.toContain('First run');
  const tab = await browser.newPage();
  await tab.goto(`${node.origin}/desk`);
  await tab.fill('input[name=name]', amina.name);
  await tab.fill('input[name=passphrase]', passphrase);
  // The code of this half minute may have been used on the machine that is lost, and a restored node knows that.
  await tab.fill('input[name=code]', codeAt(amina.secret, new Date(Date.now() + HALF_MINUTE)));
  await press(tab);
  expect(await tab.locator('main').textContent()).toContain('Good day, Amina');

  // Made by itself as soon as it runs, and never by a node that was not told where.
  await node.untilSaid(/Backed up to/);
  expect(await readdir(backups)).toEqual([expect.stringMatching(/^clew-\d{8}T\d{6}Z\.backup$/)]);
  expect((await stat(backups)).mode & 0o777).toBe(0o700);

  const over = await clew(fresh, ['restore', file, '--key', keyFile]);
  expect(over).toMatchObject({ code: 2, err: expect.stringContaining('already') });
});

test('a wrong key, an open key file, a cut file and no terminal are told, and leave nothing', async () => {
  const node = await started();
  await foundAgency(node);
  const file = join(folder, 'monday.backup');
  await clew(node.dataFolder, ['backup', file]);
  const fresh = join(folder, 'another machine');
  const attempt = async (...args: string[]) => {
    const { code, err } = await clew(fresh, ['restore', ...args]);
    expect(code, err).toBe(2);
    expect((await readdir(fresh).catch(() => [])).filter((name) => name !== 'clew-data')).toEqual([]);
    return err;
  };
  const key = join(folder, 'wrong key');
  await writeFile(key, 'AGE-SECRET-KEY-1QQPQ\n', { mode: 0o644 });
  await chmod(key, 0o644);
  expect(await attempt(file, '--key', key)).toContain('chmod 600');
  await chmod(key, 0o600);
  expect(await attempt(file, '--key', key)).toContain('no backup key');
  expect(await attempt(file)).toContain('Nobody sits at this terminal');
  const cut = join(folder, 'cut.backup');
  await writeFile(cut, (await readFile(file)).subarray(0, 500));
  const { secrets } = await makeWorkerKeys((bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
  await writeFile(key, secrets.identity);
  expect(await attempt(cut, '--key', key)).toContain('cut short');
  expect(await attempt(file, '--key', key)).toContain('opens nothing');
});
