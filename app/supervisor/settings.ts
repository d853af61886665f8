import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { isAbsolute, join, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { z } from 'zod';
import { readConfigFile } from './config-file.ts';
import { NodeFault } from './fault.ts';
import { type SettingName, settingNames } from './setting-names.ts';

/** What a node was told, checked. */
export type Settings = {
  dataFolder: string;
  demo: boolean;
  development: boolean;
  listen: { host: string; loopback: boolean; port: number };
  origin: string | undefined;
  tls: { cert: string; key: string } | undefined;
  trustedProxy: string | undefined;
  /** Where a backup is written each day; none if not set. */
  backups: string | undefined;
  /** How the supervisor writes what it says. */
  log: 'plain' | 'json';
  /** Where this machine alone may read what the node counts about itself. */
  metricsPort: number | undefined;
  /** Networks beside the public internet that the node may reach for an agency; empty for none. */
  outgoingNetworks: string;
  leaveTo: string;
  database: { url: string; adminUrl: string } | undefined;
};

export type SettingsSource = {
  env: Readonly<Record<string, string | undefined>>;
  flags: { demo: boolean; development: boolean; host?: string | undefined; port?: string | undefined };
  /** Folder of this checkout; each has data of its own. */
  checkout: string;
  /** Where data go if no folder is named (store's home). */
  home: string;
};

const Port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((port) => port <= 65_535);
const Origin = z
  .url({ protocol: /^https?$/ })
  .refine((text) => URL.canParse(text) && new URL(text).origin === text.replace(/\/$/, ''), 'has a path');
const Folder = z.string().refine((text) => isAbsolute(text), 'is no whole path such as /srv/backups');
const PostgresUrl = z.url({ protocol: /^postgres(ql)?$/ });
const loopbackHosts = new Set(['localhost', '127.0.0.1', '::1']);

/**
 * Reads the settings from flags (first), environment, and the file that CLEW_CONFIG names. Throws `settings.invalid` naming the variable, and
 * `settings.exposed` where the node would listen beyond this machine without TLS files or a named trusted proxy.
 */
export function readSettings(source: SettingsSource): Settings {
  const file = readConfigFile(source.env)?.values ?? {};
  const env = (name: SettingName) => source.env[name]?.trim() || file[name]?.trim() || undefined;
  const host = source.flags.host ?? env('CLEW_HOST') ?? 'localhost';
  const settings: Settings = {
    dataFolder: resolve(env('CLEW_DATA') ?? join(source.home, dataName(source.checkout))),
    demo: source.flags.demo,
    development: source.flags.development,
    listen: {
      host,
      loopback: loopbackHosts.has(host),
      port: parse(Port, { name: 'CLEW_PORT', value: source.flags.port ?? env('CLEW_PORT') ?? '1414' }),
    },
    origin: optional(Origin, 'CLEW_ORIGIN', env)?.replace(/\/$/, ''),
    tls: pair('CLEW_TLS_CERT', 'CLEW_TLS_KEY', env, (cert, key) => ({ cert, key })),
    trustedProxy: env('CLEW_TRUSTED_PROXY'),
    backups: optional(Folder, 'CLEW_BACKUPS', env),
    metricsPort: optional(Port, 'CLEW_METRICS_PORT', env),
    log: optional(z.enum(['plain', 'json']), 'CLEW_LOG', env) ?? 'plain',
    outgoingNetworks: env('CLEW_OUTGOING_NETWORKS') ?? '',
    leaveTo: optional(z.url({ protocol: /^https$/ }), 'CLEW_LEAVE_TO', env) ?? 'https://www.wikipedia.org/',
    database: pair('DATABASE_URL', 'DATABASE_ADMIN_URL', env, (url, adminUrl) => ({
      url: parse(PostgresUrl, { name: 'DATABASE_URL', value: url }),
      adminUrl: parse(PostgresUrl, { name: 'DATABASE_ADMIN_URL', value: adminUrl }),
    })),
  };
  if (settings.demo) settings.dataFolder += '-demo';
  if (settings.trustedProxy) proxyList(settings.trustedProxy);
  outgoingList(settings.outgoingNetworks);
  refuseExposure(settings);
  if (settings.tls) refuseBadTls(settings.tls);
  return settings;
}

/** The addresses that may connect when proxies are named. Throws `settings.invalid` if the text is no list of addresses or networks. */
export function proxyList(text: string): BlockList {
  return networkList('CLEW_TRUSTED_PROXY', text);
}

/** The networks that the node may reach beside the public internet; undefined for none. Throws `settings.invalid`. */
export function outgoingList(text: string): BlockList | undefined {
  return text === '' ? undefined : networkList('CLEW_OUTGOING_NETWORKS', text);
}

function networkList(name: SettingName, text: string): BlockList {
  const list = new BlockList();
  for (const part of text.split(',')) {
    const [address = '', prefix] = part.trim().split('/');
    const family = isIP(address);
    const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
    const fits = Number.isInteger(bits) && bits > 0 && bits <= (family === 4 ? 32 : 128);
    if (family === 0 || !fits)
      throw invalid(name, 'is no IP address or network such as 10.0.0.2 or 10.0.0.0/24');
    list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

function refuseExposure({ demo, listen, tls, trustedProxy, origin }: Settings): void {
  if (origin && !isPrivateOrigin(new URL(origin)))
    throw new NodeFault(
      'settings.exposed',
      'CLEW_ORIGIN is a plain http address: whoever is on the way reads along. Put TLS in front and name the https address.',
    );
  if (listen.loopback) return;
  if (demo)
    throw new NodeFault(
      'settings.demo-exposed',
      `A demo listens on this machine only, and CLEW_HOST is ${listen.host}. Leave CLEW_HOST out.`,
    );
  if (!tls && !trustedProxy)
    throw new NodeFault(
      'settings.exposed',
      `CLEW_HOST is ${listen.host}, which others can reach, and nothing protects what they send. Set CLEW_TLS_CERT and CLEW_TLS_KEY, or name the proxy that does it in CLEW_TRUSTED_PROXY; or leave CLEW_HOST out.`,
    );
  if (!origin?.startsWith('https://'))
    throw new NodeFault(
      'settings.exposed',
      'Listening beyond this machine needs CLEW_ORIGIN, the https address that people type.',
    );
}

/** TLS, this machine itself, or an onion address, which encrypts on its own. */
function isPrivateOrigin({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.onion');
}

function dataName(checkout: string): string {
  return createHash('sha256').update(checkout).digest('hex').slice(0, 16);
}

function parse<T>(schema: z.ZodType<T>, { name, value }: { name: SettingName; value: string }): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // The value itself is not repeated: an address of a database holds a password.
  throw invalid(name, `does not read as it should: ${settingNames[name]}`);
}

/** Read now, so that a name mistyped is told by its setting and not by the first visitor. */
function refuseBadTls({ cert, key }: { cert: string; key: string }): void {
  const read = (name: SettingName, path: string) => {
    try {
      return readFileSync(path);
    } catch {
      throw invalid(name, `names ${path}, which cannot be read`);
    }
  };
  const pair = { cert: read('CLEW_TLS_CERT', cert), key: read('CLEW_TLS_KEY', key) };
  try {
    createSecureContext(pair);
  } catch {
    throw invalid('CLEW_TLS_CERT', 'and CLEW_TLS_KEY name files that are no certificate and its key (PEM)');
  }
}

type Read = (name: SettingName) => string | undefined;

function optional<T>(schema: z.ZodType<T>, name: SettingName, env: Read): T | undefined {
  const value = env(name);
  return value === undefined ? undefined : parse(schema, { name, value });
}

function pair<T>(
  ...[first, second, env, make]: [SettingName, SettingName, Read, (a: string, b: string) => T]
): T | undefined {
  const [a, b] = [env(first), env(second)];
  if (a !== undefined && b !== undefined) return make(a, b);
  if (a === undefined && b === undefined) return undefined;
  const [here, missing] = a === undefined ? [second, first] : [first, second];
  throw invalid(missing, `is not set, and ${here} is. Both are needed`);
}

function invalid(name: SettingName, reason: string): NodeFault {
  return new NodeFault('settings.invalid', `${name} ${reason}.`);
}
