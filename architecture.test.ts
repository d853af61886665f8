import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = import.meta.dirname;
const rooms = readLine(readFileSync(join(root, 'docs/architecture.md'), 'utf8'));
const slices = ['store', 'web', 'supervisor', ...rooms];

/** The clock and the dice that every JavaScript has, and no rule of Biome's forbids. */
const clockOrDice = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/;

/** An import that a file tries, and whether the house allows it. */
interface Edge {
  from: string;
  to: string;
  allowed: boolean;
}

/** A slice's doors may be entered by these others, as docs/architecture.md says. */
function mayEnter(from: string, to: string): boolean {
  if (from === 'store' || from === 'web') return false;
  if (to === 'store') return true;
  if (from === 'supervisor' || to === 'supervisor') return false;
  return to === 'web' || rooms.indexOf(to) < rooms.indexOf(from);
}

const between: Edge[] = slices.flatMap((from) =>
  slices
    .filter((to) => to !== from)
    .flatMap((to) => [
      { from: `app/${from}/probe.ts`, to: `../${to}/index.ts`, allowed: mayEnter(from, to) },
      { from: `app/${from}/pages/probe.tsx`, to: `../../${to}/index.ts`, allowed: mayEnter(from, to) },
      { from: `app/${from}/probe.ts`, to: `../${to}`, allowed: mayEnter(from, to) },
      { from: `app/${from}/probe.ts`, to: `../${to}/inside.ts`, allowed: false },
      { from: `app/${from}/pages/probe.tsx`, to: `../../${to}/deep/index.ts`, allowed: false },
    ]),
);

const ownAndShared: Edge[] = slices.flatMap((slice) => [
  { from: `app/${slice}/probe.ts`, to: './own.ts', allowed: true },
  { from: `app/${slice}/pages/probe.tsx`, to: '../own.ts', allowed: true },
  { from: `app/${slice}/probe.ts`, to: '@clew/rules', allowed: true },
  { from: `app/${slice}/probe.ts`, to: 'node:crypto', allowed: true },
  { from: `app/${slice}/probe.ts`, to: '@clew/rules/inside.ts', allowed: false },
  { from: `app/${slice}/probe.ts`, to: '../../packages/rules/index.ts', allowed: false },
  { from: `app/${slice}/probe.ts`, to: '../server.ts', allowed: false },
  { from: `app/${slice}/probe.ts`, to: '../doctor.ts', allowed: false },
  { from: `app/${slice}/probe.ts`, to: '../../e2e/browser.ts', allowed: false },
  { from: `app/${slice}/probe.ts`, to: '@noble/ciphers/chacha.js', allowed: false },
  { from: `app/${slice}/probe.ts`, to: 'age-encryption', allowed: false },
  { from: `app/${slice}/probe.ts`, to: '@node-rs/argon2', allowed: slice === 'desk' },
  { from: `app/${slice}/probe.ts`, to: '@simplewebauthn/server', allowed: slice === 'desk' },
]);

const whole: Edge[] = slices.flatMap((slice) => [
  ...['app/server.ts', 'app/cli.ts', 'app/faults.ts'].flatMap((from) => [
    { from, to: `./${slice}/index.ts`, allowed: true },
    { from, to: `./${slice}/inside.ts`, allowed: false },
  ]),
  { from: 'app/law/testing/probe.ts', to: `../../${slice}/index.ts`, allowed: true },
  { from: 'app/law/testing/probe.ts', to: `../../${slice}/inside.ts`, allowed: false },
  ...['app/law/probe.test.ts', 'app/store/probe.test.ts'].flatMap((from) => [
    { from, to: `../${slice}/testing/index.ts`, allowed: true },
    { from, to: `../${slice}/testing/inside.ts`, allowed: false },
  ]),
  ...['bench/probe.ts', 'e2e/probe.test.ts'].flatMap((from) => [
    { from, to: `../app/${slice}/index.ts`, allowed: true },
    { from, to: `../app/${slice}/inside.ts`, allowed: false },
  ]),
]);

const packageNames = ['rules', 'seal', 'client', 'disclosure', 'linkage', 'estimation'];

const packages: Edge[] = packageNames.flatMap((name) => {
  const other = name === 'rules' ? 'seal' : 'rules';
  const from = `packages/${name}/probe.ts`;
  const mayEncrypt = name === 'seal' || name === 'linkage';
  return [
    { from, to: './own.ts', allowed: true },
    { from, to: 'zod', allowed: true },
    { from, to: `@clew/${other}`, allowed: false },
    { from: `packages/${name}/deep/probe.ts`, to: '../own.ts', allowed: true },
    { from: `packages/${name}/deep/probe.ts`, to: `../../${other}/index.ts`, allowed: false },
    { from, to: '../../app/store/index.ts', allowed: false },
    { from, to: `../${other}/index.ts`, allowed: false },
    { from, to: 'node:fs', allowed: false },
    { from, to: 'fs/promises', allowed: false },
    { from, to: 'kysely', allowed: false },
    { from, to: '@noble/hashes/sha2.js', allowed: mayEncrypt },
    { from, to: 'age-encryption', allowed: mayEncrypt },
    { from: `packages/${name}/probe.test.ts`, to: 'node:fs', allowed: true },
    { from: `packages/${name}/probe.test.ts`, to: `../${other}/index.ts`, allowed: false },
  ];
});

describe('the order of imports', () => {
  const house = mkdtempSync(join(tmpdir(), 'clew house '));
  afterAll(() => rmSync(house, { recursive: true }));
  let reported: Map<string, Set<string>>;

  beforeAll(() => {
    copyFileSync(join(root, 'biome.json'), join(house, 'biome.json'));
    writeProbes(house, [...between, ...ownAndShared, ...whole, ...packages]);
    writeProbe(
      house,
      'app/law/first.ts',
      `import { second } from './second.ts';\nexport const first = second;\n`,
    );
    writeProbe(
      house,
      'app/law/second.ts',
      `import { first } from './first.ts';\nexport const second = first;\n`,
    );
    writeProbe(house, 'packages/rules/clock.ts', 'export const clock = performance;\n');
    writeProbe(house, 'packages/rules/network.ts', 'export const network = fetch;\n');
    reported = lint(house);
  });

  test('knows every folder of app/ and packages/', () => {
    expect(new Set(rooms).size).toBe(9);
    expect(slices).toEqual(expect.arrayContaining(foldersIn('app')));
    expect(packageNames).toEqual(expect.arrayContaining(foldersIn('packages')));
  });

  test.each([
    ['between slices', between],
    ['to itself, to packages and to libraries', ownAndShared],
    ['into the whole', whole],
    ['of packages', packages],
  ])('%s', (_, edges) => {
    const wrong = edges.filter(({ from, to, allowed }) => allowed === (reported.get(from)?.has(to) ?? false));
    expect(
      wrong.map(({ from, to, allowed }) => `${from} → ${to} should be ${allowed ? 'allowed' : 'refused'}`),
    ).toEqual([]);
  });

  test('a circle is refused', () => {
    expect(reported.get('app/law/first.ts')).toContain('lint/suspicious/noImportCycles');
  });

  test('a package has neither clock nor network, by name or by import', () => {
    expect(reported.get('packages/rules/clock.ts')).toContain('lint/style/noRestrictedGlobals');
    expect(reported.get('packages/rules/network.ts')).toContain('lint/style/noRestrictedGlobals');
  });

  test('no package reads the clock or throws dice', () => {
    const files = readdirSync(join(root, 'packages'), { recursive: true, encoding: 'utf8' });
    const found = files
      .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|node_modules/.test(path))
      .filter((path) => clockOrDice.test(readFileSync(join(root, 'packages', path), 'utf8')));
    expect(found).toEqual([]);
  });
});

function foldersIn(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function readLine(architecture: string): string[] {
  const line = architecture.split('\n').find((text) => /^\w+( ─ \w+){3,}$/.test(text)) ?? '';
  return line.split(' ─ ');
}

/** One file for each `from`, one import a line. */
function writeProbes(house: string, edges: readonly Edge[]): void {
  for (const [from, tried] of groupByFile(edges)) {
    const lines = tried.map(({ to }, at) => `import { probe as probe${at} } from '${to}';\nvoid probe${at};`);
    writeProbe(house, from, lines.join('\n'));
  }
}

function writeProbe(house: string, path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

/** What Biome reports for each file: the import it points at for a forbidden one, else the rule's name. */
function lint(house: string): Map<string, Set<string>> {
  // Not --only: it would run a rule that the settings have turned off.
  const flags = ['--reporter=json', '--max-diagnostics=none', '--vcs-enabled=false'];
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', ...flags, '.'], {
    cwd: house,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (stdout === '') throw new Error(`Biome did not answer: ${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { category: string; location: { path: string; start: { line: number } } }[];
  };
  const reported = new Map<string, Set<string>>();
  for (const { category, location } of diagnostics) {
    const line = readFileSync(join(house, location.path), 'utf8').split('\n')[location.start.line - 1];
    const what = category === 'lint/style/noRestrictedImports' ? line?.match(/'(.+)'/)?.[1] : category;
    reported.set(location.path, (reported.get(location.path) ?? new Set()).add(what ?? category));
  }
  return reported;
}

function groupByFile(edges: readonly Edge[]): Map<string, Edge[]> {
  const files = new Map<string, Edge[]>();
  for (const edge of edges) files.set(edge.from, [...(files.get(edge.from) ?? []), edge]);
  return files;
}
