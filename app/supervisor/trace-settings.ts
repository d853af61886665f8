import { readConfigFile } from './config-file.ts';
import { type SettingName, settingNames } from './setting-names.ts';
import { readSettings, type Settings, type SettingsSource } from './settings.ts';

/** What one setting is, as it may be shown, and where that was said. */
export type SettingTrace = {
  name: SettingName;
  /** Undefined if it is not set and has no default. A password in it is hidden. */
  value: string | undefined;
  from: 'flag' | 'environment' | 'file' | 'default';
};

/**
 * What a node would be told if it started now, setting by setting, in the order of the table of settings, with passwords
 * hidden. Throws as `readSettings` does: what would not start is not traced.
 */
export function traceSettings(source: SettingsSource): SettingTrace[] {
  const settings = readSettings(source);
  const file = readConfigFile(source.env);
  const values = shownValues(settings, file?.path);
  return (Object.keys(settingNames) as SettingName[]).map((name) => ({
    name,
    value: values[name],
    from: whence(name, { source, inFile: file?.values ?? {} }),
  }));
}

type Told = { source: SettingsSource; inFile: Readonly<Partial<Record<SettingName, string>>> };

function whence(name: SettingName, { source, inFile }: Told): SettingTrace['from'] {
  const { host, port } = source.flags;
  const flag = { CLEW_HOST: host, CLEW_PORT: port }[name as 'CLEW_HOST' | 'CLEW_PORT'];
  if (flag !== undefined) return 'flag';
  if (source.env[name]?.trim()) return 'environment';
  return inFile[name]?.trim() ? 'file' : 'default';
}

function shownValues(settings: Settings, file: string | undefined): Record<SettingName, string | undefined> {
  return {
    CLEW_CONFIG: file,
    CLEW_DATA: settings.dataFolder,
    CLEW_HOST: settings.listen.host,
    CLEW_PORT: String(settings.listen.port),
    CLEW_ORIGIN: settings.origin,
    CLEW_TLS_CERT: settings.tls?.cert,
    CLEW_TLS_KEY: settings.tls?.key,
    CLEW_TRUSTED_PROXY: settings.trustedProxy,
    CLEW_BACKUPS: settings.backups,
    CLEW_METRICS_PORT: settings.metricsPort === undefined ? undefined : String(settings.metricsPort),
    CLEW_LOG: settings.log,
    CLEW_OUTGOING_NETWORKS: settings.outgoingNetworks || undefined,
    CLEW_LEAVE_TO: settings.leaveTo,
    DATABASE_URL: hidePassword(settings.database?.url),
    DATABASE_ADMIN_URL: hidePassword(settings.database?.adminUrl),
  };
}

/** An address of a database may hold a password before the host or in its query: of the query only names are shown. */
function hidePassword(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const url = new URL(address);
  if (url.password) url.password = 'hidden';
  const query = [...url.searchParams.keys()].map((name) => `${name}=…`).join('&');
  url.search = '';
  return query ? `${url.href}?${query}` : url.href;
}
