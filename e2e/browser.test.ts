import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { findBrowser, type LaunchOptions, launchBrowser, type TestBrowser } from './browser.ts';
import { unpackChromium } from './bundled-chromium.ts';
import { privateFolder } from './private-folder.ts';
import { type Served, serve } from './serve.ts';

const page = '<!doctype html><title>Clew</title><p>Clew</p>';

let site: Served;
let folder: string;
beforeAll(async () => {
  site = await serve(() => new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } }));
  folder = await mkdtemp(join(tmpdir(), 'clew browser '));
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a launched browser', () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('opens a page served here and runs its script', async () => {
    const tab = await browser.newPage();
    await tab.goto(`${site.origin}/`);
    expect(await tab.evaluate('document.body.innerText')).toBe('Clew');
  });

  test('runs no script where none is wanted', async () => {
    const scripted = '<p>before</p><script>document.querySelector("p").textContent = "after"</script>';
    for (const [javaScript, text] of [
      [true, 'after'],
      [false, 'before'],
    ] as const) {
      const tab = await browser.newPage({ javaScript });
      await tab.goto(`data:text/html,${encodeURIComponent(scripted)}`);
      expect(await tab.textContent('p')).toBe(text);
    }
  });

  test('reaches nothing but this machine', async () => {
    const tab = await browser.newPage();
    // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
    for (const elsewhere of ['http://192.0.2.1/', 'https://example.org/']) {
      await expect(tab.goto(elsewhere)).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
    }
  });

  test('does not let one origin read another', async () => {
    const other = await serve(() => new Response('private'));
    const tab = await browser.newPage();
    await tab.goto(`${site.origin}/`);
    const read = `fetch('${other.origin}').then((answer) => answer.text(), () => 'refused')`;
    expect(await tab.evaluate(read)).toBe('refused');
    await other.close();
  });

  test('draws Arabic with letters, joined, and not as boxes', async () => {
    const tab = await browser.newPage({ viewport: { width: 400, height: 100 } });
    const draw = async (text: string) => {
      await tab.setContent(`<meta charset="utf-8"><p style="font: 40px sans-serif" dir="rtl">${text}</p>`);
      return (await tab.screenshot()).toString('base64');
    };
    // U+0378 and U+0379 are assigned to no letter: every font draws its box for them.
    const boxes = await draw('\u0378'.repeat(5));
    expect(await draw('\u0379'.repeat(5))).toBe(boxes);
    expect(await draw('مرحبا')).not.toBe(boxes);
    const width = async (text: string) => {
      await tab.setContent(`<meta charset="utf-8"><span style="font: 40px sans-serif">${text}</span>`);
      return tab.evaluate('document.querySelector("span").getBoundingClientRect().width');
    };
    // A zero-width non-joiner keeps two letters in their unjoined, wider forms.
    expect(await width('بب')).not.toBe(await width('ب\u200cب'));
  });
});

test('starts with no switch that weakens it, and drops the one that keeps Back from memory if asked', async () => {
  const plain = await switchesOf({});
  expect(plain).toContain('--disable-back-forward-cache');
  expect(plain.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
  for (const weak of ['--disable-web-security', '--single-process', '--disable-site-isolation-trials']) {
    expect(plain).not.toContain(weak);
  }
  expect(await switchesOf({ backForwardCache: true })).not.toContain('--disable-back-forward-cache');
});

describe('which browser', () => {
  test('CLEW_BROWSER comes first, and a wrong one is said', async () => {
    expect(await findBrowser({ CLEW_BROWSER: process.execPath }, folder)).toEqual({
      executable: process.execPath,
    });
    await expect(findBrowser({ CLEW_BROWSER: '/nowhere' }, folder)).rejects.toThrow(
      'CLEW_BROWSER names /nowhere',
    );
  });

  test('then one on the PATH that is a browser', async () => {
    const [stub, real] = [await fresh(), await fresh()];
    await writeFile(join(stub, 'chromium'), '#!/bin/sh\necho "install it first" >&2\nexit 1\n');
    await writeFile(join(real, 'google-chrome'), '#!/bin/sh\necho "Google Chrome 1"\n');
    await chmod(join(stub, 'chromium'), 0o755);
    await chmod(join(real, 'google-chrome'), 0o755);
    const found = await findBrowser({ PATH: `${stub}:${real}` }, folder);
    expect(found).toEqual({ executable: join(real, 'google-chrome') });
  });

  test('none at all is said plainly', async () => {
    vi.spyOn(process, 'arch', 'get').mockReturnValue('arm64');
    await expect(findBrowser({ PATH: '' }, folder)).rejects.toThrow('There is no browser for the tests');
    vi.restoreAllMocks();
  });
});

test('workers that unpack at once end with one whole browser, and a broken one is replaced', async () => {
  const [first, second] = await Promise.all([unpackChromium(folder), unpackChromium(folder)]);
  expect(first).toEqual(second);
  expect((await readdir(folder)).filter((name) => name.startsWith('unpacking-'))).toEqual([]);
  const { executable, libraries } = first as NonNullable<typeof first>;
  const { size, mode } = await stat(executable);
  expect(mode & 0o777).toBe(0o700);
  expect(await readdir(libraries)).toContain('libnss3.so');
  await truncate(executable, 1000);
  await unpackChromium(folder);
  expect((await stat(executable)).size).toBe(size);
});

describe('the private folder', () => {
  test('is made for us alone, and found again', async () => {
    vi.stubEnv('TMPDIR', await fresh());
    const path = await privateFolder('ours');
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect(await privateFolder('ours')).toBe(path);
  });

  test('one open to others, or a link, is refused', async () => {
    vi.stubEnv('TMPDIR', await fresh());
    const uid = process.getuid?.();
    await mkdir(join(tmpdir(), `open-${uid}`));
    await chmod(join(tmpdir(), `open-${uid}`), 0o770);
    await expect(privateFolder('open')).rejects.toThrow('is not a folder of ours alone');
    await symlink(folder, join(tmpdir(), `link-${uid}`));
    await expect(privateFolder('link')).rejects.toThrow('is not a folder of ours alone');
  });

  test.runIf(process.getuid?.() === 0)('one that somebody else planted is refused (needs root)', async () => {
    vi.stubEnv('TMPDIR', await fresh());
    await mkdir(join(tmpdir(), 'planted-0'), { mode: 0o700 });
    await chown(join(tmpdir(), 'planted-0'), 65534, 65534);
    await expect(privateFolder('planted')).rejects.toThrow('is not a folder of ours alone');
  });
});

/** What the browser was started with, written down by a program that stands before it. */
async function switchesOf(options: LaunchOptions): Promise<string[]> {
  const real = await findBrowser(process.env, await privateFolder('clew-browser'));
  const list = join(await fresh(), 'switches');
  const front = join(await fresh(), 'browser');
  const libraries = real.libraries ? `export LD_LIBRARY_PATH='${real.libraries}'` : '';
  await writeFile(
    front,
    `#!/bin/sh\n${libraries}\nprintf '%s\\n' "$@" >'${list}'\nexec '${real.executable}' "$@"\n`,
  );
  await chmod(front, 0o755);
  vi.stubEnv('CLEW_BROWSER', front);
  await (await launchBrowser(options)).close();
  vi.unstubAllEnvs();
  return (await readFile(list, 'utf8')).trim().split('\n');
}

function fresh(): Promise<string> {
  return mkdtemp(join(folder, 'tmp-'));
}
