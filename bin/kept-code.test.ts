import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mayKeepCode } from './kept-code.mjs';

const run = promisify(execFile);
const HOUSE = join(import.meta.dirname, '..');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clew kept code '));
});
afterEach(() => rm(folder, { recursive: true }));

describe('compiled code', () => {
  test('is kept in a folder of one’s own, which is made for oneself alone', async () => {
    expect(mayKeepCode(join(folder, 'a/b'))).toBe(true);
    expect(mayKeepCode(join(folder, 'a/b'))).toBe(true);
  });

  test.each([0o701, 0o710, 0o777])('is not kept where others may enter (%o)', async (mode) => {
    await mkdir(join(folder, 'open'));
    await chmod(join(folder, 'open'), mode);
    expect(mayKeepCode(join(folder, 'open'))).toBe(false);
  });

  test('is not kept behind a link, in place of a file, or with somebody else', async () => {
    await mkdir(join(folder, 'own'), { mode: 0o700 });
    await symlink(join(folder, 'own'), join(folder, 'link'));
    await writeFile(join(folder, 'file'), '');
    expect([mayKeepCode(join(folder, 'link')), mayKeepCode(join(folder, 'file'))]).toEqual([false, false]);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(join(folder, 'own'), 12_345, 12_345);
    expect(mayKeepCode(isRoot ? join(folder, 'own') : '/root')).toBe(false);
  });

  test('is neither read from the folder of temporary files nor written there, and what runs is told of that folder', async () => {
    await writeFile(join(folder, 'say.mjs'), "import { tmpdir } from 'node:os'; console.log(tmpdir());");
    const env = { ...process.env, TMPDIR: folder, TSX_DISABLE_CACHE: '' };
    const register = join(HOUSE, 'bin/register.mjs');
    const { stdout } = await run(process.execPath, ['--import', register, join(folder, 'say.mjs')], { env });
    expect(stdout.trim()).toBe(folder);
    await run(process.execPath, [join(HOUSE, 'bin/clew.mjs'), '--version'], { env });
    expect(await readdir(folder)).toEqual(['say.mjs']);
  });
});
