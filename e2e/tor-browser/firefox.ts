import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Marionette, openMarionette } from './marionette.ts';

/** Debian's, on whose release Tor Browser stands. */
const FIREFOX = '/usr/bin/firefox-esr';

export type Preferences = Readonly<Record<string, boolean | number | string>>;

/**
 * What Tor Browser's level "Safest" turns off: the table `kSecuritySettings` of its `SecurityLevel.sys.mjs`, column 1; and what
 * NoScript, which it brings along, blocks at that level: scripts, fonts, media, frames of other sites.
 */
export const SAFEST: Preferences = {
  'javascript.options.ion': false,
  'javascript.options.baselinejit': false,
  'javascript.options.native_regexp': false,
  'javascript.options.asmjs': false,
  'javascript.options.wasm': false,
  'mathml.disabled': true,
  'gfx.font_rendering.graphite.enabled': false,
  'gfx.font_rendering.opentype_svg.enabled': false,
  'svg.disabled': true,
  'dom.security.https_only_mode_send_http_background_request': false,
  'javascript.enabled': false,
  'gfx.downloadable_fonts.enabled': false,
  'media.ogg.enabled': false,
  'media.mp4.enabled': false,
  'media.webm.enabled': false,
  'media.wave.enabled': false,
  'media.flac.enabled': false,
  'webgl.disabled': true,
};

/** What Tor Browser does at every level, of what a page can notice: nothing is written, and no site learns of another. */
export const TOR_BROWSER: Preferences = {
  'browser.privatebrowsing.autostart': true,
  'privacy.resistFingerprinting': true,
  'privacy.firstparty.isolate': true,
  'network.http.referer.XOriginPolicy': 2,
  'browser.cache.disk.enable': false,
};

/** Nothing leaves this machine: no update, no report, no page that is loaded before it is asked for. */
const OFFLINE: Preferences = {
  'network.proxy.type': 1,
  'network.proxy.socks': '127.0.0.1',
  'network.proxy.socks_port': 9,
  'network.proxy.no_proxies_on': 'localhost, 127.0.0.1',
  'network.proxy.allow_hijacking_localhost': false,
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'datareporting.healthreport.uploadEnabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.startup.page': 0,
  'toolkit.startup.max_resumed_crashes': -1,
  // Any that is free: Firefox writes the one it took into the profile.
  'marionette.port': 0,
};

export const hasFirefox = existsSync(FIREFOX);

/** A Firefox with a profile of its own. After `quit` the profile lies there still, to be looked at; `remove` takes it away. */
export type RunningFirefox = Marionette & { profile: string; remove(): Promise<void> };

/** Starts Debian's Firefox ESR without a window, with these preferences. Throws if it does not start. */
export async function startFirefox(preferences: Preferences): Promise<RunningFirefox> {
  const profile = await mkdtemp(join(tmpdir(), 'clew-firefox-'));
  const lines = Object.entries({ ...OFFLINE, ...preferences }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  const child = spawn(FIREFOX, ['--headless', '--marionette', '--no-remote', '--profile', profile], {
    stdio: 'ignore',
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
  });
  const firefox = await openMarionette(await portOf(child, profile));
  const quit = async () => {
    const ended = once(child, 'exit');
    await firefox.quit().catch(() => child.kill());
    await ended;
  };
  const remove = () => rm(profile, { recursive: true, force: true, maxRetries: 5 });
  return { ...firefox, quit, remove, profile };
}

/** Firefox names its port in a file once it listens. */
async function portOf(child: ChildProcess, profile: string): Promise<number> {
  const file = join(profile, 'MarionetteActivePort');
  while (child.exitCode === null) {
    const port = existsSync(file) ? Number(await readFile(file, 'utf8')) : 0;
    if (port > 0) return port;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Firefox ended with ${child.exitCode} before it could be driven.`);
}
