import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfigFile } from './config-file.ts';
import { readSettings } from './settings.ts';
import { traceSettings } from './trace-settings.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clew-config-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(text: string, mode = 0o600): Promise<string> {
  const path = join(folder, 'clew.env');
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

const flags = { demo: false, development: false };
const source = (env: Record<string, string>) => ({
  env,
  flags,
  checkout: '/srv/clew',
  home: '/var/lib/clew',
});

const databases = [
  'DATABASE_URL=postgres://clew_serve:blackbird@localhost/clew?sslmode=verify-full&sslpassword=thrush',
  'DATABASE_ADMIN_URL="postgres://clew_owner:blackbird@localhost/clew"',
];

describe('the file that CLEW_CONFIG names', () => {
  test('says settings; the environment outranks it, and an empty variable does not', async () => {
    const path = await written(
      '# the camp’s node\nCLEW_PORT=8000\nCLEW_LEAVE_TO="https://weather.example"\n',
    );
    expect(readSettings(source({ CLEW_CONFIG: path, CLEW_PORT: '' })).listen.port).toBe(8000);
    expect(readSettings(source({ CLEW_CONFIG: path, CLEW_PORT: '9000' })).listen.port).toBe(9000);
    expect(readSettings(source({ CLEW_CONFIG: path })).leaveTo).toBe('https://weather.example');
  });

  test.each([
    [
      'a name that is no setting, told with those there are',
      'CLEW_PROT=8000',
      /line 1, has CLEW_PROT.*CLEW_PORT/,
    ],
    ['itself', 'CLEW_CONFIG=/etc/other', /has CLEW_CONFIG, which is no setting/],
    ['the same name twice', 'CLEW_PORT=1\n\nCLEW_PORT=2', /line 3, has CLEW_PORT a second time/],
    ['a line that says nothing', 'CLEW_PORT=1\nhello', /line 2, is no NAME=value/],
  ])('is refused with %s', async (_, text, reason) => {
    const path = await written(text);
    expect(() => readConfigFile({ CLEW_CONFIG: path })).toThrow(reason);
  });

  test('is refused where it is not there, and where it is too large to be one', async () => {
    expect(() => readConfigFile({ CLEW_CONFIG: join(folder, 'none') })).toThrow(/cannot be read/);
    const path = await written(`# ${'x'.repeat(70_000)}`);
    expect(() => readConfigFile({ CLEW_CONFIG: path })).toThrow(/larger than 65536 bytes/);
  });

  test('is refused if others may write it: a line would send requests where they like', async () => {
    const path = await written('CLEW_PORT=8000', 0o664);
    expect(() => readConfigFile({ CLEW_CONFIG: path })).toThrow(`chmod go-w ${path}`);
  });

  test('is refused if it holds the password of a database and others may read it; the reason holds no password', async () => {
    const path = await written(databases.join('\n'), 0o644);
    expect(() => readConfigFile({ CLEW_CONFIG: path })).toThrow(`chmod 600 ${path}`);
    expect(() => readConfigFile({ CLEW_CONFIG: path })).not.toThrow(/blackbird/);
    await chmod(path, 0o600);
    expect(readConfigFile({ CLEW_CONFIG: path })?.values.DATABASE_URL).toContain('blackbird');
  });
});

describe('what clew config shows', () => {
  test('is every setting and where it was said', async () => {
    const path = await written('CLEW_PORT=8000\nCLEW_BACKUPS=/srv/backups\n');
    const trace = traceSettings(source({ CLEW_CONFIG: path, CLEW_BACKUPS: '/mnt/backups' }));
    expect(trace).toEqual(
      expect.arrayContaining([
        { name: 'CLEW_CONFIG', value: path, from: 'environment' },
        { name: 'CLEW_PORT', value: '8000', from: 'file' },
        { name: 'CLEW_BACKUPS', value: '/mnt/backups', from: 'environment' },
        { name: 'CLEW_HOST', value: 'localhost', from: 'default' },
        { name: 'DATABASE_URL', value: undefined, from: 'default' },
      ]),
    );
  });

  test('is no password, before the host or in the query', async () => {
    const path = await written(databases.join('\n'));
    const shown = JSON.stringify(traceSettings(source({ CLEW_CONFIG: path })));
    expect(shown).toContain('clew_serve:hidden@localhost/clew?sslmode=…&sslpassword=…');
    expect(shown).not.toMatch(/blackbird|thrush/);
  });
});
