import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { NodeFault } from './fault.ts';
import { type SettingName, settingNames } from './setting-names.ts';

/** Where settings may be written down: the file that CLEW_CONFIG names, with a line `NAME=value` for each. */
type ConfigFile = { path: string; values: Readonly<Partial<Record<SettingName, string>>> };

type Environment = Readonly<Record<string, string | undefined>>;

const mostBytes = 65_536;
const othersMayRead = 0o077;
const othersMayWrite = 0o022;
const secretNames: readonly SettingName[] = ['DATABASE_URL', 'DATABASE_ADMIN_URL'];

/**
 * Reads the file that CLEW_CONFIG names, or none if that is not set. Throws `settings.invalid`, without any value, if it cannot
 * be read or is too large, if others than its owner may write it, if a line is no `NAME=value`, if a name is unknown or stands twice, or if it holds an address of a
 * database, which has a password in it, and others than its owner may read it.
 */
export function readConfigFile(env: Environment): ConfigFile | undefined {
  const named = env.CLEW_CONFIG?.trim();
  if (!named) return undefined;
  const path = resolve(named);
  const text = readWhole(path);
  const names = namesIn(text, path);
  const values: Partial<Record<SettingName, string>> = parseEnv(text);
  if ((statSync(path).mode & othersMayWrite) !== 0)
    throw invalid(`others than its owner may write ${path}. Run: chmod go-w ${path}`);
  const secrets = secretNames.filter((name) => names.includes(name));
  if (secrets.length > 0 && (statSync(path).mode & othersMayRead) !== 0)
    throw invalid(
      `${path} holds ${secrets[0]}, and others than its owner may read it. Run: chmod 600 ${path}`,
    );
  return { path, values };
}

function readWhole(path: string): string {
  try {
    if (statSync(path).size > mostBytes) throw invalid(`${path} is larger than ${mostBytes} bytes`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof NodeFault) throw error;
    throw invalid(`names ${path}, which cannot be read`);
  }
}

/** The reader of the platform passes over what it does not understand; a setting that was mistyped would be lost in silence. */
function namesIn(text: string, path: string): SettingName[] {
  const names: SettingName[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const place = `${path}, line ${index + 1},`;
    const name = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line)?.[1];
    if (name === undefined) throw invalid(`${place} is no NAME=value on one line`);
    if (!isSettingName(name))
      throw invalid(`${place} has ${name}, which is no setting. Those there are: ${known}`);
    if (names.includes(name)) throw invalid(`${place} has ${name} a second time`);
    names.push(name);
  }
  return names;
}

const known = Object.keys(settingNames)
  .filter((name) => name !== 'CLEW_CONFIG')
  .join(', ');

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingNames, name) && name !== 'CLEW_CONFIG';
}

function invalid(reason: string): NodeFault {
  return new NodeFault('settings.invalid', `CLEW_CONFIG: ${reason}.`);
}
